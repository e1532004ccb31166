/* vs.h — what every generated file and every file of the runtime sees: the object model, exceptions, allocation.
 *
 * Every object begins with one 64-bit word. Its low half tells the object's type description: in executables its
 * address (static data of a non-PIE executable lies below 4 GiB), in libraries, which can lie anywhere, its distance from
 * the first description (VS_PIC). Its high half holds flags of the collector. */
#ifndef VS_H
#define VS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef VS_PIC
/* Nothing of a library is seen from outside but what its header declares. */
#pragma GCC visibility push(hidden)
#endif

#define VS_INLINE static inline __attribute__((always_inline, unused))
#define VS_COLD __attribute__((cold, noinline))
#define VS_LIKELY(x) __builtin_expect(!!(x), 1)
#define VS_UNLIKELY(x) __builtin_expect(!!(x), 0)

/* A code pointer; cast to its real type where it is called. */
typedef void (*vs_func)(void);

/* The layout that every other extends. */
typedef struct s_Object {
  uint64_t header;
} vs_object;

/* A type description. In memory the ancestors stand before it, the nearest first — the one at depth d at index -1-d —
 * and the method table behind it, so that both are one load away from the object's header. */
typedef struct vs_type {
  uint32_t size;                /* bytes of the fixed part, header included; inline items begin there */
  uint32_t item_size;           /* 0: no inline items */
  uint32_t length_at;           /* offset and size of the field that counts the items */
  uint16_t length_size;
  bool items_are_references;
  uint8_t words;                /* of an object without items and of no special type; 0: others, and large ones */
  uint32_t depth;               /* number of ancestors above */
  uint32_t reference_count;
  const uint32_t *references;   /* offsets of the fields that hold references */
  const char *name;
  vs_object *name_object;       /* the name as a string of the program, or null if the program never asks */
  const struct vs_special *special; /* what the collector does otherwise than with other objects; null: nothing */
} vs_type;

/* What types without items have as `words`. */
#define VS_WORDS(size) ((size) <= 512 ? ((size) + 7) / 8 : 0)

/* Visits a place that holds a reference, and may change what is there. */
typedef void vs_visitor(vs_object **place);

/* Objects that collectors treat in a way of their own. */
typedef struct vs_special {
  /* VS_WEAK: a vs_weak (gc.h). VS_TRACED: the functions below. */
  enum { VS_WEAK, VS_TRACED } kind;
  /* Visits the places of references outside of the object, besides its own. */
  void (*trace)(vs_object *object, vs_visitor *visit);
  /* The object is dead: frees what it has outside of the heap. Follows no references. */
  void (*release)(vs_object *object);
} vs_special;

/* Declares a type description: the number of ancestors, itself included, and of methods. */
#define VS_TYPE(id, ancestor_count, method_count) \
  extern const struct id { \
    const vs_type *ancestors[ancestor_count]; \
    vs_type t; \
    vs_func methods[method_count]; \
  } id

