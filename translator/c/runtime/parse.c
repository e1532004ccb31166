/* parse.c — text as numbers: JavaScript's Number(text) and the digits of parseInt. Decimals: W. Clinger's exact case,
 * then one product with a power of ten in 192 bits (after D. Lemire, "Number parsing at a gigabyte per second", 2021,
 * but with both ends of the error rounded), then exact comparison with the half between two doubles. */
#include "decimal.h"

#include <string.h>

/* A decimal literal: digits·10^exponent; the digits are at `from`, a point among them is skipped. */
typedef struct {
  uint64_t leading; /* the first 19 significant digits */
  int64_t exponent; /* of those */
  bool cut;         /* further digits, not all zero */
  const char *from, *end; /* the digits in the text, from the first that is not 0 */
  int64_t last_exponent;  /* of the last digit in the text */
} decimal;

static bool is_space(unsigned char c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0;
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* e+12 … into the exponent; false if it is malformed. */
static bool read_exponent(const char *at, const char *end, int64_t *exponent) {
  bool negative = at < end && *at == '-';
  if (at < end && (*at == '+' || *at == '-')) at++;
  if (at == end) return false;
  int64_t e = 0;
  for (; at < end; at++) {
    if (!is_digit(*at)) return false;
    if (e < 100000000) e = e * 10 + (*at - '0');
  }
  *exponent += negative ? -e : e;
  return true;
}

/* Is it a StrDecimalLiteral without sign and Infinity? */
static bool read_decimal(const char *at, const char *end, decimal *d) {
  int taken = 0;
  bool any = false, fraction = false;
  int64_t exponent = 0, skipped = 0;
  *d = (decimal){0};
  for (; at < end; at++) {
    if (*at == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(*at)) break;
    any = true;
    exponent -= fraction;
    if (*at == '0' && taken == 0) continue;
    if (taken == 0) d->from = at;
    if (taken < 19) {
      d->leading = d->leading * 10 + (uint64_t)(*at - '0');
      taken++;
    } else {
      skipped++;
      d->cut |= *at != '0';
    }
  }
  d->end = at;
  if (!any) return false;
  if (at < end && (*at | 32) == 'e') {
    if (!read_exponent(at + 1, end, &exponent)) return false;
  } else if (at < end) return false;
  d->last_exponent = exponent;
  d->exponent = exponent + skipped;
  return true;
}

static uint64_t bits_of_word(const uint64_t words[3], int bit) {
  int word = bit / 64, shift = bit % 64;
  uint64_t low = words[word] >> shift;
  return shift == 0 || word == 2 ? low : low | words[word + 1] << (64 - shift);
}

static bool any_below(const uint64_t words[3], int bit) {
  for (int i = 0; i < bit / 64; i++)
    if (words[i] != 0) return true;
  return bit % 64 != 0 && (words[bit / 64] & ((UINT64_C(1) << bit % 64) - 1)) != 0;
}

/* words·2^exponent, above 0, as the nearest double, ties to even. */
static double nearest_double(const uint64_t words[3], int exponent) {
  int top = words[2] != 0 ? 191 - __builtin_clzll(words[2]) : 127 - __builtin_clzll(words[1]);
  /* The last bit that counts: 52 below the first, or that of the smallest double. */
  int last = top - 52;
  if (exponent + last < -1074) last = -1074 - exponent;
  if (last > top + 1) return 0;
  uint64_t m = last > 191 ? 0 : bits_of_word(words, last);
  bool half = (bits_of_word(words, last - 1) & 1) != 0;
  if (half && ((m & 1) != 0 || any_below(words, last - 1))) m++;
  return ldexp((double)m, exponent + last);
}

/* Compares the decimal with (2m+1)·2^(e-1), the number halfway between a double and the next. */
static int compare_with_half(const decimal *d, uint64_t m, int e) {
  vs_big text, half;
  int64_t exponent = d->last_exponent;
  int digits = 0;
  bool more = false;
  vs_big_set(&text, 0);
  for (const char *at = d->from; at < d->end; at++) {
    if (*at == '.') continue;
    /* A half has at most 768 digits: what follows only decides a tie. */
    if (digits < 800) vs_big_multiply(&text, 10, (uint32_t)(*at - '0'));
    else {
      more |= *at != '0';
      exponent++;
    }
    digits++;
  }
  vs_big_set(&half, 2 * m + 1);
  int twos = e - 1;
  if (exponent >= 0) {
    vs_big_multiply_power(&text, 5, (int)exponent);
  } else vs_big_multiply_power(&half, 5, (int)-exponent);
  twos -= (int)exponent;
  if (twos >= 0) vs_big_shift(&half, twos);
  else vs_big_shift(&text, -twos);
  int order = vs_big_compare(&text, &half);
  return order == 0 && more ? 1 : order;
}

/* `low` is the double at or just below the decimal. */
static double decide(const decimal *d, double low) {
  int e = -1074;
  uint64_t m = low == 0 ? 0 : vs_mantissa(low, &e);
  int order = compare_with_half(d, m, e);
  bool up = order > 0 || (order == 0 && (m & 1) != 0);
  return up ? vs_from_bits(vs_bits(low) + 1) : low;
}

/* The largest double not above words·2^exponent: the nearest one, or the one before it. */
static double double_below(const uint64_t words[3], int exponent) {
  int top = words[2] != 0 ? 191 - __builtin_clzll(words[2]) : 127 - __builtin_clzll(words[1]);
  int last = top - 52;
  if (exponent + last < -1074) last = -1074 - exponent;
  if (last > top) return 0;
  double below = ldexp((double)bits_of_word(words, last), exponent + last);
  return isinf(below) ? 0x1.fffffffffffffp1023 : below;
}

static double decimal_value(const decimal *d) {
  static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  uint64_t w = d->leading;
  int64_t q = d->exponent;
  if (w == 0 || q < -343) return 0;
  if (q > 309) return INFINITY;
  if (!d->cut && w <= UINT64_C(1) << 53 && q >= -22 && q <= 22)
    return q < 0 ? (double)w / exact[-q] : (double)w * exact[q];
  vs_product p, next;
  int shift = __builtin_clzll(w);
  vs_multiply_power(&p, w << shift, (int)q);
  int exponent = p.exponent - shift;
  double low = nearest_double(p.lower, exponent);
  if (p.exact && !d->cut) return low;
  if (d->cut && w < UINT64_MAX >> shift) {
    vs_multiply_power(&next, (w + 1) << shift, (int)q);
    if (next.exponent == p.exponent && (w + 1) << shift > w << shift && nearest_double(next.upper, exponent) == low)
      return low;
  } else if (!d->cut && nearest_double(p.upper, exponent) == low) return low;
  return decide(d, double_below(p.lower, exponent));
}

/* Digits of radix 2, 4, 8, 16 or 32, rounded to the nearest double, ties to even. */
static double binary_digits(const char *at, const char *end, int bits_each) {
  uint64_t top = 0;
  int dropped = 0;
  bool sticky = false;
  for (; at < end; at++) {
    int digit = is_digit(*at) ? *at - '0' : (*at | 32) - 'a' + 10;
    /* Keeps 60 bits; what falls off only matters as "something was there". */
    if (top >> (60 - bits_each) == 0) top = top << bits_each | (uint64_t)digit;
    else {
      sticky |= digit != 0;
      dropped += dropped < 4000 ? bits_each : 0;
    }
  }
  return ldexp((double)(top | (uint64_t)sticky), dropped);
}

static int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  char lower = (char)(c | 32);
  return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
}

