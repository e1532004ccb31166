/* numbers.c — numbers and text as graphs call for them (translator/model/externals.ts), and arithmetic too rare to be
 * inlined. */
#include "decimal.h"

int64_t vs_to_i32_slow(double x) {
  uint64_t bits = (uint64_t)vs_bits(x);
  int shift = (int)(bits >> 52 & 0x7ff) - 1075;
  /* Infinite, NaN, or a multiple of 2^32; |x| >= 2^63 here, so the shift is to the left. */
  if (shift < 0 || shift > 31) return 0;
  uint32_t low = (uint32_t)((bits & 0xfffffffffffff) << shift);
  return (int32_t)(x < 0 ? -low : low);
}

int64_t vs_float_format(double x, void *into) {
  return (int64_t)vs_format_double(x, vs_items(into));
}

int64_t vs_float_fixed(double x, int64_t digits, void *into) {
  return (int64_t)vs_format_fixed(x, (int)digits, vs_items(into));
}

int64_t vs_float_exponential(double x, int64_t digits, void *into) {
  return (int64_t)vs_format_exponential(x, (int)digits, vs_items(into));
}

int64_t vs_float_precision(double x, int64_t digits, void *into) {
  return (int64_t)vs_format_precision(x, (int)digits, vs_items(into));
}

int64_t vs_float_radix(double x, int64_t radix, void *into) {
  return (int64_t)vs_format_radix(x, (int)radix, vs_items(into));
}

double vs_float_parse(const void *bytes, int64_t start, int64_t end) {
  return vs_parse_double(vs_items(bytes) + start, vs_items(bytes) + end);
}

double vs_int_parse(const void *bytes, int64_t start, int64_t end, int64_t radix) {
  return vs_parse_integer(vs_items(bytes) + start, vs_items(bytes) + end, (int)radix);
}