#ifdef VS_PIC
/* All type descriptions, in types.c. `type_X` is a place in them, `type_X_at` the distance of its description. */
extern const char vs_types[];
#define VS_TYPES_BASE ((uintptr_t)vs_types)
#define VS_TYPE_AT(id, ancestor_count, method_count, at) \
  struct id##_of { \
    const vs_type *ancestors[ancestor_count]; \
    vs_type t; \
    vs_func methods[method_count]; \
  }; \
  enum { id##_at = at }
#else
#define VS_TYPES_BASE ((uintptr_t)0)
#endif

/* The low half of the headers of objects of a type. */
#define VS_TYPE_BITS(type) ((uint64_t)((uintptr_t)(type) - VS_TYPES_BASE))

/* The header of static data: type and flag. In executables the sum is a relocation, so the linker fills it in. */
#define VS_PREBUILT (UINT64_C(1) << 32)
#ifdef VS_PIC
#define VS_STATIC_HEADER(id) (id##_at + VS_PREBUILT + VS_STATIC_FLAGS)
#else
#define VS_STATIC_HEADER(id) ((uint64_t)(uintptr_t)&(id).t + VS_PREBUILT + VS_STATIC_FLAGS)
#endif
/* A string constant that no other has the text of. */
#define VS_INTERNED (UINT64_C(1) << 33)

VS_INLINE const vs_type *vs_type_of(const void *object) {
  return (const vs_type *)(VS_TYPES_BASE + (uint32_t)((const vs_object *)object)->header);
}

VS_INLINE int64_t vs_string_is_interned(const void *string) {
  return (((const vs_object *)string)->header & VS_INTERNED) != 0;
}

VS_INLINE vs_func vs_method(const vs_type *type, size_t slot) {
  return ((const vs_func *)(type + 1))[slot];
}

/* References to any object may be tagged: the word 2n + 1 is the int n and points nowhere. It must not be followed. */
VS_INLINE bool vs_is_tagged(const void *reference) {
  return ((uintptr_t)reference & 1) != 0;
}
VS_INLINE vs_object *vs_tag(int64_t n) {
  return (vs_object *)(uintptr_t)(2 * (uint64_t)n + 1);
}
VS_INLINE int64_t vs_untag(const void *reference) {
  return (int64_t)(uintptr_t)reference >> 1;
}

/* Not null, and of exactly this type: enough where nothing extends it. */
VS_INLINE bool vs_is(const void *object, const vs_type *type) {
  return object != NULL && vs_type_of(object) == type;
}

/* Not null, and of this type or one that extends it. `depth` is the type's own, a constant. */
VS_INLINE bool vs_is_a(const void *object, const vs_type *type, uint32_t depth) {
  if (object == NULL) return false;
  const vs_type *own = vs_type_of(object);
  return own->depth >= depth && ((const vs_type *const *)own)[-1 - (ptrdiff_t)depth] == type;
}

/* The same for what may be tagged. */
VS_INLINE bool vs_holds(const void *reference, const vs_type *type) {
  return !vs_is_tagged(reference) && vs_is(reference, type);
}
VS_INLINE bool vs_holds_a(const void *reference, const vs_type *type, uint32_t depth) {
  return !vs_is_tagged(reference) && vs_is_a(reference, type, depth);
}

/* The same for a type that is no constant. */
VS_INLINE bool vs_is_of_type(const void *reference, const vs_type *type) {
  return vs_holds_a(reference, type, type->depth);
}

VS_INLINE char *vs_items(const void *object) {
  return (char *)object + vs_type_of(object)->size;
}

/* Memory of ArrayBuffers, whose bytes lie behind header and length, in any width (model/externals.ts). */
VS_INLINE char *vs_bytes_at(const void *bytes, int64_t at) {
  return (char *)(uintptr_t)bytes + 16 + at;
}
#define VS_BYTES(bits)                                                              \
  VS_INLINE int64_t vs_bytes_load##bits(const void *bytes, int64_t at) {            \
    uint##bits##_t value;                                                           \
    memcpy(&value, vs_bytes_at(bytes, at), sizeof value);                           \
    return (int64_t)value;                                                          \
  }                                                                                 \
  VS_INLINE void vs_bytes_store##bits(void *bytes, int64_t at, int64_t given) {     \
    uint##bits##_t value = (uint##bits##_t)given;                                   \
    memcpy(vs_bytes_at(bytes, at), &value, sizeof value);                           \
  }
VS_BYTES(16)
VS_BYTES(32)
VS_BYTES(64)
#undef VS_BYTES
VS_INLINE int64_t vs_float32_bits(double x) {
  float single = (float)x;
  uint32_t bits;
  memcpy(&bits, &single, sizeof bits);
  return x == x ? (int64_t)bits : INT64_C(0x7fc00000);
}
VS_INLINE double vs_bits_float32(int64_t given) {
  uint32_t bits = (uint32_t)given;
  float single;
  memcpy(&single, &bits, sizeof single);
  return single == single ? (double)single : (double)__builtin_nan("");
}

