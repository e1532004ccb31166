/* heap.h — what the files of the collector "refcount" tell each other. */
#ifndef VS_RC_HEAP_H
#define VS_RC_HEAP_H

#include "vs.h"

/* More flags in headers, and the count in the upper bits: references from the heap, as of the last epoch. A count that
 * has reached its limit stays there; such an object is freed by tracing only. */
#define VS_RC_MARKED (UINT64_C(1) << 36)
#define VS_RC_LARGE (UINT64_C(1) << 37)
/* Weak entries lead to it. */
#define VS_RC_WEAKLY (UINT64_C(1) << 38)
/* Its count fell to zero: it waits to be freed. */
#define VS_RC_DYING (UINT64_C(1) << 39)
#define VS_RC_ONE (UINT64_C(1) << 40)
#define VS_RC_COUNT (UINT64_MAX << 40)

/* A list of words that grows; memory for it comes from the system, and running out of it ends the program. */
typedef struct {
  uintptr_t *words;
  size_t n, room;
} vs_list;
void vs_list_grow(vs_list *list);
VS_INLINE void vs_list_add(vs_list *list, const void *word) {
  if (VS_UNLIKELY(list->n == list->room)) vs_list_grow(list);
  list->words[list->n++] = (uintptr_t)word;
}
VS_INLINE void *vs_list_take(vs_list *list) {
  return list->n == 0 ? NULL : (void *)list->words[--list->n];
}

/* cells.c */
size_t vs_rc_size(const vs_object *object);
void vs_rc_free(vs_object *object);
/* All objects that have survived an epoch, those in large cells too. */
void vs_rc_each_old(void (*visit)(vs_object *object));
/* After the header, what lies before a large object. */
typedef struct vs_large {
  struct vs_large *next, *previous;
  size_t size;
  uint8_t *cards; /* of an array of references: is each run of items recorded; null: not yet asked */
} vs_large;
#define VS_CARD 128
VS_INLINE vs_large *vs_large_of(const vs_object *object) {
  return (vs_large *)(uintptr_t)object - 1;
}
void vs_rc_set_limit(size_t max);
/* Fills the free list of a size from a new block; false if there is no memory. */
bool vs_rc_refill(size_t granules);
/* Zeroed, and null if there is no memory. */
void *vs_rc_new_large(size_t size);
/* After tracing: free lists in the order of memory, and blocks without objects for any size. */
void vs_rc_tidy(void);
/* Bytes taken from the system, now and at most. */
extern size_t vs_rc_taken, vs_rc_peak;

/* allocate.c */
/* New objects: from here to vs_rc_new. */
extern vs_object **vs_rc_new_base;
extern vs_list vs_rc_pinned;
/* Allocations between two epochs by the settings; 0: no setting. */
extern size_t vs_rc_stress;
bool vs_rc_epoch_is_due(void);
/* All new objects are old or dead, and so many roots are to be looked at each time. */
void vs_rc_next_epoch(size_t root_count);

/* counts.c */
VS_INLINE bool vs_rc_counts(const vs_object *object) {
  return vs_is_heap_reference(object) && (object->header & VS_PREBUILT) == 0;
}
void vs_rc_increment(vs_object *object);
void vs_rc_decrement(vs_object *object);
/* Visits the places of all references in an object, items among them, and what a special object has elsewhere. */
void vs_rc_each_reference(vs_object *object, vs_visitor *visit);
/* Prebuilt objects that were stored into: roots of traces. */
extern vs_list vs_rc_written;
/* Weak entries that are new, or may have another target than at the last epoch. */
extern vs_list vs_rc_born;
/* One reference less, without a death: the tracer decides who dies. */
void vs_rc_uncount(vs_object *object);
/* References of objects that were counted for the first time, and those that these lead to, are counted. */
void vs_rc_count_grey(void);
/* References that recorded objects have now are counted up; those they had, down. */
void vs_rc_count_logged(void);
void vs_rc_count_down_logged(void);
/* An object whose count fell to zero, and perhaps rose again; null if there is none. */
vs_object *vs_rc_next_dying(void);

/* epochs.c */
/* What a special object that is about to be freed has elsewhere is freed. */
void vs_rc_release(vs_object *object);
/* The object lives until the next epoch has looked at the roots. */
void vs_rc_hold(vs_object *object);

/* trace.c: frees what cannot be reached, cycles among it. After an epoch, when nothing waits to be freed. */
void vs_rc_trace(void);

/* weak.c */
void vs_weak_born(vs_weak *entry);
/* An entry itself is freed. */
void vs_weak_gone(vs_weak *entry);
/* A target has no references left. True: an entry keeps it alive. */
bool vs_weak_resurrects(vs_object *target);
/* It is really freed. */
void vs_weak_forget(vs_object *target);
/* At the end of a collection: what happened goes to vs_gc_ready. */
void vs_weak_announce(void);
/* While tracing: follows values of ephemerons whose targets are marked; true if one was. */
bool vs_weak_follow_ephemerons(bool (*is_marked)(vs_object *), void (*mark)(vs_object *));
/* After marking: targets of entries that are not marked are dead; what is resurrected is marked. */
void vs_weak_after_marking(bool (*is_marked)(vs_object *), void (*mark)(vs_object *));

#endif
