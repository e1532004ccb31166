// Table: the meaning of every operation that depends on its operands alone, on the values of values.ts. The graph
// interpreter runs it, the constant folder computes with it. Operands are of the kinds that LOW_OPS says (the verifier
// sees to that); static ones come as layouts and names. Checks throw a CheckFailure; operands for which an operation
// has no meaning (a zero divisor, a cast that does not fit) are an InternalError.

import { ABSENT_FLOAT_NULL_BITS, ABSENT_FLOAT_UNDEFINED_BITS, ABSENT_INT_NULL } from "../model/absent.ts";
import { MESSAGES, type MessageName } from "../model/messages.ts";
import type { OpsWith, PerOp } from "../model/ops.ts";
import { StructType } from "../model/types.ts";
import { slotIndex } from "../model/verify-ops.ts";
import { broken, InternalError } from "../support/diagnostics.ts";
import * as int64 from "./int64.ts";
import {
  bitsOfFloat,
  describe,
  floatOfBits,
  intOf,
  isObject,
  isOfType,
  isTagged,
  PayloadNaN,
  type Float,
  type Int,
  type MachineValue,
  type ObjectLike,
  type Ref,
} from "./values.ts";

/** A check that does not hold: the program's own error, to be made by the graph for this message. */
export class CheckFailure extends Error {
  readonly check: MessageName;

  constructor(check: MessageName) {
    super(MESSAGES[check].text);
    this.name = "CheckFailure";
    this.check = check;
  }
}

export function failCheck(message: MessageName): never {
  throw new CheckFailure(message);
}

/** Not pure on the host: a type's name is an object, and the stack is the machine's. */
type OfTheMachine = "type_name" | "stack_check";
export type EvaluatedOp = Exclude<OpsWith<{ effect: "pure" }> | OpsWith<{ effect: "check" }>, OfTheMachine>;
export type Evaluate = (...args: MachineValue[]) => MachineValue;

const narrow = (bits: 8 | 16 | 32, signed: boolean) => (a: Int) => int64.narrowed(a, bits, signed);
const compareFloats = (test: (a: number, b: number) => boolean) => (a: Float, b: Float) => test(+a, +b);
const float1 = (f: (a: number) => number) => (a: Float) => f(+a);
const float2 = (f: (a: number, b: number) => number) => (a: Float, b: Float) => f(+a, +b);

/** The operand where the condition holds. */
function check<T>(message: MessageName, holds: (value: T) => boolean): (value: T) => T {
  return (value) => (holds(value) ? value : failCheck(message));
}

function object(ref: Ref, op: string): ObjectLike {
  return isObject(ref) ? ref : broken(`${op} of ${describe(ref)}`);
}

function isA(ref: Ref, layout: StructType): boolean {
  return isObject(ref) && ref.struct.extends(layout);
}

function cast(ref: Ref, layout: StructType): Ref {
  return isOfType(ref, layout.ref) ? ref : broken(`${describe(ref)} is cast to ${layout.name}`);
}

function intToRef(i: Int): Ref {
  return typeof i === "number" ? BigInt(i) : broken(`the int ${i} is too large to be tagged`);
}

function refToInt(ref: Ref): Int {
  return isTagged(ref) ? Number(ref) : broken(`ref_to_int of ${describe(ref)}`);
}

function isAbsent(x: Float): boolean {
  return (
    x instanceof PayloadNaN && (x.bits === ABSENT_FLOAT_UNDEFINED_BITS || x.bits === ABSENT_FLOAT_NULL_BITS)
  );
}

function floatToInt(x: Float): Int {
  const value = +x;
  return Number.isSafeInteger(value) ? value + 0 : failCheck("intOfFloat");
}

function checkTrue(condition: boolean, message: string): undefined {
  if (condition) return undefined;
  return Object.hasOwn(MESSAGES, message)
    ? failCheck(message as MessageName)
    : broken(`no message '${message}'`);
}

/** The key of the graph at a place of the type's method table. */
function methodAt(type: MachineValue, slot: Int): string {
  if (!(type instanceof StructType)) return broken(`method of ${describe(type)}, which is no type`);
  return type.vtable[Number(slot)]?.graph ?? broken(`type ${type.name} has no method ${slot}`);
}

function typeIs(ref: Ref, type: MachineValue): boolean {
  return type instanceof StructType ? isA(ref, type) : broken(`${describe(type)} is no type`);
}

/** The key of the graph that implements the selector for objects of exactly this type. */
export function methodOf(type: StructType, layout: StructType, selector: string): string {
  if (!type.extends(layout)) broken(`type ${type.name} does not extend ${layout.name}`);
  const index = slotIndex(layout, selector);
  return (
    type.vtable[index]?.graph ?? broken(`type ${type.name} has no method '${selector}' of ${layout.name}`)
  );
}

