// Rows for bigints: operators and comparisons of words and of objects, and the builtins that make them. A result that
// is a word is computed from words; operands that are objects give their low 64 bits, which is all it takes.

import { isOneSign, isSigned, isUnsigned } from "../annotator/big-ranges.ts";
import { isPlainNumberOf, wrapBits } from "../annotator/bigints.ts";
import {
  ABSENT_BOTH,
  ABSENT_NULL,
  type Annotation,
  bigint,
  BIGINT,
  FLOAT as FLOAT_ANNOTATION,
  rangeOf,
} from "../annotator/lattice.ts";
import type { Op, Value } from "../model/graph.ts";
import type { LowOp } from "../model/ops.ts";
import { FLOAT, type LowType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { isAbsentValue, isNullish, present } from "./absence.ts";
import { asObject, isBig, lowBits, range } from "./big-operands.ts";
import { floatConst, int64Const, intConst } from "./builder.ts";
import { asFloat, asInt, NUMBER_ROWS } from "./lower-numbers.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { isShortShift } from "./modular.ts";
import { isUnion, overParts } from "./unions.ts";

// ---- operators ----

function isWordValue(cx: Lowering, v: Value): boolean {
  return range(cx, v) !== "any";
}

/** A number of places to shift: what is far away stays far away. */
function count(cx: Lowering, v: Value): Value {
  const r = range(cx, v);
  if (r === "any") return cx.help("big_toCount", [asObject(cx, v)]);
  const low = lowBits(cx, v);
  if (r !== "u64") return low;
  const far = int64Const(2n ** 62n);
  return cx.b.choose(
    cx.b.bool("uint_lt", low, far),
    low.type as LowType,
    () => low,
    () => far,
  );
}

const WORD_OPS: Readonly<Record<string, LowOp>> = {
  add: "int_add",
  sub: "int_sub",
  mul: "int_mul",
  neg: "int_neg",
  bitand: "int_and",
  bitor: "int_or",
  bitxor: "int_xor",
  bitnot: "int_not",
};

const HELPERS: Readonly<Record<string, string>> = {
  add: "big_add",
  sub: "big_sub",
  mul: "big_mul",
  div: "big_div",
  mod: "big_mod",
  pow: "big_pow",
  neg: "big_neg",
  bitand: "big_and",
  bitor: "big_or",
  bitxor: "big_xor",
  bitnot: "big_not",
  shl: "big_shl",
  shr: "big_shr",
};

function arithmetic(cx: Lowering, op: Op): Value {
  const isWord = cx.repr(op.result).kind === "word";
  const word = isWord ? wordResult(cx, op) : null;
  if (word !== null) return word;
  const [a, b] = op.args as [Value, Value | undefined];
  const helper = HELPERS[op.name] ?? broken(`${op.name} of bigints`);
  const isShift = op.name === "shl" || op.name === "shr";
  const operands = [asObject(cx, a)];
  if (b !== undefined) operands.push(isShift ? count(cx, b) : asObject(cx, b));
  const result = cx.help(helper, operands, op.result.hint);
  return isWord ? cx.help("big_low64", [result], op.result.hint) : result;
}

/** The operation on words; null if its operands are too large for that, or of unlike signs. */
function wordResult(cx: Lowering, op: Op): Value | null {
  const name = WORD_OPS[op.name];
  if (name !== undefined) return cx.b.int(name, ...op.args.map((v) => lowBits(cx, v)));
  const [a, b] = op.args as [Value, Value];
  switch (op.name) {
    case "div":
    case "mod":
      return isOneSign(range(cx, a), range(cx, b)) ? division(cx, op, a, b) : null;
    case "shl":
      if (isShortShift(op)) return constantShift(cx, "int_shl", lowBits(cx, a), constantOf(b), intConst(0));
      return isWordValue(cx, a) ? shift(cx, "shl", a, b) : null;
    case "shr":
      return isWordValue(cx, a) ? rightShift(cx, a, b) : null;
    default:
      return null;
  }
}

function constantOf(v: Value): bigint {
  return v.tag === "const" && v.value.kind === "bigint" ? v.value.value : broken("constant expected");
}

function division(cx: Lowering, op: Op, a: Value, b: Value): Value {
  const signed = isSigned(range(cx, a)) && isSigned(range(cx, b));
  const name: LowOp = op.name === "div" ? (signed ? "int_div" : "uint_div") : signed ? "int_mod" : "uint_mod";
  const x = lowBits(cx, a);
  const y = lowBits(cx, b);
  const isSafe = b.tag === "const" && constantOf(b) !== 0n;
  return cx.b.int(name, x, isSafe ? y : cx.b.int("check_divisor", y));
}

function constantShift(cx: Lowering, name: LowOp, a: Value, by: bigint, beyond: Value): Value {
  return by >= 64n ? beyond : cx.b.int(name, a, intConst(Number(by)));
}

function shift(cx: Lowering, which: "shl" | "shr", a: Value, b: Value): Value {
  const sign = range(cx, a) === "u64" ? "u64" : "i64";
  return cx.help(`${sign}_${which}`, [lowBits(cx, a), count(cx, b)]);
}

function rightShift(cx: Lowering, a: Value, b: Value): Value {
  if (b.tag !== "const" || constantOf(b) < 0n) return shift(cx, "shr", a, b);
  const low = lowBits(cx, a);
  if (isUnsigned(range(cx, a))) return constantShift(cx, "int_ushr", low, constantOf(b), intConst(0));
  return constantShift(cx, "int_shr", low, constantOf(b) > 63n ? 63n : constantOf(b), low);
}

// ---- comparison ----

interface Order {
  readonly signed: LowOp;
  /** Of unsigned words; `swapped` where the operands change places. */
  readonly unsigned: LowOp;
  readonly swapped: boolean;
}

const ORDERS: Readonly<Record<string, Order>> = {
  lt: { signed: "int_lt", unsigned: "uint_lt", swapped: false },
  le: { signed: "int_le", unsigned: "uint_le", swapped: false },
  gt: { signed: "int_gt", unsigned: "uint_lt", swapped: true },
  ge: { signed: "int_ge", unsigned: "uint_le", swapped: true },
};

const MIRRORED: Readonly<Record<string, string>> = { lt: "gt", le: "ge", gt: "lt", ge: "le" };

function compare(cx: Lowering, op: Op): Value {
  const [a, b] = op.args as [Value, Value];
  if (!isBig(cx, a)) return compareMixed(cx, b, a, MIRRORED[op.name] ?? op.name);
  if (!isBig(cx, b)) return compareMixed(cx, a, b, op.name);
  const order = ORDERS[op.name] ?? broken("no comparison");
  const [p, q] = [range(cx, a), range(cx, b)];
  if (isOneSign(p, q)) {
    const [x, y] = [lowBits(cx, a), lowBits(cx, b)];
    if (isSigned(p) && isSigned(q)) return cx.b.bool(order.signed, x, y);
    return order.swapped ? cx.b.bool(order.unsigned, y, x) : cx.b.bool(order.unsigned, x, y);
  }
  if (isSigned(q)) return sign(cx, op.name, cx.help("big_compareInt", [asObject(cx, a), lowBits(cx, b)]));
  if (isSigned(p))
    return sign(cx, MIRRORED[op.name] ?? "", cx.help("big_compareInt", [asObject(cx, b), lowBits(cx, a)]));
  return sign(cx, op.name, cx.help("big_compare", [asObject(cx, a), asObject(cx, b)]));
}

/** A bigint with a number, exactly; NaN is in no order, which is 5. */
function compareMixed(cx: Lowering, big: Value, number: Value, name: string): Value {
  const order = ORDERS[name] ?? broken("no comparison");
  if (cx.repr(number).kind === "int") {
    const n = asInt(cx, number);
    if (isSigned(range(cx, big))) return cx.b.bool(order.signed, lowBits(cx, big), n);
    return sign(cx, name, cx.help("big_compareInt", [asObject(cx, big), n]));
  }
  return sign(cx, name, cx.help("big_compareFloat", [asObject(cx, big), asFloat(cx, number)]));
}

function sign(cx: Lowering, name: string, order: Value): Value {
  switch (name) {
    case "lt":
      return cx.b.bool("int_lt", order, intConst(0));
    case "le":
      return cx.b.bool("int_le", order, intConst(0));
    case "gt":
      return cx.b.bool("int_eq", order, intConst(1));
    default:
      return cx.b.bool("uint_le", order, intConst(1));
  }
}

// ---- builtins ----

/** BigInt.asIntN, BigInt.asUintN, BigInt and Number of what may be a bigint; null for other builtins. */
export function callBigInt(cx: Lowering, op: Op, path: string, args: readonly Value[]): Value | null {
  const [first, second] = args;
  switch (path) {
    case "BigInt.asIntN":
    case "BigInt.asUintN":
      return first === undefined || second === undefined ? null : wrap(cx, op, path.slice(7), first, second);
    case "BigInt":
      return first === undefined ? null : overKinds(cx, op, first, toBigInt);
    case "Number": {
      if (first === undefined || isPlainNumberOf(cx.annotation(first))) return null;
      return numberOfAny(cx, op, first);
    }
    default:
      return null;
  }
}

/** Number of what may be absent or of several kinds: undefined is NaN, null is 0. */
function numberOfAny(cx: Lowering, op: Op, v: Value): Value {
  const annotation = cx.annotation(v);
  const to = cx.repr(op.result);
  const ofAbsent = (): Value =>
    annotation.absent === ABSENT_BOTH
      ? cx.b.choose(isAbsentValue(cx, v, cx.repr(v), ABSENT_NULL), to.low, ofNull, ofUndefined)
      : annotation.absent === ABSENT_NULL
        ? ofNull()
        : ofUndefined();
  const number = (n: number): Value => cx.result(op, floatConst(n), cx.reprOf(FLOAT_ANNOTATION));
  const ofNull = (): Value => (to.kind === "int" ? intConst(0) : number(0));
  const ofUndefined = (): Value => number(NaN);
  if (annotation.base === null) return ofAbsent();
  if (annotation.absent === 0) return overKinds(cx, op, v, toNumber);
  const present: Annotation = { base: annotation.base, absent: 0 };
  return cx.b.choose(isNullish(cx, v, cx.repr(v)), to.low, ofAbsent, () =>
    overKinds(cx, op, cx.temporary(cx.as(v, cx.reprOf(present), true), present), toNumber),
  );
}

function wrap(cx: Lowering, op: Op, name: string, bits: Value, v: Value): Value {
  const to = cx.repr(op.result);
  const n = wrapBits(op);
  // By more bits than the range has: the value itself.
  if (n !== null && n > 64 && to.kind === "word") return lowBits(cx, v);
  if (n === null || to.kind !== "word")
    return cx.result(op, cx.help(`big_${name}`, [asInt(cx, bits), asObject(cx, v)]), cx.reprOf(BIGINT));
  const low = lowBits(cx, v);
  if (n === 64) return low;
  if (n === 0) return intConst(0);
  if (name === "asUintN") {
    if (n === 32) return cx.b.int("int_to_u32", low);
    return cx.b.int("int_and", low, int64Const(2n ** BigInt(n) - 1n));
  }
  if (n === 8 || n === 16 || n === 32) return cx.b.int(`int_to_i${n}`, low);
  return cx.b.int("int_shr", cx.b.int("int_shl", low, intConst(64 - n)), intConst(64 - n));
}

/** What the conversion is for each kind of value in a union, or for the only one. */
function overKinds(
  cx: Lowering,
  op: Op,
  v: Value,
  each: (cx: Lowering, v: Value) => { value: Value; annotation: Annotation },
): Value {
  const one = (self: Value): Value => {
    const { value, annotation } = each(cx, self);
    return cx.result(op, value, cx.reprOf(annotation));
  };
  return isUnion(cx, v) ? overParts(cx, v, cx.repr(op.result).low, (_part, self) => one(self)) : one(v);
}

interface Converted {
  readonly value: Value;
  readonly annotation: Annotation;
}

function toBigInt(cx: Lowering, v: Value): Converted {
  switch (cx.annotation(v).base?.kind) {
    case "int":
      return { value: asInt(cx, v), annotation: bigint("i53") };
    case "float":
      return { value: cx.help("big_fromFloat", [asFloat(cx, v)]), annotation: BIGINT };
    case "bool": {
      const isTrue = cx.as(v, cx.reprOf({ base: { kind: "bool" }, absent: 0 }));
      return { value: cx.b.int("bool_to_int", isTrue), annotation: bigint("u53") };
    }
    case "string":
      return { value: cx.help("big_parse", [present(cx, v)]), annotation: BIGINT };
    default: {
      const annotation: Annotation = { base: cx.annotation(v).base, absent: 0 };
      const to = cx.reprOf(annotation);
      return { value: to.kind === "word" ? cx.as(v, to) : asObject(cx, v), annotation };
    }
  }
}

function toNumber(cx: Lowering, v: Value): Converted {
  const r = rangeOf(cx.annotation(v));
  const annotation: Annotation = FLOAT_ANNOTATION;
  switch (r) {
    case undefined:
      return numberOf(cx, v);
    case "u53":
    case "i53":
      return { value: cx.as(v, cx.reprOf(bigint(r))), annotation: { base: { kind: "int" }, absent: 0 } };
    case "any":
      return { value: cx.help("big_toFloat", [asObject(cx, v)]), annotation };
    default: {
      const low = cx.as(v, cx.reprOf(bigint(r)));
      if (r === "u64") return { value: cx.help("u64_toFloat", [low]), annotation };
      return { value: cx.b.op("int_to_float", [low], FLOAT), annotation };
    }
  }
}

/** Number of something else in a union. */
function numberOf(cx: Lowering, v: Value): Converted {
  switch (cx.annotation(v).base?.kind) {
    case "string":
      return { value: cx.help("string_to_number", [present(cx, v)]), annotation: FLOAT_ANNOTATION };
    case "bool":
      return {
        value: cx.b.float("int_to_float", cx.b.int("bool_to_int", cx.value(v))),
        annotation: FLOAT_ANNOTATION,
      };
    case "int":
      return { value: asInt(cx, v), annotation: { base: { kind: "int" }, absent: 0 } };
    case "float":
      return { value: asFloat(cx, v), annotation: FLOAT_ANNOTATION };
    default:
      cx.b.fail("impossible");
      return { value: floatConst(0), annotation: FLOAT_ANNOTATION };
  }
}

// ---- rows ----

/** A row of numbers, which bigints have in their own way. */
function orBigints(numbers: LowerRow, bigints: LowerRow): LowerRow {
  return (cx, op) => (op.args.some((v) => isBig(cx, v)) ? bigints(cx, op) : numbers(cx, op));
}

const isText = (cx: Lowering, op: Op): boolean => cx.repr(op.result).kind === "string";

export const BIGINT_ROWS = {
  ...NUMBER_ROWS,
  add: ((cx, op) =>
    isText(cx, op) ? NUMBER_ROWS.add(cx, op) : orBigints(NUMBER_ROWS.add, arithmetic)(cx, op)) as LowerRow,
  sub: orBigints(NUMBER_ROWS.sub, arithmetic),
  mul: orBigints(NUMBER_ROWS.mul, arithmetic),
  div: orBigints(NUMBER_ROWS.div, arithmetic),
  mod: orBigints(NUMBER_ROWS.mod, arithmetic),
  pow: orBigints(NUMBER_ROWS.pow, arithmetic),
  neg: orBigints(NUMBER_ROWS.neg, arithmetic),
  bitand: orBigints(NUMBER_ROWS.bitand, arithmetic),
  bitor: orBigints(NUMBER_ROWS.bitor, arithmetic),
  bitxor: orBigints(NUMBER_ROWS.bitxor, arithmetic),
  bitnot: orBigints(NUMBER_ROWS.bitnot, arithmetic),
  shl: orBigints(NUMBER_ROWS.shl, arithmetic),
  shr: orBigints(NUMBER_ROWS.shr, arithmetic),
  lt: orBigints(NUMBER_ROWS.lt, compare),
  le: orBigints(NUMBER_ROWS.le, compare),
  gt: orBigints(NUMBER_ROWS.gt, compare),
  ge: orBigints(NUMBER_ROWS.ge, compare),
  declared_word: ((cx, op) => cx.as(op.args[0] as Value, cx.repr(op.result), true)) as LowerRow,
};