VS_INLINE int64_t vs_length(const void *object) {
  const vs_type *type = vs_type_of(object);
  const char *at = (const char *)object + type->length_at;
  switch (type->length_size) {
  case 1: return *(const uint8_t *)at;
  case 2: return *(const uint16_t *)at;
  case 4: return *(const uint32_t *)at;
  default: return *(const int64_t *)at;
  }
}

/* Exceptions: the one that propagates, or null. */
extern vs_object *vs_exception;

VS_INLINE void *vs_take_exception(void) {
  vs_object *taken = vs_exception;
  vs_exception = NULL;
  return taken;
}

/* A place in the source that tracebacks name. */
typedef struct {
  const char *function;
  const char *file;
  uint32_t line, column;
} vs_site;

/* The propagating exception starts here, unless it is the one already recorded; `site` may be null. */
VS_COLD void vs_traceback_reset(const vs_site *site);
VS_COLD void vs_traceback_add(const vs_site *site);

/* The lowest address that a frame may reach; below it lies a margin for everything that does not check. */
extern char *vs_stack_limit;

VS_INLINE bool vs_stack_is_low(void) {
  /* Not __builtin_frame_address: that would give every checking function a frame pointer. */
  char here;
  return (uintptr_t)&here < (uintptr_t)vs_stack_limit;
}

/* Ends the program with a message on standard error and exit code 1. */
__attribute__((noreturn)) VS_COLD void vs_fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* sections.c. The file that VMSMITH_LOG names for a section, and how long its name is; null: not asked for. */
const char *vs_log_file(const char *section, size_t *length);

#include "gc.h"

/* Of what may be tagged. */
VS_INLINE int64_t vs_identity_hash(vs_object *reference) {
  return vs_is_tagged(reference) ? (int64_t)(uint32_t)vs_untag(reference) : vs_gc_identity_hash(reference);
}

VS_INLINE void *vs_typed(void *memory, const vs_type *type) {
  ((vs_object *)memory)->header = VS_TYPE_BITS(type);
  return memory;
}

VS_INLINE void *vs_new(const vs_type *type, size_t size, bool flat) {
  return vs_typed(vs_gc_allocate(size, flat), type);
}

/* At least one word behind the header, so that zeroing may work in words. */
VS_INLINE size_t vs_items_size(size_t size, size_t item_size, int64_t length) {
  return (size + (size_t)length * item_size + 7) & ~(size_t)7;
}

VS_INLINE void *vs_new_items(const vs_type *type, size_t size, size_t item_size, int64_t length, bool flat) {
  return vs_typed(vs_gc_allocate_large(vs_items_size(size, item_size, length), flat), type);
}

