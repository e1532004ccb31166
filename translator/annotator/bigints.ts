// Transfer functions of bigints: operators, `BigInt` and what belongs to it, `Number` of a bigint, and places that are
// declared i64 or u64 (vmsmith/ints), into which only values flow that have been wrapped.

import { entityOf } from "../model/entities.ts";
import type { Op } from "../model/graph.ts";
import * as R from "./big-ranges.ts";
import type { BigRange } from "./big-ranges.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { type Annotation, BOTTOM } from "./lattice.ts";
import { badOperand } from "./messages.ts";
import { isPrimitive } from "./narrowing.ts";

type Row = (cx: Context, ...args: Annotation[]) => Annotation;

const BINARY: Readonly<Record<string, (a: BigRange, b: BigRange, op: Op) => BigRange>> = {
  add: R.sumRange,
  sub: R.differenceRange,
  mul: () => "any",
  div: R.quotientRange,
  mod: R.remainderRange,
  pow: () => "any",
  bitand: R.andRange,
  bitor: R.orRange,
  bitxor: R.orRange,
  shl: () => "any",
  shr: (a, b, op) => R.rightShiftRange(a, b, constantBigInt(op, 1)),
};

const UNARY: Readonly<Record<string, (a: BigRange) => BigRange>> = {
  neg: R.negationRange,
  bitnot: R.complementRange,
};

function constantBigInt(op: Op, i: number): bigint | null {
  const c = op.args[i];
  return c?.tag === "const" && c.value.kind === "bigint" ? c.value.value : null;
}

/** An operator of numbers that bigints have too; the two do not mix. */
export function orBigints(numbers: Row): Row {
  return (cx, ...args) => {
    if (!args.some((a) => L.rangeOf(a) !== undefined)) return numbers(cx, ...args);
    if (args.some((a) => a.base === null)) return BOTTOM;
    const [a, b] = args.map(L.rangeOf);
    if (args.length === 1 && a !== undefined) return L.bigint(UNARY[cx.op.name]?.(a) ?? "any");
    if (a !== undefined && b !== undefined) return L.bigint(BINARY[cx.op.name]?.(a, b, cx.op) ?? "any");
    return badOperand(cx, args.find((x) => L.rangeOf(x) === undefined) ?? BOTTOM, "a bigint");
  };
}

/** The constant number of bits in `BigInt.asIntN(bits, x)` or `asUintN`; null for any other operation. */
export function wrapBits(op: Op): number | null {
  const at = wrapOperand(op);
  const bits = at === null ? undefined : op.args[at - 1];
  const n = bits?.tag === "const" && bits.value.kind === "number" ? bits.value.value : -1;
  return Number.isInteger(n) && n >= 0 && n <= Number.MAX_SAFE_INTEGER ? n : null;
}

/** Which operand such an operation wraps. */
export function wrapOperand(op: Op): number | null {
  const c = op.args[0];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  const path = e?.tag === "builtin" ? e.path : "";
  return op.name === "call" && (path === "BigInt.asIntN" || path === "BigInt.asUintN") ? 2 : null;
}

/** Calls of BigInt, BigInt.asIntN and BigInt.asUintN, and Number of what can be a bigint; undefined for others. */
export function callBigInt(cx: Context, path: string, args: readonly Annotation[]): Annotation | undefined {
  const value = args[path.startsWith("BigInt.as") ? 1 : 0];
  if (value === undefined) return undefined;
  switch (path) {
    case "BigInt.asIntN":
    case "BigInt.asUintN":
      return wrapped(cx, path === "BigInt.asIntN", args[0] ?? BOTTOM, value);
    case "BigInt":
      return overKinds(cx, value, toBigInt);
    case "Number":
      return isPlainNumberOf(value) ? undefined : numberOf(cx, value);
    default:
      return undefined;
  }
}

function wrapped(cx: Context, signed: boolean, bits: Annotation, value: Annotation): Annotation {
  if (value.base === null || bits.base === null) return BOTTOM;
  if (!L.isNumeric(bits)) return badOperand(cx, bits, "a number");
  const range = L.rangeOf(value);
  if (range === undefined) return badOperand(cx, value, "a bigint");
  const n = wrapBits(cx.op);
  if (n === null) return L.BIGINT;
  return L.bigint(signed ? R.signedRange(n, range) : R.unsignedRange(n, range));
}

function overKinds(cx: Context, a: Annotation, each: (part: L.Base) => Annotation): Annotation {
  if (!isPrimitive(a)) return badOperand(cx, a, "a string, number, bigint or boolean");
  let result = BOTTOM;
  for (const p of L.partsOf(a)) result = cx.engine.joinAt(result, each(p), cx.op.pos, "this conversion");
  return result;
}

function toBigInt(part: L.Base): Annotation {
  switch (part.kind) {
    case "int":
      return L.bigint("i53");
    case "bool":
      return L.bigint("u53");
    case "bigint":
      return L.of(part);
    default:
      return L.BIGINT;
  }
}

/** Is it Number of a number or string that cannot be absent? */
export function isPlainNumberOf(value: Annotation): boolean {
  return value.absent === 0 && (L.isNumeric(value) || value.base?.kind === "string");
}

/** Number of anything: undefined is NaN, null is 0; objects raise. */
function numberOf(cx: Context, value: Annotation): Annotation {
  const parts = L.partsOf(value).filter((p) => isPrimitive(L.of(p)));
  if (parts.length === 0 && value.base !== null)
    return badOperand(cx, value, "a string, number, bigint or boolean");
  let result: Annotation =
    (value.absent & L.ABSENT_UNDEFINED) !== 0 ? L.FLOAT : value.absent === 0 ? BOTTOM : L.INT;
  for (const p of parts) result = cx.engine.joinAt(result, toNumber(p), cx.op.pos, "this conversion");
  return result;
}

function toNumber(part: L.Base): Annotation {
  const isInt = part.kind === "int" || (part.kind === "bigint" && R.isWithin(part.range, "i53"));
  return isInt ? L.INT : L.FLOAT;
}
