// Rows for arithmetic, comparison, equality and truth.

import { isOneSign } from "../annotator/big-ranges.ts";
import { type Absent, ABSENT_BOTH, ABSENT_NULL, ABSENT_UNDEFINED, rangeOf } from "../annotator/lattice.ts";
import { ABSENT_INT_NULL } from "../model/absent.ts";
import type { Op, Value } from "../model/graph.ts";
import type { LowOp } from "../model/ops.ts";
import { BOOL, FLOAT, INT, OBJECT } from "../model/types.ts";
import { boolConstant, floatConst, int64Const, intConst } from "./builder.ts";
import { isAbsentFloat } from "./convert.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import type { Repr } from "./reprs.ts";
import { isAbsentValue, isNullish, present } from "./absence.ts";
import { concat } from "./lower-strings.ts";
import { equalUnions, isOfKinds, overParts } from "./unions.ts";

const INT_REPR: Repr = {
  kind: "int",
  low: INT,
  optional: false,
  annotation: { base: { kind: "int" }, absent: 0 },
  sentinel: null,
  boxes: null,
};
const FLOAT_REPR: Repr = {
  kind: "float",
  low: FLOAT,
  optional: false,
  annotation: { base: { kind: "float" }, absent: 0 },
  sentinel: null,
  boxes: null,
};

/** Operand as an int: a float is checked to be one. */
export function asInt(cx: Lowering, v: Value): Value {
  return cx.as(v, INT_REPR);
}

export function asFloat(cx: Lowering, v: Value): Value {
  return cx.as(v, FLOAT_REPR);
}

function isIntResult(cx: Lowering, op: Op): boolean {
  return cx.repr(op.result).kind === "int";
}

function args2(op: Op): [Value, Value] {
  return op.args as [Value, Value];
}

function arithmetic(int: (cx: Lowering, a: Value, b: Value) => Value, float: LowOp): LowerRow {
  return (cx, op) => {
    const [a, b] = args2(op);
    if (isIntResult(cx, op)) return int(cx, asInt(cx, a), asInt(cx, b));
    return cx.b.float(float, asFloat(cx, a), asFloat(cx, b));
  };
}

const checked =
  (name: LowOp) =>
  (cx: Lowering, a: Value, b: Value): Value =>
    cx.b.int("check_range", cx.b.int(name, a, b));

export const addRow: LowerRow = (cx, op) =>
  cx.repr(op.result).kind === "string" ? concat(cx, op) : addNumbers(cx, op);
const addNumbers = arithmetic(checked("int_add"), "float_add");

const divisor = (cx: Lowering, v: Value): Value => cx.b.int("check_divisor", v);

/** ToInt32 of an operand: of a float by JavaScript's rule, of an int its low 32 bits. */
function int32(cx: Lowering, v: Value): Value {
  const r = cx.repr(v);
  if (r.kind === "float") return cx.b.int("float_to_i32", asFloat(cx, v));
  return cx.b.int("int_to_i32", asInt(cx, v));
}

/** `|`, `&`, `^`: of operands that are low 32 bits already, the result is as well. */
function bits(name: LowOp): LowerRow {
  return (cx, op) => {
    const [a, b] = args2(op);
    return cx.b.int(name, int32(cx, a), int32(cx, b));
  };
}

function shift(name: LowOp): LowerRow {
  return (cx, op) => {
    const [a, b] = args2(op);
    const left = name === "int_ushr" ? cx.b.int("int_to_u32", int32(cx, a)) : int32(cx, a);
    const count = cx.b.int("int_and", int32(cx, b), intConst(31));
    const r = cx.b.int(name, left, count);
    return name === "int_shl" ? cx.b.int("int_to_i32", r) : r;
  };
}

function i32(int: LowOp, float: LowOp): LowerRow {
  return (cx, op) => {
    const [a, b] = args2(op);
    if (cx.repr(a).kind === "int" && cx.repr(b).kind === "int")
      return cx.b.int(int, asInt(cx, a), asInt(cx, b));
    return cx.b.int("float_to_i32", cx.b.float(float, asFloat(cx, a), asFloat(cx, b)));
  };
}

const divI32: LowerRow = (cx, op) => {
  const [a, b] = args2(op);
  if (cx.repr(a).kind !== "int" || cx.repr(b).kind !== "int")
    return cx.b.int("float_to_i32", cx.b.float("float_div", asFloat(cx, a), asFloat(cx, b)));
  const [x, y] = [asInt(cx, a), asInt(cx, b)];
  return cx.b.choose(
    cx.b.bool("int_eq", y, intConst(0)),
    INT,
    () => intConst(0),
    // Exact: the quotient of two ints below 2^53 is never rounded up to an integer it does not reach.
    () => cx.b.int("int_to_i32", cx.b.int("int_div", x, y)),
  );
};

