/* foreign.h — what calls of the author's C functions use; see foreign.c. */
#ifndef VS_FOREIGN_H
#define VS_FOREIGN_H

/* errno after the last call that asked for it. */
extern int vs_c_saved_errno;

/* The program runs in the thread that calls this. */
void vs_own_thread_claim(void);
bool vs_own_thread(void);
/* Ends the process if another thread is running: there is nobody to tell. */
void vs_own_thread_only(const char *what);

/* The largest int of a program, 2^53 - 1. */
#define VS_MAX_INT INT64_C(9007199254740991)

VS_INLINE int64_t vs_c_signed(int64_t n) {
  return n > VS_MAX_INT ? VS_MAX_INT + 1 : n < -VS_MAX_INT ? -VS_MAX_INT - 1 : n;
}

VS_INLINE int64_t vs_c_unsigned(uint64_t n) {
  return n > (uint64_t)VS_MAX_INT ? VS_MAX_INT + 1 : (int64_t)n;
}

/* Bytes of the program that end with NUL; null stays null. */
VS_INLINE const char *vs_c_text(const vs_object *bytes) {
  return bytes == NULL ? NULL : vs_items(bytes);
}

#endif
