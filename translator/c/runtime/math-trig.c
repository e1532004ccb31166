/* math-trig.c — sine, cosine, tangent and their inverses with V8's bits; see ieee754.h. Reduction is Cody and Waite's
 * in up to three steps, for huge arguments Payne and Hanek's. */
#include "ieee754.h"

#define HALF_PI_HIGH 1.57079632679489655800e+00
#define QUARTER_PI 7.85398163397448278999e-01

/* ---- reduction ---- */

/* 2/π in pieces of 24 bits. */
static const int32_t two_over_pi[] = {
    0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb, 0xc561b7,
    0x246e3a, 0x424dd2, 0xe00649, 0x2eea09, 0xd1921c, 0xfe1deb, 0x1cb129, 0xa73ee8, 0x8235f5, 0x2ebb44, 0x84e99c,
    0x7026b4, 0x5f7e41, 0x3991d6, 0x398353, 0x39f49c, 0x845f8b, 0xbdf928, 0x3b1ff8, 0x97ffde, 0x05980f, 0xef2f11,
    0x8b5a0a, 0x6d1f6d, 0x367ecf, 0x27cb09, 0xb74f46, 0x3f669e, 0x5fea2d, 0x7527ba, 0xc7ebe5, 0xf17b3d, 0x0739f7,
    0x8a5292, 0xea6bfb, 0x5fb11f, 0x8d5d08, 0x560330, 0x46fc7b, 0x6babf0, 0xcfbc20, 0x9af436, 0x1da9e3, 0x91615e,
    0xe61b08, 0x659985, 0x5f14a0, 0x68408d, 0xffd880, 0x4d7327, 0x310606, 0x1556ca, 0x73a8c9, 0x60e27b, 0xc08c6b,
};

/* π/2 in pieces of 24 bits. */
static const double half_pi_pieces[] = {
    1.57079625129699707031e+00, 7.54978941586159635335e-08, 5.39030252995776476554e-15, 3.28200341580791294123e-22,
    1.27065575308067607349e-29, 1.22933308981111328932e-36, 2.73370053816464559624e-44, 2.16741683877804819444e-51,
};

/* Pieces that suffice for a result of two doubles. */
#define PIECES 4

typedef struct {
  double x[3];       /* the argument in pieces of 24 bits */
  int last;          /* number of the last piece that is not 0 */
  double q[20];      /* the product with 2/π, not yet in pieces of 24 bits */
  int32_t bits[20];  /* its digits of 24 bits */
  int digits;        /* number of the last digit */
  int exponent;      /* of the last digit but one */
} reduction;

/* The sum of products that makes digit i. */
static double digit_sum(const reduction *r, int from, int i) {
  double sum = 0;
  for (int j = 0; j <= r->last; j++) {
    int at = from + i - j;
    if (at >= 0) sum += r->x[j] * (double)two_over_pi[at];
  }
  return sum;
}

/* Carries the sums into digits; what is left of the first one. */
static double distil(reduction *r) {
  double z = r->q[r->digits];
  for (int i = 0, j = r->digits; j > 0; i++, j--) {
    double upper = (double)(int32_t)(0x1p-24 * z);
    r->bits[i] = (int32_t)(z - 0x1p24 * upper);
    z = r->q[j - 1] + upper;
  }
  return z;
}

/* Takes 1 minus the fraction where it is one half or more; was there anything to borrow from? */
static bool complement(reduction *r) {
  bool borrowed = false;
  for (int i = 0; i < r->digits; i++) {
    int32_t d = r->bits[i];
    if (borrowed) r->bits[i] = 0xffffff - d;
    else if (d != 0) {
      borrowed = true;
      r->bits[i] = 0x1000000 - d;
    }
  }
  if (r->exponent == 1) r->bits[r->digits - 1] &= 0x7fffff;
  else if (r->exponent == 2) r->bits[r->digits - 1] &= 0x3fffff;
  return borrowed;
}

/* Splits z, the part above the digits, into whole quarters n and a half h that tells whether the rest is negative. */
static int quarters(reduction *r, double *z, int *half) {
  int q0 = r->exponent;
  *z = ldexp(*z, q0);
  *z -= 8.0 * floor(*z * 0.125);
  int n = (int)*z;
  *z -= n;
  *half = 0;
  if (q0 > 0) {
    int32_t carry = r->bits[r->digits - 1] >> (24 - q0);
    n += carry;
    r->bits[r->digits - 1] -= carry << (24 - q0);
    *half = r->bits[r->digits - 1] >> (23 - q0);
  } else if (q0 == 0) *half = r->bits[r->digits - 1] >> 23;
  else if (*z >= 0.5) *half = 2;
  if (*half > 0) {
    n++;
    bool borrowed = complement(r);
    if (*half == 2) {
      *z = 1.0 - *z;
      if (borrowed) *z -= ldexp(1.0, q0);
    }
  }
  return n;
}

