// Arrays and typed arrays made by functions: `Array.of`, `Array.from`, `Uint8Array.from`, `new Array(…)`.

import ts from "typescript";
import { type BuiltinEntity, ELEMENT_SIZE, entityConst } from "../../model/entities.ts";
import type { Value } from "../../model/graph.ts";
import { args } from "./arguments.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { appendAll, spreadInto } from "./literals.ts";
import { skipParens } from "./scopes.ts";

/** An array of the arguments. */
export function listOf(b: FlowBuilder, given: readonly ts.Expression[]): Value {
  const list = b.emit("new_list", [], "list");
  for (const a of given) {
    if (ts.isSpreadElement(a)) spreadInto(b, list, a);
    else b.emitAt(a, "call_method", [list, name("push"), b.expr(a)]);
  }
  return list;
}

/** `Array(…)` and `new Array(…)` where it is no length; undefined for a length. */
export function arrayOfArguments(
  b: FlowBuilder,
  e: BuiltinEntity,
  node: ts.CallExpression | ts.NewExpression,
): Value | undefined {
  const given = node.arguments ?? [];
  const [only] = given;
  const isLength = given.length === 1 && only !== undefined && !ts.isSpreadElement(only);
  if (e.path !== "Array" || given.length === 0) return undefined;
  if (!isLength) return listOf(b, given);
  return ts.isCallExpression(node)
    ? b.emit("new_builtin", [entityConst(e), b.expr(only)], "array")
    : undefined;
}

/** `Array.from(…)`, `Array.of(…)`, the same of typed arrays; undefined for other methods. */
export function arrayFunction(
  b: FlowBuilder,
  node: ts.CallExpression,
  path: string,
  method: string,
): Value | undefined {
  const isTyped = Object.hasOwn(ELEMENT_SIZE, path.replace(/Array$/u, "")) && path !== "Array";
  if (path !== "Array" && !isTyped) return undefined;
  if (method !== "of" && (method !== "from" || node.arguments.length === 0)) return undefined;
  const list = method === "of" ? listOf(b, node.arguments) : arrayFrom(b, node);
  return isTyped ? typedOf(b, node, b.universe.builtin(path), list) : list;
}

/** `new Uint8Array(list)`. */
export function typedOf(b: FlowBuilder, node: ts.Node, e: BuiltinEntity, list: Value): Value {
  const hint = e.path.charAt(0).toLowerCase() + e.path.slice(1);
  const array = b.emitAt(node, "new_builtin", [entityConst(e), b.emit("list_len", [list])], hint);
  b.emitAt(node, "call_method", [array, name("setAll"), list]);
  return array;
}

/** `Array.from(collection)`, `Array.from({ length: n }, f)`. */
function arrayFrom(b: FlowBuilder, node: ts.CallExpression): Value {
  const [source, f] = node.arguments;
  const length = source === undefined ? undefined : lengthLiteral(source);
  if (length !== undefined && f !== undefined) {
    const builtin = entityConst(b.universe.builtin("Array.generated"));
    return b.emitAt(node, "call", [builtin, b.expr(length), b.expr(f)], "array");
  }
  const list = b.emitAt(node, "new_list", [], "array");
  if (source !== undefined) appendAll(b, list, source);
  return f === undefined ? list : b.emitAt(node, "call_method", [list, name("map"), b.expr(f)]);
}

/** `n` of `{ length: n }`. */
function lengthLiteral(e: ts.Expression): ts.Expression | undefined {
  const o = skipParens(e);
  const p = ts.isObjectLiteralExpression(o) && o.properties.length === 1 ? o.properties[0] : undefined;
  if (p === undefined || p.name?.getText() !== "length") return undefined;
  return ts.isPropertyAssignment(p)
    ? p.initializer
    : ts.isShorthandPropertyAssignment(p)
      ? p.name
      : undefined;
}

/** `new Array(n)`: its elements are absent until `fill`, so the two together make an array without absent elements. */
export function isNewArray(e: ts.Expression): e is ts.NewExpression | ts.CallExpression {
  return (
    (ts.isNewExpression(e) || ts.isCallExpression(e)) &&
    ts.isIdentifier(e.expression) &&
    e.expression.text === "Array" &&
    e.arguments?.length === 1
  );
}

export function filledArray(
  b: FlowBuilder,
  node: ts.CallExpression,
  array: ts.NewExpression | ts.CallExpression,
): Value {
  const callee = entityConst(b.universe.builtin("Array.filled"));
  const length = args(b, array);
  return b.emitAt(node, "call", [callee, ...length, ...args(b, node)], "array");
}
