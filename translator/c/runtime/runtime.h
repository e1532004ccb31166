/* runtime.h — what the files of the runtime tell each other; generated code does not see it. */
#ifndef VS_RUNTIME_H
#define VS_RUNTIME_H

#include "vs.h"

#include <stdio.h>

/* Emitted with the program. */
int64_t vs_program_entry(void);
extern const uint64_t vs_program_max_heap; /* bytes; 0: no limit */

extern const bool vs_program_has_jit;

/* sections.c: tells of what VMSMITH_LOG asks for and does not get. */
void vs_log_check(bool has_jit);

/* program.c */
void vs_traceback_write(FILE *to);
/* The stack that may be used: `size` bytes from `bottom`, its lowest address. */
void vs_stack_within(char *bottom, size_t size);
uint64_t vs_max_heap(void);

/* system.c */
void vs_system_start(int argc, char **argv);
/* Writes out what is buffered; 0, or the errno of the first write that failed, ever. */
int vs_flush_all(void);

#endif
