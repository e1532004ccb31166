/* allocate.c — new objects: each is noted in a list, whose end is where the next epoch is due. */
#include "heap.h"

#include <stdlib.h>

/* New objects in an epoch; more if there are many roots to look through. */
#define EPOCH ((size_t)16 << 10)
/* Bytes of large objects in an epoch. */
#define EPOCH_BYTES ((size_t)4 << 20)

vs_object **vs_rc_new_base, **vs_rc_new, **vs_rc_new_end;
static vs_object **new_room;
static size_t large_bytes;
vs_list vs_rc_pinned;
size_t vs_rc_stress;

static void end_epoch_after(size_t objects) {
  vs_rc_new_end = vs_rc_new_base + (vs_rc_stress > 0 && vs_rc_stress < objects ? vs_rc_stress : objects);
}

void vs_gc_start(uint64_t max) {
  vs_rc_set_limit((size_t)max);
  vs_rc_new_base = malloc(EPOCH * sizeof *vs_rc_new_base);
  if (vs_rc_new_base == NULL) vs_gc_out_of_memory(EPOCH * sizeof *vs_rc_new_base);
  vs_rc_new = vs_rc_new_base;
  new_room = vs_rc_new_base + EPOCH;
  vs_rc_stress = (size_t)vs_gc_setting("stress", 0);
  end_epoch_after(EPOCH);
}

void vs_rc_next_epoch(size_t root_count) {
  size_t wanted = EPOCH > 2 * root_count ? EPOCH : 2 * root_count;
  if (wanted > (size_t)(new_room - vs_rc_new_base)) {
    vs_object **bigger = realloc(vs_rc_new_base, wanted * sizeof *bigger);
    if (bigger == NULL) wanted = (size_t)(new_room - vs_rc_new_base);
    else {
      vs_rc_new = vs_rc_new_base = bigger;
      new_room = vs_rc_new_base + wanted;
    }
  }
  end_epoch_after(wanted);
  large_bytes = 0;
}

bool vs_rc_epoch_is_due(void) {
  return vs_rc_new >= vs_rc_new_end || large_bytes >= EPOCH_BYTES;
}

static void note(vs_object *object) {
  if (vs_rc_new == new_room) {
    size_t n = (size_t)(new_room - vs_rc_new_base), until = (size_t)(vs_rc_new_end - vs_rc_new_base);
    vs_object **bigger = realloc(vs_rc_new_base, 2 * n * sizeof *bigger);
    if (bigger == NULL) vs_gc_out_of_memory(2 * n * sizeof *bigger);
    vs_rc_new_base = bigger;
    vs_rc_new = bigger + n;
    vs_rc_new_end = bigger + until;
    new_room = bigger + 2 * n;
  }
  *vs_rc_new++ = object;
}

static void *attempt(size_t size) {
  size_t granules = (size + VS_GRANULE - 1) / VS_GRANULE;
  vs_object *object;
  if (granules > VS_SMALL_GRANULES) {
    object = vs_rc_new_large(size);
    if (object == NULL) return NULL;
    large_bytes += size;
  } else {
    if (vs_rc_cells[granules] == NULL && !vs_rc_refill(granules)) return NULL;
    void **cell = vs_rc_cells[granules];
    vs_rc_cells[granules] = cell[1];
    memset(cell, 0, granules * VS_GRANULE);
    object = (vs_object *)(void *)cell;
  }
  note(object);
  return object;
}

void *vs_gc_allocate_now(size_t size, bool flat) {
  (void)flat;
  void *object = attempt(size);
  if (object == NULL) vs_gc_out_of_memory(size);
  return object;
}

void *vs_gc_allocate_large(size_t size, bool flat) {
  vs_gc_poll();
  void *object = attempt(size);
  if (object != NULL) return object;
  vs_gc_collect();
  return vs_gc_allocate_now(size, flat);
}

void *vs_gc_allocate_special(const vs_type *type, size_t size) {
  vs_object *object = vs_gc_allocate_large(size, false);
  object->header = VS_TYPE_BITS(type);
  if (type->special->kind == VS_WEAK) vs_list_add(&vs_rc_born, object);
  return object;
}

void vs_gc_pin(const void *object) {
  if (object != NULL) vs_list_add(&vs_rc_pinned, object);
}

void vs_gc_unpin(const void *object) {
  if (object == NULL) return;
  size_t i = vs_rc_pinned.n;
  while (i > 0 && vs_rc_pinned.words[i - 1] != (uintptr_t)object) i--;
  if (i > 0) vs_rc_pinned.words[i - 1] = vs_rc_pinned.words[--vs_rc_pinned.n];
}
