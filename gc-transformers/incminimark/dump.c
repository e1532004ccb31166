/* dump.c — the heap as text, for the question what holds the memory. One line each, words separated by blanks, addresses
 * in hexadecimal:
 *
 *   object ADDRESS BYTES TYPE : REFERENCE …    an object of nursery or old space, and what it points to
 *   static ADDRESS BYTES TYPE : REFERENCE …    a prebuilt object that has been stored into
 *   root REFERENCE                             of the root stack and the other roots
 *   pinned ADDRESS
 *
 * Weak references are not among an object's references. No collection is made, so there is garbage among the objects, but
 * of the nursery only what something points to is written. The process may end anywhere: places of the root stack that are
 * not in use then may hold what they held before, even addresses where there is no object any more. Names of types have no
 * blanks: each is written as an underscore. */
#include "heap.h"

#include <stdio.h>

static FILE *file;
/* Objects of the nursery: whether they are written, or waiting in `young`. */
static vs_map nursery;
static vs_stack young;

static void reference(vs_object **place) {
  const vs_object *object = *place;
  if (!vs_is_heap_reference(object)) return;
  fprintf(file, " %llx", (unsigned long long)(uintptr_t)object);
  if (!vs_in_nursery(object)) return;
  vs_map_entry *known = vs_map_find(&nursery, object);
  if (known->key == NULL || known->value != 0) return;
  known->value = 1;
  vs_stack_push(&young, (uintptr_t)object);
}

static void born(vs_object *object) {
  if (vs_in_nursery(object)) *vs_map_at(&nursery, object) = 0;
}

static void references_of(vs_object *object, const vs_type *type) {
  if (type->special != NULL && type->special->kind == VS_WEAK) {
    vs_weak *entry = (vs_weak *)object;
    if (entry->mode == VS_MODE_PLAIN) reference(&entry->target);
    if (entry->mode != VS_MODE_EPHEMERON) reference(&entry->value);
    return;
  }
  vs_each_field(object, type, reference);
  if (type->items_are_references) vs_each_item(object, type, 0, (size_t)vs_length(object), reference);
  if (type->special != NULL && type->special->trace != NULL) type->special->trace(object, reference);
}

static void line(const char *kind, vs_object *object) {
  const vs_type *type = vs_type_of(object);
  fprintf(file, "%s %llx %zu ", kind, (unsigned long long)(uintptr_t)object, vs_object_size(object, type));
  for (const char *c = type->name; *c != 0; c++) fputc(*c == ' ' ? '_' : *c, file);
  fputs(" :", file);
  references_of(object, type);
  fputc('\n', file);
}

static void cell(vs_object *object, bool swept) {
  if (swept || (object->header & VS_GC_MARKED) != 0) line("object", object);
}

static void large(uintptr_t word) {
  line("object", (vs_object *)word);
}

static void unswept_large(uintptr_t word) {
  cell((vs_object *)word, false);
}

static void touched(uintptr_t word) {
  line("static", (vs_object *)word);
}

static void root(vs_object **place) {
  if (!vs_is_heap_reference(*place)) return;
  fputs("root", file);
  reference(place);
  fputc('\n', file);
}

static void pinned(vs_object *object) {
  fputs("pinned", file);
  reference(&object);
  fputc('\n', file);
}

bool vs_gc_dump(const char *path) {
  file = fopen(path, "w");
  if (file == NULL) return false;
  vs_map_at(&nursery, (const vs_object *)vs_nursery_start); /* so that it has entries */
  vs_nursery_each(born);
  vs_pins_each(born);
  vs_each_root(root);
  vs_pins_each(pinned);
  vs_stack_each(&vs_touched, touched);
  vs_cells_close();
  vs_cells_each(cell);
  vs_stack_each(&vs_old_large, large);
  vs_stack_each(&vs_young_large, large);
  vs_stack_each(&vs_unswept_large, unswept_large);
  for (uintptr_t word; (word = vs_stack_pop(&young)) != 0;) line("object", (vs_object *)word);
  vs_map_clear(&nursery);
  bool written = ferror(file) == 0;
  return fclose(file) == 0 && written;
}
