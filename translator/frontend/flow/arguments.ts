// Arguments of calls. `f(a, ...more)` passes what belongs to the callee's rest parameter as one fresh array: the name
// `@rest` stands before it among the operands (model/flow-ops.ts).

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { numberConst } from "../../model/constants.ts";
import { type BuiltinEntity, entityConst } from "../../model/entities.ts";
import { REST_MARK } from "../../model/flow-ops.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { ofNarrowedKind } from "./expressions.ts";
import { spreadInto } from "./literals.ts";

export function args(b: FlowBuilder, node: ts.CallExpression | ts.NewExpression): Value[] {
  const given = node.arguments ?? [];
  return given.some(ts.isSpreadElement) ? spreadArgs(b, node, given) : given.map((a) => b.expr(a));
}

function spreadArgs(
  b: FlowBuilder,
  node: ts.CallExpression | ts.NewExpression,
  given: readonly ts.Expression[],
): Value[] {
  const declaration = b.universe.checker.getResolvedSignature(node)?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration) || isBuiltin(declaration))
    throw b.notYet(given.find(ts.isSpreadElement) ?? node, "a spread argument of this builtin");
  const params = declaration.parameters.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === "this"));
  const rest = params.findIndex((p) => p.dotDotDotToken !== undefined);
  const values: Value[] = [];
  let more: Value | undefined;
  for (const a of given) {
    const fixed = ts.isSpreadElement(a) && more === undefined ? tupleLength(b, a.expression) : undefined;
    if (fixed !== undefined && (rest < 0 || values.length + fixed <= rest))
      values.push(...tupleItems(b, a as ts.SpreadElement, fixed));
    else if (rest < 0 || values.length < rest) {
      if (ts.isSpreadElement(a)) throw b.notYet(a, "a spread argument over several parameters");
      values.push(b.expr(a));
    } else {
      more ??= b.emitAt(a, "new_list", [], "rest");
      if (ts.isSpreadElement(a)) spreadInto(b, more, a);
      else b.emitAt(a, "call_method", [more, name("push"), b.expr(a)]);
    }
  }
  return more === undefined ? values : [...values, name(REST_MARK), more];
}

function isBuiltin(d: ts.SignatureDeclaration): boolean {
  return d.getSourceFile().isDeclarationFile;
}

/** The length of a tuple that has always the same. */
function tupleLength(b: FlowBuilder, e: ts.Expression): number | undefined {
  const type = b.types.of(e);
  if (!b.universe.checker.isTupleType(type)) return undefined;
  const target = (type as ts.TupleTypeReference).target;
  return target.elementFlags.every((f) => f === ts.ElementFlags.Required)
    ? target.elementFlags.length
    : undefined;
}

function tupleItems(b: FlowBuilder, a: ts.SpreadElement, length: number): Value[] {
  const type = b.types.of(a.expression);
  const tuple = b.expr(a.expression);
  return [...Array(length).keys()].map((i) => {
    const v = b.emitAt(a, "get_item", [tuple, numberConst(i)], "item");
    const here = b.universe.checker.getTypeArguments(type as ts.TupleTypeReference)[i];
    return here === undefined ? v : ofNarrowedKind(b, v, b.types.elementOf(type), here, "item");
  });
}

/** Builtins of any number of arguments, with the library's function that takes them as an array. */
const OF_ARRAYS: Readonly<Record<string, string>> = {
  "Math.max": "spread.max",
  "Math.min": "spread.min",
  "String.fromCharCode": "spread.fromCharCode",
  "String.fromCodePoint": "spread.fromCodePoint",
};

export function spreadOfBuiltin(b: FlowBuilder, node: ts.CallExpression, e: BuiltinEntity): Value {
  const path = OF_ARRAYS[e.path];
  if (path === undefined) throw b.notYet(node, `a spread argument of \`${e.path}\``);
  const list = b.emitAt(node, "new_list", [], "arguments");
  for (const a of node.arguments)
    if (ts.isSpreadElement(a)) spreadInto(b, list, a);
    else b.emitAt(a, "call_method", [list, name("push"), b.expr(a)]);
  return b.emitAt(node, "call", [entityConst(b.universe.builtin(path)), list]);
}
