// Arguments of calls. `f(a, ...more)` passes what belongs to the callee's rest parameter as one fresh array: the name
// `@rest` stands before it among the operands (model/flow-ops.ts).

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { numberConst } from "../../model/constants.ts";
import { type BuiltinEntity, entityConst, entityOf } from "../../model/entities.ts";
import { REST_MARK } from "../../model/flow-ops.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { ofNarrowedKind } from "./expressions.ts";
import { appendAll } from "./literals.ts";

/** An argument as it is written, or the array whose elements are the arguments. */
export interface Argument {
  readonly node: ts.Expression;
  readonly spread: boolean;
}

export function argumentOf(e: ts.Expression): Argument {
  return ts.isSpreadElement(e) ? { node: e.expression, spread: true } : { node: e, spread: false };
}

export function args(b: FlowBuilder, node: ts.CallExpression | ts.NewExpression): Value[] {
  const given = node.arguments ?? [];
  if (!given.some(ts.isSpreadElement)) return given.map((a) => b.expr(a));
  return argsFor(b, b.universe.checker.getResolvedSignature(node)?.declaration, given.map(argumentOf));
}

/** Operands for the parameters of this declaration. */
export function argsFor(
  b: FlowBuilder,
  declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined,
  given: readonly Argument[],
): Value[] {
  const spread = given.find((a) => a.spread);
  if (spread === undefined) return given.map((a) => b.expr(a.node));
  if (declaration === undefined || ts.isJSDocSignature(declaration) || isBuiltin(declaration))
    throw b.notYet(spread.node, "a spread argument of this builtin");
  const params = declaration.parameters.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === "this"));
  const rest = params.findIndex((p) => p.dotDotDotToken !== undefined);
  const values: Value[] = [];
  let more: Value | undefined;
  for (const a of given) {
    const fixed = a.spread && more === undefined ? tupleLength(b, a.node) : undefined;
    if (fixed !== undefined && (rest < 0 || values.length + fixed <= rest))
      values.push(...tupleItems(b, a.node, fixed));
    else if (!a.spread && more === undefined && (rest < 0 || values.length < rest))
      values.push(b.expr(a.node));
    else {
      more ??= b.emitAt(a.node, "new_list", [], "rest");
      append(b, more, a);
    }
  }
  return more === undefined ? values : [...values, name(REST_MARK), more];
}

function append(b: FlowBuilder, list: Value, a: Argument): void {
  if (a.spread) appendAll(b, list, a.node);
  else b.emitAt(a.node, "call_method", [list, name("push"), b.expr(a.node)]);
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

function tupleItems(b: FlowBuilder, a: ts.Expression, length: number): Value[] {
  const type = b.types.of(a);
  const tuple = b.expr(a);
  return [...Array(length).keys()].map((i) => {
    const v = b.emitAt(a, "get_item", [tuple, numberConst(i)], "item");
    const here = b.universe.checker.getTypeArguments(type as ts.TupleTypeReference)[i];
    return here === undefined ? v : ofNarrowedKind(b, v, b.types.elementOf(type), here, "item");
  });
}

/** Builtins of any number of arguments, with the library's function that takes them as an array. */
export const OF_ARRAYS: Readonly<Record<string, string>> = {
  "Math.max": "spread.max",
  "Math.min": "spread.min",
  "console.log": "spread.log",
  "console.info": "spread.log",
  "console.debug": "spread.log",
  "console.error": "spread.error",
  "console.warn": "spread.error",
  "String.fromCharCode": "spread.fromCharCode",
  "String.fromCodePoint": "spread.fromCodePoint",
};

/** A call of a function value, or of a function or builtin known by name. */
export function callWith(
  b: FlowBuilder,
  node: ts.CallExpression | ts.NewExpression,
  f: Value,
  declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined,
  given: readonly Argument[],
): Value {
  const entity = f.tag === "const" ? entityOf(f) : undefined;
  if (entity?.tag === "builtin" && ts.isCallExpression(node) && given.some((a) => a.spread))
    return spreadOfBuiltin(b, node, entity, given);
  const values = argsFor(b, declaration, given);
  const exact = entity?.tag === "func" && entity.captures.length === 0 && !entity.hasThis;
  return b.emitAt(node, exact ? "call_func" : "call", [f, ...values]);
}

function spreadOfBuiltin(
  b: FlowBuilder,
  node: ts.CallExpression,
  e: BuiltinEntity,
  given: readonly Argument[],
): Value {
  const path = OF_ARRAYS[e.path];
  if (path === undefined) throw b.notYet(node, `a spread argument of \`${e.path}\``);
  const list = b.emitAt(node, "new_list", [], "arguments");
  for (const a of given) append(b, list, a);
  return b.emitAt(node, "call", [entityConst(b.universe.builtin(path)), list]);
}
