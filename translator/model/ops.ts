// Table: LOW_OPS, every operation a graph may hold after the rtyper. Evaluator, verifier, C emitter, codewriter and
// passes are total functions over it (`PerOp`), so a new row does not compile until each of them has an answer.
// Row order means nothing. Derived properties are the functions below the table, never extra columns.

/** What stands at an operand's place. Static kinds are constants that never exist at run time. */
export type OperandKind =
  | "int"
  | "float"
  | "bool"
  | "ref"
  | "word"
  | "type"
  | "func"
  /** Any register value. */
  | "any"
  /** Zero or more register values; only last. */
  | "any*"
  /** Static: a layout; a field of it; a graph's key; a name from another table. */
  | "struct"
  | "field"
  | "graph"
  | "name";

/** `same`: as operand 0; `ref`: to the static layout operand if there is one; `dynamic`: the variable's own type rules. */
export type ResultKind =
  "void" | "int" | "float" | "bool" | "ref" | "word" | "type" | "func" | "same" | "dynamic";

/**
 * pure: depends on operands only · check: pure, but may raise · read: depends on memory · write: changes memory ·
 * alloc: makes a fresh object · call: runs other graphs or C, anything may happen · marker: means something to
 * the JIT generator only and is nothing in C.
 */
export type Effect = "pure" | "check" | "read" | "write" | "alloc" | "call" | "marker";

export interface OpFacts {
  readonly doc: string;
  readonly args: readonly OperandKind[];
  readonly result: ResultKind;
  readonly effect: Effect;
  /** Builtin error classes it may raise; calls may raise anything. */
  readonly raises?: readonly ("RangeError" | "TypeError" | "Error")[];
  readonly commutes?: true;
}

const II = ["int", "int"] as const;
const FF = ["float", "float"] as const;