/* The fraction's digits times π/2, as the sum of two doubles. */
static void times_half_pi(reduction *r, bool negative, double y[2]) {
  double scale = ldexp(1.0, r->exponent), product[20] = {0};
  int last = r->digits;
  for (int i = last; i >= 0; i--) {
    r->q[i] = scale * (double)r->bits[i];
    scale *= 0x1p-24;
  }
  for (int i = last; i >= 0; i--) {
    double sum = 0;
    for (int k = 0; k <= PIECES && k <= last - i; k++) sum += half_pi_pieces[k] * r->q[i + k];
    product[last - i] = sum;
  }
  double sum = 0;
  for (int i = last; i >= 0; i--) sum += product[i];
  y[0] = negative ? -sum : sum;
  sum = product[0] - sum;
  for (int i = 1; i <= last; i++) sum += product[i];
  y[1] = negative ? -sum : sum;
}

/* Payne and Hanek: only the digits of 2/π that matter for this exponent are multiplied. */
static int reduce_huge(reduction *r, int e0, double y[2]) {
  int first = (e0 - 3) / 24;
  if (first < 0) first = 0;
  r->exponent = e0 - 24 * (first + 1);
  for (int i = 0; i <= PIECES; i++) r->q[i] = digit_sum(r, first, i);
  r->digits = PIECES;
  for (;;) {
    double z = distil(r);
    int half;
    int n = quarters(r, &z, &half);
    int32_t any = z == 0 ? 0 : 1;
    for (int i = r->digits - 1; i >= PIECES && any == 0; i--) any |= r->bits[i];
    if (any == 0) {
      /* All that was computed cancelled: more digits. */
      int more = 1;
      while (more < PIECES && r->bits[PIECES - more] == 0) more++;
      for (int i = r->digits + 1; i <= r->digits + more; i++) r->q[i] = digit_sum(r, first, i);
      r->digits += more;
      continue;
    }
    if (z == 0) {
      do {
        r->digits--;
        r->exponent -= 24;
      } while (r->bits[r->digits] == 0);
    } else {
      z = ldexp(z, -r->exponent);
      if (z >= 0x1p24) {
        double upper = (double)(int32_t)(0x1p-24 * z);
        r->bits[r->digits++] = (int32_t)(z - 0x1p24 * upper);
        r->exponent += 24;
        z = upper;
      }
      r->bits[r->digits] = (int32_t)z;
    }
    times_half_pi(r, half != 0, y);
    return n & 7;
  }
}

/* Cody and Waite with π/2 in pieces of 33 bits; more of them where the difference cancels. */
static int reduce_medium(double t, int32_t size, double y[2]) {
  int n = (int)(t * 6.36619772367581382433e-01 + 0.5);
  double k = n;
  double rest = t - k * 1.57079632673412561417e+00, w = k * 6.07710050650619224932e-11;
  y[0] = rest - w;
  /* Far from a multiple, as the upper halves show, nothing can cancel. */
  if (n >= 32 || size == vs_high(k * HALF_PI_HIGH)) {
    int exponent = size >> 20;
    if (exponent - (vs_high(y[0]) >> 20 & 0x7ff) > 16) {
      double before = rest;
      w = k * 6.07710050630396597660e-11;
      rest = before - w;
      w = k * 2.02226624879595063154e-21 - ((before - rest) - w);
      y[0] = rest - w;
      if (exponent - (vs_high(y[0]) >> 20 & 0x7ff) > 49) {
        before = rest;
        w = k * 2.02226624871116645580e-21;
        rest = before - w;
        w = k * 8.47842766036889956997e-32 - ((before - rest) - w);
        y[0] = rest - w;
      }
    }
  }
  y[1] = (rest - y[0]) - w;
  return n;
}

/* |x| below 3π/4: the nearest multiple is π/2. */
static int reduce_small(double t, int32_t size, double y[2]) {
  double z = t - 1.57079632673412561417e+00, tail = 6.07710050650619224932e-11;
  if (size == 0x3ff921fb) {
    z -= 6.07710050630396597660e-11;
    tail = 2.02226624879595063154e-21;
  }
  y[0] = z - tail;
  y[1] = (z - y[0]) - tail;
  return 1;
}

int vs_reduce_half_pi(double x, double y[2]) {
  int32_t size = vs_high(x) & 0x7fffffff;
  y[0] = x;
  y[1] = 0;
  if (size <= 0x3fe921fb) return 0;
  int n;
  if (size < 0x4002d97c) n = reduce_small(fabs(x), size, y);
  else if (size <= 0x413921fb) n = reduce_medium(fabs(x), size, y);
  else {
    reduction r;
    int e0 = (size >> 20) - 1046;
    double z = vs_with_high(x, size - (e0 << 20));
    for (int i = 0; i < 3; i++) {
      r.x[i] = (double)(int32_t)z;
      z = (z - r.x[i]) * 0x1p24;
    }
    r.last = 2;
    while (r.x[r.last] == 0) r.last--;
    n = reduce_huge(&r, e0, y);
  }
  if (x > 0) return n;
  y[0] = -y[0];
  y[1] = -y[1];
  return -n;
}

