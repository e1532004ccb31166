/* weak.c — weak entries (gc.h) over libgc: their target is a word that libgc does not scan, and a disappearing link.
 * Links of WEAK entries are short: they disappear before anything is resurrected. Those of others are long: they disappear
 * when nothing can bring the target back, so what a resurrected object leads to keeps its place in weak maps.
 * NOTIFY is not announced: the library looks for targets that are gone. The value of an ephemeron is followed like any
 * other reference until the library finds its target gone, so a value that leads to its own key keeps both alive. */
#include "vs.h"

#include <gc/gc.h>
#include <gc/gc_typed.h>

void *vs_gc_allocate_special(const vs_type *type, size_t size) {
  static GC_descr descriptor;
  if (type->special->kind != VS_WEAK) return vs_boehm_allocate_owner(type, size);
  if (descriptor == 0) {
    GC_word scanned[1] = {0};
    GC_set_bit(scanned, offsetof(vs_weak, value) / sizeof(GC_word));
    GC_set_bit(scanned, offsetof(vs_weak, next) / sizeof(GC_word));
    descriptor = GC_make_descriptor(scanned, sizeof(vs_weak) / sizeof(GC_word));
  }
  vs_object *object = GC_malloc_explicitly_typed(size, descriptor);
  if (object == NULL) vs_gc_out_of_memory(size);
  object->header = VS_TYPE_BITS(type);
  return object;
}

/* What the finalizer of a target knows: its entry, disguised, so that it is not kept alive; libgc clears the word when
 * the entry dies, and not yet when something resurrected leads to it. An object has one finalizer, so ours calls the one
 * that was there before. */
typedef struct {
  GC_word entry;
  GC_finalization_proc before;
  void *before_data;
} news;

static void GC_CALLBACK resurrect(void *target, void *data) {
  news *n = data;
  if (n->before != NULL) n->before(target, n->before_data);
  if (n->entry != 0) {
    vs_weak *entry = (vs_weak *)GC_REVEAL_POINTER(n->entry);
    entry->mode = VS_MODE_PLAIN;
    /* Where libgc sees it. */
    entry->value = target;
    GC_unregister_long_link((void **)(void *)&n->entry);
  }
  GC_FREE(n);
}

void vs_gc_weak_made(void *made) {
  vs_weak *entry = made;
  vs_object *target = entry->target;
  if (!vs_is_heap_reference(target) || (target->header & VS_PREBUILT) != 0) return;
  if (entry->mode == VS_MODE_WEAK) GC_general_register_disappearing_link((void **)(void *)&entry->target, target);
  else GC_register_long_link((void **)(void *)&entry->target, target);
  if (entry->mode != VS_MODE_RESURRECT) return;
  news *n = GC_MALLOC_UNCOLLECTABLE(sizeof *n);
  if (n == NULL) vs_gc_out_of_memory(sizeof *n);
  n->entry = GC_HIDE_POINTER(entry);
  GC_register_long_link((void **)(void *)&n->entry, entry);
  GC_register_finalizer_no_order(target, resurrect, n, &n->before, &n->before_data);
}
