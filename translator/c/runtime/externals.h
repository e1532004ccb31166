/* externals.h — the C side of translator/model/externals.ts; see there what each function does. Objects are passed
 * untyped: their items are found through their type description. None allocates on the collected heap. */
#ifndef VS_EXTERNALS_H
#define VS_EXTERNALS_H

/* math-exp.c, math-trig.c, math-inverse.c */
double vs_float_pow(double x, double y);
double vs_float_sin(double x);
double vs_float_cos(double x);
double vs_float_tan(double x);
double vs_float_atan(double x);
double vs_float_atan2(double y, double x);
double vs_float_asin(double x);
double vs_float_acos(double x);
double vs_float_exp(double x);
double vs_float_log(double x);
double vs_float_log2(double x);
double vs_float_log10(double x);
double vs_float_expm1(double x);
double vs_float_log1p(double x);
double vs_float_cbrt(double x);
double vs_float_sinh(double x);
double vs_float_cosh(double x);
double vs_float_tanh(double x);
double vs_float_asinh(double x);
double vs_float_acosh(double x);
double vs_float_atanh(double x);

/* numbers.c */
int64_t vs_float_format(double x, void *into);
int64_t vs_float_fixed(double x, int64_t digits, void *into);
int64_t vs_float_exponential(double x, int64_t digits, void *into);
int64_t vs_float_precision(double x, int64_t digits, void *into);
int64_t vs_float_radix(double x, int64_t radix, void *into);
double vs_float_parse(const void *bytes, int64_t start, int64_t end);
double vs_int_parse(const void *bytes, int64_t start, int64_t end, int64_t radix);

/* bytes.c */
int64_t vs_bytes_compare(const void *a, int64_t a_start, const void *b, int64_t b_start, int64_t n);
int64_t vs_bytes_find(const void *in, int64_t start, int64_t length, const void *needle, int64_t needle_length);
int64_t vs_bytes_hash(const void *bytes, int64_t start, int64_t n);
int64_t vs_hash_seed(void);

/* system.c */
int64_t vs_fd_write(int64_t fd, const void *bytes, int64_t start, int64_t n);
int64_t vs_fd_read(int64_t fd, void *bytes, int64_t start, int64_t n);
void vs_fd_flush(void);
int64_t vs_file_open(const void *path, int64_t flags);
int64_t vs_file_close(int64_t fd);
int64_t vs_file_size(int64_t fd);
int64_t vs_path_kind(const void *path);
int64_t vs_path_size(const void *path);
double vs_path_modified(const void *path);
int64_t vs_path_remove(const void *path);
int64_t vs_path_rename(const void *from, const void *to);
int64_t vs_dir_make(const void *path);
int64_t vs_dir_remove(const void *path);
int64_t vs_dir_open(const void *path);
int64_t vs_dir_next(int64_t handle, void *into);
void vs_dir_close(int64_t handle);
int64_t vs_cwd_copy(void *into);
int64_t vs_errno_name(int64_t number, void *into);
int64_t vs_arg_count(void);
int64_t vs_arg_length(int64_t i);
void vs_arg_copy(int64_t i, void *into);
int64_t vs_env_length(const void *name);
void vs_env_copy(const void *name, void *into);
double vs_clock_ms(void);
int64_t vs_time_ms(void);
double vs_random(void);

/* program.c */
void vs_traceback_print(void);
int64_t vs_c_length(int64_t address);
void vs_c_copy(int64_t address, void *into, int64_t n);
void vs_c_free(int64_t address);
int64_t vs_c_errno(void);
void vs_c_put(const void *from, int64_t address, int64_t n);
int64_t vs_c_give(const void *bytes, int64_t n);
void vs_c_fail(const void *text);
void vs_process_exit(int64_t code);

#endif