/* A new object by the name of its layout; FLAT: it holds no references. */
#define VS_NEW(name) ((struct s_##name *)vs_new(&type_##name.t, sizeof(struct s_##name), false))
#define VS_NEW_FLAT(name) ((struct s_##name *)vs_new(&type_##name.t, sizeof(struct s_##name), true))
#define VS_NEW_SPECIAL(name) ((struct s_##name *)vs_gc_allocate_special(&type_##name.t, sizeof(struct s_##name)))
#define VS_ITEMS_(make, name, n, flat) \
  __extension__({ \
    int64_t vs_length_ = (n); \
    struct s_##name *vs_new_ = make(&type_##name.t, offsetof(struct s_##name, items), \
                                    sizeof(((struct s_##name *)0)->items[0]), vs_length_, flat); \
    if (vs_new_ != NULL) vs_new_->length = vs_length_; \
    vs_new_; \
  })
#define VS_NEW_ITEMS(name, n) VS_ITEMS_(vs_new_items, name, n, false)
#define VS_NEW_ITEMS_FLAT(name, n) VS_ITEMS_(vs_new_items, name, n, true)

/* memmove; a few bytes, as strings mostly have, without a call: all are read before any is written. */
VS_INLINE void vs_move(void *to, const void *from, size_t n) {
  char *t = to;
  const char *f = from;
  if (n > 16) {
    memmove(t, f, n);
  } else if (n >= 8) {
    uint64_t first, last;
    memcpy(&first, f, 8);
    memcpy(&last, f + n - 8, 8);
    memcpy(t, &first, 8);
    memcpy(t + n - 8, &last, 8);
  } else if (n >= 4) {
    uint32_t first, last;
    memcpy(&first, f, 4);
    memcpy(&last, f + n - 4, 4);
    memcpy(t, &first, 4);
    memcpy(t + n - 4, &last, 4);
  } else if (n > 0) {
    char first = f[0], middle = f[n >> 1], last = f[n - 1];
    t[0] = first;
    t[n >> 1] = middle;
    t[n - 1] = last;
  }
}

#ifdef VS_GC_ROOTS
/* The same, but null where a collection is due (TRY), and without ever collecting (NOW). */
VS_INLINE void *vs_try_new(const vs_type *type, size_t size, bool flat) {
  void *memory = vs_gc_try(size, flat);
  return VS_LIKELY(memory != NULL) ? vs_typed(memory, type) : NULL;
}

VS_INLINE void *vs_try_new_items(const vs_type *type, size_t size, size_t item_size, int64_t length, bool flat) {
  void *memory = vs_gc_try_large(vs_items_size(size, item_size, length), flat);
  return VS_LIKELY(memory != NULL) ? vs_typed(memory, type) : NULL;
}

VS_INLINE void *vs_new_items_now(const vs_type *type, size_t size, size_t item_size, int64_t length, bool flat) {
  return vs_typed(vs_gc_allocate_now(vs_items_size(size, item_size, length), flat), type);
}

#define VS_TRY_NEW(name) ((struct s_##name *)vs_try_new(&type_##name.t, sizeof(struct s_##name), false))
#define VS_TRY_NEW_FLAT(name) ((struct s_##name *)vs_try_new(&type_##name.t, sizeof(struct s_##name), true))
#define VS_TRY_NEW_ITEMS(name, n) VS_ITEMS_(vs_try_new_items, name, n, false)
#define VS_TRY_NEW_ITEMS_FLAT(name, n) VS_ITEMS_(vs_try_new_items, name, n, true)
#define VS_NEW_NOW_(name, flat) \
  ((struct s_##name *)vs_typed(vs_gc_allocate_now(sizeof(struct s_##name), flat), &type_##name.t))
#define VS_NEW_NOW(name) VS_NEW_NOW_(name, false)
#define VS_NEW_NOW_FLAT(name) VS_NEW_NOW_(name, true)
#define VS_NEW_ITEMS_NOW(name, n) VS_ITEMS_(vs_new_items_now, name, n, false)
#define VS_NEW_ITEMS_NOW_FLAT(name, n) VS_ITEMS_(vs_new_items_now, name, n, true)

/* Places of the root stack; a function's begin at what vs_roots_enter gave. */
#define VS_ROOT(frame, n) (((vs_object **)(uintptr_t)(frame))[n])

VS_INLINE int64_t vs_roots_enter(int64_t n) {
  vs_object **frame = vs_roots;
  vs_roots = frame + n;
  return (int64_t)(uintptr_t)frame;
}

VS_INLINE void vs_roots_leave(int64_t frame) {
  vs_roots = (vs_object **)(uintptr_t)frame;
}
#endif

#include "arithmetic.h"
#include "externals.h"
#include "foreign.h"
#include "coroutine.h"

#ifdef VS_PIC
#pragma GCC visibility pop
#endif

#endif
