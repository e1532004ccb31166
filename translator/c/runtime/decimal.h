/* decimal.h — between the files that turn numbers into text and back. */
#ifndef VS_DECIMAL_H
#define VS_DECIMAL_H

#include "runtime.h"

__extension__ typedef unsigned __int128 vs_u128;

/* The first 128 bits of powers of ten, cut off; powers.c. */
#define VS_FIRST_POWER (-343)
#define VS_LAST_POWER 325
extern const uint64_t vs_powers_of_ten[][2];

/* floor(e·log10 2), floor(e·log2 10) for |e| up to a few thousand (Giulietti, section 9). */
VS_INLINE int vs_log10_of_power_of_2(int e) {
  return (int)(e * INT64_C(661971961083) >> 41);
}
VS_INLINE int vs_log2_of_power_of_10(int e) {
  return (int)(e * INT64_C(913124641741) >> 38);
}

/* A finite double above 0 as m·2^e. */
VS_INLINE uint64_t vs_mantissa(double x, int *exponent) {
  uint64_t bits = (uint64_t)vs_bits(x);
  int biased = (int)(bits >> 52 & 0x7ff);
  *exponent = (biased == 0 ? 1 : biased) - 1075;
  return (bits & UINT64_C(0xfffffffffffff)) | (biased == 0 ? 0 : UINT64_C(1) << 52);
}

/* w·10^q, q in the table, as bits of three words times 2^exponent: between `lower` and `upper`, which differ in at most
 * w in the lowest word. `exact`: lower is the very value. */
typedef struct {
  uint64_t lower[3], upper[3];
  int exponent;
  bool exact;
} vs_product;
void vs_multiply_power(vs_product *into, uint64_t w, int q);

/* ---- natural numbers of any size that occurs here ---- */

typedef struct {
  int length; /* words in use; no leading zeros */
  uint32_t words[192];
} vs_big;

void vs_big_set(vs_big *b, uint64_t value);
/* b·factor + carry */
void vs_big_multiply(vs_big *b, uint32_t factor, uint32_t carry);
void vs_big_multiply_power(vs_big *b, uint32_t base, int exponent);
void vs_big_shift(vs_big *b, int bits);
int vs_big_compare(const vs_big *a, const vs_big *b);
/* Divides and gives the remainder. */
uint32_t vs_big_divide(vs_big *b, uint32_t divisor);

/* The exact decimal digits of a finite double above 0, at most 800 of them; x = 0.d1d2d3… · 10^point. */
int vs_exact_digits(double x, char *digits, int *point);
/* Of m·2^e·10^q, the nearest natural number, ties up; false if that is not below 2^63 or cannot be told. */
bool vs_round_scaled(double x, int q, uint64_t *into);

/* format.c: text of a number; all give its length. */
size_t vs_format_double(double x, char *into);
size_t vs_format_fixed(double x, int digits, char *into);
size_t vs_format_exponential(double x, int digits, char *into);
size_t vs_format_precision(double x, int digits, char *into);
size_t vs_format_radix(double x, int radix, char *into);
/* parse.c: Number(text) of ASCII; NaN if malformed. */
double vs_parse_double(const char *at, const char *end);
double vs_parse_integer(const char *at, const char *end, int radix);

#endif
