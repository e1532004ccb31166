/* pin.c — objects that must stay where they are, counted, and identity hashes.
 *
 * The hash of an old object is mixed from its address. A young one will move, so its hash is mixed from address and
 * number of the minor collection, and when it moves it takes the hash along in a word behind it. If it is pinned at the
 * time of a minor collection, the hash is kept in a side table until it moves. */
#include "heap.h"

#include <stdlib.h>

static vs_map pins, kept;
static vs_object **sorted;
static size_t sorted_room;

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void vs_gc_pin(const void *object) {
  if (!vs_is_heap_reference(object) || (((const vs_object *)object)->header & VS_PREBUILT) != 0) return;
  ++*vs_map_at(&pins, object);
}

void vs_gc_unpin(const void *object) {
  if (!vs_is_heap_reference(object) || pins.entries == NULL) return;
  vs_map_entry *e = vs_map_find(&pins, object);
  if (e->key != NULL && --e->value == 0) vs_map_delete(&pins, e);
}

void vs_pins_each(void (*see)(vs_object *object)) {
  for (size_t i = 0; pins.count != 0 && i <= pins.mask; i++)
    if (pins.entries[i].key != NULL) see((vs_object *)(uintptr_t)pins.entries[i].key);
}

static int by_address(const void *a, const void *b) {
  uintptr_t x = *(const uintptr_t *)a, y = *(const uintptr_t *)b;
  return x < y ? -1 : x > y;
}

/* The pinned objects in the nursery, sorted by address and flagged. The array is valid until the next call. */
vs_object *const *vs_pins_in_nursery(size_t *count) {
  *count = 0;
  if (pins.count == 0) return sorted;
  if (pins.count > sorted_room) {
    sorted_room = 2 * pins.count;
    free(sorted);
    sorted = malloc(sorted_room * sizeof *sorted);
    if (sorted == NULL) vs_gc_out_of_memory(sorted_room * sizeof *sorted);
  }
  for (size_t i = 0; i <= pins.mask; i++) {
    vs_object *object = (vs_object *)(uintptr_t)pins.entries[i].key;
    if (object == NULL || !vs_in_nursery(object)) continue;
    if ((object->header & (VS_GC_HASHED | VS_GC_KEPT)) == VS_GC_HASHED) {
      *vs_map_at(&kept, object) = vs_hash_of_young(object);
      object->header |= VS_GC_KEPT;
    }
    object->header |= VS_GC_PINNED;
    sorted[(*count)++] = object;
  }
  qsort(sorted, *count, sizeof *sorted, by_address);
  return sorted;
}

void vs_pins_end(vs_object *const *pinned, size_t count) {
  for (size_t i = 0; i < count; i++) pinned[i]->header &= ~VS_GC_PINNED;
}

uint32_t vs_hash_of_young(const vs_object *object) {
  if ((object->header & VS_GC_KEPT) != 0) return (uint32_t)vs_map_find(&kept, object)->value;
  return (uint32_t)(mix((uintptr_t)object + (uint64_t)(H.minors + 1) * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
}

int64_t vs_gc_identity_hash(const void *given) {
  vs_object *object = (vs_object *)(uintptr_t)given;
  if (vs_in_nursery(object)) {
    object->header |= VS_GC_HASHED;
    return vs_hash_of_young(object);
  }
  if ((object->header & VS_GC_STORED) == 0) return (int64_t)(mix((uintptr_t)object) >> 32);
  uint64_t hash;
  memcpy(&hash, (char *)object + vs_object_size(object, vs_type_of(object)), sizeof hash);
  return (int64_t)hash;
}
