/* library.h — what the functions of a library for C (vs_entries.c) use; see library.c. */
#ifndef VS_LIBRARY_H
#define VS_LIBRARY_H

/* In the order of translator/c/library.ts. */
enum { VS_OK, VS_EXCEPTION, VS_NOT_STARTED, VS_STOPPED, VS_WRONG_THREAD };

/* What no handle can be is none. */
VS_INLINE int64_t vs_c_handle(uint64_t id) {
  return id > (uint64_t)VS_MAX_INT ? 0 : (int64_t)id;
}

int vs_library_start(void);
/* `handles` counts those that are not released. */
size_t vs_library_stop(size_t (*handles)(void));
size_t vs_library_count(size_t (*handles)(void));
/* VS_OK, and the program runs until vs_library_leave; or why it does not. */
int vs_library_enter(void);
/* VS_OK, or VS_EXCEPTION after a failure of the call that ends. */
int vs_library_leave(void);
void vs_library_fail(const char *text);
const char *vs_library_error(void);
const char *vs_library_traceback(void);
/* Bytes of the last buffer that was given. */
size_t vs_library_given(void);

#endif
