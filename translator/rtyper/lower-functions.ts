// Rows for calls, closures, cells, global variables and the JIT's markers.

import { closeMethod, stepMethod } from "../annotator/shared.ts";
import { graphConst, nameConst } from "../model/constants.ts";
import { type ClassEntity, entityOf, type GlobalEntity } from "../model/entities.ts";
import type { Op, Value } from "../model/graph.ts";
import { VOID } from "../model/types.ts";
import { methodVariant, namedMethod } from "../annotator/variants.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, boolConstant, prebuiltConst } from "./builder.ts";
import { callClosure, callDirect, callMember } from "./calls.ts";
import { present } from "./absence.ts";
import { absentOf } from "./convert.ts";
import { callBuiltin, newBuiltin, primitiveMethod } from "./lower-builtins.ts";
import { listPop, listPush } from "./lower-lists.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { memberName, nothing, overClasses } from "./lower-objects.ts";
import { asText } from "./lower-strings.ts";
import { tableMethod } from "./lower-tables.ts";

const call: LowerRow = (cx, op) => {
  const f = op.args[0] as Value;
  const base = cx.annotation(f).base;
  if (base?.kind === "constant" && base.entity.tag === "builtin")
    return callBuiltin(cx, op, base.entity.path, op.args.slice(1));
  return callClosure(cx, op, f, op.args.slice(1));
};

const callFunc: LowerRow = (cx, op) => {
  const c = op.args[0];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  if (e?.tag !== "func") return broken("call_func without a function");
  if (!e.hasThis) return callDirect(cx, op, e, [], op.args.slice(1));
  const state = cx.shared.engine.functions.get(e) ?? broken(`${e.key} is not annotated`);
  const to = cx.repr(state.graph.args[0] as Value);
  const object = op.args[1] as Value;
  // A method that does not use its object is called without one where it is a value.
  if (to.kind === "void" || cx.repr(object).kind === "void")
    return callDirect(cx, op, e, to.kind === "void" ? [] : [absentOf(to, 1)], op.args.slice(2));
  const self = present(cx, object);
  return callDirect(cx, op, e, [to.low.tag === "ref" ? cx.b.cast(self, to.low.to) : self], op.args.slice(2));
};

const callMethod: LowerRow = (cx, op) => {
  const object = op.args[0] as Value;
  const args = op.args.slice(2);
  const base = cx.annotation(object).base;
  const method = namedMethod(base?.kind ?? "", memberName(op));
  switch (base?.kind) {
    case "instance": {
      return overClasses(cx, op, object, present(cx, object), (cls, self) => {
        const field = cls.findField(method);
        if (field === null) return callMember(cx, op, self, cls, "methods", method, args);
        return callField(cx, op, self, field.owner, method, args);
      });
    }
    case "list":
      if (method === "push") return listPush(cx, object, args);
      if (method === "pop") return listPop(cx, op, object);
      return library(cx, op, `array_${variantOf(cx, "array", method, args)}`, object, args);
    case "map":
    case "set":
      return (
        tableMethod(cx, op, object, method, args) ?? library(cx, op, `${base.kind}_${method}`, object, args)
      );
    case "union":
      present(cx, object);
      return asText(cx, object);
    case "constant":
      return base.entity.tag === "builtin"
        ? callBuiltin(cx, op, `${base.entity.path}.${method}`, args)
        : broken("method of a constant");
    default:
      return primitiveMethod(cx, op, object, method, args);
  }
};

/** The name of the method in the library for these arguments. */
export function variantOf(cx: Lowering, kind: string, method: string, args: readonly Value[]): string {
  return methodVariant(
    kind,
    method,
    args.map((a) => cx.annotation(a)),
  );
}

/** `this.callback(…)`: a field that holds a function. */
function callField(
  cx: Lowering,
  op: Op,
  object: Value,
  owner: ClassEntity,
  name: string,
  args: readonly Value[],
): Value {
  const place = cx.shared.engine.field(owner, name);
  const repr = cx.reprOf(place.annotation);
  const self = cx.b.cast(object, cx.shared.reprs.classStruct(owner));
  const v = repr.kind === "void" ? nothing : cx.b.getField(self, name);
  return callClosure(cx, op, cx.temporary(v, place.annotation), args);
}

export function library(cx: Lowering, op: Op, name: string, object: Value, args: readonly Value[]): Value {
  const f = cx.shared.engine.input.library.coreFunction(name) ?? broken(`no library function ${name}`);
  present(cx, object);
  return callDirect(cx, op, f, [], [object, ...args]);
}

// ---- closures and cells ----

const newClosure: LowerRow = (cx, op) => {
  const c = op.args[0];
  const f = c?.tag === "const" ? entityOf(c) : undefined;
  if (f?.tag !== "func") return broken("new_closure without a function");
  const struct = cx.shared.reprs.closure(f);
  const state = cx.shared.engine.stateOf(f) ?? broken("closure of a function that cannot be built");
  const values = op.args.slice(1).map((v, i) => {
    const to = cx.reprOf(state.captures[i]?.annotation ?? broken("capture"));
    return to.kind === "void" ? null : cx.as(v, to, true);
  });
  const object = cx.b.newStruct(struct, op.result.hint);
  const code = struct.field("code")?.type;
  cx.b.setField(
    object,
    "code",
    graphConst(cx.shared.dispatch.adapter(f), code?.tag === "func" ? code : undefined),
  );
  values.forEach((v, i) => v !== null && cx.b.setField(object, `c${i}`, v));
  return cx.b.cast(object, cx.shared.reprs.closureBase(f));
};

