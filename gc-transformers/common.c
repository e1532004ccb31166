/* common.c — what the collectors share. */
#include "vs.h"

void vs_gc_out_of_memory(size_t size) {
  vs_fatal("out of memory: cannot allocate %zu bytes more (VMSMITH_GC=max=… sets the limit)", size);
}
