/* gc.h — what a collector gives to the rest of the runtime. Each collector's folder has one `collector.h` with the
 * inline part and one or more C files. Everything else a collector needs to know it reads from type descriptions.
 *
 *   vs_gc_start(max)               before the first allocation; max: largest heap in bytes, 0 for no limit
 *   vs_gc_allocate(size, flat)     zeroed memory of a small size known to the C compiler; never null. `flat`: it will
 *                                  never hold references. The caller writes the header at once.
 *   vs_gc_allocate_large(size, …)  the same for sizes found at run time
 *   vs_gc_identity_hash(object)    32 bits that never change for the object
 *   vs_gc_pin(object)              the object stays alive and where it is until vs_gc_unpin, as often as it was pinned:
 *                                  C works on its items. Null may be pinned too.
 *   vs_gc_out_of_memory(size)      ends the program with a clear message */
#ifndef VS_GC_H
#define VS_GC_H

void vs_gc_start(uint64_t max);
__attribute__((noreturn)) VS_COLD void vs_gc_out_of_memory(size_t size);

#include "collector.h"

#endif
