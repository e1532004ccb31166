// Calls of known functions and of closures: arguments are converted to the callee's representations.

import { givesRest } from "../model/flow-ops.ts";
import type { Op, Value } from "../model/graph.ts";
import { graphConst } from "../model/constants.ts";
import type { ClassEntity, FuncEntity } from "../model/entities.ts";

import { anyConst } from "./builder.ts";
import { present } from "./absence.ts";
import { broken } from "../support/diagnostics.ts";
import { absentOf } from "./convert.ts";
import type { MemberKind } from "./dispatch.ts";
import type { Lowering } from "./lowering.ts";
import { newListOf } from "./list-making.ts";
import type { Repr } from "./reprs.ts";

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
  if (givesRest(args)) checkRest(cx, op, f, args);
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

/** An array goes to a rest parameter, not to parameters of their own. */
function checkRest(cx: Lowering, op: Op, f: FuncEntity, args: readonly Value[]): void {
  const n = f.params.findIndex((p) => p.rest);
  if (n >= 0 ? n === args.length - 2 : f.params.length <= args.length - 2) return;
  throw cx.refuse(op, "RTS2101", {
    seen: `a spread argument for several parameters of \`${f.name}\`.`,
    why: "How many of them an array fills is known only at run time.",
    instead: "Pass the elements one by one, or let the function take an array.",
  });
}

export function argumentsFor(cx: Lowering, f: FuncEntity, given: readonly Value[]): Value[] {
  const more = givesRest(given) ? given[given.length - 1] : undefined;
  const args = more === undefined ? given : given.slice(0, -2);
  const values: Value[] = [];
  f.params.forEach((p, i) => {
    const to = cx.reprOf(cx.shared.dispatch.paramAnnotation(f, i));
    if (to.kind === "void") return;
    if (p.rest && more !== undefined) values.push(restOf(cx, to, args.slice(i), more));
    else if (p.rest) values.push(newListOf(cx, to, args.slice(i)));
    else {
      const a = args[i];
      values.push(a === undefined ? absentOf(to, 1) : cx.as(a, to, true));
    }
  });
  return values;
}

/** The fresh array of a spread; arguments before it that belong to the same parameter are already in it. */
function restOf(cx: Lowering, to: Repr, before: readonly Value[], more: Value): Value {
  return before.length === 0 ? cx.as(more, to, true) : broken("arguments beside a spread");
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
  if (funcs.some((g) => g.params.some((p) => p.rest)))
    throw cx.refuse(op, "RTS2101", {
      seen: "a call of one of several functions of which some take a rest parameter.",
      why: "They have no common way to be called yet.",
      instead: "Let them take an array.",
    });
  const family = cx.shared.families.of(funcs[0] as FuncEntity);
  const closure = present(cx, f);
  const values = family.params.flatMap((p, i) => {
    const to = cx.reprOf(p);
    const a = args[i];
    return to.kind === "void" ? [] : [a === undefined ? absentOf(to, 1) : cx.as(a, to, true)];
  });
  const result = cx.reprOf(family.result);
  const code = cx.b.getField(closure, "code");
  const v = cx.b.op("call_indirect", [code, closure, ...values], result.low, op.result.hint);
  return cx.result(op, v, result);
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
  if ([...funcs].some((f) => f.params.some((p) => p.rest)))
    throw cx.refuse(op, "RTS2101", {
      seen: `a call of \`${name}\`, which several classes implement, some with a rest parameter.`,
      why: "They have no common way to be called yet.",
      instead: "Let them take an array.",
    });
  if ([...funcs].some((f) => f.perCallSite))
    throw cx.refuse(op, "RTS2101", {
      seen: `a call of the generic method \`${name}\`, which several classes implement.`,
      why: "Its implementations would need one common signature.",
      instead: "Make the method's types those of its class, or give the subclasses different methods.",
    });
  const slot = dispatch.slot(cls, kind, name);
  const self = cx.b.cast(object, slot.struct);
  const values = slot.params.flatMap((p, i) => {
    const to = cx.reprOf(p);
    const a = args[i];
    return to.kind === "void" ? [] : [a === undefined ? absentOf(to, 1) : cx.as(a, to, true)];
  });
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
