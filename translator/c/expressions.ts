// C expressions as text with their binding strength, C spellings of types, and constants.

import { ABSENT_FLOAT_NULL_BITS, ABSENT_FLOAT_UNDEFINED_BITS } from "../model/absent.ts";
import type { ConstantValue } from "../model/constants.ts";
import {
  kindOf,
  registerType,
  sameType,
  type LowType,
  type NarrowName,
  type PrimName,
  type StorageType,
} from "../model/types.ts";
import { assertNever, broken } from "../support/diagnostics.ts";
import type { CNames } from "./names.ts";

/** How tightly an expression holds together, as in C's grammar; higher binds tighter. */
export const LEVEL = {
  assign: 2,
  conditional: 3,
  logical: 4,
  bitwise: 6,
  equality: 9,
  relation: 10,
  shift: 11,
  sum: 12,
  product: 13,
  unary: 14,
  primary: 15,
} as const;

export interface Expr {
  readonly text: string;
  readonly level: number;
  /** The opposite condition where it is simpler than `!(…)`. */
  readonly negated?: string;
}

export const primary = (text: string): Expr => ({ text, level: LEVEL.primary });
export const unary = (text: string): Expr => ({ text, level: LEVEL.unary });

/** The expression's text where at least `level` is wanted. */
export function at(level: number, e: Expr): string {
  return e.level >= level ? e.text : `(${e.text})`;
}

/** The opposite of a condition. */
export function negate(e: Expr): Expr {
  return e.negated === undefined
    ? unary(`!${at(LEVEL.unary, e)}`)
    : { text: e.negated, level: LEVEL.equality };
}

/** A call `name(a, b)`. */
export function callText(name: string, args: readonly Expr[]): Expr {
  return primary(`${name}(${args.map((a) => a.text).join(", ")})`);
}

/** `(type)e`. */
export function castTo(type: string, e: Expr): Expr {
  return unary(`(${type})${at(LEVEL.unary, e)}`);
}

const PRIM_TYPES: { readonly [N in PrimName]: string } = {
  void: "void",
  bool: "bool",
  int: "int64_t",
  float: "double",
  word: "int64_t",
  type: "const vs_type *",
};
const NARROW_TYPES: { readonly [N in NarrowName]: string } = {
  i8: "int8_t",
  u8: "uint8_t",
  i16: "int16_t",
  u16: "uint16_t",
  i32: "int32_t",
  u32: "uint32_t",
  f32: "float",
};

/** The C type: `int64_t`, `struct s_Point *`. */
export function cType(t: StorageType, names: CNames): string {
  switch (t.tag) {
    case "prim":
      return PRIM_TYPES[t.name];
    case "narrow":
      return NARROW_TYPES[t.name];
    case "ref":
      return `${names.structType(t.to)} *`;
    case "func":
      return "vs_func";
  }
}

/** `int64_t x`, `struct s_Point *p`. */
export function declaration(t: StorageType, name: string, names: CNames): string {
  const type = cType(t, names);
  return type.endsWith("*") ? `${type}${name}` : `${type} ${name}`;
}

/** An address as a word: code, or a type description. */
export function addressWord(address: Expr): Expr {
  return castTo("int64_t", castTo("uintptr_t", address));
}

/** The type of a function pointer: `int64_t (*)(struct s_Point *)`. */
export function pointerType(args: readonly LowType[], result: LowType, names: CNames): string {
  const passed = args.filter((t) => kindOf(t) !== "void").map((t) => cType(t, names));
  return `${cType(result, names)} (*)(${passed.length === 0 ? "void" : passed.join(", ")})`.replace(
    "* (*)",
    "*(*)",
  );
}

/** A string literal of C. */
export function cString(text: string): string {
  // Octal escapes end after three digits; question marks could make trigraphs.
  const bytes = [...new TextEncoder().encode(text)];
  const chars = bytes.map((b) => {
    if (b === 0x22 || b === 0x5c) return `\\${String.fromCharCode(b)}`;
    return b >= 0x20 && b < 0x7f && b !== 0x3f
      ? String.fromCharCode(b)
      : `\\${b.toString(8).padStart(3, "0")}`;
  });
  return `"${chars.join("")}"`;
}

function intText(value: bigint): Expr {
  if (value === -(2n ** 63n)) return primary("INT64_MIN");
  const text =
    value >= -(2n ** 31n) && value < 2n ** 31n
      ? `${value}`
      : `${value < 0n ? "-" : ""}INT64_C(${value < 0n ? -value : value})`;
  return value < 0n ? unary(text) : primary(text);
}

function floatText(value: number): Expr {
  if (Number.isNaN(value)) return primary("(double)NAN");
  if (!Number.isFinite(value)) return value > 0 ? primary("(double)INFINITY") : unary("-(double)INFINITY");
  const text = Object.is(value, -0) ? "-0.0" : /[.e]/.test(String(value)) ? String(value) : `${value}.0`;
  return text.startsWith("-") ? unary(text) : primary(text);
}

/** A quiet NaN with these bits, as a constant expression. */
function absentFloat(bits: bigint): Expr {
  return primary(`__builtin_nan("0x${(bits & 0x7_ffff_ffff_ffffn).toString(16)}")`);
}

/** A constant of a register or storage type, except references to graphs and objects. */
export function plainConstant(value: ConstantValue, type: StorageType): Expr {
  const kind = kindOf(registerType(type));
  switch (value.kind) {
    case "number":
      if (kind === "float") return floatText(value.value);
      if (kind === "bool") return primary(value.value === 0 ? "false" : "true");
      if (kind !== "int" && kind !== "word" && value.value === 0) return primary("NULL");
      return Number.isInteger(value.value) && Math.abs(value.value) <= 2 ** 53
        ? intText(BigInt(value.value))
        : broken(`the ${kind} constant is ${value.value}`);
    case "int64":
      // Of a float: its bits, which only a NaN's are worth telling.
      if (kind === "float") return absentFloat(value.value);
      return intText(BigInt.asIntN(64, value.value));
    case "bool":
      return primary(String(value.value));
    case "nullref":
      return primary("NULL");
    case "tagged":
      return castTo("vs_object *", primary(`(uintptr_t)${intText(2n * BigInt(value.value) + 1n).text}`));
    case "undefined":
    case "null": {
      const isNull = value.kind === "null";
      if (kind === "int") return primary(isNull ? "(INT64_MIN + 1)" : "INT64_MIN");
      if (kind === "float") return absentFloat(isNull ? ABSENT_FLOAT_NULL_BITS : ABSENT_FLOAT_UNDEFINED_BITS);
      return broken(`a ${kind} constant is ${value.kind}`);
    }
    case "string":
    case "bigint":
    case "entity":
    case "prebuilt":
    case "graph":
    case "struct":
    case "name":
      return broken(`a constant of kind ${value.kind} stands where a plain value is wanted`);
    default:
      return assertNever(value);
  }
}

/** Must a value of type `from` be cast in C to stand for `to`? Only pointers to different structs. */
export function needsCast(from: LowType, to: LowType): boolean {
  return from.tag === "ref" && to.tag === "ref" && !sameType(from, to);
}
