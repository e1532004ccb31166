/* verify.c — looks at the whole heap after a collection and ends the program if one of these does not hold:
 *
 *   every reference, of a live object or a root, leads to a live object of a type that makes sense
 *   only pinned objects are in the nursery, and what points to one is remembered
 *   while marking is at work, a black object points to no white one
 *   the accounts are right: bytes in use are those of all cells and large objects
 *
 * Setting verify=1; always on with -DVS_GC_DEBUG. Not thorough in one place: of libraries' and programs' types it knows
 * nothing, so a type makes sense if its sizes do. */
#include "heap.h"

static const char *moment;
static vs_object *holder; /* null: the roots */
static vs_map larges, greys, pins;
static size_t large_bytes;

static VS_COLD void wrong(const vs_object *object, const char *what) {
  const char *type = holder != NULL ? vs_type_of(holder)->name : "the roots";
  vs_fatal("the collector found its heap damaged after %s: %p, in %s (%p): %s", moment, (const void *)object, type,
           (void *)holder, what);
}

static bool has_sane_type(const vs_object *object) {
  if ((uint32_t)object->header == 0) return false;
  const vs_type *type = vs_type_of(object);
  return type->size >= sizeof(vs_object) && type->size < 1 << 24 && type->item_size < 1 << 16 && type->name != NULL &&
         type->reference_count < 1 << 20;
}

static bool knows(const vs_map *map, const vs_object *object) {
  return map->count != 0 && vs_map_find(map, object)->key != NULL;
}

static bool is_alive_large(const vs_object *object) {
  if (!knows(&larges, object)) return false;
  return vs_map_find(&larges, object)->value != 2 || (object->header & VS_GC_MARKED) != 0;
}

static bool is_remembered(const vs_object *object) {
  return (object->header & VS_GC_TRACK) == 0 || (object->header & VS_GC_DIRTY) != 0;
}

static void check(vs_object **place) {
  const vs_object *object = *place;
  if (!vs_is_heap_reference(object)) return;
  if (((uintptr_t)object & 7) != 0) wrong(object, "no address of an object");
  if (vs_in_nursery(object)) {
    if (!knows(&pins, object)) wrong(object, "a reference into the empty nursery");
    if (holder != NULL && !vs_in_nursery(holder) && !is_remembered(holder)) wrong(object, "not remembered");
  } else if ((object->header & VS_PREBUILT) == 0) {
    if (!vs_cell_is_alive(object) && !is_alive_large(object)) wrong(object, "no live object");
    if ((object->header & VS_GC_OLD) == 0) wrong(object, "a young object outside of the nursery");
  }
  if (!has_sane_type(object)) wrong(object, "an object without a type");
  if (H.state != VS_MARKING || holder == NULL || !vs_is_marked(holder) || vs_is_marked(object)) return;
  if (!knows(&greys, holder) && !vs_in_nursery(object)) wrong(object, "a black object points to a white one");
}

static void check_weak(vs_weak *entry) {
  vs_object *black = holder;
  check((vs_object **)(void *)&entry->next);
  if (entry->mode != VS_MODE_EPHEMERON) check(&entry->value);
  if (entry->mode == VS_MODE_PLAIN) check(&entry->target);
  /* White targets are what weak entries are for. */
  vs_state state = H.state;
  if (state == VS_MARKING) H.state = VS_IDLE;
  holder = black;
  check(&entry->target);
  check(&entry->value);
  H.state = state;
}

static void check_object(vs_object *object) {
  holder = object;
  if (!has_sane_type(object)) wrong(object, "an object without a type");
  const vs_type *type = vs_type_of(object);
  if (type->special != NULL && type->special->kind == VS_WEAK) {
    check_weak((vs_weak *)object);
    return;
  }
  vs_each_field(object, type, check);
  if (type->items_are_references) vs_each_item(object, type, 0, (size_t)vs_length(object), check);
  if (type->special != NULL && type->special->trace != NULL) type->special->trace(object, check);
}

static void check_cell(vs_object *object, bool swept) {
  if (H.state == VS_SWEEPING && !swept && (object->header & VS_GC_MARKED) == 0) return;
  holder = object;
  if (H.state != VS_MARKING && (object->header & VS_GC_MARKED) != 0 && swept) wrong(object, "black without marking");
  check_object(object);
}

static void enter_large(uintptr_t word) {
  *vs_map_at(&larges, (vs_object *)word) = 1;
  large_bytes += vs_large_of((vs_object *)word)->block;
}

static void enter_unswept_large(uintptr_t word) {
  enter_large(word);
  *vs_map_at(&larges, (vs_object *)word) = 2;
}


static void enter_grey(uintptr_t word) {
  if ((word & 1) == 0) *vs_map_at(&greys, (vs_object *)word) = 1;
}

static void enter_pin(vs_object *object) {
  *vs_map_at(&pins, object) = 1;
}

static void check_large(uintptr_t word) {
  check_object((vs_object *)word);
}

static void check_unswept_large(uintptr_t word) {
  if ((((vs_object *)word)->header & VS_GC_MARKED) != 0) check_object((vs_object *)word);
}

static void check_pinned(vs_object *object) {
  holder = NULL;
  check(&object);
  check_object(object);
}

void vs_verify(const char *when) {
  moment = when;
  large_bytes = 0;
  vs_cells_close();
  vs_stack_each(&vs_old_large, enter_large);
  vs_stack_each(&vs_unswept_large, enter_unswept_large);
  vs_stack_each(&vs_grey, enter_grey);
  vs_pins_each(enter_pin);
  holder = NULL;
  vs_each_root(check);
  vs_pins_each(check_pinned);
  vs_cells_each(check_cell);
  vs_stack_each(&vs_old_large, check_large);
  vs_stack_each(&vs_unswept_large, check_unswept_large);
  vs_stack_each(&vs_touched, check_large);
  holder = NULL;
  if (H.used != vs_cells_used() + large_bytes) wrong(NULL, "the bytes in use are not those of the objects");
  vs_map_clear(&larges);
  vs_map_clear(&greys);
  vs_map_clear(&pins);
}
