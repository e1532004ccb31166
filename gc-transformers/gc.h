/* gc.h — what a collector gives to the rest of the runtime, and what it may ask of it. Each collector's folder has one
 * `collector.h` with the inline part and one or more C files. Everything else a collector needs to know it reads from
 * type descriptions.
 *
 * Every collector:
 *   vs_gc_start(max)               before the first allocation; max: largest heap in bytes, 0 for no limit
 *   vs_gc_allocate(size, flat)     zeroed memory of a small size known to the C compiler; never null. `flat`: it will
 *                                  never hold references. The caller writes the header at once: type, no flags.
 *   vs_gc_allocate_large(size, …)  the same for sizes found at run time
 *   vs_gc_allocate_special(type, size)
 *                                  an object whose type is special (vs.h), header written; its fields are set before
 *                                  the next allocation
 *   vs_gc_identity_hash(object)    32 bits that never change for the object
 *   vs_gc_pin(object)              the object stays alive and where it is until vs_gc_unpin, as often as it was pinned:
 *                                  C works on its items. Null may be pinned too.
 *   vs_gc_collect()                a full collection: what is unreachable is freed, weak references to it are cleared
 *   vs_gc_pressure(bytes)          memory outside of the heap that objects keep has grown (or shrunk)
 *   vs_gc_statistic(which)         a number of VS_GC_STATISTICS
 *
 * A collector that needs roots (its row says so, and collector.h defines VS_GC_ROOTS): all allocation above may collect, and every reference that is used
 * afterwards stands on the root stack. Besides:
 *   vs_gc_try(size, flat)          as vs_gc_allocate, but null where a collection is due or the slow path is needed
 *   vs_gc_try_large(size, flat)    the same for sizes found at run time
 *   vs_gc_allocate_now(size, flat) never collects: for the errors that checks raise, so that a function which can do
 *                                  nothing worse need not have roots. Debt is paid at the next allocation or vs_gc_poll.
 *   vs_gc_poll()                   collects if a collection is due; where exceptions are caught
 * A collector with write barriers (collector.h defines VS_GC_BARRIERS):
 *   vs_gc_barrier(object)          before references are stored into the object (not null)
 *   vs_gc_barrier_items(object, start, n)
 *                                  before inline items, which are references, are stored
 * Neither need be called between an object's allocation and the next operation that may collect.
 * After it the object may come to have any references until the next collection: owners of coroutines tell of each
 * switch by one call (c/runtime/coroutine.c).
 * A collector that scans native stacks (collector.h defines VS_GC_STACKS):
 *   vs_gc_stacks_start(stacks)     there are coroutines
 *   vs_gc_stack_switched(top)      the stack that runs from now on; null: the program's own
 *   vs_gc_stack_owned(place)       the word outside of the heap holds an owner: it becomes null when that is freed
 *   vs_gc_stack_disowned(place)    it holds none any more, and was not null */
#ifndef VS_GC_H
#define VS_GC_H

void vs_gc_start(uint64_t max);
void vs_gc_collect(void);
void vs_gc_pressure(int64_t bytes);
int64_t vs_gc_statistic(int64_t which);
__attribute__((noreturn)) VS_COLD void vs_gc_out_of_memory(size_t size);

/* vs_gc_statistic: bytes of the heap in use (as of the last collection, plus what was allocated since), most bytes it
 * ever took from the system, collections of each kind, nanoseconds spent collecting, the longest pause in nanoseconds. */
enum { VS_GC_USED, VS_GC_PEAK, VS_GC_MINOR, VS_GC_MAJOR, VS_GC_TIME, VS_GC_LONGEST_PAUSE, VS_GC_STATISTICS };

/* The root stack: references (null and odd words among them, which are skipped) from vs_roots_base up to vs_roots,
 * exclusively. Functions reserve places by raising vs_roots and give them back before they return. */
extern vs_object **vs_roots, **vs_roots_base;
/* A frame of the native stack takes 16 bytes at least; few functions keep more than 32 references across a call. */
#define VS_ROOTS_PER_NATIVE_BYTE 16
/* Reserves a root stack for a native stack of this size. Called once, before vs_gc_start, if the collector needs roots. */
void vs_roots_start(size_t native_stack);

