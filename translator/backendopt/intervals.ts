// Intervals of ints, and what each operation makes of them. Bounds beyond ±(2^53-1) are not told apart: they are
// infinite, so that all arithmetic on bounds is exact; an int whose interval is ALL may be any 64-bit number.

import type { Constant } from "../model/constants.ts";
import type { Op, Value } from "../model/graph.ts";
import { INT, type NarrowName, type StorageType, type StructType } from "../model/types.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const MOST = Number.MAX_SAFE_INTEGER;
export const ALL: Interval = { low: -Infinity, high: Infinity };
export const SAFE: Interval = { low: -MOST, high: MOST };
const I32: Interval = { low: -(2 ** 31), high: 2 ** 31 - 1 };
const U32: Interval = { low: 0, high: 2 ** 32 - 1 };
/** Numbers of items: more than any memory has room for. */
const COUNT: Interval = { low: 0, high: 2 ** 48 };

const NARROW: Readonly<Partial<Record<NarrowName, Interval>>> = {
  i8: { low: -128, high: 127 },
  u8: { low: 0, high: 255 },
  i16: { low: -32768, high: 32767 },
  u16: { low: 0, high: 65535 },
  i32: I32,
  u32: U32,
};

export function isWithin(a: Interval, b: Interval): boolean {
  return a.low >= b.low && a.high <= b.high;
}

