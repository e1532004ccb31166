/* bytes.c — comparing, finding and hashing runs of bytes. */
#define _GNU_SOURCE
#include "runtime.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

int64_t vs_bytes_compare(const void *a, int64_t a_start, const void *b, int64_t b_start, int64_t n) {
  return memcmp(vs_items(a) + a_start, vs_items(b) + b_start, (size_t)n);
}

int64_t vs_bytes_find(const void *in, int64_t start, int64_t length, const void *needle, int64_t needle_length) {
  if (needle_length == 0) return start;
  if (start > length) return -1;
  const char *items = vs_items(in);
  const char *found = memmem(items + start, (size_t)(length - start), vs_items(needle), (size_t)needle_length);
  return found == NULL ? -1 : found - items;
}

static uint64_t the_seed;

/* Per process, so that nobody can choose keys that collide; VMSMITH_SEED=n makes runs repeatable. */
static uint64_t seed(void) {
  if (VS_UNLIKELY(the_seed == 0)) {
    const char *fixed = getenv("VMSMITH_SEED");
    if (fixed != NULL) the_seed = strtoull(fixed, NULL, 10);
    else if (getrandom(&the_seed, sizeof the_seed, GRND_NONBLOCK) != sizeof the_seed) the_seed = (uint64_t)time(NULL);
    the_seed |= 1;
  }
  return the_seed;
}

static uint64_t mix(uint64_t a, uint64_t b) {
  __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

int64_t vs_bytes_hash(const void *bytes, int64_t start, int64_t n) {
  const char *at = vs_items(bytes) + start;
  uint64_t hash = seed() ^ (uint64_t)n * UINT64_C(0x9e3779b97f4a7c15);
  uint64_t word;
  for (; n >= 8; n -= 8, at += 8) {
    memcpy(&word, at, 8);
    hash = mix(hash ^ word, UINT64_C(0xa0761d6478bd642f));
  }
  word = 0;
  memcpy(&word, at, (size_t)n);
  hash = mix(hash ^ word, UINT64_C(0xe7037ed1a0b428db));
  return (int64_t)(uint32_t)(hash ^ hash >> 32);
}

int64_t vs_hash_seed(void) {
  return (int64_t)(uint32_t)(seed() >> 16);
}