// prettier-ignore
export const LOW_OPS = {
  // integers: signed 64 bit, wrapping
  int_add:      { doc: "wrapping sum",                                   args: II, result: "int", effect: "pure", commutes: true },
  int_sub:      { doc: "wrapping difference",                            args: II, result: "int", effect: "pure" },
  int_mul:      { doc: "wrapping product",                               args: II, result: "int", effect: "pure", commutes: true },
  int_div:      { doc: "quotient towards zero; divisor not 0; min / -1 wraps", args: II, result: "int", effect: "pure" },
  int_mod:      { doc: "remainder with the dividend's sign; divisor not 0; min % -1 is 0", args: II, result: "int", effect: "pure" },
  int_floordiv: { doc: "quotient towards minus infinity; divisor not 0",  args: II, result: "int", effect: "pure" },
  int_mul_clamp:{ doc: "product, or -2^63 where it does not fit 64 bits (what int_mul_range becomes)", args: II, result: "int", effect: "pure", commutes: true },
  int_neg:      { doc: "wrapping negation",                              args: ["int"], result: "int", effect: "pure" },
  int_and:      { doc: "bitwise and",                                    args: II, result: "int", effect: "pure", commutes: true },
  int_or:       { doc: "bitwise or",                                     args: II, result: "int", effect: "pure", commutes: true },
  int_xor:      { doc: "bitwise exclusive or",                           args: II, result: "int", effect: "pure", commutes: true },
  int_not:      { doc: "bitwise complement",                             args: ["int"], result: "int", effect: "pure" },
  int_shl:      { doc: "left shift by the low 6 bits of the count",      args: II, result: "int", effect: "pure" },
  int_shr:      { doc: "arithmetic right shift by the low 6 bits",       args: II, result: "int", effect: "pure" },
  int_ushr:     { doc: "logical right shift by the low 6 bits",          args: II, result: "int", effect: "pure" },
  int_lt:       { doc: "signed less than",                               args: II, result: "bool", effect: "pure" },
  int_le:       { doc: "signed at most",                                 args: II, result: "bool", effect: "pure" },
  int_gt:       { doc: "signed greater than",                            args: II, result: "bool", effect: "pure" },
  int_ge:       { doc: "signed at least",                                args: II, result: "bool", effect: "pure" },
  int_eq:       { doc: "equal",                                          args: II, result: "bool", effect: "pure", commutes: true },
  int_ne:       { doc: "not equal",                                      args: II, result: "bool", effect: "pure", commutes: true },
  uint_lt:      { doc: "unsigned less than",                             args: II, result: "bool", effect: "pure" },
  uint_le:      { doc: "unsigned at most",                               args: II, result: "bool", effect: "pure" },
  uint_mul_high:{ doc: "upper 64 bits of the unsigned product",          args: II, result: "int", effect: "pure", commutes: true },
  uint_div:     { doc: "unsigned quotient; divisor not 0",               args: II, result: "int", effect: "pure" },
  uint_mod:     { doc: "unsigned remainder; divisor not 0",              args: II, result: "int", effect: "pure" },
  int_clz32:    { doc: "leading zeros of the low 32 bits, 32 for 0",     args: ["int"], result: "int", effect: "pure" },
  int_to_i8:    { doc: "low 8 bits, sign-extended",                      args: ["int"], result: "int", effect: "pure" },
  int_to_u8:    { doc: "low 8 bits, zero-extended",                      args: ["int"], result: "int", effect: "pure" },
  int_to_i16:   { doc: "low 16 bits, sign-extended",                     args: ["int"], result: "int", effect: "pure" },
  int_to_u16:   { doc: "low 16 bits, zero-extended",                     args: ["int"], result: "int", effect: "pure" },
  int_to_i32:   { doc: "low 32 bits, sign-extended",                     args: ["int"], result: "int", effect: "pure" },
  int_to_u32:   { doc: "low 32 bits, zero-extended",                     args: ["int"], result: "int", effect: "pure" },
  int_add_i32:  { doc: "JavaScript's (a + b) | 0: the sum rounded to a double, then its low 32 bits", args: II, result: "int", effect: "pure", commutes: true },
  int_sub_i32:  { doc: "JavaScript's (a - b) | 0",                       args: II, result: "int", effect: "pure" },
  int_mul_i32:  { doc: "JavaScript's (a * b) | 0: the product rounded to a double, then its low 32 bits", args: II, result: "int", effect: "pure", commutes: true },

  // checks: single operations until the exceptions phase; the result is operand 0, known good
  check_range:  { doc: "int within ±(2^53-1)",                           args: ["int"], result: "int", effect: "check", raises: ["RangeError"] },
  int_mul_range:{ doc: "product within ±(2^53-1)",                       args: II, result: "int", effect: "check", raises: ["RangeError"], commutes: true },
  check_index:  { doc: "0 <= index < length",                            args: II, result: "int", effect: "check", raises: ["RangeError"] },
  check_divisor:{ doc: "int not 0",                                      args: ["int"], result: "int", effect: "check", raises: ["RangeError"] },
  check_null:   { doc: "reference not null",                             args: ["ref"], result: "same", effect: "check", raises: ["TypeError"] },
  check_cast:   { doc: "non-null object, not tagged, of the layout or one extending it", args: ["ref", "struct"], result: "ref", effect: "check", raises: ["TypeError"] },
  check_present:{ doc: "int, not one of the two absent sentinels",       args: ["int"], result: "int", effect: "check", raises: ["TypeError"] },
  check_present_float: { doc: "float, not one of the two absent NaNs",   args: ["float"], result: "float", effect: "check", raises: ["TypeError"] },
  check_int:    { doc: "float that is an int within ±(2^53-1), as int; -0 is 0", args: ["float"], result: "int", effect: "check", raises: ["RangeError"] },
  check_true:   { doc: "assertion; operand 1 names the error message of model/messages.ts", args: ["bool", "name"], result: "void", effect: "check", raises: ["RangeError"] },
  stack_check:  { doc: "native stack not near its limit",                args: [], result: "void", effect: "check", raises: ["RangeError"] },

  // floats
  float_add:    { doc: "IEEE sum",                                       args: FF, result: "float", effect: "pure", commutes: true },
  float_sub:    { doc: "IEEE difference",                                args: FF, result: "float", effect: "pure" },
  float_mul:    { doc: "IEEE product",                                   args: FF, result: "float", effect: "pure", commutes: true },
  float_div:    { doc: "IEEE quotient",                                  args: FF, result: "float", effect: "pure" },
  float_mod:    { doc: "C fmod, which is JavaScript's %",                args: FF, result: "float", effect: "pure" },
  float_neg:    { doc: "sign flipped",                                   args: ["float"], result: "float", effect: "pure" },
  float_abs:    { doc: "sign cleared",                                   args: ["float"], result: "float", effect: "pure" },
  float_sqrt:   { doc: "square root",                                    args: ["float"], result: "float", effect: "pure" },
  float_floor:  { doc: "largest integer not above",                      args: ["float"], result: "float", effect: "pure" },
  float_ceil:   { doc: "smallest integer not below",                     args: ["float"], result: "float", effect: "pure" },
  float_trunc:  { doc: "integer part",                                   args: ["float"], result: "float", effect: "pure" },
  float_round_f32: { doc: "nearest single-precision value",              args: ["float"], result: "float", effect: "pure" },
  float_lt:     { doc: "less than",                                      args: FF, result: "bool", effect: "pure" },
  float_le:     { doc: "at most",                                        args: FF, result: "bool", effect: "pure" },
  float_gt:     { doc: "greater than",                                   args: FF, result: "bool", effect: "pure" },
  float_ge:     { doc: "at least",                                       args: FF, result: "bool", effect: "pure" },
  float_eq:     { doc: "IEEE equal (NaN is not, -0 is 0)",               args: FF, result: "bool", effect: "pure", commutes: true },
  float_ne:     { doc: "not IEEE equal",                                 args: FF, result: "bool", effect: "pure", commutes: true },
  float_to_int: { doc: "towards zero; operand within ±2^63",             args: ["float"], result: "int", effect: "pure" },
  float_to_i32: { doc: "JavaScript's ToInt32",                           args: ["float"], result: "int", effect: "pure" },
  float_bits:   { doc: "the IEEE bits",                                  args: ["float"], result: "int", effect: "pure" },
  bits_float:   { doc: "the double with these IEEE bits",                args: ["int"], result: "float", effect: "pure" },
  int_to_float: { doc: "nearest double",                                 args: ["int"], result: "float", effect: "pure" },

  // booleans
  bool_not:     { doc: "negation",                                       args: ["bool"], result: "bool", effect: "pure" },
  bool_to_int:  { doc: "0 or 1",                                         args: ["bool"], result: "int", effect: "pure" },
  int_to_bool:  { doc: "not 0",                                          args: ["int"], result: "bool", effect: "pure" },

  // references
  same_as:      { doc: "the operand",                                    args: ["any"], result: "same", effect: "pure" },
  ref_eq:       { doc: "the same object, or both null",                  args: ["ref", "ref"], result: "bool", effect: "pure", commutes: true },
  ref_ne:       { doc: "not the same object",                            args: ["ref", "ref"], result: "bool", effect: "pure", commutes: true },
  ref_is_null:  { doc: "null",                                           args: ["ref"], result: "bool", effect: "pure" },
  ref_not_null: { doc: "not null",                                       args: ["ref"], result: "bool", effect: "pure" },
  int_to_ref:   { doc: "a tagged reference: the int itself, within ±(2^53-1), where any object may stand; the variable is a *Object", args: ["int"], result: "ref", effect: "pure" },
  ref_to_int:   { doc: "the int in a tagged reference, which the caller knows it is", args: ["ref"], result: "int", effect: "pure" },
  ref_is_int:   { doc: "tagged; null is not",                            args: ["ref"], result: "bool", effect: "pure" },
  cast:         { doc: "the reference seen as another layout; the caller knows it fits (or it is null)", args: ["ref", "struct"], result: "ref", effect: "pure" },
  get_type:     { doc: "type description of a non-null object; not of a tagged reference",          args: ["ref"], result: "type", effect: "pure" },
  type_eq:      { doc: "the same type description",                      args: ["type", "type"], result: "bool", effect: "pure", commutes: true },
  type_const:   { doc: "the type description of a layout",               args: ["struct"], result: "type", effect: "pure" },
  type_slot:    { doc: "method of a type description by selector; the variable has a func type", args: ["type", "struct", "name"], result: "func", effect: "pure" },
  type_name:    { doc: "class name of a type description, a prebuilt string", args: ["type"], result: "dynamic", effect: "pure" },
  instance_of:  { doc: "non-null, not tagged, and of the layout or one extending it (ancestor display)", args: ["ref", "struct"], result: "bool", effect: "pure" },
  func_eq:      { doc: "the same code pointer",                          args: ["func", "func"], result: "bool", effect: "pure", commutes: true },

  // heap; references are neither null nor tagged unless the doc says so
  new_struct:   { doc: "fresh zeroed fixed-size object; running out of memory ends the program", args: ["struct"], result: "ref", effect: "alloc" },
  new_array:    { doc: "fresh zeroed object with `length` inline items; raises on a negative or absurd length", args: ["struct", "int"], result: "ref", effect: "alloc", raises: ["RangeError"] },
  get_field:    { doc: "field of a non-null object",                     args: ["ref", "field"], result: "dynamic", effect: "read" },
  set_field:    { doc: "store into a field",                             args: ["ref", "field", "any"], result: "void", effect: "write" },
  get_item:     { doc: "inline item, index in range",                    args: ["ref", "int"], result: "dynamic", effect: "read" },
  set_item:     { doc: "store an inline item, index in range",           args: ["ref", "int", "any"], result: "void", effect: "write" },
  copy_items:   { doc: "move n items: source, start, destination, start, n (ranges may overlap, all in range)", args: ["ref", "int", "ref", "int", "int"], result: "void", effect: "write" },
  fill_items:   { doc: "zero items: object, start, n",                   args: ["ref", "int", "int"], result: "void", effect: "write" },
  identity_hash:{ doc: "hash of an object that never changes, 32 bit; of a tagged reference that of its int",   args: ["ref"], result: "int", effect: "read" },
  gc_collect:   { doc: "a full collection",                              args: [], result: "void", effect: "call" },

  // calls
  call:         { doc: "direct call of a graph",                         args: ["graph", "any*"], result: "dynamic", effect: "call" },
  call_indirect:{ doc: "call through a code pointer",                    args: ["func", "any*"], result: "dynamic", effect: "call" },
  call_external:{ doc: "call of a C function of the runtime (model/externals.ts); never allocates, never raises", args: ["name", "any*"], result: "dynamic", effect: "call" },

  call_c:       { doc: "call of a C function of the author's, by its name in the program; never raises, may call graphs back", args: ["name", "any*"], result: "dynamic", effect: "call" },

  coroutine_resume: { doc: "let the coroutine of a handle (coroutine_open) run until it suspends or ends; the first time it calls the code, on a stack of its own; never raises", args: ["func", "int", "any*"], result: "void", effect: "call" },
  coroutine_suspend: { doc: "go back to who resumed the running coroutine; ends when it is resumed; never raises", args: [], result: "void", effect: "call" },

  // words, and memory and code of another unit (vmsmith/raw): unchecked in the binary
  word_of:      { doc: "an int, bool, code pointer or type description as a word", args: ["any"], result: "word", effect: "pure" },
  of_word:      { doc: "the word as an int, bool, code pointer or type description, which the caller knows it is", args: ["word"], result: "dynamic", effect: "pure" },
  word_eq:      { doc: "the same word; both are of one kind",            args: ["word", "word"], result: "bool", effect: "pure", commutes: true },
  word_hash:    { doc: "not negative, 31 bits; of an int the same in every run", args: ["word"], result: "int", effect: "read" },
  type_is:      { doc: "non-null, not tagged, and of the type description in the word or one extending it", args: ["ref", "word"], result: "bool", effect: "pure" },
  method_at:    { doc: "method of the type description in the word, by its place, which some type_slot selects too", args: ["word", "int"], result: "word", effect: "pure" },
  raw_load:     { doc: "what lies at an offset in bytes from a non-null object's header; the name is its storage (model/raw-memory.ts)", args: ["ref", "int", "name"], result: "dynamic", effect: "read" },
  raw_store:    { doc: "store at an offset in bytes; truncates",         args: ["ref", "int", "name", "any"], result: "void", effect: "write" },
  call_word:    { doc: "call of the code in a word by signature (model/raw-memory.ts); never raises", args: ["word", "name", "any*"], result: "dynamic", effect: "call" },
  call_unit:    { doc: "call of a function that another unit exports (model/unit-functions.ts); never raises", args: ["name", "any*"], result: "dynamic", effect: "call" },

  // exceptions, only after the exceptions phase
  stack_is_low: { doc: "native stack near its limit (what stack_check becomes)", args: [], result: "bool", effect: "read" },
  exc_occurred: { doc: "an exception is propagating",                    args: [], result: "bool", effect: "read" },
  exc_set:      { doc: "let an exception propagate",                     args: ["ref"], result: "void", effect: "write" },
  exc_take:     { doc: "stop propagating; the exception object",         args: [], result: "ref", effect: "write" },
  traceback_add:{ doc: "append this operation's position to the traceback of the propagating exception", args: [], result: "void", effect: "write" },
  traceback_reset: { doc: "the propagating exception starts at this operation's position; nothing if it is the one already recorded (a rethrow)",                 args: [], result: "void", effect: "write" },

  // memory, only after the gc phase, which makes of the heap's rows what the collector asks for
  try_new_struct: { doc: "as new_struct, but null where a collection is due; does not collect", args: ["struct"], result: "ref", effect: "alloc" },
  try_new_array: { doc: "as new_array with a length known to be good, but null where a collection is due", args: ["struct", "int"], result: "ref", effect: "alloc" },
  new_struct_now: { doc: "as new_struct, but does not collect: for the errors that checks raise", args: ["struct"], result: "ref", effect: "alloc" },
  new_array_now: { doc: "as new_array with a length known to be good, but does not collect", args: ["struct", "int"], result: "ref", effect: "alloc" },
  roots_enter:  { doc: "reserve n places on the root stack, whose contents are undefined; where they begin", args: ["int"], result: "word", effect: "write" },
  roots_leave:  { doc: "give back the places from here on",              args: ["word"], result: "void", effect: "write" },
  root_save:    { doc: "store a reference at a place of the root stack: beginning, number, reference", args: ["word", "int", "ref"], result: "void", effect: "write" },
  root_load:    { doc: "the reference at a place of the root stack, where its object is now", args: ["word", "int"], result: "dynamic", effect: "read" },
  gc_barrier:   { doc: "references are about to be stored into the object", args: ["ref"], result: "void", effect: "write" },
  gc_barrier_items: { doc: "references are about to be stored into n inline items from a start", args: ["ref", "int", "int"], result: "void", effect: "write" },
  gc_poll:      { doc: "collect if a collection is due",                 args: [], result: "void", effect: "call" },

  // JIT hints: identity or nothing in C
  jit_merge_point: { doc: "top of a dispatch loop: driver, names of its variables as \"greens;reds\" (a red \"*\": auto), greens, reds", args: ["name", "name", "any*"], result: "void", effect: "marker" },
  jit_can_enter:{ doc: "backward jump of the interpreted program; operands likewise", args: ["name", "name", "any*"], result: "void", effect: "marker" },
  jit_promote:  { doc: "the operand; a compile-time constant in traces", args: ["any"], result: "same", effect: "pure" },
  jit_hint:     { doc: "assertion or question to the JIT, by name",      args: ["name", "any*"], result: "dynamic", effect: "marker" },
} as const satisfies Record<string, OpFacts>;