// prettier-ignore
const ROWS = {
  int_add: int64.add,
  int_sub: int64.sub,
  int_mul: int64.mul,
  int_div: int64.div,
  int_mod: int64.mod,
  int_floordiv: int64.floordiv,
  int_mul_clamp: int64.mulClamp,
  int_neg: (a: Int) => int64.sub(0, a),
  int_and: int64.and,
  int_or: int64.or,
  int_xor: int64.xor,
  int_not: (a: Int) => int64.sub(-1, a),
  int_shl: int64.shl,
  int_shr: int64.shr,
  int_ushr: int64.ushr,
  int_lt: (a: Int, b: Int) => a < b,
  int_le: (a: Int, b: Int) => a <= b,
  int_gt: (a: Int, b: Int) => a > b,
  int_ge: (a: Int, b: Int) => a >= b,
  int_eq: (a: Int, b: Int) => a === b,
  int_ne: (a: Int, b: Int) => a !== b,
  uint_lt: int64.ult,
  uint_le: int64.ule,
  uint_mul_high: int64.umulHigh,
  uint_div: int64.udiv,
  uint_mod: int64.umod,
  int_clz32: (a: Int) => Math.clz32(int64.low32(a)),
  int_to_i8: narrow(8, true),
  int_to_u8: narrow(8, false),
  int_to_i16: narrow(16, true),
  int_to_u16: narrow(16, false),
  int_to_i32: narrow(32, true),
  int_to_u32: narrow(32, false),
  int_add_i32: (a: Int, b: Int) => int64.toI32(int64.add(a, b), Number(a) + Number(b)),
  int_sub_i32: (a: Int, b: Int) => int64.toI32(int64.sub(a, b), Number(a) - Number(b)),
  int_mul_i32: (a: Int, b: Int) => int64.toI32(int64.mulClamp(a, b), Number(a) * Number(b)),

  check_range: check<Int>("intRange", (a) => typeof a === "number"),
  int_mul_range: (a: Int, b: Int) => { const p = int64.mulClamp(a, b); return typeof p === "number" ? p : failCheck("intRange"); },
  check_index: (i: Int, length: Int) => (int64.ult(i, length) ? i : failCheck("index")),
  check_divisor: check<Int>("divisor", (a) => a !== 0),
  check_null: check<Ref>("null", (a) => a !== null),
  check_cast: (ref: Ref, layout: StructType) => (isA(ref, layout) ? ref : failCheck("cast")),
  check_present: check<Int>("absent", (a) => a > ABSENT_INT_NULL),
  check_present_float: check<Float>("absent", (a) => !isAbsent(a)),
  check_int: floatToInt,
  check_true: checkTrue,

  float_add: float2((a, b) => a + b),
  float_sub: float2((a, b) => a - b),
  float_mul: float2((a, b) => a * b),
  float_div: float2((a, b) => a / b),
  float_mod: float2((a, b) => a % b),
  float_neg: float1((a) => -a),
  float_abs: float1(Math.abs),
  float_sqrt: float1(Math.sqrt),
  float_floor: float1(Math.floor),
  float_ceil: float1(Math.ceil),
  float_trunc: float1(Math.trunc),
  float_round_f32: float1(Math.fround),
  float_lt: compareFloats((a, b) => a < b),
  float_le: compareFloats((a, b) => a <= b),
  float_gt: compareFloats((a, b) => a > b),
  float_ge: compareFloats((a, b) => a >= b),
  float_eq: compareFloats((a, b) => a === b),
  float_ne: compareFloats((a, b) => a !== b),
  float_to_int: (a: Float) => int64.fromFloat(+a),
  float_to_i32: (a: Float) => +a | 0,
  float_bits: (a: Float) => intOf(bitsOfFloat(a)),
  bits_float: (a: Int) => floatOfBits(BigInt.asUintN(64, BigInt(a))),
  int_to_float: (a: Int) => Number(a),

  bool_not: (a: boolean) => !a,
  bool_to_int: (a: boolean) => (a ? 1 : 0),
  int_to_bool: (a: Int) => a !== 0,

  same_as: (a: MachineValue) => a,
  ref_eq: (a: Ref, b: Ref) => a === b,
  ref_ne: (a: Ref, b: Ref) => a !== b,
  ref_is_null: (a: Ref) => a === null,
  ref_not_null: (a: Ref) => a !== null,
  int_to_ref: intToRef,
  ref_to_int: refToInt,
  ref_is_int: isTagged,
  cast,
  get_type: (a: Ref) => object(a, "get_type").struct,
  type_eq: (a: StructType, b: StructType) => a === b,
  type_const: (layout: StructType) => layout,
  type_slot: methodOf,
  instance_of: isA,
  func_eq: (a: string | null, b: string | null) => a === b,

  word_of: (a: MachineValue) => a,
  of_word: (a: MachineValue) => a,
  word_eq: (a: MachineValue, b: MachineValue) => a === b,
  type_is: typeIs,
  method_at: methodAt,

  jit_promote: (a: MachineValue) => a,
} as const satisfies PerOp<(...args: never[]) => MachineValue, EvaluatedOp>;

/** A row for every such operation; rows trust the kinds of their operands, hence the one cast. */
export const EVALUATE = ROWS as unknown as PerOp<Evaluate, EvaluatedOp>;

export function isEvaluated(name: string): name is EvaluatedOp {
  return Object.hasOwn(EVALUATE, name);
}

/** The operation's result, or why there is none: it raises, or has no meaning for these operands. */
export function tryEvaluate(
  name: EvaluatedOp,
  args: readonly MachineValue[],
): { readonly value: MachineValue } | "raises" | "undefined" {
  try {
    return { value: EVALUATE[name](...args) };
  } catch (problem) {
    if (problem instanceof CheckFailure) return "raises";
    if (problem instanceof InternalError) return "undefined";
    throw problem;
  }
}