function division(int: LowOp, float: LowOp): LowerRow {
  return (cx, op) => {
    const [a, b] = args2(op);
    if (isIntResult(cx, op)) {
      const x = asInt(cx, a);
      return cx.b.int(int, x, divisor(cx, asInt(cx, b)));
    }
    return cx.b.float(float, cx.b.float("float_div", asFloat(cx, a), asFloat(cx, b)));
  };
}

const negate: LowerRow = (cx, op) => {
  const a = op.args[0] as Value;
  return isIntResult(cx, op) ? cx.b.int("int_neg", asInt(cx, a)) : cx.b.float("float_neg", asFloat(cx, a));
};

// ---- comparison ----

function compare(int: LowOp, float: LowOp): LowerRow {
  return (cx, op) => {
    const [a, b] = args2(op);
    const [x, y] = [cx.repr(a), cx.repr(b)];
    if (x.kind === "string" && y.kind === "string") {
      const order = cx.help("string_compare", [present(cx, a), present(cx, b)]);
      return cx.b.bool(int, order, intConst(0));
    }
    if (x.kind === "int" && y.kind === "int") return cx.b.bool(int, asInt(cx, a), asInt(cx, b));
    return cx.b.bool(float, asFloat(cx, a), asFloat(cx, b));
  };
}

/** A decided result (an annotation that is always true or always false) needs no code. */
function decided(cx: Lowering, op: Op): Value | null {
  const base = cx.annotation(op.result).base;
  return base?.kind === "bool" && base.value !== undefined ? boolConstant(base.value) : null;
}

const equality: LowerRow = (cx, op) => {
  const known = decided(cx, op);
  if (known !== null) return known;
  const [a, b] = args2(op);
  const equal = areEqual(cx, a, b);
  return op.name === "eq" ? equal : cx.b.bool("bool_not", equal);
};

function areEqual(cx: Lowering, a: Value, b: Value): Value {
  const [x, y] = [cx.repr(a), cx.repr(b)];
  if (x.boxes !== null && y.kind === "void") return isAbsentValue(cx, a, x, y.annotation.absent);
  if (y.boxes !== null && x.kind === "void") return isAbsentValue(cx, b, y, x.annotation.absent);
  if (x.boxes !== null || y.boxes !== null) return equalUnions(cx, a, b, (p, q) => areEqual(cx, p, q));
  if (isBigRepr(x) && isBigRepr(y)) return equalBigints(cx, a, b, x, y);
  if (tellsAbsence(x, y)) return equalWithSentinels(cx, a, b, x, y);
  if (isOnlyAbsent(y)) return isAbsentValue(cx, a, x, y.annotation.absent);
  if (isOnlyAbsent(x)) return isAbsentValue(cx, b, y, x.annotation.absent);
  if (x.kind === "void" || y.kind === "void") return boolConstant(x.kind === y.kind);
  if (x.kind === "float" || y.kind === "float") return equalFloats(cx, a, b, x, y);
  if (x.kind !== y.kind) return bothAbsent(cx, a, b, x, y);
  switch (x.kind) {
    case "int":
      return cx.b.bool("int_eq", cx.value(a), cx.value(b));
    case "bool": {
      const asInts = [a, b].map((v, i) =>
        [x, y][i]?.optional === true ? cx.value(v) : cx.b.int("bool_to_int", cx.value(v)),
      );
      return cx.b.bool("int_eq", asInts[0] as Value, asInts[1] as Value);
    }
    case "string":
      return cx.help("string_equal", [cx.value(a), cx.value(b)]);
    default:
      return cx.b.bool("ref_eq", cx.b.cast(cx.value(a), OBJECT), cx.b.cast(cx.value(b), OBJECT));
  }
}

/** Can a null and an undefined meet that both are null references? */
function tellsAbsence(x: Repr, y: Repr): boolean {
  if (x.sentinel !== null || y.sentinel !== null) return true;
  const isReference = x.low.tag === "ref" && y.low.tag === "ref";
  return isReference && (x.annotation.absent | y.annotation.absent) === ABSENT_BOTH;
}

function isBigRepr(r: Repr): boolean {
  return r.kind === "word" || r.kind === "bigint";
}

