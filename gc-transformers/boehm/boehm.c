/* boehm.c — libgc behind gc.h. Static data of the executable is scanned by libgc itself: prebuilt objects need no
 * registration. */
#include "vs.h"

#include <gc/gc.h>
#include <gc/gc_inline.h>

void *vs_free_lists[2][VS_SMALL_GRANULES + 1];

_Static_assert(VS_GRANULE == GC_GRANULE_BYTES, "libgc's unit of sizes");

static void *GC_CALLBACK out_of_memory(size_t size) {
  vs_gc_out_of_memory(size);
}

/* Of another library in this process that uses libgc, too. */
static GC_on_collection_event_proc other_listener;

/* Bytes that vs_gc_pressure told of since the last collection, and altogether. */
static int64_t pressure_since, pressure;
#define MOST_PRESSURE ((int64_t)32 << 20)

/* Free objects are unmarked, so a collection reclaims them, and it does not follow the links of the flat ones. */
static void GC_CALLBACK drop_free_lists(GC_EventType event) {
  if (event == GC_EVENT_START) {
    memset(vs_free_lists, 0, sizeof vs_free_lists);
    pressure_since = 0;
  }
  if (other_listener != NULL) other_listener(event);
}

void vs_gc_start(uint64_t max) {
  /* References always point at the header; interior pointers in registers and on the stack count in any case. */
  if (!GC_is_init_called()) {
    GC_set_all_interior_pointers(0);
    GC_set_handle_fork(0);
    GC_INIT();
  }
  GC_set_oom_fn(out_of_memory);
  GC_set_warn_proc(GC_ignore_warn_proc);
  other_listener = GC_get_on_collection_event();
  GC_set_on_collection_event(drop_free_lists);
  if (max != 0) GC_set_max_heap_size((GC_word)max);
}

VS_COLD void *vs_boehm_refill(size_t granules, bool flat) {
  void *list;
  GC_generic_malloc_many(granules * VS_GRANULE, flat ? GC_I_PTRFREE : GC_I_NORMAL, &list);
  if (list == NULL) vs_gc_out_of_memory(granules * VS_GRANULE);
  return list;
}

/* Short strings and arrays come from the same free lists; memory of libgc's own allocator costs ten times as much. */
void *vs_boehm_allocate(size_t size, bool flat) {
  size_t granules = (size + VS_GRANULE - 1) / VS_GRANULE;
  if (granules <= VS_SMALL_GRANULES) {
    void **list = &vs_free_lists[flat][granules];
    uint64_t *object = *list;
    if (VS_UNLIKELY(object == NULL)) object = vs_boehm_refill(granules, flat);
    *list = *(void **)object;
    if (flat)
      for (size_t i = 0; i < 2 * granules; i++) object[i] = 0;
    return object;
  }
  if (!flat) return GC_MALLOC(size);
  void *object = GC_MALLOC_ATOMIC(size);
  return memset(object, 0, size);
}

void vs_gc_collect(void) {
  GC_gcollect();
  GC_invoke_finalizers();
}

/* libgc has no word for it, so this collects when there is much that it does not know of. */
void vs_gc_pressure(int64_t bytes) {
  pressure += bytes;
  if (bytes <= 0) return;
  pressure_since += bytes;
  if (pressure_since > MOST_PRESSURE && pressure_since > pressure / 2) vs_gc_collect();
}

int64_t vs_gc_statistic(int64_t which) {
  switch (which) {
  case VS_GC_USED: return (int64_t)(GC_get_heap_size() - GC_get_free_bytes());
  case VS_GC_PEAK: return (int64_t)GC_get_heap_size();
  case VS_GC_MAJOR: return (int64_t)GC_get_gc_no();
  default: return 0;
  }
}
