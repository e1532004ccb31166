/* math-exp.c — exponentials, logarithms, roots and hyperbolic functions with V8's bits; see ieee754.h. The
 * polynomials are the Remez approximations that fdlibm documents for each function. */
#include "ieee754.h"

double vs_float_pow(double x, double y) {
  /* C answers 1 where JavaScript answers NaN. Everything else is the C library's in V8, too. */
  if (isnan(y) || (isinf(y) && fabs(x) == 1.0)) return NAN;
  /* V8 takes the square root, which is exact to the last bit; pow is not quite. */
  if (y == 0.5) return isinf(x) ? INFINITY : sqrt(x + 0.0);
  return pow(x, y);
}

double vs_float_exp(double x) {
  uint32_t size = (uint32_t)vs_high(x) & 0x7fffffff;
  bool negative = vs_high(x) < 0;
  double high = 0, low = 0;
  int k = 0;
  if (size >= 0x40862e42) {
    if (isnan(x)) return x;
    if (x > 7.09782712893383973096e+02) return INFINITY;
    if (x < -7.45133219101941108420e+02) return 0;
  }
  if (size > 0x3fd62e42) { /* above ln 2 / 2: x = k·ln 2 + r */
    if (size < 0x3ff0a2b2) {
      if (x == 1.0) return 2.718281828459045235360;
      k = negative ? -1 : 1;
      high = x - k * VS_LN2_HIGH;
      low = k * VS_LN2_LOW;
    } else {
      k = (int)(VS_INVERSE_LN2 * x + (negative ? -0.5 : 0.5));
      high = x - k * VS_LN2_HIGH;
      low = k * VS_LN2_LOW;
    }
    x = high - low;
  } else if (size < 0x3e300000) return 1.0 + x;
  double t = x * x;
  double c = x - t * (1.66666666666666019037e-01 +
                      t * (-2.77777777770155933842e-03 +
                           t * (6.61375632143793436117e-05 +
                                t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  if (k == 0) return 1.0 - ((x * c) / (c - 2.0) - x);
  double y = 1.0 - ((low - (x * c) / (2.0 - c)) - high);
  if (k == 1024) return y * 2.0 * 0x1p1023;
  return k >= -1021 ? y * vs_power_of_two(k) : y * vs_power_of_two(k + 1000) * 0x1p-1000;
}

/* 2^k·(1 + x − e) − 1 for the reduced argument x and its correction e. */
static double expm1_scaled(double x, double e, int k) {
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
  if (k <= -2 || k > 56) {
    double y = 1.0 - (e - x);
    return (k == 1024 ? y * 2.0 * 0x1p1023 : y * vs_power_of_two(k)) - 1.0;
  }
  if (k < 20) return ((1.0 - vs_power_of_two(-k)) - (e - x)) * vs_power_of_two(k);
  return (x - (e + vs_power_of_two(-k)) + 1.0) * vs_power_of_two(k);
}

double vs_float_expm1(double x) {
  uint32_t size = (uint32_t)vs_high(x) & 0x7fffffff;
  bool negative = vs_high(x) < 0;
  double c = 0;
  int k = 0;
  if (size >= 0x4043687a) {
    if (isnan(x)) return x;
    if (x > 7.09782712893383973096e+02) return INFINITY;
    if (negative) return -1.0;
  }
  if (size > 0x3fd62e42) {
    if (size < 0x3ff0a2b2) k = negative ? -1 : 1;
    else k = (int)(VS_INVERSE_LN2 * x + (negative ? -0.5 : 0.5));
    double high = x - k * VS_LN2_HIGH, low = k * VS_LN2_LOW;
    x = high - low;
    c = (high - x) - low;
  } else if (size < 0x3c900000) return x;
  double half = 0.5 * x, square = x * half;
  double r = 1.0 + square * (-3.33333333333331316428e-02 +
                             square * (1.58730158725481460165e-03 +
                                       square * (-7.93650757867487942473e-05 +
                                                 square * (4.00821782732936239552e-06 +
                                                           square * -2.01099218183624371326e-07))));
  double t = 3.0 - r * half;
  double e = square * ((r - t) / (6.0 - x * t));
  if (k == 0) return x - (x * e - square);
  return expm1_scaled(x, (x * (e - c) - c) - square, k);
}

/* The rational part of log(1 + f), with s = f / (2 + f). */
static double log_series(double s) {
  double z = s * s, w = z * z;
  double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double odd = z * (6.666666666666735130e-01 +
                    w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  return odd + even;
}

/* x = 2^k·(1 + f) with √2/2 < 1 + f < √2, for x positive and finite; `fraction`: the upper 20 bits of x's fraction. */
static double split_power(double x, int *k, int32_t *fraction) {
  *k = 0;
  if (x < 0x1p-1022) {
    *k = -54;
    x *= 0x1p54;
  }
  int32_t high = vs_high(x);
  *k += (high >> 20) - 1023;
  high &= 0xfffff;
  int32_t carry = (high + 0x95f64) & 0x100000;
  *k += carry >> 20;
  *fraction = high;
  return vs_with_high(x, high | (carry ^ 0x3ff00000)) - 1.0;
}

double vs_float_log(double x) {
  if (x == 0) return -INFINITY;
  if (!(x > 0)) return NAN;
  if (isinf(x)) return x;
  int k;
  int32_t high;
  double f = split_power(x, &k, &high);
  double dk = k;
  if ((0xfffff & (2 + high)) < 3) { /* |f| < 2^-20 */
    if (f == 0) return k == 0 ? 0 : dk * VS_LN2_HIGH + dk * VS_LN2_LOW;
    double r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : dk * VS_LN2_HIGH - ((r - dk * VS_LN2_LOW) - f);
  }
  double s = f / (2.0 + f);
  double r = log_series(s);
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    double half_square = 0.5 * f * f;
    if (k == 0) return f - (half_square - s * (half_square + r));
    return dk * VS_LN2_HIGH - ((half_square - (s * (half_square + r) + dk * VS_LN2_LOW)) - f);
  }
  if (k == 0) return f - s * (f - r);
  return dk * VS_LN2_HIGH - ((s * (f - r) - dk * VS_LN2_LOW) - f);
}

/* 1 + x = 2^k·(1 + f), and c the error made in adding 1; gives f. `fraction` is 0 where f is tiny. */
static double split_plus_one(double x, int *k, double *c, int32_t *fraction) {
  double u = x;
  *c = 0;
  if (x < 0x1p53) {
    u = 1.0 + x;
    *k = (vs_high(u) >> 20) - 1023;
    *c = (*k > 0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
  } else *k = (vs_high(u) >> 20) - 1023;
  int32_t high = vs_high(u) & 0xfffff;
  if (high < 0x6a09e) {
    *fraction = high;
    return vs_with_high(u, high | 0x3ff00000) - 1.0;
  }
  ++*k;
  *fraction = (0x100000 - high) >> 2;
  return vs_with_high(u, high | 0x3fe00000) - 1.0;
}

double vs_float_log1p(double x) {
  int32_t signed_high = vs_high(x);
  uint32_t size = (uint32_t)signed_high & 0x7fffffff;
  if (x == -1) return -INFINITY;
  if (isnan(x) || x < -1) return NAN;
  if (isinf(x)) return x;
  if (size < 0x3e200000) return size < 0x3c900000 ? x : x - x * x * 0.5;
  int k = 0;
  double f = x, c = 0;
  int32_t fraction = 1;
  bool small = signed_high < 0x3fda827a && (signed_high > 0 || signed_high <= (int32_t)0xbfd2bec4);
  if (!small) f = split_plus_one(x, &k, &c, &fraction);
  double half_square = 0.5 * f * f;
  if (fraction == 0) {
    if (f == 0) return k == 0 ? 0 : k * VS_LN2_HIGH + (c + k * VS_LN2_LOW);
    double r = half_square * (1.0 - 0.66666666666666666 * f);
    return k == 0 ? f - r : k * VS_LN2_HIGH - ((r - (k * VS_LN2_LOW + c)) - f);
  }
  double s = f / (2.0 + f), z = s * s;
  double r =
      z * (6.666666666666735130e-01 +
           z * (3.999999999940941908e-01 +
                z * (2.857142874366239149e-01 +
                     z * (2.222219843214978396e-01 +
                          z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
  if (k == 0) return f - (half_square - s * (half_square + r));
  return k * VS_LN2_HIGH - ((half_square - (s * (half_square + r) + (k * VS_LN2_LOW + c))) - f);
}

double vs_float_log2(double x) {
  if (x == 0) return -INFINITY;
  if (!(x > 0)) return NAN;
  if (isinf(x)) return x;
  if (x == 1) return 0;
  int k;
  int32_t high;
  double f = split_power(x, &k, &high);
  double y = k, half_square = 0.5 * f * f, s = f / (2.0 + f);
  double r = s * (half_square + log_series(s));
  /* The sum is kept in two parts, the upper of which multiplies exactly. */
  double upper = vs_without_low(f - half_square);
  double lower = (f - upper) - half_square + r;
  double product = upper * 1.44269504072144627571e+00;
  double rest = (lower + upper) * 1.67517131648865118353e-10 + lower * 1.44269504072144627571e+00;
  double sum = y + product;
  rest += (y - sum) + product;
  return rest + sum;
}

double vs_float_log10(double x) {
  if (x == 0) return -INFINITY;
  if (!(x > 0)) return NAN;
  if (isinf(x)) return x;
  if (x == 1) return 0;
  int k = 0;
  if (x < 0x1p-1022) {
    k = -54;
    x *= 0x1p54;
  }
  k += (vs_high(x) >> 20) - 1023;
  int below = k < 0;
  double y = k + below;
  double fraction = vs_with_high(x, (vs_high(x) & 0xfffff) | ((0x3ff - below) << 20));
  double z = y * 3.69423907715893078616e-13 + 4.34294481903251816668e-01 * vs_float_log(fraction);
  return z + y * 3.01029995663611771306e-01;
}

/* Kahan's start from a third of the exponent, a polynomial to 23 bits, one Newton step. */
double vs_float_cbrt(double x) {
  uint32_t size = (uint32_t)vs_high(x) & 0x7fffffff;
  uint32_t sign = (uint32_t)vs_high(x) & 0x80000000;
  if (size >= 0x7ff00000 || x == 0) return x + x;
  uint32_t start = size / 3 + 715094163;
  if (size < 0x00100000) start = ((uint32_t)vs_high(x * 0x1p54) & 0x7fffffff) / 3 + 696219795;
  double t = vs_with_high(0, (int32_t)(sign | start));
  double r = (t * t) * (t / x);
  t = t * ((1.87595182427177009643 + r * (-1.88497979543377169875 + r * 1.621429720105354466140)) +
           ((r * r) * r) * (-0.758397934778766047437 + r * 0.145996192886612446982));
  t = vs_from_bits((int64_t)(((uint64_t)vs_bits(t) + 0x80000000) & UINT64_C(0xffffffffc0000000)));
  r = x / (t * t);
  r = (r - t) / ((t + t) + r);
  return t + t * r;
}

#define LARGEST_LOG 709.7822265625
#define HYPERBOLIC_LIMIT 710.4758600739439

double vs_float_sinh(double x) {
  double half = x < 0 ? -0.5 : 0.5, size = fabs(x);
  if (size < 22.0) {
    if (size < 0x1p-28) return x;
    double t = vs_float_expm1(size);
    return size < 1 ? half * (2 * t - t * t / (t + 1)) : half * (t + t / (t + 1));
  }
  if (size < LARGEST_LOG) return half * vs_float_exp(size);
  if (size <= HYPERBOLIC_LIMIT) {
    double root = vs_float_exp(0.5 * size);
    return half * root * root;
  }
  return x * INFINITY;
}

double vs_float_cosh(double x) {
  int32_t high = vs_high(x) & 0x7fffffff;
  double size = fabs(x);
  if (high < 0x3fd62e43) {
    double t = vs_float_expm1(size), w = 1.0 + t;
    return high < 0x3c800000 ? w : 1.0 + (t * t) / (w + w);
  }
  if (high < 0x40360000) {
    double t = vs_float_exp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (size < LARGEST_LOG) return 0.5 * vs_float_exp(size);
  if (size <= HYPERBOLIC_LIMIT) {
    double root = vs_float_exp(0.5 * size);
    return 0.5 * root * root;
  }
  return isnan(x) ? x : INFINITY;
}

double vs_float_tanh(double x) {
  int32_t high = vs_high(x) & 0x7fffffff;
  if (isnan(x) || high < 0x3e300000) return x;
  double z = 1.0;
  if (high < 0x40360000) {
    if (high >= 0x3ff00000) z = 1.0 - 2.0 / (vs_float_expm1(2.0 * fabs(x)) + 2.0);
    else {
      double t = vs_float_expm1(-2.0 * fabs(x));
      z = -t / (t + 2.0);
    }
  }
  return x < 0 ? -z : z;
}

double vs_float_asinh(double x) {
  int32_t high = vs_high(x) & 0x7fffffff;
  if (high >= 0x7ff00000 || high < 0x3e300000) return x;
  double size = fabs(x), w;
  if (high > 0x41b00000) w = vs_float_log(size) + 6.93147180559945286227e-01;
  else if (high > 0x40000000) w = vs_float_log(2.0 * size + 1.0 / (sqrt(x * x + 1.0) + size));
  else w = vs_float_log1p(size + x * x / (1.0 + sqrt(1.0 + x * x)));
  return x < 0 ? -w : w;
}

double vs_float_acosh(double x) {
  if (!(x >= 1)) return NAN;
  int32_t high = vs_high(x);
  if (high >= 0x41b00000) return isinf(x) ? x : vs_float_log(x) + 6.93147180559945286227e-01;
  if (x == 1) return 0;
  if (high > 0x40000000) return vs_float_log(2.0 * x - 1.0 / (x + sqrt(x * x - 1.0)));
  double t = x - 1.0;
  return vs_float_log1p(t + sqrt(2.0 * t + t * t));
}

double vs_float_atanh(double x) {
  double size = fabs(x);
  if (!(size <= 1)) return NAN;
  if (size == 1) return x / 0.0;
  if (size < 0x1p-28) return x;
  double t = size < 0.5 ? (size + size) + (size + size) * size / (1.0 - size) : (size + size) / (1.0 - size);
  t = 0.5 * vs_float_log1p(t);
  return x < 0 ? -t : t;
}