/** Words of one sign by their bits; anything else as objects, which may be absent. */
function equalBigints(cx: Lowering, a: Value, b: Value, x: Repr, y: Repr): Value {
  const [p, q] = [rangeOf(x.annotation), rangeOf(y.annotation)];
  if (x.kind === "word" && y.kind === "word" && p !== undefined && q !== undefined && isOneSign(p, q))
    return cx.b.bool("int_eq", cx.value(a), cx.value(b));
  const absent = x.annotation.absent | y.annotation.absent;
  const to = cx.reprOf({ base: { kind: "bigint", range: "any" }, absent: absent as Absent });
  return cx.help("big_equal", [cx.as(a, to, true), cx.as(b, to, true)]);
}

/** Undefined is told from null on either side: both sides get the representation that can. */
function equalWithSentinels(cx: Lowering, a: Value, b: Value, x: Repr, y: Repr): Value {
  for (const [v, r, other] of [
    [a, x, y],
    [b, y, x],
  ] as const)
    if (other.kind === "void" && isOnlyAbsent(other)) return isAbsentValue(cx, v, r, other.annotation.absent);
  const isText = x.kind === "string" || y.kind === "string";
  const fits = (r: Repr): boolean => r.kind === (isText ? "string" : "ref") || r.annotation.base === null;
  if (!fits(x) || !fits(y)) return bothAbsent(cx, a, b, x, y);
  const base = isText ? ({ kind: "string" } as const) : null;
  const to = cx.reprOf({ base, absent: ABSENT_BOTH });
  const [p, q] = [cx.as(a, to, true), cx.as(b, to, true)];
  return isText ? cx.help("string_equal", [p, q]) : cx.b.bool("ref_eq", p, q);
}

function isOnlyAbsent(r: Repr): boolean {
  return r.annotation.base === null && r.annotation.absent !== 0;
}

function equalFloats(cx: Lowering, a: Value, b: Value, x: Repr, y: Repr): Value {
  const numeric = (r: Repr): boolean => r.kind === "int" || r.kind === "float";
  if (!numeric(x) || !numeric(y)) return bothAbsent(cx, a, b, x, y);
  const to: Repr = { ...FLOAT_REPR, optional: x.optional || y.optional };
  const [p, q] = [cx.as(a, to), cx.as(b, to)];
  const same = cx.b.bool("float_eq", p, q);
  if (!x.optional || !y.optional) return same;
  return cx.b.choose(
    same,
    BOOL,
    () => boolConstant(true),
    () =>
      cx.b.choose(
        isAbsentFloat(cx.b, p),
        BOOL,
        () => cx.b.bool("int_eq", cx.b.int("float_bits", p), cx.b.int("float_bits", q)),
        () => boolConstant(false),
      ),
  );
}

/** Values of unlike kinds are equal only if both are absent in the same way. */
function bothAbsent(cx: Lowering, a: Value, b: Value, x: Repr, y: Repr): Value {
  if ((x.annotation.absent & y.annotation.absent) === 0) return boolConstant(false);
  return cx.b.choose(
    isNullish(cx, a, x),
    BOOL,
    () => isNullish(cx, b, y),
    () => boolConstant(false),
  );
}

function truthOf(cx: Lowering, v: Value): Value {
  const r = cx.repr(v);
  if (r.annotation.base === null) return boolConstant(false);
  if (r.boxes !== null) {
    const ofPart = (): Value => overParts(cx, v, BOOL, (_part, self) => truthOf(cx, self));
    return r.annotation.absent === 0
      ? ofPart()
      : cx.b.choose(isNullish(cx, v, r), BOOL, () => boolConstant(false), ofPart);
  }
  const low = cx.value(v);
  switch (r.kind) {
    case "void":
      return boolConstant(true);
    case "bool":
      return r.optional ? cx.b.bool("int_eq", low, intConst(1)) : low;
    case "int": {
      const nonzero = cx.b.bool("int_ne", low, intConst(0));
      return r.optional
        ? cx.b.choose(
            nonzero,
            BOOL,
            () => cx.b.bool("int_gt", low, int64Const(ABSENT_INT_NULL)),
            () => boolConstant(false),
          )
        : nonzero;
    }
    case "float":
      // NaN, absent ones included, is not above 0 when its sign is cleared.
      return cx.b.bool("float_gt", cx.b.float("float_abs", low), floatConst(0));
    case "word":
      return cx.b.bool("int_ne", low, intConst(0));
    case "bigint":
    case "string":
      if (r.sentinel !== null)
        return cx.b.choose(
          isNullish(cx, v, r),
          BOOL,
          () => boolConstant(false),
          () => cx.b.bool("int_ne", cx.b.getField(low, "length"), intConst(0)),
        );
      return r.annotation.absent === 0
        ? cx.b.bool("int_ne", cx.b.getField(low, "length"), intConst(0))
        : cx.b.choose(
            cx.b.bool("ref_is_null", low),
            BOOL,
            () => boolConstant(false),
            () => cx.b.bool("int_ne", cx.b.getField(low, "length"), intConst(0)),
          );
    default:
      if (r.annotation.absent === 0) return boolConstant(true);
      return r.sentinel === null
        ? cx.b.bool("ref_not_null", low)
        : cx.b.bool("bool_not", isNullish(cx, v, r));
  }
}

