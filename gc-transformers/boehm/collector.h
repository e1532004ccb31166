/* collector.h of "boehm": the system's libgc, conservative and not moving. Small objects come from free lists of ours
 * that libgc fills a block at a time, so that most allocations are a load, a test and a store. */
#ifndef VS_COLLECTOR_H
#define VS_COLLECTOR_H

#define VS_GRANULE 16
#define VS_SMALL_GRANULES 16

/* First word of a free object: the next one. Index: size in granules. */
extern void *vs_free_lists[2][VS_SMALL_GRANULES + 1];

void *vs_boehm_refill(size_t granules, bool flat);
void *vs_boehm_allocate(size_t size, bool flat);

VS_INLINE void *vs_gc_allocate(size_t size, bool flat) {
  size_t granules = (size + VS_GRANULE - 1) / VS_GRANULE;
  if (granules > VS_SMALL_GRANULES) return vs_boehm_allocate(size, flat);
  void **list = &vs_free_lists[flat][granules];
  void *object = *list;
  if (VS_UNLIKELY(object == NULL)) object = vs_boehm_refill(granules, flat);
  *list = *(void **)object;
  /* libgc clears what it will scan; what it will not, it leaves as it is. */
  if (flat) __builtin_memset((char *)object + 8, 0, size - 8);
  return object;
}

VS_INLINE void *vs_gc_allocate_large(size_t size, bool flat) {
  return vs_boehm_allocate(size, flat);
}

void *vs_gc_allocate_special(const vs_type *type, size_t size);
/* Of VS_TRACED, which only owners of coroutines are (stacks.c). */
void *vs_boehm_allocate_owner(const vs_type *type, size_t size);
#define VS_GC_STACKS 1
struct vs_stacks;
void vs_gc_stacks_start(const struct vs_stacks *stacks);
void vs_gc_stack_switched(char *top);
void vs_gc_stack_owned(vs_object **place);
void vs_gc_stack_disowned(vs_object **place);
#define VS_GC_WEAK_MADE
void vs_gc_weak_made(void *entry);

/* Nothing moves; what C works on need only stay reachable until it is done. */
VS_INLINE void vs_gc_pin(const void *object) {
  (void)object;
}

VS_INLINE void vs_gc_unpin(const void *object) {
  __asm__ volatile("" : : "r"(object));
}

VS_INLINE int64_t vs_gc_identity_hash(const void *object) {
  return vs_address_hash(object, VS_GRANULE);
}

#endif
