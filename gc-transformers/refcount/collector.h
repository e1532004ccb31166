/* collector.h of "refcount": deferred, coalescing reference counting. Cells come from free lists by size; every new
 * object is put into a list, whose end is where the next epoch begins (epochs.c). */
#ifndef VS_COLLECTOR_H
#define VS_COLLECTOR_H

/* The collector needs roots, and to hear of stores. */
#define VS_GC_ROOTS 1
#define VS_GC_BARRIERS 1

/* Flags in headers. An object that has not survived an epoch has none of them. */
#define VS_RC_OLD (UINT64_C(1) << 34)
/* Its references as they were at the last epoch are not recorded: the first store must. */
#define VS_RC_UNLOGGED (UINT64_C(1) << 35)
#define VS_STATIC_FLAGS VS_RC_UNLOGGED

#define VS_GRANULE 16
#define VS_SMALL_GRANULES 32

/* First word of a free cell: 0; second: the next one. Index: size in granules. */
extern void *vs_rc_cells[VS_SMALL_GRANULES + 1];
/* Where the next new object is noted, and where an epoch is due. */
extern vs_object **vs_rc_new, **vs_rc_new_end;

VS_INLINE void *vs_gc_try(size_t size, bool flat) {
  (void)flat;
  size_t granules = (size + VS_GRANULE - 1) / VS_GRANULE;
  if (granules > VS_SMALL_GRANULES) return NULL;
  void *cell = vs_rc_cells[granules];
  vs_object **note = vs_rc_new;
  if (VS_UNLIKELY(cell == NULL || note >= vs_rc_new_end)) return NULL;
  vs_rc_cells[granules] = ((void **)cell)[1];
  *note = cell;
  vs_rc_new = note + 1;
  __builtin_memset(cell, 0, size);
  return cell;
}

VS_INLINE void *vs_gc_try_large(size_t size, bool flat) {
  return vs_gc_try(size, flat);
}

void *vs_gc_allocate_large(size_t size, bool flat);
void *vs_gc_allocate_now(size_t size, bool flat);
void *vs_gc_allocate_special(const vs_type *type, size_t size);
void vs_gc_poll(void);

VS_INLINE void *vs_gc_allocate(size_t size, bool flat) {
  return vs_gc_allocate_large(size, flat);
}

VS_COLD void vs_rc_log(vs_object *object);
VS_COLD void vs_rc_log_items(vs_object *object, int64_t start, int64_t n);

VS_INLINE void vs_gc_barrier(vs_object *object) {
  if (VS_UNLIKELY(object->header & VS_RC_UNLOGGED)) vs_rc_log(object);
}

VS_INLINE void vs_gc_barrier_items(vs_object *object, int64_t start, int64_t n) {
  if (VS_UNLIKELY(object->header & VS_RC_UNLOGGED)) vs_rc_log_items(object, start, n);
}

void vs_gc_pin(const void *object);
void vs_gc_unpin(const void *object);

VS_INLINE int64_t vs_gc_identity_hash(const void *object) {
  return vs_address_hash(object, VS_GRANULE);
}

#endif
