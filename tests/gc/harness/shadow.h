/* shadow.h — a copy of the whole heap on the side, in memory of malloc, by numbers instead of addresses. */
#ifndef SHADOW_H
#define SHADOW_H

#include "world.h"

typedef enum { NODE, LEAF, ARRAY, BYTES, WEAK, TRACED, KINDS } kind;
/* A reference is the number of an object; 0 is null, negative ones are tagged integers. */
typedef int64_t ref;
typedef struct shadow {
  kind kind;
  uint32_t length;
  ref *refs; /* of fields or items; of WEAK: target, value; of TRACED: own and the outer ones */
  int64_t hash, mode;
  bool hashed, ready, reachable;
  bool was_dead; /* once; a RESURRECT entry has brought it back */
  void *address; /* while comparing */
} shadow;
enum { TARGET, VALUE };

extern shadow *shadows; /* by number, from 1 */
extern int64_t shadow_count;
extern ref slot_refs[SLOTS];
/* Prebuilt nodes: their fields are roots of the shadow. */
#define STATICS 4
extern node statics[STATICS];
extern ref static_refs[STATICS][2];
#define PINS 12
extern ref pin_refs[PINS];

/* A new number, for an object with so many references or (BYTES) bytes. */
int64_t shadow_new(kind k, uint32_t length);
shadow *shadow_of(const vs_object *object);
ref ref_of(const vs_object *object);
/* Walks heap and shadow together from the roots; ends the program at the first difference. `full`: a full collection has
 * just been made, so weak targets that are not reachable must be null. */
void compare(bool full);
/* Takes notice of what is in vs_gc_ready; or of what has died and come back (WORLD_CONSERVATIVE). */
void see_ready(void);
#ifdef WORLD_CONSERVATIVE
/* Targets that were found dead so far, and RESURRECT entries that have fired. */
extern int64_t forgotten, revived;
#endif
uint8_t byte_of(int64_t id, uint32_t i);
int64_t tagged(ref r);

#endif
