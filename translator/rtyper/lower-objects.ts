// Rows for objects of classes: fields, accessors, allocation, class tests, narrowing.

import { type ClassEntity, entityOf } from "../model/entities.ts";
import type { Op, Value } from "../model/graph.ts";
import { structConst } from "../model/constants.ts";
import { BOOL, type StructType, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, boolConstant } from "./builder.ts";
import { type Base, INT, type PartKind, partKind, partsOf } from "../annotator/lattice.ts";
import { kindOfBuiltin } from "../annotator/shared.ts";
import { present } from "./absence.ts";
import { partOfKind } from "./boxes.ts";
import { callMember } from "./calls.ts";
import { ifThen } from "./control.ts";
import { memoryProperty } from "./lower-memory.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { asInt } from "./lower-numbers.ts";
import { checkKinds, checkMarks, isOfKinds, isUnion, overParts } from "./unions.ts";

export const nothing = anyConst(VOID);

export function memberName(op: Op): string {
  const n = op.args[1];
  return n?.tag === "const" && n.value.kind === "name" ? n.value.value : broken(`${op.name} without a name`);
}

/** The classes an object operand is annotated with, those of which objects exist. */
function classesOf(cx: Lowering, v: Value): ClassEntity[] {
  const base = partOfKind(cx.annotation(v), "instance");
  const classes = base?.kind === "instance" ? base.classes : [];
  const live = classes.filter((c) => isLive(cx, c));
  return live.length > 0 ? live : [...classes];
}

/**
 * What an operation is for each unrelated class its object may be of: tests of the class, one after the other; the
 * last class needs none. `each` gives the value in the result's representation.
 */
export function overClasses(
  cx: Lowering,
  op: Op,
  v: Value,
  low: Value,
  each: (cls: ClassEntity, self: Value) => Value,
): Value {
  const classes = classesOf(cx, v);
  const type = cx.repr(op.result).low;
  const step = (i: number): Value => {
    const cls = classes[i] ?? broken(`${op.name} on an object of no class`);
    const struct = cx.shared.reprs.classStruct(cls);
    if (i === classes.length - 1) return each(cls, cx.b.cast(low, struct));
    const test = cx.b.instanceOf(low, struct);
    if (type !== VOID)
      return cx.b.choose(
        test,
        type,
        () => each(cls, cx.b.cast(low, struct)),
        () => step(i + 1),
      );
    ifThen(
      cx.b,
      test,
      () => void each(cls, cx.b.cast(low, struct)),
      () => void step(i + 1),
    );
    return nothing;
  };
  return step(0);
}

const getProp: LowerRow = (cx, op) => {
  const object = op.args[0] as Value;
  const name = memberName(op);
  const low = present(cx, object);
  switch (cx.annotation(object).base?.kind) {
    case "string":
    case "list":
      return cx.result(op, cx.b.getField(low, "length"), cx.reprOf(INT));
    case "typed":
    case "buffer":
    case "dataview":
      return cx.result(
        op,
        memoryProperty(cx, object, low, name),
        cx.reprOf(name === "buffer" ? { base: { kind: "buffer" }, absent: 0 } : INT),
      );
    case "map":
    case "set":
      return cx.result(op, cx.b.getField(low, "size"), cx.reprOf(INT));
    case "union":
      return overParts(cx, object, cx.repr(op.result).low, (_part, self) =>
        getProp(cx, { ...op, args: [self, ...op.args.slice(1)] }),
      );
    default:
  }
  return overClasses(cx, op, object, low, (cls, self) => {
    const found = cls.findField(name);
    if (found === null) return callMember(cx, op, self, cls, "getters", name, []);
    const repr = cx.reprOf(cx.shared.engine.field(found.owner, name).annotation);
    return cx.result(op, repr.kind === "void" ? nothing : cx.b.getField(self, name), repr);
  });
};

const setProp: LowerRow = (cx, op) => {
  const [object, , value] = op.args as [Value, Value, Value];
  const name = memberName(op);
  const low = present(cx, object);
  if (cx.annotation(object).base?.kind === "list") {
    cx.help("list_setLength", [low, asInt(cx, value)]);
    return nothing;
  }
  return overClasses(cx, op, object, low, (cls, self) => {
    // A setter's result is of no use; the operation's own is nothing.
    if (cls.findField(name) === null) callMember(cx, op, self, cls, "setters", name, [value]);
    else storeField(cx, self, cls, name, value);
    return nothing;
  });
};

function storeField(cx: Lowering, low: Value, cls: ClassEntity, name: string, value: Value): void {
  const owner = cls.findField(name)?.owner ?? broken(`no field ${name}`);
  const repr = cx.reprOf(cx.shared.engine.field(owner, name).annotation);
  if (repr.kind === "void") return;
  const self = cx.b.cast(low, cx.shared.reprs.classStruct(owner));
  cx.b.setField(self, name, cx.as(value, repr, true));
}

