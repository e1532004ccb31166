/* collector.h of "incminimark": incremental, generational, moving. Allocation raises a pointer in the nursery; barriers
 * test one bit of the header. Everything else is in the C files, which share heap.h. */
#ifndef VS_COLLECTOR_H
#define VS_COLLECTOR_H

/* The collector needs roots, and to hear of stores. */
#define VS_GC_ROOTS 1
#define VS_GC_BARRIERS 1

/* Header flags that fast paths know. OLD: not in the nursery, or prebuilt. TRACK: the next store of a reference into it
 * must be announced. A young object has neither, so its header is its type alone. */
#define VS_GC_OLD (UINT64_C(1) << 34)
#define VS_GC_TRACK (UINT64_C(1) << 35)
/* What the headers of prebuilt objects have besides their type and VS_PREBUILT. */
#define VS_STATIC_FLAGS (VS_GC_OLD | VS_GC_TRACK)

/* Largest object of the nursery. */
#define VS_YOUNG_LARGEST ((size_t)8192)

/* Unused memory of the nursery, up to the next pinned object. The end is the same as the beginning while a collection
 * is due, so that fast paths need no other test. */
extern char *vs_nursery_free, *vs_nursery_end;

void *vs_gc_allocate_slow(size_t size, bool flat);
void *vs_gc_allocate_outside(size_t size, bool flat);
void *vs_gc_allocate_special(const vs_type *type, size_t size);
void vs_gc_pay(void);
void vs_gc_remember(vs_object *object);
void vs_gc_remember_items(vs_object *object, int64_t start, int64_t n);
void vs_gc_pin(const void *object);
void vs_gc_unpin(const void *object);
int64_t vs_gc_identity_hash(const void *object);
/* At the end of the process: the rest of the log, the dump. */
#define VS_GC_LOGS 1
void vs_gc_finish(void);
/* Writes all objects of the heap to a file (dump.c has the format); false: it cannot be written. */
bool vs_gc_dump(const char *path);

VS_INLINE void *vs_gc_try_large(size_t size, bool flat) {
  (void)flat;
  char *object = vs_nursery_free;
  if (VS_UNLIKELY(size > VS_YOUNG_LARGEST || size > (size_t)(vs_nursery_end - object))) return NULL;
  vs_nursery_free = object + size;
  __builtin_memset(object, 0, size);
  return object;
}

/* The size is a constant here, so all that is left of the memset are the stores that nobody overwrites. */
VS_INLINE void *vs_gc_try(size_t size, bool flat) {
  return vs_gc_try_large((size + 7) & ~(size_t)7, flat);
}

VS_INLINE void *vs_gc_allocate_large(size_t size, bool flat) {
  void *object = vs_gc_try_large(size, flat);
  return VS_LIKELY(object != NULL) ? object : vs_gc_allocate_slow(size, flat);
}

VS_INLINE void *vs_gc_allocate(size_t size, bool flat) {
  return vs_gc_allocate_large((size + 7) & ~(size_t)7, flat);
}

VS_INLINE void *vs_gc_allocate_now(size_t size, bool flat) {
  size = (size + 7) & ~(size_t)7;
  void *object = vs_gc_try_large(size, flat);
  return VS_LIKELY(object != NULL) ? object : vs_gc_allocate_outside(size, flat);
}

VS_INLINE void vs_gc_poll(void) {
  if (VS_UNLIKELY(vs_nursery_free == vs_nursery_end)) vs_gc_pay();
}

VS_INLINE void vs_gc_barrier(void *object) {
  if (VS_UNLIKELY((((vs_object *)object)->header & VS_GC_TRACK) != 0)) vs_gc_remember(object);
}

VS_INLINE void vs_gc_barrier_items(void *object, int64_t start, int64_t n) {
  if (VS_UNLIKELY((((vs_object *)object)->header & VS_GC_TRACK) != 0)) vs_gc_remember_items(object, start, n);
}

#endif
