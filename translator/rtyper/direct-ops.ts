// Table: what flow operations mean in the low-level dialect of helpers (see helpers.ts), and the intrinsics of
// rlib/core/low/intrinsics.ts. A row gives the operation's value, or null if it never completes. Operations without
// a row are an internal error: the dialect is for our own library only.

import { ABSENT_INT_UNDEFINED } from "../model/absent.ts";
import { nameConst, structConst } from "../model/constants.ts";
import { entityOf } from "../model/entities.ts";
import type { FlowOp } from "../model/flow-ops.ts";
import type { Op, Value } from "../model/graph.ts";
import { EXTERNALS, type ExternalName } from "../model/externals.ts";
import type { MessageName } from "../model/messages.ts";
import type { LowOp } from "../model/ops.ts";
import { BOOL, FLOAT, INT, type LowType, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, boolConstant, int64Const, intConst, type LowBuilder, structOfValue } from "./builder.ts";
import type { HelperHost, Helpers } from "./helpers.ts";
import { keyOperation } from "./keys.ts";

export interface DirectContext {
  readonly b: LowBuilder;
  readonly helpers: Helpers;
  readonly host: HelperHost;
  value(v: Value, wanted?: LowType): Value;
}

type DirectRow = (t: DirectContext, op: Op) => Value | null;

function pair(t: DirectContext, op: Op): [Value, Value] {
  const [x, y] = op.args as [Value, Value];
  if (x.tag === "const" && x.type === FLOAT) return [t.value(x), t.value(y, FLOAT)];
  const known = x.tag === "var" ? t.value(x) : y.tag === "var" ? t.value(y) : t.value(x);
  return [t.value(x, known.type), t.value(y, known.type)];
}

function arithmetic(int: LowOp, float: LowOp): DirectRow {
  return (t, op) => {
    const [a, b] = pair(t, op);
    if (a.type === FLOAT || b.type === FLOAT) return t.b.float(float, asFloat(t, a), asFloat(t, b));
    return t.b.int(int, a, b);
  };
}

function asFloat(t: DirectContext, v: Value): Value {
  return v.type === FLOAT ? v : t.b.float("int_to_float", v);
}

function comparison(int: LowOp, float: LowOp): DirectRow {
  return (t, op) => {
    const [a, b] = pair(t, op);
    if (a.type === FLOAT || b.type === FLOAT) return t.b.bool(float, asFloat(t, a), asFloat(t, b));
    return t.b.bool(int, a, b);
  };
}

function equality(negated: boolean): DirectRow {
  return (t, op) => {
    const [a, b] = pair(t, op);
    if (a.type === FLOAT || b.type === FLOAT)
      return t.b.bool(negated ? "float_ne" : "float_eq", asFloat(t, a), asFloat(t, b));
    if (a.type?.tag === "ref") {
      if (isNull(b)) return t.b.bool(negated ? "ref_not_null" : "ref_is_null", a);
      return t.b.bool(negated ? "ref_ne" : "ref_eq", a, b);
    }
    const int = (v: Value): Value => (v.type === BOOL ? t.b.int("bool_to_int", v) : v);
    return t.b.bool(negated ? "int_ne" : "int_eq", int(a), int(b));
  };
}

function isNull(v: Value): boolean {
  return v.tag === "const" && v.value.kind === "nullref";
}

/** JavaScript's 32-bit bit operations. */
function bits(int: LowOp): DirectRow {
  return (t, op) =>
    t.b.int("int_to_i32", t.b.int(int, t.value(op.args[0] as Value), t.value(op.args[1] as Value)));
}

function shift(int: LowOp, narrow: LowOp): DirectRow {
  return (t, op) => {
    const a = t.b.int(narrow, t.value(op.args[0] as Value));
    const n = t.b.int("int_and", t.value(op.args[1] as Value), intConst(31));
    const r = t.b.int(int, a, n);
    return int === "int_shl" ? t.b.int("int_to_i32", r) : r;
  };
}

function truth(t: DirectContext, op: Op): Value {
  const v = t.value(op.args[0] as Value);
  if (v.type === BOOL) return v;
  return v.type?.tag === "ref" ? t.b.bool("ref_not_null", v) : t.b.bool("int_ne", v, intConst(0));
}

const same: DirectRow = (t, op) => t.value(op.args[0] as Value);

function fieldName(op: Op): string {
  const c = op.args[1];
  return c?.tag === "const" && c.value.kind === "name" ? c.value.value : broken("field without name");
}

function setField(t: DirectContext, op: Op): Value {
  const object = t.value(op.args[0] as Value);
  const field =
    structOfValue(object).field(fieldName(op)) ??
    broken(`no field ${fieldName(op)} in ${structOfValue(object).name}`);
  const type = field.type.tag === "narrow" ? undefined : field.type;
  t.b.setField(object, field.name, widened(t, t.value(op.args[2] as Value, type), type));
  return anyConst(VOID);
}

/** A reference is stored as the type of its place. */
function widened(t: DirectContext, v: Value, type: LowType | undefined): Value {
  return type?.tag === "ref" && v.type?.tag === "ref" && v.type.to !== type.to && v.type.to.extends(type.to)
    ? t.b.cast(v, type.to)
    : v;
}

