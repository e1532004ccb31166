/* numbers.c — numbers and text as JavaScript has them, and arithmetic too rare to be inlined.
 * Formatting and parsing lean on the C library's printf and strtod, which are exact in the "C" locale (the runtime
 * never sets another). */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>

int64_t vs_to_i32_slow(double x) {
  uint64_t bits = (uint64_t)vs_bits(x);
  int shift = (int)(bits >> 52 & 0x7ff) - 1075;
  /* Infinite, NaN, or a multiple of 2^32; |x| >= 2^63 here, so the shift is to the left. */
  if (shift < 0 || shift > 31) return 0;
  uint32_t low = (uint32_t)((bits & 0xfffffffffffff) << shift);
  return (int32_t)(x < 0 ? -low : low);
}

double vs_float_pow(double x, double y) {
  /* C answers 1 where JavaScript answers NaN. */
  if (isnan(y) || (isinf(y) && fabs(x) == 1.0)) return NAN;
  /* V8 takes the square root, which is exact to the last bit; pow is not quite. */
  if (y == 0.5) return isinf(x) ? INFINITY : sqrt(x + 0.0);
  return pow(x, y);
}

/* Writes x rounded to n significant digits as digits without a point, and its exponent: x = 0.d1d2d3… × 10^exponent. */
static void round_digits(double x, int n, char *digits, int *exponent) {
  char text[40];
  snprintf(text, sizeof text, "%.*e", n - 1, x);
  digits[0] = text[0];
  if (n > 1) memcpy(digits + 1, text + 2, (size_t)(n - 1));
  digits[n] = 0;
  *exponent = atoi(strchr(text, 'e') + 1) + 1;
}

static bool reads_back(double x, const char *digits, int exponent) {
  char text[40];
  snprintf(text, sizeof text, "0.%se%d", digits, exponent);
  return strtod(text, NULL) == x;
}

/* Adds one to the last digit. */
static void next_up(char *digits, int n, int *exponent) {
  int i = n - 1;
  while (i >= 0 && digits[i] == '9') digits[i--] = '0';
  if (i >= 0) digits[i]++;
  else {
    digits[0] = '1';
    ++*exponent;
  }
}

/* The shortest digits that read back as x, and of those the nearest to x. The nearest decimal of n digits reads back
 * if any of that length does — except at powers of two, where the doubles below are denser than those above, and the
 * next decimal up may read back although the nearest does not. Up to 15 digits survive a trip through any normal
 * double, so all shorter results are found at 15, after dropping zeros. */
static int shortest_digits(double x, char *digits, int *exponent) {
  bool at_power = (vs_bits(x) & 0xfffffffffffff) == 0;
  for (int n = x < 0x1p-1022 ? 1 : 15; n < 17; n++) {
    round_digits(x, n, digits, exponent);
    if (reads_back(x, digits, *exponent)) return n;
    if (!at_power) continue;
    next_up(digits, n, exponent);
    if (reads_back(x, digits, *exponent)) return n;
  }
  round_digits(x, 17, digits, exponent);
  return 17;
}

/* JavaScript's layout of n digits with the point after `point` of them (Number::toString, steps 6 to 10). */
static size_t lay_out(char *out, const char *digits, int n, int point) {
  if (n <= point && point <= 21) return (size_t)sprintf(out, "%s%.*s", digits, point - n, "000000000000000000000");
  if (0 < point && point <= 21) return (size_t)sprintf(out, "%.*s.%s", point, digits, digits + point);
  if (-6 < point && point <= 0) return (size_t)sprintf(out, "0.%.*s%s", -point, "000000", digits);
  return (size_t)sprintf(out, "%c%s%se%+d", digits[0], n > 1 ? "." : "", digits + 1, point - 1);
}

static size_t format(double x, char *out) {
  if (isnan(x)) return (size_t)sprintf(out, "NaN");
  if (x == 0) return (size_t)sprintf(out, "0");
  if (x < 0) {
    *out = '-';
    return 1 + format(-x, out + 1);
  }
  if (isinf(x)) return (size_t)sprintf(out, "Infinity");
  if (x < 0x1p53 && x == (double)(int64_t)x) return (size_t)sprintf(out, "%lld", (long long)x);
  char digits[24];
  int point;
  int n = shortest_digits(x, digits, &point);
  while (n > 1 && digits[n - 1] == '0') digits[--n] = 0;
  return lay_out(out, digits, n, point);
}