const getCapture: LowerRow = (cx, op) => {
  const closure = op.args[0] as Value;
  const index = op.args[1];
  const i =
    index?.tag === "const" && index.value.kind === "number" ? index.value.value : broken("capture index");
  const repr = cx.repr(op.result);
  return repr.kind === "void" ? anyConst(VOID) : cx.b.getField(cx.value(closure), `c${i}`, op.result.hint);
};

const newCell: LowerRow = (cx, op) => {
  const repr = cx.repr(op.result);
  const base = cx.annotation(op.result).base;
  if (repr.low.tag !== "ref" || base?.kind !== "cell") return broken("cell expected");
  const cell = cx.b.newStruct(repr.low.to, op.result.hint);
  if (op.args[0] !== undefined) storeCell(cx, cell, op.args[0], op.result);
  return cell;
};

function storeCell(cx: Lowering, cell: Value, value: Value, of: Value): void {
  const base = cx.annotation(of).base;
  if (base?.kind !== "cell") return broken("cell expected");
  cx.b.setField(cell, "value", cx.as(value, cx.shared.reprs.item(base.container.item.annotation), true));
  if (base.container.unset) cx.b.setField(cell, "ready", boolConstant(true));
}

const getCell: LowerRow = (cx, op) => {
  const base = cx.annotation(op.args[0] as Value).base;
  if (base?.kind !== "cell") return broken("cell expected");
  const cell = cx.value(op.args[0] as Value);
  if (base.container.unset) cx.b.void("check_true", cx.b.getField(cell, "ready"), nameConst("uninitialised"));
  return cx.result(op, cx.b.getField(cell, "value"), cx.shared.reprs.item(base.container.item.annotation));
};

// ---- globals ----

function globalOf(op: Op): GlobalEntity {
  const c = op.args[0];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  return e?.tag === "global" ? e : broken(`${op.name} without a variable`);
}

const getGlobal: LowerRow = (cx, op) => {
  const g = globalOf(op);
  const holder = prebuiltConst(cx.shared.prebuilt.global(g));
  return cx.result(
    op,
    cx.b.getField(holder, "value", g.name),
    cx.shared.reprs.item(cx.shared.engine.global(g).annotation),
  );
};

const setGlobal: LowerRow = (cx, op) => {
  const g = globalOf(op);
  const holder = prebuiltConst(cx.shared.prebuilt.global(g));
  cx.b.setField(
    holder,
    "value",
    cx.as(op.args[1] as Value, cx.shared.reprs.item(cx.shared.engine.global(g).annotation), true),
  );
  return nothing;
};

/**
 * Greens and reds in the order of the driver, so that every marker of a driver has the same operands; a name tells
 * which they are. Variables without a value at run time are left out.
 */
function marker(name: "jit_merge_point" | "jit_can_enter"): LowerRow {
  return (cx, op) => {
    const base = cx.annotation(op.args[0] as Value).base;
    if (base?.kind !== "constant" || base.entity.tag !== "jitdriver")
      return broken("marker without a driver");
    const driver = base.entity;
    const given = memberName(op).split(",");
    const value = (n: string): Value => op.args[2 + given.indexOf(n)] as Value;
    const stored = (names: readonly string[]): string[] =>
      names.filter((n) => cx.repr(value(n)).kind !== "void");
    const greens = stored(driver.greens);
    const reds = driver.reds === "auto" ? [] : stored(driver.reds);
    const names = `${greens.join(",")};${driver.reds === "auto" ? "*" : reds.join(",")}`;
    const values = [...greens, ...reds].map((n) => cx.value(value(n)));
    cx.b.void(name, nameConst(driver.name), nameConst(names), ...values);
    return nothing;
  };
}

// ---- iterators ----

/** The method that `name` gives, called on an iterator of any class. */
function iteratorRow(name: (cls: ClassEntity) => string | null): LowerRow {
  return (cx, op) => {
    const object = op.args[0] as Value;
    return overClasses(cx, op, object, present(cx, object), (cls, self) => {
      const method = name(cls);
      if (method === null) return anyConst(cx.repr(op.result).low);
      const field = cls.findField(method);
      if (field === null) return callMember(cx, op, self, cls, "methods", method, []);
      return callField(cx, op, self, field.owner, method, []);
    });
  };
}

export const FUNCTION_ROWS = {
  iter_result: iteratorRow(stepMethod),
  iter_close: iteratorRow(closeMethod),
  call,
  call_func: callFunc,
  call_method: callMethod,
  new_closure: newClosure,
  get_capture: getCapture,
  new_cell: newCell,
  get_cell: getCell,
  set_cell: ((cx, op) => {
    storeCell(cx, cx.value(op.args[0] as Value), op.args[1] as Value, op.args[0] as Value);
    return nothing;
  }) as LowerRow,
  get_global: getGlobal,
  set_global: setGlobal,
  new_builtin: newBuiltin,
  jit_merge_point: marker("jit_merge_point"),
  jit_can_enter: marker("jit_can_enter"),
};
