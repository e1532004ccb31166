// Rows for objects of classes: fields, accessors, allocation, class tests, narrowing.

import { type ClassEntity, entityOf } from "../model/entities.ts";
import type { Op, Value } from "../model/graph.ts";
import { type StructType, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, boolConstant } from "./builder.ts";
import { present } from "./absence.ts";
import { callMember } from "./calls.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { asInt } from "./lower-numbers.ts";

export const nothing = anyConst(VOID);

export function memberName(op: Op): string {
  const n = op.args[1];
  return n?.tag === "const" && n.value.kind === "name" ? n.value.value : broken(`${op.name} without a name`);
}

/** The one class an object operand is annotated with. */
export function classOf(cx: Lowering, op: Op, v: Value): ClassEntity {
  const base = cx.annotation(v).base;
  const classes = base?.kind === "instance" ? base.classes : [];
  const cls = classes[0];
  if (cls !== undefined && classes.length === 1) return cls;
  throw cx.refuse(op, "RTS2101", {
    seen: `an operation on objects of unrelated classes (${classes.map((c) => c.name).join(", ")}).`,
    why: "They have no common layout; vmsmith does not dispatch over unrelated classes yet.",
    instead: "Give the classes a common base class that declares what is used here.",
  });
}

const getProp: LowerRow = (cx, op) => {
  const object = op.args[0] as Value;
  const name = memberName(op);
  const low = present(cx, object);
  switch (cx.annotation(object).base?.kind) {
    case "string":
    case "list":
    case "typed":
      return cx.b.getField(low, "length");
    case "map":
    case "set":
      return cx.b.getField(low, "size");
    default:
  }
  const cls = classOf(cx, op, object);
  const found = cls.findField(name);
  if (found === null) return callMember(cx, op, low, cls, "getters", name, []);
  const repr = cx.reprOf(cx.shared.engine.field(found.owner, name).annotation);
  if (repr.kind === "void") return cx.result(op, nothing, repr);
  const self = cx.b.cast(low, cx.shared.reprs.classStruct(cls));
  return cx.result(op, cx.b.getField(self, name), repr);
};

const setProp: LowerRow = (cx, op) => {
  const [object, , value] = op.args as [Value, Value, Value];
  const name = memberName(op);
  const low = present(cx, object);
  if (cx.annotation(object).base?.kind === "list") {
    cx.help("list_setLength", [low, asInt(cx, value)]);
    return nothing;
  }
  const cls = classOf(cx, op, object);
  const found = cls.findField(name);
  if (found === null) {
    // The setter's result is of no use; the operation's own is nothing.
    callMember(cx, op, low, cls, "setters", name, [value]);
    return nothing;
  }
  storeField(cx, low, cls, name, value);
  return nothing;
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
  storeField(cx, cx.value(object), classOf(cx, op, object), memberName(op), value);
  return nothing;
};

function classOperand(op: Op, i: number): ClassEntity {
  const c = op.args[i];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  return e?.tag === "class" ? e : broken(`${op.name} without a class`);
}

function structOf(cx: Lowering, cls: ClassEntity): StructType {
  return cx.shared.reprs.classStruct(cls);
}

const instanceOf: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  if (cx.annotation(v).base === null) return boolConstant(false);
  return cx.b.instanceOf(cx.value(v), structOf(cx, classOperand(op, 1)));
};

/** Narrowing that a test has proven. */
const assume: LowerRow = (cx, op) => cx.as(op.args[0] as Value, cx.repr(op.result), true);

const assertPresent: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const from = cx.repr(v);
  if (from.annotation.absent === 0) return cx.as(v, cx.repr(op.result), true);
  if (from.kind === "string" || from.kind === "ref") return cx.b.checkNull(cx.value(v));
  return cx.as(v, cx.repr(op.result));
};

const assertInstance: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const [from, to] = [cx.repr(v), cx.repr(op.result)];
  if (to.low.tag !== "ref" || from.low.tag !== "ref") return cx.as(v, to);
  if (from.low.to.extends(to.low.to)) return cx.b.cast(present(cx, v), to.low.to);
  return cx.as(v, to);
};

const throwable: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  return cx.result(op, present(cx, v), { ...cx.repr(v), annotation: cx.annotation(op.result) });
};

export const OBJECT_ROWS = {
  get_prop: getProp,
  set_prop: setProp,
  init_prop: initProp,
  alloc: ((cx, op) => cx.b.newStruct(structOf(cx, classOperand(op, 0)), op.result.hint)) as LowerRow,
  instanceof: instanceOf,
  assume_present: assume,
  assume_absent: assume,
  assume_not: assume,
  assume_instance: assume,
  assert_present: assertPresent,
  assert_instance: assertInstance,
  throwable,
};
