/* collector.h of "none": an arena that never frees. Allocation is an addition and a compare. */
#ifndef VS_COLLECTOR_H
#define VS_COLLECTOR_H

/* Unused, zeroed memory of the current chunk. */
extern char *vs_arena_free, *vs_arena_end;

void *vs_arena_refill(size_t size);

VS_INLINE void *vs_gc_allocate_large(size_t size, bool flat) {
  (void)flat;
  char *object = vs_arena_free;
  if (VS_UNLIKELY(size > (size_t)(vs_arena_end - object))) return vs_arena_refill(size);
  vs_arena_free = object + size;
  return object;
}

VS_INLINE void *vs_gc_allocate(size_t size, bool flat) {
  return vs_gc_allocate_large((size + 7) & ~(size_t)7, flat);
}

VS_INLINE void *vs_gc_allocate_special(const vs_type *type, size_t size) {
  vs_object *object = vs_gc_allocate(size, false);
  object->header = VS_TYPE_BITS(type);
  return object;
}

/* Nothing moves; what C works on need only stay reachable until it is done. */
VS_INLINE void vs_gc_pin(const void *object) {
  (void)object;
}

VS_INLINE void vs_gc_unpin(const void *object) {
  __asm__ volatile("" : : "r"(object));
}

VS_INLINE int64_t vs_gc_identity_hash(const void *object) {
  return vs_address_hash(object, sizeof(void *));
}

#endif
