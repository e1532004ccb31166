// Table: FLOW_OPS, the operations of flow graphs: JavaScript's operations with all questions of representation open.
// The front end emits them, the annotator has a transfer function and the rtyper a lowering for each row (`PerFlowOp`).

import type { Value } from "./graph.ts";

/** Among the arguments of a call: the last operand follows, an array of what the callee's rest parameter takes. */
export const REST_MARK = "@rest";

export interface FlowFacts {
  readonly doc: string;
  /** Number of operands; a trailing "+" means that many or more. */
  readonly args: number | `${number}+`;
  /** May it raise for some operands? Inside `try` such an operation ends its block. */
  readonly raises: boolean;
}

// prettier-ignore
export const FLOW_OPS = {
  // arithmetic and comparison, by annotation int, float or string
  add:        { doc: "a + b: numbers, or concatenation if either is a string", args: 2, raises: true },
  sub:        { doc: "a - b", args: 2, raises: true },
  mul:        { doc: "a * b", args: 2, raises: true },
  div:        { doc: "a / b, a float", args: 2, raises: true },
  mod:        { doc: "a % b", args: 2, raises: true },
  pow:        { doc: "a ** b, a float", args: 2, raises: true },
  neg:        { doc: "-a", args: 1, raises: true },
  plus:       { doc: "+a of a number", args: 1, raises: true },
  bitand:     { doc: "a & b", args: 2, raises: true },
  bitor:      { doc: "a | b", args: 2, raises: true },
  bitxor:     { doc: "a ^ b", args: 2, raises: true },
  bitnot:     { doc: "~a", args: 1, raises: true },
  shl:        { doc: "a << b", args: 2, raises: true },
  shr:        { doc: "a >> b", args: 2, raises: true },
  ushr:       { doc: "a >>> b", args: 2, raises: true },
  add_i32:    { doc: "(a + b) | 0 in one step", args: 2, raises: true },
  sub_i32:    { doc: "(a - b) | 0 in one step", args: 2, raises: true },
  mul_i32:    { doc: "(a * b) | 0 in one step", args: 2, raises: true },
  div_i32:    { doc: "(a / b) | 0 in one step: 0 if b is 0", args: 2, raises: true },
  div_floor:  { doc: "Math.floor(a / b); of ints, an int, raising if b is 0", args: 2, raises: true },
  div_trunc:  { doc: "Math.trunc(a / b); of ints, an int, raising if b is 0", args: 2, raises: true },
  lt:         { doc: "a < b: numbers or strings", args: 2, raises: true },
  le:         { doc: "a <= b", args: 2, raises: true },
  gt:         { doc: "a > b", args: 2, raises: true },
  ge:         { doc: "a >= b", args: 2, raises: true },
  eq:         { doc: "a === b", args: 2, raises: false },
  ne:         { doc: "a !== b", args: 2, raises: false },
  is_nullish: { doc: "a == null", args: 1, raises: false },
  not:        { doc: "!a of any value", args: 1, raises: false },
  truth:      { doc: "the boolean of any value", args: 1, raises: false },
  typeof_is:  { doc: "typeof a === b, b a constant string", args: 2, raises: false },
  typeof:     { doc: "typeof a", args: 1, raises: false },
  to_string:  { doc: "`${a}`", args: 1, raises: true },
  // narrowing: assume_* follow a test that proves them; assert_* are checked where not proven
  assume_present: { doc: "a without undefined and null", args: 1, raises: false },
  assume_absent:  { doc: "a, undefined or null", args: 1, raises: false },
  assume_not:     { doc: "a without constant b (undefined or null)", args: 2, raises: false },
  assume_instance:{ doc: "a, an instance of class b", args: 2, raises: false },
  assert_present: { doc: "a, which TypeScript holds to be present", args: 1, raises: true },
  assert_value:   { doc: "a!: numbers and booleans are checked to be present; objects, strings and values of unions are checked where they are used, as under Node", args: 1, raises: true },
  assert_instance:{ doc: "a, which TypeScript holds to be an instance of one of the classes that follow, or absent; a shape also stands for classes that implement it", args: "2+", raises: true },
  assert_kind:    { doc: "a, which TypeScript holds to be of one of the kinds in name b, or absent", args: 2, raises: true },
  declared_word: { doc: "a, on its way into a place; name b says what of it is declared i64, u64, int or float (`value u64`, `elements float`), name c which place", args: 3, raises: true },
  throwable:  { doc: "a, an instance of an error class, about to be thrown", args: 1, raises: false },
  // objects
  instanceof: { doc: "a instanceof class b", args: 2, raises: false },
  get_prop:   { doc: "a.name: object, constant string", args: 2, raises: true },
  get_method: { doc: "a.name, about to be called on a: object, constant string", args: 2, raises: true },
  set_prop:   { doc: "a.name = v: object, constant string, value", args: 3, raises: true },
  init_prop:  { doc: "field initialiser: object, constant string, value", args: 3, raises: false },
  alloc:      { doc: "fresh instance of class a with unset fields", args: 1, raises: false },
  get_item:   { doc: "a[i], present", args: 2, raises: true },
  get_item_opt: { doc: "a[i] or undefined", args: 2, raises: true },
  set_item:   { doc: "a[i] = v", args: 3, raises: true },
  new_list:   { doc: "[a, b, …]; fresh array with items", args: "0+", raises: false },
  new_builtin:{ doc: "new Map/Set/Uint8Array/Array(…): builtin, arguments", args: "1+", raises: true },
  list_len:   { doc: "length of what for…of iterates by index", args: 1, raises: true },
  iter_start: { doc: "iterator over a Map or Set: collection", args: 1, raises: true },
  iter_next:  { doc: "advance the iterator; true while there is an entry", args: 1, raises: true },
  iter_key:   { doc: "key of the iterator's current entry", args: 1, raises: false },
  iter_value: { doc: "value of the iterator's current entry", args: 1, raises: false },
  iter_result:{ doc: "result of the iterator's next step: an object with value and done", args: 1, raises: true },
  iter_close: { doc: "tells an iterator that is not walked to its end: its `return`, if it has one", args: 1, raises: true },
  get_state:  { doc: "field of a generator: generator, constant name", args: 2, raises: false },
  set_state:  { doc: "generator, constant name, value", args: 3, raises: false },
  // functions and variables
  call:       { doc: "call: function value, arguments", args: "1+", raises: true },
  call_method:{ doc: "call: object, constant name, arguments", args: "2+", raises: true },
  call_func:  { doc: "call exactly this function entity, `this` first if it has one (super calls)", args: "1+", raises: true },
  call_c:     { doc: "call of a C function: its entity, arguments as they cross the border (model/foreign.ts)", args: "1+", raises: true },
  new_closure:{ doc: "function value: function entity, captured values or cells", args: "1+", raises: false },
  new_cell:   { doc: "fresh cell holding a; without operand: uninitialised", args: "0+", raises: false },
  get_cell:   { doc: "value of a cell, raising if uninitialised", args: 1, raises: true },
  set_cell:   { doc: "cell, value", args: 2, raises: false },
  get_capture:{ doc: "captured value or cell: closure, constant index", args: 2, raises: false },
  get_global: { doc: "value of a global entity", args: 1, raises: true },
  set_global: { doc: "global entity, value", args: 2, raises: false },
  jit_merge_point: { doc: "driver, constant names, then values in that order", args: "2+", raises: false },
  jit_can_enter: { doc: "driver, constant names, then values in that order", args: "2+", raises: false },
} as const satisfies Record<string, FlowFacts>;

export type FlowOp = keyof typeof FLOW_OPS;
export type PerFlowOp<T> = { readonly [K in FlowOp]: T };

/** Are the last arguments of the call given as an array? */
export function givesRest(args: readonly Value[]): boolean {
  const mark = args[args.length - 2];
  return mark?.tag === "const" && mark.value.kind === "name" && mark.value.value === REST_MARK;
}