/* Calls `visit` for every place outside of the heap that may hold a reference: the root stack, the exception on its
 * way, the entries whose targets have died (vs_gc_ready), handles given to C. Prebuilt objects are not among them: they
 * are known by their barrier. */
void vs_each_root(vs_visitor *visit);
/* Visits those of coroutines that are active (c/runtime/coroutine.h); null while there was none. */
extern void (*vs_each_other_root)(vs_visitor *visit);

/* What lies at odd addresses is an integer (tagged), not an object. */
VS_INLINE bool vs_is_heap_reference(const vs_object *reference) {
  return reference != NULL && ((uintptr_t)reference & 1) == 0;
}

/* After objects have moved or died, for what compares addresses of objects that it does not keep alive. `now` gives the
 * present address of an object, or null if it is dead. */
void vs_after_collection(vs_object *(*now)(vs_object *));

/* An object of kind VS_WEAK: a reference that does not keep its target alive. What happens when the target is otherwise
 * unreachable depends on the mode:
 *   WEAK       target becomes null. `value` is an ordinary reference.
 *   EPHEMERON  value is followed only while target is reachable; both become null.
 *   NOTIFY     target becomes null, and the entry is put in front of vs_gc_ready. `value` is an ordinary reference.
 *   RESURRECT  target stays alive, the mode becomes PLAIN, the entry is put in front of vs_gc_ready.
 *   PLAIN      target is an ordinary reference.
 * An unreachable entry is garbage like any other object, and nothing happens when its target dies. First the targets of
 * WEAK entries that are dead are forgotten; then RESURRECT entries decide, and what they keep alive is marked; then
 * EPHEMERON and NOTIFY entries see what is dead. Entries of one collection stand in vs_gc_ready in the opposite order of
 * their allocation: the youngest first. */
typedef struct vs_weak {
  uint64_t header;
  vs_object *target, *value;
  struct vs_weak *next; /* in vs_gc_ready */
  int64_t mode;
} vs_weak;
enum { VS_MODE_WEAK, VS_MODE_EPHEMERON, VS_MODE_NOTIFY, VS_MODE_RESURRECT, VS_MODE_PLAIN };
extern vs_weak *vs_gc_ready;
extern const vs_special vs_weak_special;
/* Forgets the entries in vs_gc_ready: the library looks at the modes of its own. Runs after every collection. */
void vs_gc_drop_ready(void);

/* Settings of the running program: VARIABLE=name=value,name=value (sizes take K, M, G). The number of a setting, or
 * `otherwise`; vs_gc_setting: of VMSMITH_GC. */
int64_t vs_setting(const char *variable, const char *name, int64_t otherwise);
int64_t vs_gc_setting(const char *name, int64_t otherwise);

/* What a conservative collector asks about the stacks of coroutines. */
typedef struct vs_stacks {
  /* Visits what is active besides the running stack. An end that is null is that of the program's own stack. */
  void (*each_active)(void (*visit)(char *from, char *to));
  /* The stack that is scanned from its owner; false: it has none, or is active. */
  bool (*suspended)(const vs_object *owner, char **from, char **to);
} vs_stacks;

/* An identity hash where nothing moves: the address is the identity. All addresses are multiples of `unit`. */
VS_INLINE int64_t vs_address_hash(const void *object, size_t unit) {
  return (int64_t)(uint32_t)((uintptr_t)object / unit * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

#include "collector.h"

/* A collector that writes the sections gc and gc-dump of VMSMITH_LOG defines VS_GC_LOGS, and does so at the end of the
 * process here. More than once is allowed, and in the midst of anything but a signal. */
#ifndef VS_GC_LOGS
VS_INLINE void vs_gc_finish(void) {
}
#endif

/* An entry has been filled in; before the next allocation. */
#ifndef VS_GC_WEAK_MADE
VS_INLINE void vs_gc_weak_made(void *entry) {
  (void)entry;
}
#endif

/* Flags in the headers of static data, besides VS_PREBUILT: what a collector's barrier looks for. */
#ifndef VS_STATIC_FLAGS
#define VS_STATIC_FLAGS 0
#endif

#endif
