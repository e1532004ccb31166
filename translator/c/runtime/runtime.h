/* runtime.h — what the files of the runtime tell each other; generated code does not see it. */
#ifndef VS_RUNTIME_H
#define VS_RUNTIME_H

#include "vs.h"

/* Emitted with the program. */
int64_t vs_program_entry(void);
extern const uint64_t vs_program_max_heap; /* bytes; 0: no limit */

/* system.c */
void vs_system_start(int argc, char **argv);
/* Writes out what is buffered; 0, or the errno of the first write that failed, ever. */
int vs_flush_all(void);

#endif