int64_t vs_float_format(double x, void *into) {
  char text[40];
  size_t n = format(x, text);
  memcpy(vs_items(into), text, n);
  return (int64_t)n;
}

/* JavaScript's white space, as far as one byte holds it. */
static bool is_space(unsigned char c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0;
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *at, const char *end) {
  while (at < end && is_digit(*at)) at++;
  return at;
}

/* Is it a StrDecimalLiteral without sign and Infinity? */
static bool is_decimal(const char *at, const char *end) {
  const char *whole = at;
  at = skip_digits(at, end);
  int64_t count = at - whole;
  if (at < end && *at == '.') {
    const char *fraction = ++at;
    at = skip_digits(at, end);
    count += at - fraction;
  }
  if (count == 0) return false;
  if (at < end && (*at == 'e' || *at == 'E')) {
    at++;
    if (at < end && (*at == '+' || *at == '-')) at++;
    const char *power = at;
    at = skip_digits(at, end);
    if (at == power) return false;
  }
  return at == end;
}

/* Digits of radix 2, 8 or 16, rounded to the nearest double, ties to even. */
static double parse_radix(const char *at, const char *end, int bits_each) {
  uint64_t top = 0;
  int dropped = 0;
  bool sticky = false;
  if (at == end) return NAN;
  for (; at < end; at++) {
    int digit = is_digit(*at) ? *at - '0' : (*at | 32) >= 'a' && (*at | 32) <= 'f' ? (*at | 32) - 'a' + 10 : 99;
    if (digit >= 1 << bits_each) return NAN;
    /* Keeps 60 bits; what falls off only matters as "something was there". */
    if (top >> (60 - bits_each) == 0) top = top << bits_each | (uint64_t)digit;
    else {
      sticky |= digit != 0;
      dropped += bits_each;
    }
  }
  return ldexp((double)(top | (uint64_t)sticky), dropped > 2000 ? 2000 : dropped);
}

static double parse_decimal(const char *at, size_t n) {
  char small[64];
  char *copy = n < sizeof small ? small : malloc(n + 1);
  if (copy == NULL) vs_fatal("out of memory");
  memcpy(copy, at, n);
  copy[n] = 0;
  double value = strtod(copy, NULL);
  if (copy != small) free(copy);
  return value;
}

/* toFixed (ECMAScript, Number.prototype.toFixed): of the two decimals next to an exact tie the one further from zero,
 * where printf takes the even one. The exact expansion of a double has at most 1074 digits after the point. */
int64_t vs_float_fixed(double x, int64_t digits, void *into) {
  char exact[1120];
  char *out = vs_items(into);
  snprintf(exact, sizeof exact, "%.1080f", fabs(x));
  int point = (int)(strchr(exact, '.') - exact);
  int end = point + (digits > 0 ? 1 + (int)digits : 0);
  bool up = exact[point + 1 + digits] >= '5';
  for (int i = end - 1; up && i >= 0; i--) {
    if (exact[i] == '.') continue;
    up = exact[i] == '9';
    exact[i] = up ? '0' : (char)(exact[i] + 1);
  }
  int length = 0;
  /* A number below zero keeps its sign even as "-0.00"; -0 itself has none. */
  if (x < 0) out[length++] = '-';
  if (up) out[length++] = '1';
  memcpy(out + length, exact, (size_t)end);
  return length + end;
}

double vs_float_parse(const void *bytes, int64_t start, int64_t end_index) {
  const char *at = vs_items(bytes) + start, *end = vs_items(bytes) + end_index;
  while (at < end && is_space((unsigned char)*at)) at++;
  while (at < end && is_space((unsigned char)end[-1])) end--;
  if (at == end) return 0;
  if (end - at > 2 && at[0] == '0') {
    int kind = at[1] | 32;
    int bits_each = kind == 'x' ? 4 : kind == 'o' ? 3 : kind == 'b' ? 1 : 0;
    if (bits_each != 0) return parse_radix(at + 2, end, bits_each);
  }
  bool negative = *at == '-';
  if (*at == '-' || *at == '+') at++;
  double value = NAN;
  if (end - at == 8 && memcmp(at, "Infinity", 8) == 0) value = INFINITY;
  else if (is_decimal(at, end)) value = parse_decimal(at, (size_t)(end - at));
  return negative ? -value : value;
}