function setItem(t: DirectContext, op: Op): Value {
  const array = t.value(op.args[0] as Value);
  const item = structOfValue(array).itemType() ?? broken("items of something without items");
  const type = item.tag === "narrow" ? (item.name === "f32" ? FLOAT : INT) : item;
  t.b.void(
    "set_item",
    array,
    t.value(op.args[1] as Value),
    widened(t, t.value(op.args[2] as Value, type), type),
  );
  return anyConst(VOID);
}

function callFunction(t: DirectContext, op: Op): Value | null {
  const c = op.args[0];
  const entity = c?.tag === "const" ? entityOf(c) : undefined;
  if (entity?.tag === "builtin") return intrinsic(t, op, entity.path);
  if (entity?.tag !== "func") return callClosure(t, op);
  const args = op.args.slice(1).map((a) => t.value(a));
  const helper = t.helpers.instance(
    entity,
    args.map((a) => a.type as LowType),
  );
  return t.b.op(
    "call",
    [{ tag: "const", type: undefined, value: { kind: "graph", key: helper.key } }, ...args],
    helper.result,
    op.result.hint,
  );
}

function callClosure(t: DirectContext, op: Op): Value {
  const f = t.value(op.args[0] as Value);
  const code = t.b.getField(f, "code");
  if (code.type?.tag !== "func") return broken("call of something that is no closure");
  return t.b.op(
    "call_indirect",
    [code, f, ...op.args.slice(1).map((a) => t.value(a))],
    code.type.result,
    op.result.hint,
  );
}

function intrinsic(t: DirectContext, op: Op, path: string): Value | null {
  const name = path.replace(/^intrinsic\./, "");
  const row = INTRINSICS[name] ?? broken(`no intrinsic ${path}`);
  return row(t, op.args.slice(1), op);
}

type IntrinsicRow = (t: DirectContext, args: Value[], op: Op) => Value | null;

const raw =
  (name: LowOp, type: LowType): IntrinsicRow =>
  (t, args) =>
    t.b.op(
      name,
      args.map((a) => t.value(a, type === FLOAT ? FLOAT : undefined)),
      type,
    );

function stringArg(v: Value | undefined): string {
  return v?.tag === "const" && v.value.kind === "string"
    ? v.value.value
    : broken("an intrinsic's name must be a literal");
}

/** Allocates an array of the layout of a sample's field: `newItems(list, "items", n)`. */
const newItems: IntrinsicRow = (t, args) => {
  const owner = structOfValue(t.value(args[0] as Value));
  const type = owner.field(stringArg(args[1]))?.type;
  if (type?.tag !== "ref") return broken("newItems of a field that is no array");
  return t.b.op("new_array", [structConst(type.to), t.value(args[2] as Value)], type, "items");
};

const newField: IntrinsicRow = (t, args) => {
  const owner = structOfValue(t.value(args[0] as Value));
  const type = owner.field(stringArg(args[1]))?.type;
  return type?.tag === "ref" ? t.b.newStruct(type.to) : broken("newField of a field that is no object");
};

