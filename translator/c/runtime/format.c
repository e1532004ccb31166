/* format.c — numbers as JavaScript's text. Shortest digits: R. Giulietti, "The Schubfach way to render doubles" (2021);
 * digits of a fixed number: exact products with powers of ten, and naturals of any size where 192 bits do not decide;
 * layout: ECMAScript, Number::toString and Number.prototype. */
#include "decimal.h"

#include <string.h>

/* floor(g·x / 2^127) of a g of 126 bits, the last bit set if something was cut off. */
static uint64_t round_to_odd(uint64_t g1, uint64_t g0, uint64_t x) {
  uint64_t carried = (uint64_t)((vs_u128)g0 * x >> 64);
  vs_u128 y = (vs_u128)g1 * x;
  uint64_t z = ((uint64_t)y >> 1) + carried;
  uint64_t w = (uint64_t)(y >> 64) + (z >> 63);
  return w | ((z << 1) != 0);
}

/* The shortest decimal d·10^k within the rounding interval of m·2^e, and of those the nearest. */
static uint64_t shortest(uint64_t m, int e, int *k) {
  const uint64_t odd = m & 1;
  /* Below a power of two doubles lie denser. */
  bool uneven = m == UINT64_C(1) << 52 && e > -1074;
  *k = uneven ? (int)((e * INT64_C(661971961083) - INT64_C(274743187321)) >> 41) : vs_log10_of_power_of_2(e);
  int h = e + vs_log2_of_power_of_10(-*k) + 2;
  const uint64_t *power = vs_powers_of_ten[-*k - VS_FIRST_POWER];
  vs_u128 g = (((vs_u128)power[0] << 64 | power[1]) >> 2) + 1;
  uint64_t g1 = (uint64_t)(g >> 63), g0 = (uint64_t)g & INT64_MAX;
  uint64_t middle = round_to_odd(g1, g0, m << 2 << h);
  uint64_t left = round_to_odd(g1, g0, ((m << 2) - (uneven ? 1 : 2)) << h) + odd;
  uint64_t right = round_to_odd(g1, g0, ((m << 2) + 2) << h) - odd;
  uint64_t s = middle >> 2;
  uint64_t below = s / 10 * 10, above = below + 10;
  bool below_fits = left <= below << 2, above_fits = above << 2 <= right;
  if (below_fits != above_fits) return below_fits ? below : above;
  bool s_fits = left <= s << 2, t_fits = (s + 1) << 2 <= right;
  if (s_fits != t_fits) return s_fits ? s : s + 1;
  int64_t side = (int64_t)(middle - ((2 * s + 1) << 1));
  return side < 0 || (side == 0 && (s & 1) == 0) ? s : s + 1;
}

static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                            "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* Digits of a natural number; their number. */
static int write_natural(uint64_t n, char *into) {
  char reversed[24];
  int at = 24;
  while (n >= 100) {
    at -= 2;
    memcpy(reversed + at, pairs + n % 100 * 2, 2);
    n /= 100;
  }
  if (n >= 10) {
    at -= 2;
    memcpy(reversed + at, pairs + n * 2, 2);
  } else reversed[--at] = (char)('0' + n);
  memcpy(into, reversed + at, (size_t)(24 - at));
  return 24 - at;
}

static char *put(char *out, const char *text, int n) {
  if (n > 0) memcpy(out, text, (size_t)n);
  return out + (n > 0 ? n : 0);
}

static char *zeros(char *out, int n) {
  if (n > 0) memset(out, '0', (size_t)n);
  return out + (n > 0 ? n : 0);
}

/* d.ddde±x */
static char *scientific(char *out, const char *digits, int n, int exponent) {
  *out++ = digits[0];
  if (n > 1) {
    *out++ = '.';
    out = put(out, digits + 1, n - 1);
  }
  *out++ = 'e';
  *out++ = exponent < 0 ? '-' : '+';
  return out + write_natural((uint64_t)(exponent < 0 ? -exponent : exponent), out);
}

/* n digits of which `point` stand before the point, which may lie outside of them. */
static char *positional(char *out, const char *digits, int n, int point) {
  if (point <= 0) {
    out = zeros(put(out, "0.", 2), -point);
    return put(out, digits, n);
  }
  if (n <= point) return zeros(put(out, digits, n), point - n);
  out = put(out, digits, point);
  *out++ = '.';
  return put(out, digits + point, n - point);
}

/* What is no number to format: NaN, infinities; their length, or 0. */
static size_t special(double x, char *into) {
  const char *word = isnan(x) ? "NaN" : isinf(x) ? (x < 0 ? "-Infinity" : "Infinity") : "";
  size_t n = strlen(word);
  memcpy(into, word, n);
  return n;
}

size_t vs_format_double(double x, char *into) {
  char *out = into;
  if (!isfinite(x)) return special(x, into);
  if (x < 0) {
    *out++ = '-';
    x = -x;
  }
  if (x < 0x1p53 && x == (double)(int64_t)x) return (size_t)(out + write_natural((uint64_t)x, out) - into);
  int e, k;
  uint64_t m = vs_mantissa(x, &e);
  uint64_t d = shortest(m, e, &k);
  while (d % 10 == 0) {
    d /= 10;
    k++;
  }
  char digits[24];
  int n = write_natural(d, digits);
  int point = n + k;
  out = point > -6 && point <= 21 ? positional(out, digits, n, point) : scientific(out, digits, n, point - 1);
  return (size_t)(out - into);
}

/* Rounds digits to the first n of them, n ≥ 0, ties up; fills up with zeros. A carry over the first digit makes one
 * more: is there one? */
