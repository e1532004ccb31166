/* coroutine.h — coroutines: native stacks that are switched, each with its root stack. Generated code sees it.
 *
 * A coroutine is known to the program by its handle, which stands in an object of the special kind vs_coroutine, its
 * owner. While the coroutine is suspended, what stands on its stacks belongs to the owner: collectors trace it from
 * there, and it dies with it. From `resume` until it suspends or ends it is *active* — it runs, or waits for one that it
 * has resumed — and its references are roots, the owner among them. */
#ifndef VS_COROUTINE_H
#define VS_COROUTINE_H

/* The owner: rlib/core/coroutine.ts, @coroutine. */
typedef struct vs_coroutine {
  uint64_t header;
  int64_t handle; /* 0: it has no stack, not yet or no more */
} vs_coroutine;
extern const vs_special vs_coroutine_special;

/* model/externals.ts and model/ops.ts say what these do. */
/* Calls of a library's entries (library.c) that are inside each other on the stack that runs. */
extern size_t vs_library_depth;

int64_t vs_coroutine_open(void *owner);
int64_t vs_coroutine_current(void);
void vs_coroutine_resume(vs_func code, int64_t handle, vs_object *argument);
void vs_coroutine_suspend(void);

#endif
