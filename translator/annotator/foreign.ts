// Calls of C functions: their arguments have been checked and converted by the functions that translator/frontend/
// foreign.ts puts around them, so that only kinds that TypeScript was told wrongly about are refused here.

import { entityOf } from "../model/entities.ts";
import { passedParams, type ForeignEntity, type ForeignType } from "../model/foreign.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { type Annotation, BOTTOM } from "./lattice.ts";
import { badOperand } from "./messages.ts";

export function callC(cx: Context, _f: Annotation, ...args: Annotation[]): Annotation {
  const c = cx.op.args[0];
  const foreign = c?.tag === "const" ? entityOf(c) : undefined;
  if (foreign?.tag !== "foreign") return BOTTOM;
  if (args.some(L.isBottom)) return BOTTOM;
  const bad = passedParams(foreign.spec.params).findIndex((p, i) => !accepts(p, args[i] ?? L.UNDEFINED));
  if (bad >= 0)
    return badOperand(cx, args[bad] ?? L.UNDEFINED, `argument ${bad + 1} of ${foreign.spec.name}`);
  reachCallbacks(cx, foreign);
  return incoming(foreign.spec.result);
}

/** C calls them with ints, floats and booleans; nobody in the program does. */
function reachCallbacks(cx: Context, { spec, callbacks }: ForeignEntity): void {
  spec.params.forEach((p, i) => {
    const callee = callbacks[i];
    if (p.kind !== "callback" || callee == null) return;
    cx.engine.call(cx, callee, [L.INT, ...passedParams(p.params).map(incoming)]);
  });
}

function incoming(t: ForeignType): Annotation {
  switch (t.kind) {
    case "float":
      return L.FLOAT;
    case "bool":
      return L.BOOL;
    case "void":
      return L.UNDEFINED;
    default:
      return L.INT;
  }
}

function accepts(t: ForeignType, a: Annotation): boolean {
  const kind = a.base?.kind;
  switch (t.kind) {
    case "float":
      return L.isNumeric(a);
    case "bool":
      return kind === "bool";
    case "text":
      return kind === "string" || (t.optional && kind === undefined);
    case "buffer":
      return a.base?.kind === "typed" && a.base.element === t.element;
    default:
      return kind === "int";
  }
}
