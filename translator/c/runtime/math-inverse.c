/* math-inverse.c — inverse trigonometric functions and hypot with V8's bits; see ieee754.h. */
#include "ieee754.h"

#define HALF_PI_HIGH 1.57079632679489655800e+00
#define HALF_PI_LOW 6.12323399573676603587e-17
#define QUARTER_PI 7.85398163397448278999e-01
#define PI 3.14159265358979311600e+00

/* (asin(x) - x) / x^3 as a rational function of t = x². */
static double arc_ratio(double t) {
  double p =
      t * (1.66666666666666657415e-01 +
           t * (-3.25565818622400915405e-01 +
                t * (2.01212532134862925881e-01 +
                     t * (-4.00555345006794114027e-02 + t * (7.91534994289814532176e-04 + t * 3.47933107596021167570e-05)))));
  double q = 1.0 + t * (-2.40339491173441421878e+00 +
                        t * (2.02094576023350569471e+00 +
                             t * (-6.88283971605453293030e-01 + t * 7.70381505559019352791e-02)));
  return p / q;
}

double vs_float_asin(double x) {
  int32_t size = vs_high(x) & 0x7fffffff;
  if (!(fabs(x) <= 1)) return NAN;
  if (fabs(x) == 1) return x * HALF_PI_HIGH + x * HALF_PI_LOW;
  if (size < 0x3fe00000) return size < 0x3e400000 ? x : x + x * arc_ratio(x * x);
  double t = (1.0 - fabs(x)) * 0.5;
  double ratio = arc_ratio(t), root = sqrt(t), result;
  if (size >= 0x3fef3333) result = HALF_PI_HIGH - (2.0 * (root + root * ratio) - HALF_PI_LOW);
  else {
    double w = vs_without_low(root), c = (t - w * w) / (root + w);
    double p = 2.0 * root * ratio - (HALF_PI_LOW - 2.0 * c), q = QUARTER_PI - 2.0 * w;
    result = QUARTER_PI - (p - q);
  }
  return x > 0 ? result : -result;
}

double vs_float_acos(double x) {
  int32_t size = vs_high(x) & 0x7fffffff;
  if (!(fabs(x) <= 1)) return NAN;
  if (fabs(x) == 1) return x > 0 ? 0 : PI + 2.0 * HALF_PI_LOW;
  if (size < 0x3fe00000) {
    if (size <= 0x3c600000) return HALF_PI_HIGH + HALF_PI_LOW;
    return HALF_PI_HIGH - (x - (HALF_PI_LOW - x * arc_ratio(x * x)));
  }
  if (x < 0) {
    double z = (1.0 + x) * 0.5, root = sqrt(z);
    return PI - 2.0 * (root + (arc_ratio(z) * root - HALF_PI_LOW));
  }
  double z = (1.0 - x) * 0.5, root = sqrt(z), upper = vs_without_low(root);
  double c = (z - upper * upper) / (root + upper);
  return 2.0 * (upper + (arc_ratio(z) * root + c));
}

/* atan of 1/2, 1, 3/2 and infinity, in two parts. */
static const double arc_high[] = {4.63647609000806093515e-01, QUARTER_PI, 9.82793723247329054082e-01, HALF_PI_HIGH};
static const double arc_low[] = {2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, HALF_PI_LOW};

double vs_float_atan(double x) {
  int32_t size = vs_high(x) & 0x7fffffff;
  double u = fabs(x);
  int from = -1;
  if (isnan(x)) return x;
  if (size >= 0x44100000) return x > 0 ? HALF_PI_HIGH + HALF_PI_LOW : -HALF_PI_HIGH - HALF_PI_LOW;
  if (size < 0x3fdc0000) {
    if (size < 0x3e400000) return x;
    u = x;
  } else if (size < 0x3fe60000) {
    from = 0;
    u = (2.0 * u - 1.0) / (2.0 + u);
  } else if (size < 0x3ff30000) {
    from = 1;
    u = (u - 1.0) / (u + 1.0);
  } else if (size < 0x40038000) {
    from = 2;
    u = (u - 1.5) / (1.0 + 1.5 * u);
  } else {
    from = 3;
    u = -1.0 / u;
  }
  double z = u * u, w = z * z;
  double odd = z * (3.33333333333329318027e-01 +
                    w * (1.42857142725034663711e-01 +
                         w * (9.09088713343650656196e-02 +
                              w * (6.66107313738753120669e-02 +
                                   w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))));
  double even =
      w * (-1.99999999998764832476e-01 +
           w * (-1.11111104054623557880e-01 +
                w * (-7.69187620504482999495e-02 + w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))));
  if (from < 0) return u - u * (odd + even);
  double result = arc_high[from] - ((u * (odd + even) - arc_low[from]) - u);
  return x < 0 ? -result : result;
}

double vs_float_atan2(double y, double x) {
  if (isnan(x) || isnan(y)) return NAN;
  bool left = signbit(x), below = signbit(y);
  double result;
  if (y == 0) result = left ? PI : 0;
  else if (x == 0) result = HALF_PI_HIGH;
  else if (isinf(x)) {
    if (isinf(y)) result = left ? 3.0 * QUARTER_PI : QUARTER_PI;
    else result = left ? PI : 0;
  } else if (isinf(y)) result = HALF_PI_HIGH;
  else if (x == 1.0) return vs_float_atan(y);
  else {
    int apart = ((vs_high(y) & 0x7fffffff) - (vs_high(x) & 0x7fffffff)) >> 20;
    if (apart > 60) {
      result = HALF_PI_HIGH + 0.5 * 1.2246467991473531772e-16;
      left = false;
    } else if (left && apart < -60) result = 0;
    else result = vs_float_atan(fabs(y / x));
    if (left) {
      result -= 1.2246467991473531772e-16;
      return below ? result - PI : PI - result;
    }
  }
  return below ? -result : result;
}
