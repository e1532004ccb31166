/* stacks.c — coroutines over libgc: the stacks of active ones are scanned besides the running one, those of suspended ones
 * from their owners, which are objects of a kind of their own with a procedure that marks. That an owner has died, a long
 * disappearing link tells: a finalizer would also run for one that something resurrected leads to. */
#include "vs.h"

#include <gc/gc.h>
#include <gc/gc_mark.h>

static void *thread;
static struct GC_stack_base own;
static GC_push_other_roots_proc others;
static const vs_stacks *stacks;

static void push(char *from, char *to) {
  GC_push_all_eager(from, to != NULL ? to : own.mem_base);
}

static void GC_CALLBACK push_active(void) {
  if (others != NULL) others();
  stacks->each_active(push);
}

void vs_gc_stacks_start(const vs_stacks *known) {
  stacks = known;
  thread = GC_get_my_stackbottom(&own);
  others = GC_get_push_other_roots();
  GC_set_push_other_roots(push_active);
}

void vs_gc_stack_switched(char *top) {
  struct GC_stack_base base = own;
  if (top != NULL) base.mem_base = top;
  GC_set_stackbottom(thread, &base);
}

/* Of objects in use, and of free ones, whose second word is 0 and whose first is a link. On stacks, pointers into the
 * middle of objects count. */
static struct GC_ms_entry *mark(GC_word *words, struct GC_ms_entry *top, struct GC_ms_entry *limit, GC_word env) {
  (void)env;
  char *from, *to;
  if (words[1] == 0 || stacks == NULL || !stacks->suspended((const vs_object *)(void *)words, &from, &to)) return top;
  for (void **at = (void **)(void *)from; at < (void **)(void *)to; at++) {
    void *base = GC_base(*at);
    if (base != NULL) top = GC_MARK_AND_PUSH(base, top, limit, at);
  }
  return top;
}

void vs_gc_stack_owned(vs_object **place) {
  GC_register_long_link((void **)(void *)place, *place);
}

void vs_gc_stack_disowned(vs_object **place) {
  GC_unregister_long_link((void **)(void *)place);
}

void *vs_boehm_allocate_owner(const vs_type *type, size_t size) {
  static unsigned kind;
  if (kind == 0) kind = GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark), 0), 0, 1);
  vs_object *object = GC_generic_malloc(size, (int)kind);
  if (object == NULL) vs_gc_out_of_memory(size);
  object->header = VS_TYPE_BITS(type);
  return object;
}
