// Destructuring: patterns of declarations and parameters, and those of assignments. Elements past the end of an array
// are undefined where a default or the type asks for it; elsewhere they raise where they are used, as `a[i]` does.

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { numberConst } from "../../model/constants.ts";
import { entityConst } from "../../model/entities.ts";
import { type FlowBuilder, name, UNDEFINED } from "./builder.ts";
import { ofNarrowedKind } from "./expressions.ts";
import { firstElements, staticName } from "./literals.ts";
import { asItems } from "./matches.ts";
import { skipParens } from "./scopes.ts";

/** Gives a declared variable or the variables of a pattern their values. */
export function bind(b: FlowBuilder, target: ts.BindingName, value: Value): void {
  if (ts.isIdentifier(target)) {
    const s = b.universe.checker.getSymbolAtLocation(target);
    if (s !== undefined) b.declareLocal(s, value);
    return;
  }
  const type = b.universe.checker.getTypeAtLocation(target);
  if (ts.isArrayBindingPattern(target)) {
    const list = indexable(b, target, type, value);
    target.elements.forEach((e, i) => {
      if (!ts.isOmittedExpression(e)) bind(b, e.name, arrayElement(b, e, type, list, i));
    });
    return;
  }
  const seen: string[] = [];
  for (const e of target.elements) {
    if (e.dotDotDotToken !== undefined) bind(b, e.name, objectRest(b, e, e.name, type, value, seen));
    else bind(b, e.name, withInitializer(b, field(b, e, propertyOf(b, e), value, seen), e.initializer));
  }
}

function propertyOf(b: FlowBuilder, e: ts.BindingElement): string {
  return staticName(b, e.propertyName ?? (e.name as ts.Identifier));
}

function field(b: FlowBuilder, at: ts.Node, key: string, value: Value, seen: string[]): Value {
  seen.push(key);
  return b.emitAt(at, "get_prop", [value, name(key)], key);
}

function arrayElement(b: FlowBuilder, e: ts.BindingElement, type: ts.Type, list: Value, i: number): Value {
  if (e.dotDotDotToken !== undefined) return restOfArray(b, e, list, i);
  const here = b.universe.checker.getTypeAtLocation(e.name);
  return withInitializer(b, item(b, e, type, here, list, i, e.initializer !== undefined), e.initializer);
}

function restOfArray(b: FlowBuilder, at: ts.Node, list: Value, from: number): Value {
  return b.emitAt(at, "call_method", [list, name("slice"), numberConst(from)], "rest");
}

function item(
  b: FlowBuilder,
  at: ts.Node,
  array: ts.Type,
  here: ts.Type,
  list: Value,
  i: number,
  mayMiss: boolean,
): Value {
  const op = mayMiss || b.types.mayBeUndefined(here) ? "get_item_opt" : "get_item";
  const v = b.emitAt(at, op, [list, numberConst(i)], "item");
  return ofNarrowedKind(b, v, b.types.elementOf(array), here, "item");
}

/** What is taken apart by index: an array, or the elements of something else in a fresh one. */
function indexable(
  b: FlowBuilder,
  at: ts.ArrayBindingPattern | ts.ArrayLiteralExpression,
  type: ts.Type,
  value: Value,
): Value {
  if (b.types.iterableType(type) === "array") return asItems(b, at, value);
  const hasRest = at.elements.some((e) =>
    ts.isBindingElement(e) ? e.dotDotDotToken !== undefined : ts.isSpreadElement(e),
  );
  return firstElements(b, at, type, value, hasRest ? Infinity : at.elements.length);
}

/** An object of the properties that the pattern has not named. */
function objectRest(
  b: FlowBuilder,
  at: ts.Node,
  target: ts.Node,
  type: ts.Type,
  value: Value,
  seen: readonly string[],
): Value {
  const rest = b.universe.checker.getTypeAtLocation(target);
  const shape = b.universe.shapes.ofNode(at, rest);
  const fields = b.types.ownProperties(type).filter((p) => !seen.includes(p.name));
  const values = fields.map((p) => b.emitAt(at, "get_prop", [value, name(p.name)], p.name));
  const object = b.emit("alloc", [entityConst(shape)], "rest");
  fields.forEach((p, i) => {
    if (shape.findField(p.name) !== null) b.emit("init_prop", [object, name(p.name), values[i] ?? UNDEFINED]);
  });
  return object;
}

