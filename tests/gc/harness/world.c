/* world.c — see world.h. */
#define _GNU_SOURCE
#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define REFERENCES(...) (const uint32_t[]){ __VA_ARGS__ }
const vs_type node_type = { .size = sizeof(node), .words = VS_WORDS(sizeof(node)), .reference_count = 2, .name = "node",
  .references = REFERENCES(offsetof(node, a), offsetof(node, b)) };
const vs_type leaf_type = { .size = sizeof(leaf), .words = VS_WORDS(sizeof(leaf)), .name = "leaf" };
const vs_type array_type = { .size = offsetof(array, items), .item_size = sizeof(vs_object *),
  .length_at = offsetof(array, length), .length_size = 4, .items_are_references = true, .name = "array" };
const vs_type bytes_type = { .size = offsetof(bytes, items), .item_size = 1, .length_at = offsetof(bytes, length),
  .length_size = 4, .name = "bytes" };

#ifdef WORLD_WEAK
const vs_type weak_type = { .size = sizeof(weak), .reference_count = 3, .name = "weak",
  .references = REFERENCES(offsetof(vs_weak, target), offsetof(vs_weak, value), offsetof(vs_weak, next)),
  .special = &(const vs_special){ .kind = VS_WEAK } };
#endif

#ifdef WORLD_TRACED
int64_t released;

static void trace_outer(vs_object *object, vs_visitor *visit) {
  traced *t = (traced *)object;
  for (int i = 0; t->outer != NULL && i < OUTER; i++) visit(&t->outer[i]);
}

static void release_outer(vs_object *object) {
  free(((traced *)object)->outer);
  released++;
}

const vs_type traced_type = { .size = sizeof(traced), .reference_count = 1, .name = "traced",
  .references = REFERENCES(offsetof(traced, own)),
  .special = &(const vs_special){ .kind = VS_TRACED, .trace = trace_outer, .release = release_outer } };
#endif

vs_object *slots[SLOTS];
vs_object *vs_exception;
uint64_t seed = 1;

#ifndef WORLD_OWN_AFTER_COLLECTION
void vs_after_collection(vs_object *(*now)(vs_object *)) {
  (void)now;
}
#endif

void vs_fatal(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

void world_start(uint64_t max) {
#ifdef WORLD_ROOTS
  vs_roots_base = slots;
  vs_roots = slots + SLOTS;
#endif
  vs_gc_start(max);
}

node *new_node(int64_t id) {
  node *made = vs_new(&node_type, sizeof(node), false);
  MUST(made->id == 0 && made->a == NULL && made->b == NULL);
  made->id = id;
  return made;
}

leaf *new_leaf(int64_t id) {
  leaf *made = vs_new(&leaf_type, sizeof(leaf), true);
  MUST(made->id == 0 && made->payload == 0);
  made->id = id;
  made->payload = ~id;
  return made;
}

array *new_array(int64_t id, uint32_t length) {
  array *made = vs_new_items(&array_type, offsetof(array, items), sizeof(vs_object *), length, false);
  MUST(made->length == 0);
  made->length = length;
  made->id = id;
  return made;
}

bytes *new_bytes(int64_t id, uint32_t length) {
  bytes *made = vs_new_items(&bytes_type, offsetof(bytes, items), 1, length, true);
  MUST(made->length == 0);
  made->length = length;
  made->id = id;
  return made;
}

/* Steele et al., SplitMix. */
uint64_t chance(uint64_t below) {
  static uint64_t state;
  if (state == 0) state = seed * UINT64_C(0x2545f4914f6cdd1d);
  uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return (z ^ (z >> 31)) % below;
}

double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
