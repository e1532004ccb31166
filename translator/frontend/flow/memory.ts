// Typed arrays and DataViews over an ArrayBuffer: the library checks the window and counts its elements.

import type ts from "typescript";
import { constant, numberConst } from "../../model/constants.ts";
import { type BuiltinEntity, ELEMENT_SIZE, entityConst, type TypedElement } from "../../model/entities.ts";
import type { Value } from "../../model/graph.ts";
import { broken } from "../../support/diagnostics.ts";
import { args } from "./arguments.ts";
import { type FlowBuilder, UNDEFINED } from "./builder.ts";

/** `new Int16Array(buffer, offset, length)`, `new DataView(buffer, offset, length)`; undefined for anything else. */
export function newView(b: FlowBuilder, node: ts.NewExpression, e: BuiltinEntity): Value | undefined {
  const element = e.path.replace(/Array$/u, "");
  const isTyped = element !== e.path && Object.hasOwn(ELEMENT_SIZE, element);
  const source = node.arguments?.[0];
  if (source === undefined || (!isTyped && e.path !== "DataView") || !b.types.isBuffer(source))
    return undefined;
  const [buffer = UNDEFINED, offset = numberConst(0), length = UNDEFINED] = args(b, node);
  const size = isTyped ? ELEMENT_SIZE[element as TypedElement] : 1;
  const name = isTyped ? "memory_elements" : "memory_bytes";
  const check = b.universe.coreFunction(name) ?? broken(`no ${name} in the library`);
  const kind = isTyped ? [constant({ kind: "string", value: e.path }), numberConst(size)] : [];
  const count = b.emitAt(node, "call_func", [entityConst(check), buffer, ...kind, offset, length], "length");
  return b.emitAt(node, "new_builtin", [entityConst(e), buffer, offset, count], "view");
}
