// Machine values on the host: what a register of each low-level type holds while graphs are interpreted or folded.
//   int    a number where |v| ≤ 2^53-1 (never -0), else a bigint: one form for each value, so `===` compares them
//   float  a number, or a PayloadNaN for a NaN whose bits matter (the absent sentinels)
//   bool   a boolean          type   the StructType itself       func   the key of the graph, or null
//   word   whatever an int, bool, func or type is
//   ref    an object that tells its layout, or null; a tagged int is a bigint where |v| ≤ 2^53-1, which no int is
//   void   undefined

import {
  ABSENT_FLOAT_NULL_BITS,
  ABSENT_FLOAT_UNDEFINED_BITS,
  ABSENT_INT_NULL,
  ABSENT_INT_UNDEFINED,
} from "../model/absent.ts";
import type { ConstantValue } from "../model/constants.ts";
import { kindOf, OBJECT, StructType, type LowType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";

export type Int = number | bigint;

/** Anything that stands for a collected object: simulated ones while running, prebuilt ones while folding. */
export interface ObjectLike {
  readonly struct: StructType;
}
export type Ref = ObjectLike | bigint | null;

/** A NaN other than JavaScript's own. Converts to NaN by itself, so arithmetic needs no case for it. */
export class PayloadNaN {
  readonly bits: bigint;

  /** `bits`: all 64, as an unsigned number. */
  constructor(bits: bigint) {
    this.bits = bits;
  }

  valueOf(): number {
    return NaN;
  }
}
export type Float = number | PayloadNaN;

export type MachineValue = Int | Float | boolean | StructType | string | Ref | undefined;

const CANONICAL_NAN = 0x7ff8_0000_0000_0000n;

/** The double with these bits (unsigned). */
export function floatOfBits(bits: bigint): Float {
  const x = new Float64Array(new BigUint64Array([bits]).buffer)[0] ?? NaN;
  return Number.isNaN(x) && bits !== CANONICAL_NAN ? new PayloadNaN(bits) : x;
}

/** Its bits (unsigned). */
export function bitsOfFloat(x: Float): bigint {
  if (x instanceof PayloadNaN) return x.bits;
  if (Number.isNaN(x)) return CANONICAL_NAN;
  return new BigUint64Array(new Float64Array([x]).buffer)[0] ?? 0n;
}

/** The one form of a 64-bit integer; wraps what is outside. */
export function intOf(value: bigint): Int {
  const wrapped = BigInt.asIntN(64, value);
  const small = Number(wrapped);
  return Number.isSafeInteger(small) ? small : wrapped;
}

/** Is it a value that a register of the type can hold? Of objects only the layout is looked at. */
export function isOfType(value: MachineValue, type: LowType): boolean {
  if (type.tag === "ref")
    return (
      value === null ||
      (isObject(value) ? value.struct.extends(type.to) : type.to === OBJECT && isTagged(value))
    );
  if (type.tag === "func") return isCode(value);
  switch (kindOf(type)) {
    case "int":
      return isInt(value);
    case "float":
      return typeof value === "number" || value instanceof PayloadNaN;
    case "bool":
      return typeof value === "boolean";
    case "type":
      return value instanceof StructType;
    case "word":
      return isInt(value) || typeof value === "boolean" || isCode(value) || value instanceof StructType;
    case "void":
      return value === undefined;
    default:
      return false;
  }
}

function isCode(value: MachineValue): boolean {
  return value === null || typeof value === "string";
}

function isInt(value: MachineValue): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  return (
    typeof value === "bigint" && !Number.isSafeInteger(Number(value)) && BigInt.asIntN(64, value) === value
  );
}

/** A tagged int, where a reference stands. One form for each value, so `===` compares them. */
export function isTagged(value: MachineValue): value is bigint {
  return typeof value === "bigint" && Number.isSafeInteger(Number(value));
}

export function isObject(value: MachineValue): value is ObjectLike {
  return typeof value === "object" && value !== null && "struct" in value;
}

/** The machine value of a constant of a typed graph; prebuilt objects through `object`. An int64 of type float is bits. */
export function machineValue(
  value: ConstantValue,
  type: LowType | undefined,
  object: (value: Extract<ConstantValue, { kind: "prebuilt" }>["object"]) => Ref,
): MachineValue {
  switch (value.kind) {
    case "number":
      return isFloatType(type) ? value.value : intOf(BigInt(value.value));
    case "int64":
      return isFloatType(type) ? floatOfBits(BigInt.asUintN(64, value.value)) : intOf(value.value);
    case "bool":
      return value.value;
    case "nullref":
      return null;
    case "tagged":
      return BigInt(value.value);
    case "prebuilt":
      return object(value.object);
    case "graph":
      return value.key;
    case "struct":
      return value.struct;
    case "name":
      return value.value;
    case "undefined":
      return absent(type, ABSENT_INT_UNDEFINED, ABSENT_FLOAT_UNDEFINED_BITS);
    case "null":
      return absent(type, ABSENT_INT_NULL, ABSENT_FLOAT_NULL_BITS);
    default:
      return broken(`a typed graph holds a constant of kind '${value.kind}'`);
  }
}

function absent(type: LowType | undefined, int: bigint, float: bigint): MachineValue {
  if (isFloatType(type)) return floatOfBits(float);
  return type !== undefined && kindOf(type) === "int" ? int : undefined;
}

function isFloatType(type: LowType | undefined): boolean {
  return type?.tag === "prim" && type.name === "float";
}

/** A value in words, for messages. */
export function describe(value: MachineValue): string {
  if (value === null) return "null";
  if (value instanceof StructType) return `type ${value.name}`;
  if (value instanceof PayloadNaN) return `NaN ${value.bits.toString(16)}`;
  if (isTagged(value)) return `the tagged int ${value}`;
  if (isObject(value)) return `an object of layout ${value.struct.name}`;
  return typeof value === "string" ? `&${value}` : Object.is(value, -0) ? "-0" : String(value);
}