const initProp: LowerRow = (cx, op) => {
  const [object, , value] = op.args as [Value, Value, Value];
  return overClasses(cx, op, object, cx.value(object), (cls, self) => {
    storeField(cx, self, cls, memberName(op), value);
    return nothing;
  });
};

function classOperand(op: Op, i: number): ClassEntity {
  const c = op.args[i];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  return e?.tag === "class" ? e : broken(`${op.name} without a class`);
}

function structOf(cx: Lowering, cls: ClassEntity): StructType {
  return cx.shared.reprs.classStruct(cls);
}

/** Of a generic class: an instance of any of its instantiations. */
const instanceOf: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  if (cx.annotation(v).base === null) return boolConstant(false);
  const known = cx.annotation(op.result).base;
  if (known?.kind === "bool" && known.value !== undefined) return boolConstant(known.value);
  const kind = builtinKind(op);
  if (kind !== null) return isOfKinds(cx, v, new Set([kind]));
  const cls = classOperand(op, 1);
  const low = cx.value(v);
  const [first = cls, ...rest] = [cls, ...cls.instantiations].filter((c) => isLive(cx, c));
  const test = (c: ClassEntity, others: readonly ClassEntity[]): Value => {
    const is = cx.b.instanceOf(low, structOf(cx, c));
    const [next, ...more] = others;
    if (next === undefined) return is;
    return cx.b.choose(
      is,
      BOOL,
      () => boolConstant(true),
      () => test(next, more),
    );
  };
  return test(first, rest);
};

/** The kind of the values of a builtin class such as Map. */
function builtinKind(op: Op): PartKind | null {
  const c = op.args[1];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  return e?.tag === "builtin" ? kindOfBuiltin(e.path) : null;
}

function isLive(cx: Lowering, cls: ClassEntity): boolean {
  return [...cx.shared.engine.liveClasses].some((l) => l.isSubclassOf(cls));
}

/** Narrowing that a test has proven. */
const assume: LowerRow = (cx, op) => cx.as(op.args[0] as Value, cx.repr(op.result), true);

const assertPresent: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const from = cx.repr(v);
  if (from.annotation.absent === 0) return cx.as(v, cx.repr(op.result), true);
  const { kind } = cx.repr(op.result);
  if (kind !== "word" && (from.kind === "string" || from.kind === "ref" || from.kind === "bigint"))
    return present(cx, v);
  return cx.as(v, cx.repr(op.result));
};

/** Checked unless nothing that the annotation allows is excluded. */
const assertInstance: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const to = cx.repr(op.result);
  const had = partsOf(cx.annotation(v));
  const kept = partsOf(to.annotation);
  const classes = classesOfParts(kept);
  if (to.low.tag !== "ref" || classesOfParts(had).length === 0) return cx.as(v, to);
  const excludes =
    had.length > kept.length || classesOfParts(had).some((c) => !classes.some((k) => c.isSubclassOf(k)));
  if (!excludes) return cx.as(v, to, true);
  const [only] = classes;
  if (to.annotation.absent === 0 && kept.length === 1 && classes.length === 1 && only !== undefined)
    return cx.b.op("check_cast", [cx.value(v), structConst(structOf(cx, only))], to.low, op.result.hint);
  checkMarks(
    cx,
    v,
    kept.flatMap((p) => cx.shared.reprs.marksOf(p)),
  );
  return cx.as(v, to, true);
};

function classesOfParts(parts: readonly Base[]): readonly ClassEntity[] {
  return parts.flatMap((p) => (p.kind === "instance" ? p.classes : []));
}

const assertKind: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const kinds = new Set(memberName(op).split("|"));
  if (isUnion(cx, v) && partsOf(cx.annotation(v)).some((p) => !kinds.has(partKind(p) ?? "")))
    checkKinds(cx, v, kinds);
  return cx.as(v, cx.repr(op.result), true);
};

const throwable: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  return cx.result(op, present(cx, v), { ...cx.repr(v), annotation: cx.annotation(op.result) });
};

const getState: LowerRow = (cx, op) => {
  const repr = cx.repr(op.result);
  return repr.kind === "void"
    ? nothing
    : cx.b.getField(cx.value(op.args[0] as Value), memberName(op), op.result.hint);
};

export const OBJECT_ROWS = {
  get_state: getState,
  set_state: initProp,
  get_prop: getProp,
  get_method: getProp,
  set_prop: setProp,
  init_prop: initProp,
  alloc: ((cx, op) => cx.b.newStruct(structOf(cx, classOperand(op, 0)), op.result.hint)) as LowerRow,
  instanceof: instanceOf,
  assume_present: assume,
  assume_absent: assume,
  assume_not: assume,
  assume_instance: assume,
  assert_present: assertPresent,
  assert_value: ((cx, op) => cx.as(op.args[0] as Value, cx.repr(op.result))) as LowerRow,
  assert_instance: assertInstance,
  assert_kind: assertKind,
  throwable,
};
