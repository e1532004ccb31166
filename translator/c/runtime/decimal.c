/* decimal.c — exact arithmetic behind numbers as text: products with powers of ten in three words, and naturals of any
 * size for the few cases that those cannot decide. */
#include "decimal.h"

#include <string.h>

void vs_multiply_power(vs_product *into, uint64_t w, int q) {
  const uint64_t *power = vs_powers_of_ten[q - VS_FIRST_POWER];
  vs_u128 low = (vs_u128)w * power[1];
  vs_u128 high = (vs_u128)w * power[0] + (uint64_t)(low >> 64);
  into->lower[0] = (uint64_t)low;
  into->lower[1] = (uint64_t)high;
  into->lower[2] = (uint64_t)(high >> 64);
  into->exponent = vs_log2_of_power_of_10(q) - 127;
  /* 10^55 is the last power of ten whose odd part 5^55 has at most 128 bits. */
  into->exact = q >= 0 && q <= 55;
  vs_u128 sum = (vs_u128)into->lower[0] + w;
  into->upper[0] = (uint64_t)sum;
  sum = (vs_u128)into->lower[1] + (uint64_t)(sum >> 64);
  into->upper[1] = (uint64_t)sum;
  into->upper[2] = into->lower[2] + (uint64_t)(sum >> 64);
}

/* Nearest natural number to words·2^exponent, ties up; −1 if 2^63 or more. */
static int64_t nearest(const uint64_t words[3], int exponent) {
  int drop = -exponent;
  if (drop > 192) return 0;
  if (drop < 1) return -1;
  /* One bit more than the result has, then half of it is rounded up. */
  int keep = drop - 1, word = keep / 64, bit = keep % 64;
  uint64_t r = words[word] >> bit;
  for (int i = word + 1, at = 64 - bit; i < 3; i++, at += 64) {
    if (at < 64) {
      if (words[i] >> (64 - at) != 0 && at > 0) return -1;
      r |= words[i] << at;
    } else if (words[i] != 0) return -1;
  }
  return (int64_t)((r >> 1) + (r & 1));
}

bool vs_round_scaled(double x, int q, uint64_t *into) {
  int e;
  uint64_t m = vs_mantissa(x, &e);
  if (q < VS_FIRST_POWER || q > VS_LAST_POWER) return false;
  vs_product p;
  vs_multiply_power(&p, m, q);
  int64_t lower = nearest(p.lower, p.exponent + e);
  if (lower < 0) return false;
  if (!p.exact && nearest(p.upper, p.exponent + e) != lower) return false;
  *into = (uint64_t)lower;
  return true;
}

void vs_big_set(vs_big *b, uint64_t value) {
  b->words[0] = (uint32_t)value;
  b->words[1] = (uint32_t)(value >> 32);
  b->length = value >> 32 != 0 ? 2 : value != 0;
}

/* Carries in at the bottom. */
void vs_big_multiply(vs_big *b, uint32_t factor, uint32_t carry) {
  uint64_t rest = carry;
  for (int i = 0; i < b->length; i++) {
    rest += (uint64_t)b->words[i] * factor;
    b->words[i] = (uint32_t)rest;
    rest >>= 32;
  }
  if (rest != 0) b->words[b->length++] = (uint32_t)rest;
}

void vs_big_multiply_power(vs_big *b, uint32_t base, int exponent) {
  /* 5^13 and 10^9 are the largest powers in a word. */
  int step = base == 5 ? 13 : 9;
  uint32_t large = base == 5 ? 1220703125 : 1000000000;
  for (; exponent >= step; exponent -= step) vs_big_multiply(b, large, 0);
  for (; exponent > 0; exponent--) vs_big_multiply(b, base, 0);
}

void vs_big_shift(vs_big *b, int bits) {
  int words = bits / 32;
  if (b->length == 0) return;
  vs_big_multiply(b, UINT32_C(1) << bits % 32, 0);
  memmove(b->words + words, b->words, (size_t)b->length * sizeof b->words[0]);
  memset(b->words, 0, (size_t)words * sizeof b->words[0]);
  b->length += words;
}

int vs_big_compare(const vs_big *a, const vs_big *b) {
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  for (int i = a->length - 1; i >= 0; i--)
    if (a->words[i] != b->words[i]) return a->words[i] < b->words[i] ? -1 : 1;
  return 0;
}

uint32_t vs_big_divide(vs_big *b, uint32_t divisor) {
  uint64_t rest = 0;
  for (int i = b->length - 1; i >= 0; i--) {
    rest = rest << 32 | b->words[i];
    b->words[i] = (uint32_t)(rest / divisor);
    rest %= divisor;
  }
  while (b->length > 0 && b->words[b->length - 1] == 0) b->length--;
  return (uint32_t)rest;
}

int vs_exact_digits(double x, char *digits, int *point) {
  int e;
  uint64_t m = vs_mantissa(x, &e);
  vs_big b;
  /* m·2^-n is m·5^n / 10^n. */
  vs_big_set(&b, m);
  if (e >= 0) vs_big_shift(&b, e);
  else vs_big_multiply_power(&b, 5, -e);
  char reversed[840];
  int n = 0;
  while (b.length > 0) {
    uint32_t nine = vs_big_divide(&b, 1000000000);
    for (int i = 0; i < 9; i++, nine /= 10) reversed[n++] = (char)('0' + nine % 10);
  }
  while (reversed[n - 1] == '0') n--;
  for (int i = 0; i < n; i++) digits[i] = reversed[n - 1 - i];
  *point = n + (e < 0 ? e : 0);
  while (n > 1 && digits[n - 1] == '0') n--;
  return n;
}