const typeofIs: LowerRow = (cx, op) => {
  const known = decided(cx, op);
  if (known !== null) return known;
  const v = op.args[0] as Value;
  const wanted =
    op.args[1]?.tag === "const" && op.args[1].value.kind === "string" ? op.args[1].value.value : "";
  const r = cx.repr(v);
  if (r.boxes !== null && wanted !== "undefined") return typeofUnion(cx, v, r, wanted);
  if (wanted === "undefined") return isAbsentValue(cx, v, r, ABSENT_UNDEFINED);
  if (wanted !== "object" || (r.annotation.absent & ABSENT_NULL) === 0)
    return cx.b.bool("bool_not", isNullish(cx, v, r));
  // null is an "object" too: of objects it is told from undefined alone, of primitives it is the only one.
  if (r.kind === "ref") return cx.b.bool("bool_not", isAbsentValue(cx, v, r, ABSENT_UNDEFINED));
  return isAbsentValue(cx, v, r, ABSENT_NULL);
};

const TYPEOF_KINDS: Readonly<Record<string, readonly string[]>> = {
  number: ["number"],
  string: ["string"],
  bigint: ["bigint"],
  boolean: ["boolean"],
  function: ["function"],
  object: ["instance", "array", "map", "set", "typed", "buffer", "dataview"],
};

function typeofUnion(cx: Lowering, v: Value, r: Repr, wanted: string): Value {
  const is = (): Value => isOfKinds(cx, v, new Set(TYPEOF_KINDS[wanted]));
  if (wanted !== "object" || (r.annotation.absent & ABSENT_NULL) === 0) return is();
  return cx.b.choose(isAbsentValue(cx, v, r, ABSENT_NULL), BOOL, () => boolConstant(true), is);
}

export const NUMBER_ROWS = {
  add: addRow,
  sub: arithmetic(checked("int_sub"), "float_sub"),
  mul: arithmetic((cx, a, b) => cx.b.int("int_mul_range", a, b), "float_mul"),
  div: ((cx, op) =>
    cx.b.float("float_div", asFloat(cx, op.args[0] as Value), asFloat(cx, op.args[1] as Value))) as LowerRow,
  mod: arithmetic((cx, a, b) => cx.b.int("int_mod", a, divisor(cx, b)), "float_mod"),
  pow: ((cx, op) =>
    cx.b.op(
      "call_external",
      [
        { tag: "const", type: undefined, value: { kind: "name", value: "float_pow" } },
        asFloat(cx, op.args[0] as Value),
        asFloat(cx, op.args[1] as Value),
      ],
      FLOAT,
    )) as LowerRow,
  neg: negate,
  plus: ((cx, op) =>
    isIntResult(cx, op) ? asInt(cx, op.args[0] as Value) : asFloat(cx, op.args[0] as Value)) as LowerRow,
  bitand: bits("int_and"),
  bitor: bits("int_or"),
  bitxor: bits("int_xor"),
  bitnot: ((cx, op) => cx.b.int("int_not", int32(cx, op.args[0] as Value))) as LowerRow,
  shl: shift("int_shl"),
  shr: shift("int_shr"),
  ushr: shift("int_ushr"),
  add_i32: i32("int_add_i32", "float_add"),
  sub_i32: i32("int_sub_i32", "float_sub"),
  mul_i32: i32("int_mul_i32", "float_mul"),
  div_i32: divI32,
  div_floor: division("int_floordiv", "float_floor"),
  div_trunc: division("int_div", "float_trunc"),
  lt: compare("int_lt", "float_lt"),
  le: compare("int_le", "float_le"),
  gt: compare("int_gt", "float_gt"),
  ge: compare("int_ge", "float_ge"),
  eq: equality,
  ne: equality,
  is_nullish: ((cx, op) =>
    decided(cx, op) ?? isNullish(cx, op.args[0] as Value, cx.repr(op.args[0] as Value))) as LowerRow,
  truth: ((cx, op) => decided(cx, op) ?? truthOf(cx, op.args[0] as Value)) as LowerRow,
  not: ((cx, op) => decided(cx, op) ?? cx.b.bool("bool_not", truthOf(cx, op.args[0] as Value))) as LowerRow,
  typeof_is: typeofIs,
};