/* The value of digits of a radix, all of them valid. For radixes that are neither 10 nor powers of two V8 works in
 * parts of 32 bits, which rounds more than once. */
double vs_parse_integer(const char *at, const char *end, int radix) {
  if ((radix & (radix - 1)) == 0) return binary_digits(at, end, __builtin_ctz((unsigned)radix));
  if (radix == 10) {
    decimal d;
    return read_decimal(at, end, &d) ? decimal_value(&d) : NAN;
  }
  double value = 0;
  while (at < end && *at == '0') at++;
  while (at < end) {
    uint32_t part = 0, factor = 1;
    for (; at < end && factor * (uint64_t)radix <= UINT32_MAX / 36; at++) {
      part = part * (uint32_t)radix + (uint32_t)digit_value(*at);
      factor *= (uint32_t)radix;
    }
    value = value * factor + part;
  }
  return value;
}

double vs_parse_double(const char *at, const char *end) {
  while (at < end && is_space((unsigned char)*at)) at++;
  while (at < end && is_space((unsigned char)end[-1])) end--;
  if (at == end) return 0;
  if (end - at > 2 && at[0] == '0' && !is_digit(at[1]) && at[1] != '.') {
    int kind = at[1] | 32, radix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
    if (radix != 0) {
      for (const char *c = at + 2; c < end; c++)
        if (digit_value(*c) >= radix) return NAN;
      return vs_parse_integer(at + 2, end, radix);
    }
  }
  bool negative = *at == '-';
  if (*at == '-' || *at == '+') at++;
  decimal d;
  double value = NAN;
  if (read_decimal(at, end, &d)) value = decimal_value(&d);
  else if (end - at == 8 && memcmp(at, "Infinity", 8) == 0) value = INFINITY;
  return negative ? -value : value;
}