static bool round_digits(char *digits, int have, int n) {
  if (have <= n) {
    memset(digits + have, '0', (size_t)(n - have));
    return false;
  }
  if (digits[n] < '5') return false;
  int i = n - 1;
  while (i >= 0 && digits[i] == '9') digits[i--] = '0';
  if (i >= 0) {
    digits[i]++;
    return false;
  }
  memmove(digits + 1, digits, (size_t)n);
  digits[0] = '1';
  return true;
}

/* x to n significant digits; x = 0.d1d2d3… · 10^result. */
static int significant_digits(double x, int n, char *digits) {
  if (n <= 17) {
    int e;
    uint64_t m = vs_mantissa(x, &e), scaled;
    int estimate = vs_log10_of_power_of_2(e + 63 - __builtin_clzll(m)) + 1;
    /* The estimate may be one too low; rounding may add another digit. */
    for (int point = estimate; point <= estimate + 1 && vs_round_scaled(x, n - point, &scaled); point++) {
      int length = write_natural(scaled, digits);
      if (length == n) return point;
      if (length == n + 1 && point == estimate + 1) return point + 1;
    }
  }
  int point, have = vs_exact_digits(x, digits, &point);
  return point + round_digits(digits, have, n);
}

size_t vs_format_exponential(double x, int digits, char *into) {
  char *out = into, text[1000];
  if (!isfinite(x)) return special(x, into);
  if (x < 0) *out++ = '-';
  x = fabs(x);
  int n = digits + 1, point = 1;
  if (x == 0) memset(text, '0', n < 1 ? 1 : (size_t)n);
  if (x == 0 && digits < 0) n = 1;
  else if (digits < 0) {
    int e, k;
    uint64_t m = vs_mantissa(x, &e), d = shortest(m, e, &k);
    for (; d % 10 == 0; d /= 10) k++;
    n = write_natural(d, text);
    point = n + k;
  } else if (x != 0) point = significant_digits(x, n, text);
  return (size_t)(scientific(out, text, n, point - 1) - into);
}

size_t vs_format_precision(double x, int digits, char *into) {
  char *out = into, text[1000];
  if (!isfinite(x)) return special(x, into);
  if (x < 0) *out++ = '-';
  x = fabs(x);
  int point = 1;
  if (x == 0) memset(text, '0', (size_t)digits);
  else point = significant_digits(x, digits, text);
  bool plain = point > -6 && point <= digits;
  out = plain ? positional(out, text, digits, point) : scientific(out, text, digits, point - 1);
  return (size_t)(out - into);
}

/* Below 1e21. A number below zero keeps its sign even as "-0.00"; -0 itself has none. */
size_t vs_format_fixed(double x, int digits, char *into) {
  char *out = into, text[1000];
  uint64_t scaled;
  int n, point;
  if (x < 0) *out++ = '-';
  x = fabs(x);
  if (x == 0) n = 0, point = 0;
  else if (vs_round_scaled(x, digits, &scaled)) {
    n = scaled == 0 ? 0 : write_natural(scaled, text);
    point = n - digits;
  } else {
    int have = vs_exact_digits(x, text, &point);
    n = point + digits;
    if (n < 0) n = 0;
    else if (round_digits(text, have, n)) {
      n++;
      point++;
    }
  }
  if (n == 0) return (size_t)((digits == 0 ? put(out, "0", 1) : zeros(put(out, "0.", 2), digits)) - into);
  if (digits == 0) return (size_t)(put(out, text, n) - into);
  return (size_t)(positional(out, text, n, point) - into);
}

/* The fraction's digits as V8 chooses them: as many as tell x from its neighbours, each by double arithmetic, the last
 * one rounded. A carry may reach the whole part. */
static char *radix_fraction(double x, double *whole, int radix, const char *letters, char *out) {
  double fraction = x - *whole;
  double delta = 0.5 * (vs_from_bits(vs_bits(x) + 1) - x);
  if (delta < 0x1p-1074) delta = 0x1p-1074;
  if (fraction < delta) return out;
  char *first = out;
  *out++ = '.';
  do {
    fraction *= radix;
    delta *= radix;
    int digit = (int)fraction;
    *out++ = letters[digit];
    fraction -= digit;
    bool up = fraction > 0.5 || (fraction == 0.5 && (digit & 1) != 0);
    if (up && fraction + delta > 1) {
      for (;;) {
        out--;
        if (out == first) {
          *whole += 1;
          return out;
        }
        int last = *out > '9' ? *out - 'a' + 10 : *out - '0';
        if (last + 1 < radix) {
          *out++ = letters[last + 1];
          return out;
        }
      }
    }
  } while (fraction >= delta);
  return out;
}

/* Number.prototype.toString with a radix other than 10; up to 1100 characters on either side of the point. From 2^53 on
 * digits of a radix that is no power of two are V8's own rounding, which is not known here: gives 0. */
size_t vs_format_radix(double x, int radix, char *into) {
  static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  char *out = into, fraction[1100], reversed[1100];
  if (!isfinite(x)) return special(x, into);
  if (x < 0) *out++ = '-';
  x = fabs(x);
  if (x >= 0x1p53 && (radix & (radix - 1)) != 0) return 0;
  double whole = floor(x);
  char *end = radix_fraction(x, &whole, radix, letters, fraction);
  int at = (int)sizeof reversed;
  do {
    double digit = fmod(whole, radix);
    reversed[--at] = letters[(int)digit];
    whole = (whole - digit) / radix;
  } while (whole > 0);
  out = put(out, reversed + at, (int)sizeof reversed - at);
  return (size_t)(put(out, fraction, (int)(end - fraction)) - into);
}
