/* arithmetic.h — operations whose C needs thought. Built with -fwrapv: signed arithmetic wraps. */
#ifndef VS_ARITHMETIC_H
#define VS_ARITHMETIC_H

#include <math.h>
#include <string.h>

#define VS_MAX_SAFE INT64_C(9007199254740991)

/* The machine traps on min / -1, which must wrap. */
VS_INLINE int64_t vs_div(int64_t a, int64_t b) {
  return VS_UNLIKELY(b == -1) ? -a : a / b;
}

VS_INLINE int64_t vs_mod(int64_t a, int64_t b) {
  return VS_UNLIKELY(b == -1) ? 0 : a % b;
}

VS_INLINE int64_t vs_floordiv(int64_t a, int64_t b) {
  if (VS_UNLIKELY(b == -1)) return -a;
  int64_t quotient = a / b;
  return quotient - ((a % b != 0) & ((a ^ b) < 0));
}

VS_INLINE int64_t vs_mul_clamp(int64_t a, int64_t b) {
  int64_t product;
  return VS_UNLIKELY(__builtin_mul_overflow(a, b, &product)) ? INT64_MIN : product;
}

VS_INLINE int64_t vs_mul_high(int64_t a, int64_t b) {
  __extension__ typedef unsigned __int128 wide;
  return (int64_t)(uint64_t)((wide)(uint64_t)a * (uint64_t)b >> 64);
}

VS_INLINE int64_t vs_clz32(int64_t a) {
  return (uint32_t)a == 0 ? 32 : __builtin_clz((uint32_t)a);
}

VS_INLINE int64_t vs_bits(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

VS_INLINE double vs_from_bits(int64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* JavaScript's ToInt32 of a double that no int64 holds. */
int64_t vs_to_i32_slow(double x);

VS_INLINE int64_t vs_to_i32(double x) {
  return VS_LIKELY(x >= -0x1p63 && x < 0x1p63) ? (int32_t)(int64_t)x : vs_to_i32_slow(x);
}

VS_INLINE int64_t vs_word_hash(int64_t word) {
  return (word ^ (int64_t)((uint64_t)word >> 32)) & 0x7fffffff;
}

VS_INLINE bool vs_is_exact(int64_t a) {
  return (uint64_t)(a + VS_MAX_SAFE) <= 2 * (uint64_t)VS_MAX_SAFE;
}

/* (a + b) | 0 and so on: beyond ±2^53 JavaScript rounds before it truncates. Operands are within ±2^53. */
VS_INLINE int64_t vs_add_i32(int64_t a, int64_t b) {
  return VS_LIKELY(vs_is_exact(a + b)) ? (int32_t)(a + b) : vs_to_i32((double)a + (double)b);
}

VS_INLINE int64_t vs_sub_i32(int64_t a, int64_t b) {
  return VS_LIKELY(vs_is_exact(a - b)) ? (int32_t)(a - b) : vs_to_i32((double)a - (double)b);
}

VS_INLINE int64_t vs_mul_i32(int64_t a, int64_t b) {
  int64_t product;
  bool fits = !__builtin_mul_overflow(a, b, &product) && vs_is_exact(product);
  return VS_LIKELY(fits) ? (int32_t)product : vs_to_i32((double)a * (double)b);
}

#endif