const INTRINSICS: Readonly<Record<string, IntrinsicRow>> = {
  newItems,
  newField,
  newLike: (t, args) => t.b.newStruct(structOfValue(t.value(args[0] as Value))),
  newArrayLike: (t, args) => {
    const s = structOfValue(t.value(args[0] as Value));
    return t.b.op("new_array", [structConst(s), t.value(args[1] as Value)], s.ref, "items");
  },
  hasField: (t, args) =>
    boolConstant(structOfValue(t.value(args[0] as Value)).field(stringArg(args[1])) !== undefined),
  newStrings: (t, args) =>
    t.b.op(
      "new_array",
      [structConst(t.host.stringItems()), t.value(args[0] as Value)],
      t.host.stringItems().ref,
      "strings",
    ),
  charStrings: (t) => t.host.charStrings(),
  newBig: (t, args) =>
    t.b.op(
      "new_array",
      [structConst(t.host.bigint()), t.value(args[0] as Value)],
      t.host.bigint().ref,
      "big",
    ),
  newLatin1: (t, args) =>
    t.b.op(
      "new_array",
      [structConst(t.host.strings.latin1), t.value(args[0] as Value)],
      t.host.strings.latin1.ref,
      "text",
    ),
  newUtf16: (t, args) =>
    t.b.op(
      "new_array",
      [structConst(t.host.strings.utf16), t.value(args[0] as Value)],
      t.host.strings.utf16.ref,
      "text",
    ),
  newRope: (t) => t.b.newStruct(t.host.strings.rope, "rope"),
  isLatin1: (t, args) => t.b.instanceOf(t.value(args[0] as Value), t.host.strings.latin1),
  isUtf16: (t, args) => t.b.instanceOf(t.value(args[0] as Value), t.host.strings.utf16),
  isRope: (t, args) => t.b.instanceOf(t.value(args[0] as Value), t.host.strings.rope),
  asLatin1: (t, args) => t.b.cast(t.value(args[0] as Value), t.host.strings.latin1),
  asUtf16: (t, args) => t.b.cast(t.value(args[0] as Value), t.host.strings.utf16),
  asRope: (t, args) => t.b.cast(t.value(args[0] as Value), t.host.strings.rope),
  asString: (t, args) => t.b.cast(t.value(args[0] as Value), t.host.strings.string),
  copyItems: (t, args) => {
    t.b.void("copy_items", ...args.map((a) => t.value(a)));
    return anyConst(VOID);
  },
  clearItems: (t, args) => {
    t.b.void("fill_items", ...args.map((a) => t.value(a)));
    return anyConst(VOID);
  },
  fail: (t, args) => {
    t.b.fail(stringArg(args[0]) as MessageName);
    return null;
  },
  external: (t, args, op) => {
    const name = stringArg(args[0]);
    if (!Object.hasOwn(EXTERNALS, name)) broken(`no external ${name}`);
    const row = EXTERNALS[name as ExternalName];
    const type: LowType = row.result === "float" ? FLOAT : row.result === "void" ? VOID : INT;
    const values = args
      .slice(1)
      .map((a, i) => t.value(a, (row.args as readonly string[])[i] === "float" ? FLOAT : undefined));
    return t.b.op("call_external", [nameConst(name), ...values], type, op.result.hint);
  },
  hashKey: (t, args) => keyOperation(t, args, "hash"),
  sameKey: (t, args) => keyOperation(t, args, "same"),
  absentInt: () => int64Const(ABSENT_INT_UNDEFINED),
  idiv: raw("int_div", INT),
  imod: raw("int_mod", INT),
  udiv: raw("uint_div", INT),
  umod: raw("uint_mod", INT),
  ult: raw("uint_lt", BOOL),
  mul64: raw("int_mul", INT),
  and64: raw("int_and", INT),
  or64: raw("int_or", INT),
  xor64: raw("int_xor", INT),
  shl64: raw("int_shl", INT),
  shr64: raw("int_shr", INT),
  ushr64: raw("int_ushr", INT),
  toFloat: raw("int_to_float", FLOAT),
  toInt: raw("float_to_int", INT),
  mulHigh: raw("uint_mul_high", INT),
  bit: raw("bool_to_int", INT),
  clz32: raw("int_clz32", INT),
  bitsFloat: (t, args) => t.b.float("bits_float", t.value(args[0] as Value)),
  floatBits: raw("float_bits", INT),
  floor: raw("float_floor", FLOAT),
  floatAbs: raw("float_abs", FLOAT),
  squareRoot: raw("float_sqrt", FLOAT),
  floatNeg: raw("float_neg", FLOAT),
  isNegativeZero: (t, args) =>
    t.b.bool("int_lt", t.b.int("float_bits", t.value(args[0] as Value, FLOAT)), intConst(0)),
};

export const DIRECT: Partial<Record<FlowOp, DirectRow>> = {
  add: arithmetic("int_add", "float_add"),
  sub: arithmetic("int_sub", "float_sub"),
  mul: arithmetic("int_mul", "float_mul"),
  div: (t, op) =>
    t.b.float(
      "float_div",
      asFloat(t, t.value(op.args[0] as Value)),
      asFloat(t, t.value(op.args[1] as Value)),
    ),
  mod: arithmetic("int_mod", "float_mod"),
  neg: (t, op) => {
    const v = t.value(op.args[0] as Value);
    return v.type === FLOAT ? t.b.float("float_neg", v) : t.b.int("int_neg", v);
  },
  bitand: bits("int_and"),
  bitor: bits("int_or"),
  bitxor: bits("int_xor"),
  bitnot: (t, op) => t.b.int("int_to_i32", t.b.int("int_not", t.value(op.args[0] as Value))),
  shl: shift("int_shl", "int_to_i32"),
  shr: shift("int_shr", "int_to_i32"),
  ushr: shift("int_ushr", "int_to_u32"),
  add_i32: bits("int_add"),
  sub_i32: bits("int_sub"),
  mul_i32: bits("int_mul"),
  div_floor: arithmetic("int_floordiv", "float_div"),
  div_trunc: arithmetic("int_div", "float_div"),
  lt: comparison("int_lt", "float_lt"),
  le: comparison("int_le", "float_le"),
  gt: comparison("int_gt", "float_gt"),
  ge: comparison("int_ge", "float_ge"),
  eq: equality(false),
  ne: equality(true),
  not: (t, op) => t.b.bool("bool_not", truth(t, op)),
  truth,
  assume_absent: same,
  assume_present: same,
  assume_not: same,
  assert_present: same,
  assert_value: same,
  assert_kind: same,
  get_prop: (t, op) => t.b.getField(t.value(op.args[0] as Value), fieldName(op)),
  set_prop: setField,
  get_item: (t, op) => t.b.getItem(t.value(op.args[0] as Value), t.value(op.args[1] as Value)),
  set_item: setItem,
  list_len: (t, op) => t.b.getField(t.value(op.args[0] as Value), "length"),
  call: callFunction,
  call_func: callFunction,
};
