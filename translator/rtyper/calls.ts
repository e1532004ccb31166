// Calls of known functions and of closures: arguments are converted to the callee's representations.

import { givesRest } from "../model/flow-ops.ts";
import type { Op, Value } from "../model/graph.ts";
import { graphConst } from "../model/constants.ts";
import type { ClassEntity, FuncEntity } from "../model/entities.ts";

import { anyConst, intConst } from "./builder.ts";
import { present } from "./absence.ts";
import type { Convention } from "../annotator/families.ts";
import type { Annotation } from "../annotator/lattice.ts";
import { broken } from "../support/diagnostics.ts";
import { absentOf } from "./convert.ts";
import type { MemberKind } from "./dispatch.ts";
import type { Lowering } from "./lowering.ts";
import { newListOf } from "./list-making.ts";
import type { Repr } from "./reprs.ts";
import { argumentOf } from "./rest.ts";

/** A direct call. `hidden` are the closure and `this`, already in the callee's representation. */
export function callDirect(
  cx: Lowering,
  op: Op,
  callee: FuncEntity,
  hidden: Value[],
  args: readonly Value[],
): Value {
  const { dispatch } = cx.shared;
  const f = instanceOf(cx, op, callee);
  const values = [...hidden, ...argumentsFor(cx, f, args)];
  const result = cx.reprOf(dispatch.resultAnnotation(f));
  const v = cx.b.op("call", [graphConst(f.key), ...values], result.low, op.result.hint);
  return cx.result(op, v, result);
}

/** The copy of a per-call-site function that the annotator made for this operation. */
function instanceOf(cx: Lowering, op: Op, callee: FuncEntity): FuncEntity {
  const { engine } = cx.shared;
  return engine.instanceFor({ engine, state: cx.state, block: cx.state.graph.start, op }, callee);
}

export function argumentsFor(cx: Lowering, f: FuncEntity, given: readonly Value[]): Value[] {
  const params = f.params.map((p, i) => ({
    annotation: cx.shared.dispatch.paramAnnotation(f, i),
    rest: p.rest,
  }));
  return operandsFor(cx, params, given);
}

/** Arguments by a convention: some one by one, the rest, if it takes one, as an array. */
function byConvention(cx: Lowering, c: Convention, given: readonly Value[]): Value[] {
  return operandsFor(
    cx,
    c.params.map((annotation, i) => ({ annotation, rest: i === c.restAt })),
    given,
  );
}

function operandsFor(
  cx: Lowering,
  params: readonly { readonly annotation: Annotation; readonly rest: boolean }[],
  given: readonly Value[],
): Value[] {
  const more = givesRest(given) ? given[given.length - 1] : undefined;
  const args = more === undefined ? given : given.slice(0, -2);
  const values: Value[] = [];
  params.forEach(({ annotation, rest }, i) => {
    const to = cx.reprOf(annotation);
    if (to.kind === "void") return;
    const a = args[i];
    if (rest) values.push(restOperand(cx, to, args.slice(i), more, i - args.length));
    else if (a !== undefined) values.push(cx.as(a, to, true));
    else if (more === undefined) values.push(absentOf(to, 1));
    else
      values.push(
        argumentOf(cx.b, cx.shared.reprs, cx.value(more), cx.annotation(more), i - args.length, to),
      );
  });
  return values;
}

/** The array of a rest parameter: of single arguments, of a spread from element `skip` on, or of both. */
function restOperand(
  cx: Lowering,
  to: Repr,
  single: readonly Value[],
  more: Value | undefined,
  skip: number,
): Value {
  if (more === undefined) return newListOf(cx, to, single);
  if (skip > 0) return cx.help("list_from", [cx.as(more, to, true), intConst(skip)]);
  if (single.length === 0) return cx.as(more, to, true);
  const list = newListOf(cx, to, single);
  cx.help("list_append", [list, cx.as(more, to, true)]);
  return list;
}

function siteKey(cx: Lowering, op: Op): string {
  const { engine } = cx.shared;
  const n = engine.siteNumber({ engine, state: cx.state, block: cx.state.graph.start, op });
  return `${cx.state.entity.key}:${n}`;
}

/** A call of a function value. */
export function callClosure(cx: Lowering, op: Op, f: Value, args: readonly Value[]): Value {
  const annotation = cx.annotation(f);
  const funcs = annotation.base?.kind === "function" ? annotation.base.funcs : [];
  const only = funcs.length === 1 ? funcs[0] : undefined;
  if (only !== undefined) {
    present(cx, f);
    const hidden = only.captures.length > 0 ? [cx.b.cast(cx.value(f), cx.shared.reprs.closure(only))] : [];
    return callDirect(cx, op, only, hidden, args);
  }
  const family = cx.shared.families.of(funcs[0] as FuncEntity);
  const closure = present(cx, f);
  requireResult(cx, op, family);
  const values = byConvention(cx, family, args);
  const result = cx.reprOf(family.result);
  const code = cx.b.getField(closure, "code");
  const v = cx.b.op("call_indirect", [code, closure, ...values], result.low, op.result.hint);
  return cx.result(op, v, result);
}

/** Functions that give nothing in common can only be called for what they do. */
function requireResult(cx: Lowering, op: Op, c: Convention): void {
  if (c.hasResult || cx.repr(op.result).kind === "void" || !cx.state.uses.has(op.result)) return;
  throw cx.refuse(op, "RTS1201", {
    seen: "the result of one of several functions, whose results are of unlike kinds.",
    why: "They stand in one place, so they are called in one way, and other calls of them ignore what they give.",
    instead: "Keep functions whose result is used apart from those called for what they do.",
  });
}

/** A call of a method, getter or setter on an object of a class: direct if only one implementation can be meant. */
export function callMember(
  cx: Lowering,
  op: Op,
  object: Value,
  cls: ClassEntity,
  kind: MemberKind,
  name: string,
  args: readonly Value[],
): Value {
  const { dispatch } = cx.shared;
  const implementations = dispatch.implementations(cls, kind, name);
  const funcs = new Set(implementations.values());
  const [only] = funcs;
  if (only === undefined) return anyConst(cx.repr(op.result).low);
  if (funcs.size === 1) {
    const target = instanceOf(cx, op, only);
    const state = cx.shared.engine.functions.get(target) ?? broken(`${target.key} is not annotated`);
    const to = cx.repr(state.graph.args[0] as Value).low;
    return callDirect(cx, op, only, [to.tag === "ref" ? cx.b.cast(object, to.to) : object], args);
  }
  // A generic method has a copy in each class for each call site, and the site a slot of its own.
  const slot = [...funcs].some((f) => f.perCallSite)
    ? dispatch.siteSlot(cls, kind, name, siteKey(cx, op), (f) => instanceOf(cx, op, f))
    : dispatch.slot(cls, kind, name);
  const self = cx.b.cast(object, slot.struct);
  requireResult(cx, op, slot);
  const values = byConvention(cx, slot, args);
  const code = cx.b.op(
    "type_slot",
    [
      cx.b.typeOf(self),
      { tag: "const", type: undefined, value: { kind: "struct", struct: slot.struct } },
      { tag: "const", type: undefined, value: { kind: "name", value: slot.selector } },
    ],
    slot.type,
    "method",
  );
  const result = cx.reprOf(slot.result);
  const v = cx.b.op("call_indirect", [code, self, ...values], result.low, op.result.hint);
  return cx.result(op, v, result);
}
