/* ieee754.h — what the files with the functions of Math share: the words of a double, and the functions that others
 * build on. The algorithms are fdlibm's (K.C. Ng, "FDLIBM 5.3", Sun 1993, and its revisions in FreeBSD's msun), which
 * V8 follows operation by operation; so do these, since only then the last bit is Node's. */
#ifndef VS_IEEE754_H
#define VS_IEEE754_H

#include "runtime.h"

#define VS_LN2_HIGH 6.93147180369123816490e-01
#define VS_LN2_LOW 1.90821492927058770002e-10
#define VS_INVERSE_LN2 1.44269504088896338700e+00

VS_INLINE int32_t vs_high(double x) {
  return (int32_t)((uint64_t)vs_bits(x) >> 32);
}

VS_INLINE uint32_t vs_low(double x) {
  return (uint32_t)vs_bits(x);
}

VS_INLINE double vs_with_high(double x, int32_t high) {
  return vs_from_bits((int64_t)((uint64_t)(uint32_t)high << 32 | vs_low(x)));
}

/* The upper half of the fraction alone: products of such numbers are exact. */
VS_INLINE double vs_without_low(double x) {
  return vs_from_bits((int64_t)((uint64_t)vs_bits(x) & UINT64_C(0xffffffff00000000)));
}

/* 2^k for normal results. */
VS_INLINE double vs_power_of_two(int k) {
  return vs_from_bits((int64_t)((uint64_t)(1023 + k) << 52));
}

/* x = n·π/2 + y[0] + y[1], |y| ≤ π/4; gives n, of which only the last three bits count for huge x. */
int vs_reduce_half_pi(double x, double y[2]);

#endif