/* ---- on [-π/4, π/4]; y is the rest that x lost in the reduction ---- */

static double sine(double x, double y, bool exact) {
  if ((vs_high(x) & 0x7fffffff) < 0x3e400000) return x;
  double z = x * x, v = z * x;
  double r = 8.33333333332248946124e-03 +
             z * (-1.98412698298579493134e-04 +
                  z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  if (exact) return x + v * (-1.66666666666666324348e-01 + z * r);
  return x - ((z * (0.5 * y - v * r) - y) - v * -1.66666666666666324348e-01);
}

static double cosine(double x, double y) {
  int32_t size = vs_high(x) & 0x7fffffff;
  if (size < 0x3e400000) return 1.0;
  double z = x * x;
  double r =
      z * (4.16666666666666019037e-02 +
           z * (-1.38888888888741095749e-03 +
                z * (2.48015872894767294178e-05 +
                     z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
  if (size < 0x3fd33333) return 1.0 - (0.5 * z - (z * r - x * y));
  double part = size > 0x3fe90000 ? 0.28125 : vs_with_high(0, size - 0x00200000);
  return (1.0 - part) - ((0.5 * z - part) - (z * r - x * y));
}

/* -1 / (x + r) to full precision, where w = x + r. */
static double negative_inverse(double x, double r, double w) {
  double z = vs_without_low(w);
  double v = r - (z - x);
  double a = -1.0 / w, t = vs_without_low(a);
  return t + a * ((1.0 + t * z) + t * v);
}

/* The tangent, or if `inverse` its negative inverse. */
static double tangent(double x, double y, bool inverse) {
  int32_t high = vs_high(x), size = high & 0x7fffffff;
  if (size < 0x3e300000) return inverse ? negative_inverse(x, y, x + y) : x;
  bool large = size >= 0x3fe59428;
  if (large) {
    if (high < 0) {
      x = -x;
      y = -y;
    }
    x = (QUARTER_PI - x) + (3.06161699786838301793e-17 - y);
    y = 0;
  }
  double z = x * x, w = z * z;
  double odd =
      1.33333333333201242699e-01 +
      w * (2.18694882948595424599e-02 +
           w * (3.59207910759131235356e-03 +
                w * (5.88041240820264096874e-04 + w * (7.81794442939557092300e-05 + w * -1.85586374855275456654e-05))));
  double even =
      z * (5.39682539762260521377e-02 +
           w * (8.86323982359930005737e-03 +
                w * (1.45620945432529025516e-03 +
                     w * (2.46463134818469906812e-04 + w * (7.14072491382608190305e-05 + w * 2.59073051863633712884e-05)))));
  double cube = z * x;
  double r = y + z * (cube * (odd + even) + y);
  r += 3.33333333333334091986e-01 * cube;
  w = x + r;
  if (large) {
    double v = inverse ? -1.0 : 1.0;
    return (high < 0 ? -1.0 : 1.0) * (v - 2.0 * (x - (w * w / (w + v) - r)));
  }
  return inverse ? negative_inverse(x, r, w) : w;
}

double vs_float_sin(double x) {
  double y[2];
  if ((vs_high(x) & 0x7fffffff) <= 0x3fe921fb) return sine(x, 0, true);
  if (!isfinite(x)) return NAN;
  switch (vs_reduce_half_pi(x, y) & 3) {
  case 0: return sine(y[0], y[1], false);
  case 1: return cosine(y[0], y[1]);
  case 2: return -sine(y[0], y[1], false);
  default: return -cosine(y[0], y[1]);
  }
}

double vs_float_cos(double x) {
  double y[2];
  if ((vs_high(x) & 0x7fffffff) <= 0x3fe921fb) return cosine(x, 0);
  if (!isfinite(x)) return NAN;
  switch (vs_reduce_half_pi(x, y) & 3) {
  case 0: return cosine(y[0], y[1]);
  case 1: return -sine(y[0], y[1], false);
  case 2: return -cosine(y[0], y[1]);
  default: return sine(y[0], y[1], false);
  }
}

double vs_float_tan(double x) {
  double y[2];
  if ((vs_high(x) & 0x7fffffff) <= 0x3fe921fb) return tangent(x, 0, false);
  if (!isfinite(x)) return NAN;
  int n = vs_reduce_half_pi(x, y);
  return tangent(y[0], y[1], (n & 1) != 0);
}