/** `v === undefined ? initializer : v`. */
export function withDefault(b: FlowBuilder, v: Value, initializer: ts.Expression): Value {
  const missing = b.ssa.newBlock("default");
  const given = b.ssa.newBlock("given");
  const join = b.ssa.newBlock("join");
  const result = `@default${initializer.pos}`;
  b.ssa.branch(b.emit("eq", [v, UNDEFINED]), missing, given);
  b.ssa.start(missing);
  b.ssa.write(result, b.expr(initializer));
  b.ssa.jump(join);
  b.ssa.start(given);
  b.ssa.write(result, b.emit("assume_not", [v, UNDEFINED]));
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(result, "t");
}

function withInitializer(b: FlowBuilder, v: Value, initializer: ts.Expression | undefined): Value {
  return initializer === undefined ? v : withDefault(b, v, initializer);
}

// ---- assignments ----

export type AssignTo = (b: FlowBuilder, target: ts.Expression) => { write(v: Value): void };

/**
 * `[a, b.c] = v`, `({ x, y: z = 1, ...r } = v)`. All values are read before the first is assigned, so that
 * [a, b] = [b, a] swaps.
 */
export function destructure(
  b: FlowBuilder,
  pattern: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  value: Value,
  type: ts.Type,
  assign: AssignTo,
): void {
  const writes = ts.isArrayLiteralExpression(pattern)
    ? arrayWrites(b, pattern, value, type, assign)
    : objectWrites(b, pattern, value, type, assign);
  for (const write of writes) write();
}

type Write = () => void;

function arrayWrites(
  b: FlowBuilder,
  pattern: ts.ArrayLiteralExpression,
  value: Value,
  type: ts.Type,
  assign: AssignTo,
): Write[] {
  const list = indexable(b, pattern, type, value);
  return pattern.elements.flatMap((e, i) => {
    if (ts.isOmittedExpression(e)) return [];
    if (ts.isSpreadElement(e)) return [into(b, e.expression, restOfArray(b, e, list, i), type, assign)];
    const { target, initializer } = targetAndDefault(e);
    const here = b.types.of(target);
    const v = item(b, e, type, here, list, i, initializer !== undefined);
    return [into(b, target, withInitializer(b, v, initializer), elementType(b, type, i) ?? here, assign)];
  });
}

function elementType(b: FlowBuilder, type: ts.Type, i: number): ts.Type | undefined {
  const { checker } = b.universe;
  const property = type.getProperty(String(i));
  return property === undefined ? b.types.elementOf(type) : checker.getTypeOfSymbol(property);
}

function objectWrites(
  b: FlowBuilder,
  pattern: ts.ObjectLiteralExpression,
  value: Value,
  type: ts.Type,
  assign: AssignTo,
): Write[] {
  const seen: string[] = [];
  return pattern.properties.map((p) => {
    if (ts.isSpreadAssignment(p))
      return into(b, p.expression, objectRest(b, p, p.expression, type, value, seen), type, assign);
    if (ts.isShorthandPropertyAssignment(p)) {
      const v = withInitializer(b, field(b, p, p.name.text, value, seen), p.objectAssignmentInitializer);
      return into(b, p.name, v, type, assign);
    }
    if (!ts.isPropertyAssignment(p)) throw b.notYet(p, "this property of a pattern");
    const key = staticName(b, p.name);
    const { target, initializer } = targetAndDefault(p.initializer);
    const v = withInitializer(b, field(b, p, key, value, seen), initializer);
    const property = type.getProperty(key);
    const inner = property === undefined ? type : b.universe.checker.getTypeOfSymbol(property);
    return into(b, target, v, inner, assign);
  });
}

/** `target = default` in a pattern. */
function targetAndDefault(e: ts.Expression): { target: ts.Expression; initializer?: ts.Expression } {
  return ts.isBinaryExpression(e) && e.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? { target: e.left, initializer: e.right }
    : { target: e };
}

/** `type` is that of the value, if the target is itself a pattern. */
function into(b: FlowBuilder, target: ts.Expression, v: Value, type: ts.Type, assign: AssignTo): Write {
  const e = skipParens(target);
  if (ts.isArrayLiteralExpression(e) || ts.isObjectLiteralExpression(e)) {
    const present = b.universe.checker.getNonNullableType(type);
    const writes = ts.isArrayLiteralExpression(e)
      ? arrayWrites(b, e, v, present, assign)
      : objectWrites(b, e, v, present, assign);
    return () => {
      for (const write of writes) write();
    };
  }
  return () => {
    assign(b, e).write(v);
  };
}