export function union(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** What both allow. Where nothing is both, nothing gets there, and either will do. */
export function meet(a: Interval, b: Interval): Interval {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low <= high ? { low, high } : a;
}

const STEPS = [0, 255, 65535, 2 ** 31 - 1, 2 ** 32 - 1, MOST, Infinity];

/** An interval around both that grows only a few times. */
export function widened(old: Interval, now: Interval): Interval {
  const step = (x: number): number => STEPS.find((s) => s >= x) ?? Infinity;
  const high = now.high > old.high ? step(now.high) : old.high;
  if (now.low >= old.low) return { low: old.low, high };
  const low = now.low >= 0 ? 0 : -step(-now.low - 1) - 1;
  return { low: now.low >= -MOST ? Math.max(low, -MOST) : low, high };
}

/** Sums and the like wrap where they leave 64 bits: what may leave ±(2^53-1) may be anything. */
function exact(low: number, high: number): Interval {
  return low >= -MOST && high <= MOST ? { low, high } : ALL;
}

export function ofConstant({ value }: Constant): Interval {
  if (value.kind !== "number" || !Number.isSafeInteger(value.value)) return ALL;
  return { low: value.value, high: value.value };
}

function ofStorage(type: StorageType | null | undefined): Interval {
  return type?.tag === "narrow" ? (NARROW[type.name] ?? ALL) : ALL;
}

function structOf(v: Value | undefined): StructType | undefined {
  const type = v?.tag === "const" ? v.type : v?.type;
  return type?.tag === "ref" ? type.to : undefined;
}

function nameOf(v: Value | undefined): string {
  return v?.tag === "const" && v.value.kind === "name" ? v.value.value : "";
}

/** Is it an array of JavaScript's, or what such an array keeps its items in? No class has fields of that kind. */
function isList(struct: StructType | undefined): boolean {
  const items = struct?.field("items")?.type;
  const holder = items?.tag === "ref" ? items.to : struct;
  return holder?.name.startsWith("Items_") === true;
}

function ofField(op: Op): Interval {
  const struct = structOf(op.args[0]);
  const name = nameOf(op.args[1]);
  const field = struct?.field(name);
  return name === "length" && field?.type === INT && isList(struct) ? COUNT : ofStorage(field?.type);
}

type Rule = (a: Interval, b: Interval) => Interval;

const add: Rule = (a, b) => exact(a.low + b.low, a.high + b.high);
const sub: Rule = (a, b) => exact(a.low - b.high, a.high - b.low);

function mul(a: Interval, b: Interval): Interval {
  if (!isWithin(a, SAFE) || !isWithin(b, SAFE)) return ALL;
  const all = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  // -0 is no other bound than 0.
  return exact(Math.min(...all) + 0, Math.max(...all) + 0);
}

function and(a: Interval, b: Interval): Interval {
  if (a.low >= 0 && b.low >= 0) return { low: 0, high: Math.min(a.high, b.high) };
  if (a.low >= 0) return { low: 0, high: a.high };
  if (b.low >= 0) return { low: 0, high: b.high };
  return isWithin(a, I32) && isWithin(b, I32) ? I32 : ALL;
}

/** Or, exclusive or: no bit is set above the highest of both. */
function bits(a: Interval, b: Interval): Interval {
  const high = Math.max(a.high, b.high);
  if (a.low >= 0 && b.low >= 0 && high <= MOST) {
    const bound = STEPS.find((s) => s >= high && Number.isInteger(Math.log2(s + 1))) ?? MOST;
    return { low: 0, high: bound };
  }
  return isWithin(a, I32) && isWithin(b, I32) ? I32 : ALL;
}

function shiftRight(a: Interval, b: Interval): Interval {
  const n = b.low;
  if (n !== b.high || n < 0 || n > 63 || !isWithin(a, SAFE)) return ALL;
  return { low: Math.floor(a.low / 2 ** n), high: Math.floor(a.high / 2 ** n) };
}

function remainder(a: Interval, b: Interval): Interval {
  const most = Math.max(Math.abs(b.low), Math.abs(b.high)) - 1;
  if (most === Infinity || most < 0) return ALL;
  return { low: a.low >= 0 ? 0 : -most, high: a.high <= 0 ? 0 : Math.min(most, Math.max(a.high, 0)) };
}

/** `int_to_u8` and the like: the operand itself where it fits. */
const truncated =
  (to: Interval): Rule =>
  (a) =>
    isWithin(a, to) ? a : to;

/** Of operands by the operation's name; what is not here may be anything. */
const RULES: Readonly<Partial<Record<string, Rule>>> = {
  same_as: (a) => a,
  check_range: (a) => meet(a, SAFE),
  check_divisor: (a) => a,
  check_index: (a, b) => meet({ low: 0, high: b.high - 1 }, a),
  int_add: add,
  int_sub: sub,
  int_mul: mul,
  int_neg: (a) => sub({ low: 0, high: 0 }, a),
  int_mul_range: (a, b) => meet(mul(a, b), SAFE),
  int_and: and,
  int_or: bits,
  int_xor: bits,
  int_shr: shiftRight,
  int_ushr: (a, b) => (a.low >= 0 ? shiftRight(a, b) : ALL),
  int_mod: remainder,
  int_clz32: () => ({ low: 0, high: 32 }),
  bool_to_int: () => ({ low: 0, high: 1 }),
  int_to_i8: truncated({ low: -128, high: 127 }),
  int_to_u8: truncated({ low: 0, high: 255 }),
  int_to_i16: truncated({ low: -32768, high: 32767 }),
  int_to_u16: truncated({ low: 0, high: 65535 }),
  int_to_i32: truncated(I32),
  int_to_u32: truncated(U32),
  int_add_i32: (a, b) => truncated(I32)(add(a, b), ALL),
  int_sub_i32: (a, b) => truncated(I32)(sub(a, b), ALL),
  int_mul_i32: (a, b) => truncated(I32)(mul(a, b), ALL),
};

/** The interval of an operation's result; `of` gives those of its operands, or undefined where none is known yet. */
export function ofOperation(op: Op, of: (v: Value) => Interval | undefined): Interval | undefined {
  if (op.name === "get_field") return ofField(op);
  if (op.name === "get_item") return ofStorage(structOf(op.args[0])?.itemType());
  const rule = RULES[op.name];
  if (rule === undefined) return ALL;
  const a = of(op.args[0] as Value);
  const b = op.args[1] === undefined ? ALL : of(op.args[1]);
  return a === undefined || b === undefined ? undefined : rule(a, b);
}

/** The exact result of an operation that rounds or checks it. */
export function exactResult(name: string, a: Interval, b: Interval): Interval {
  if (name === "check_range") return a;
  return name === "int_add_i32" ? add(a, b) : name === "int_sub_i32" ? sub(a, b) : mul(a, b);
}

/** What a comparison that came out true says of its first operand, by the second's interval. */
const COMPARED: Readonly<Partial<Record<string, (b: Interval) => Interval>>> = {
  int_lt: (b) => ({ low: -Infinity, high: b.high - 1 }),
  int_le: (b) => ({ low: -Infinity, high: b.high }),
  int_gt: (b) => ({ low: b.low + 1, high: Infinity }),
  int_ge: (b) => ({ low: b.low, high: Infinity }),
  int_eq: (b) => b,
};
const OPPOSITE: Readonly<Record<string, string>> = {
  int_lt: "int_ge",
  int_ge: "int_lt",
  int_gt: "int_le",
  int_le: "int_gt",
  int_ne: "int_eq",
};
const MIRRORED: Readonly<Record<string, string>> = {
  int_lt: "int_gt",
  int_gt: "int_lt",
  int_le: "int_ge",
  int_ge: "int_le",
  int_eq: "int_eq",
};

export function isComparison(op: Op): boolean {
  return op.name in COMPARED || op.name in OPPOSITE;
}

/** What a comparison and how it came out say of an operand (0 or 1), by the interval of the other. */
export function impliedBy(op: Op, holds: boolean, operand: number, other: Interval): Interval {
  let name: string | undefined = holds ? op.name : op.name === "int_eq" ? "int_ne" : OPPOSITE[op.name];
  if (operand === 1 && name !== undefined) name = MIRRORED[name];
  return name === undefined ? ALL : (COMPARED[name]?.(other) ?? ALL);
}