export type LowOp = keyof typeof LOW_OPS;
/** A row for every operation; a missing row is a type error that names it. */
export type PerOp<T, N extends LowOp = LowOp> = { readonly [K in N]: T };
/** Names of the operations whose row has the given facts. */
export type OpsWith<F> = { [N in LowOp]: (typeof LOW_OPS)[N] extends F ? N : never }[LowOp];

export function lowFacts(name: string): OpFacts | undefined {
  return Object.hasOwn(LOW_OPS, name) ? LOW_OPS[name as LowOp] : undefined;
}

/** May the operation raise? Unknown names (flow operations) may. */
export function mayRaise(name: string): boolean {
  const facts = lowFacts(name);
  return facts === undefined || facts.raises !== undefined || name === "call" || name === "call_indirect";
}

/** Allocations that leave collecting to others. */
const NEVER_COLLECTS: ReadonlySet<string> = new Set<LowOp>([
  "try_new_struct",
  "try_new_array",
  "new_struct_now",
  "new_array_now",
  "call_external",
]);

/** May the operation run a collection, moving objects? */
export function mayCollect(name: string): boolean {
  const facts = lowFacts(name);
  if (facts === undefined) return true;
  return (facts.effect === "alloc" || facts.effect === "call") && !NEVER_COLLECTS.has(name);
}

/** May the operation be dropped if its result is unused? */
export function isRemovable(name: string): boolean {
  const effect = lowFacts(name)?.effect;
  return effect === "pure" || effect === "read" || effect === "alloc";
}
