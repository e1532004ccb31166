// Table: C functions of the runtime that graphs may call with `call_external`. They never allocate on the
// collected heap and never raise: whatever allocates is written in RTS, so that its roots are precise.
// The graph interpreter has an implementation for each row, and `translator/c/runtime/` the C one.

export type ExternalKind = "int" | "float" | "bool" | "ref" | "void";

export interface External {
  readonly doc: string;
  readonly args: readonly ExternalKind[];
  readonly result: ExternalKind;
  /** pure: may be folded and shared; read / write: touches collected memory; io: the outside world. */
  readonly effect: "pure" | "read" | "write" | "io";
}

// prettier-ignore
export const EXTERNALS = {
  float_pow:    { doc: "JavaScript's Math.pow",               args: ["float", "float"], result: "float", effect: "pure" },
  float_sin:    { doc: "Math.sin",                            args: ["float"], result: "float", effect: "pure" },
  float_cos:    { doc: "Math.cos",                            args: ["float"], result: "float", effect: "pure" },
  float_tan:    { doc: "Math.tan",                            args: ["float"], result: "float", effect: "pure" },
  float_atan:   { doc: "Math.atan",                           args: ["float"], result: "float", effect: "pure" },
  float_atan2:  { doc: "Math.atan2(y, x)",                    args: ["float", "float"], result: "float", effect: "pure" },
  float_asin:   { doc: "Math.asin",                           args: ["float"], result: "float", effect: "pure" },
  float_acos:   { doc: "Math.acos",                           args: ["float"], result: "float", effect: "pure" },
  float_exp:    { doc: "Math.exp",                            args: ["float"], result: "float", effect: "pure" },
  float_log:    { doc: "Math.log",                            args: ["float"], result: "float", effect: "pure" },
  float_log2:   { doc: "Math.log2",                           args: ["float"], result: "float", effect: "pure" },
  float_log10:  { doc: "Math.log10",                          args: ["float"], result: "float", effect: "pure" },
  float_expm1:  { doc: "Math.expm1",                         args: ["float"], result: "float", effect: "pure" },
  float_log1p:  { doc: "Math.log1p",                         args: ["float"], result: "float", effect: "pure" },
  float_cbrt:   { doc: "Math.cbrt",                          args: ["float"], result: "float", effect: "pure" },
  float_sinh:   { doc: "Math.sinh",                          args: ["float"], result: "float", effect: "pure" },
  float_cosh:   { doc: "Math.cosh",                          args: ["float"], result: "float", effect: "pure" },
  float_tanh:   { doc: "Math.tanh",                          args: ["float"], result: "float", effect: "pure" },
  float_asinh:  { doc: "Math.asinh",                         args: ["float"], result: "float", effect: "pure" },
  float_acosh:  { doc: "Math.acosh",                         args: ["float"], result: "float", effect: "pure" },
  float_atanh:  { doc: "Math.atanh",                         args: ["float"], result: "float", effect: "pure" },
  /** Strings are passed as u8-item objects (Latin-1 or UTF-8 bytes). */
  float_format: { doc: "shortest JavaScript text of a finite double as ASCII into a u8 array of at least 32 items; the length", args: ["float", "ref"], result: "int", effect: "write" },
  float_fixed:  { doc: "JavaScript's toFixed of |x| < 1e21 with 0 to 100 digits as ASCII into a u8 array of at least 128 items; the length", args: ["float", "int", "ref"], result: "int", effect: "write" },
  float_exponential: { doc: "toExponential with 0 to 100 digits, -1: as many as needed; into a u8 array of at least 128 items; the length", args: ["float", "int", "ref"], result: "int", effect: "write" },
  float_precision: { doc: "toPrecision with 1 to 100 digits into a u8 array of at least 128 items; the length", args: ["float", "int", "ref"], result: "int", effect: "write" },
  float_radix: { doc: "toString with a radix into a u8 array of at least 2300 items; the length, 0 if V8's digits are not known", args: ["float", "int", "ref"], result: "int", effect: "write" },
  int_parse: { doc: "value of ASCII digits [start, end) of a radix, as parseInt has it", args: ["ref", "int", "int", "int"], result: "float", effect: "read" },
  float_parse:  { doc: "JavaScript's Number() of ASCII bytes [start, end): the value; NaN if malformed",  args: ["ref", "int", "int"], result: "float", effect: "read" },
  bytes_compare:{ doc: "memcmp of items: a, start, b, start, n bytes; <0, 0, >0", args: ["ref", "int", "ref", "int", "int"], result: "int", effect: "read" },
  bytes_find:   { doc: "memmem of u8 items: haystack, start, length, needle, length; index or -1", args: ["ref", "int", "int", "ref", "int"], result: "int", effect: "read" },
  bytes_hash:   { doc: "seeded 32-bit hash of n bytes of items from a start", args: ["ref", "int", "int"], result: "int", effect: "read" },
  bytes_load16: { doc: "two bytes of a u8 array from an index, little-endian, unsigned", args: ["ref", "int"], result: "int", effect: "read" },
  bytes_load32: { doc: "four bytes, unsigned",                args: ["ref", "int"], result: "int", effect: "read" },
  bytes_load64: { doc: "eight bytes",                         args: ["ref", "int"], result: "int", effect: "read" },
  bytes_store16: { doc: "the low two bytes of an int into a u8 array from an index, little-endian", args: ["ref", "int", "int"], result: "void", effect: "write" },
  bytes_store32: { doc: "the low four bytes",                 args: ["ref", "int", "int"], result: "void", effect: "write" },
  bytes_store64: { doc: "all eight bytes",                    args: ["ref", "int", "int"], result: "void", effect: "write" },
  float32_bits: { doc: "the bits of the nearest single-precision number; of NaN always the same", args: ["float"], result: "int", effect: "pure" },
  bits_float32: { doc: "the single-precision number with these low 32 bits; there is one NaN", args: ["int"], result: "float", effect: "pure" },
  string_is_interned: { doc: "1 for a string constant, which no other has the text of; else 0", args: ["ref"], result: "int", effect: "pure" },
  hash_seed:    { doc: "per-process random seed",             args: [], result: "int", effect: "pure" },
  fd_write:     { doc: "write n bytes of a u8 array from a start to a file descriptor, buffered for 1 and 2; bytes or -errno", args: ["int", "ref", "int", "int"], result: "int", effect: "io" },
  fd_read:      { doc: "read up to n bytes into a u8 array at a start; count, 0 at end, or -errno", args: ["int", "ref", "int", "int"], result: "int", effect: "io" },
  fd_flush:     { doc: "flush buffered output",               args: [], result: "void", effect: "io" },
  file_open:    { doc: "open a file: NUL-terminated UTF-8 path, flags 0 read 1 write 2 append; descriptor or -errno", args: ["ref", "int"], result: "int", effect: "io" },
  file_close:   { doc: "close; 0 or -errno",                  args: ["int"], result: "int", effect: "io" },
  file_size:    { doc: "size of an open regular file, else -1", args: ["int"], result: "int", effect: "io" },
  path_kind:    { doc: "what a NUL-terminated path names: 0 a file, 1 a folder, 2 something else, or -errno", args: ["ref"], result: "int", effect: "io" },
  path_size:    { doc: "bytes of what a path names, or -errno", args: ["ref"], result: "int", effect: "io" },
  path_modified:{ doc: "milliseconds since 1970 when what a path names was last written; 0 if there is none", args: ["ref"], result: "float", effect: "io" },
  path_remove:  { doc: "remove a file; 0 or -errno",          args: ["ref"], result: "int", effect: "io" },
  path_rename:  { doc: "rename, replacing; 0 or -errno",      args: ["ref", "ref"], result: "int", effect: "io" },
  dir_make:     { doc: "make a folder; 0 or -errno",          args: ["ref"], result: "int", effect: "io" },
  dir_remove:   { doc: "remove an empty folder; 0 or -errno", args: ["ref"], result: "int", effect: "io" },
  dir_open:     { doc: "begin to list a folder: a handle, or -errno", args: ["ref"], result: "int", effect: "io" },
  dir_next:     { doc: "next name, UTF-8, into a u8 array of at least 256 items; its length, -1 at the end", args: ["int", "ref"], result: "int", effect: "io" },
  dir_close:    { doc: "end a listing",                       args: ["int"], result: "void", effect: "io" },
  cwd_copy:     { doc: "the current folder into a u8 array; its length, or -1 if it does not fit", args: ["ref"], result: "int", effect: "io" },
  errno_name:   { doc: "name of an errno (\"ENOENT\") into a u8 array; its length", args: ["int", "ref"], result: "int", effect: "write" },
  arg_count:    { doc: "number of command-line arguments",    args: [], result: "int", effect: "io" },
  arg_length:   { doc: "bytes of argument i",                 args: ["int"], result: "int", effect: "io" },
  arg_copy:     { doc: "bytes of argument i into a u8 array", args: ["int", "ref"], result: "void", effect: "io" },
  env_length:   { doc: "bytes of an environment variable by NUL-terminated name, -1 if unset", args: ["ref"], result: "int", effect: "io" },
  env_copy:     { doc: "bytes of the environment variable into a u8 array", args: ["ref", "ref"], result: "void", effect: "io" },
  traceback_print: { doc: "print the recorded traceback to stderr, innermost call first, as Node does", args: [], result: "void", effect: "io" },
  process_exit: { doc: "flush and exit; does not return",     args: ["int"], result: "void", effect: "io" },
  gc_statistic: { doc: "a number of the collector's (gc.h, VS_GC_STATISTICS)", args: ["int"], result: "int", effect: "io" },
  gc_drop_ready: { doc: "forget the weak entries whose targets have died", args: [], result: "void", effect: "io" },
  gc_weak_made: { doc: "a weak entry has been filled in", args: ["ref"], result: "void", effect: "write" },
  gc_pressure:  { doc: "memory outside of the heap that objects keep has grown by so many bytes", args: ["int"], result: "void", effect: "io" },
  coroutine_open: { doc: "give a coroutine, by its object, a stack of its own: 1, and its handle is in the object; 0: there are too many", args: ["ref"], result: "int", effect: "write" },
  coroutine_current: { doc: "the handle of the running coroutine; 0: none, the program itself runs", args: [], result: "int", effect: "io" },
  clock_ms:     { doc: "performance.now: monotonic milliseconds since start", args: [], result: "float", effect: "io" },
  time_ms:      { doc: "Date.now: milliseconds since 1970",   args: [], result: "int", effect: "io" },
  c_length:     { doc: "bytes before the NUL of the text that C has at an address", args: ["int"], result: "int", effect: "io" },
  c_copy:       { doc: "copy n bytes from an address of C into a u8 array", args: ["int", "ref", "int"], result: "void", effect: "io" },
  c_free:       { doc: "free what C allocated", args: ["int"], result: "void", effect: "io" },
  c_put:        { doc: "copy n bytes of a u8 array to an address of C", args: ["ref", "int", "int"], result: "void", effect: "io" },
  c_give:       { doc: "memory of C's with a copy of the first n bytes of a u8 array, and a NUL behind", args: ["ref", "int"], result: "int", effect: "io" },
  c_fail:       { doc: "an exception leaves an entry of the library: its text, with NUL", args: ["ref"], result: "void", effect: "io" },
  c_errno:      { doc: "errno of the last C function that was declared to have one", args: [], result: "int", effect: "io" },
  random:       { doc: "Math.random",                         args: [], result: "float", effect: "io" },
} as const satisfies Record<string, External>;

export type ExternalName = keyof typeof EXTERNALS;
