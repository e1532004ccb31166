// Array and object literals with their spreads, closures, templates, and names of properties.

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { constant } from "../../model/constants.ts";
import { type ClassEntity, entityConst } from "../../model/entities.ts";
import { type FlowBuilder, name, UNDEFINED } from "./builder.ts";
import { collectionView } from "./collections.ts";
import { asDeclared, declaredType } from "./declared-words.ts";
import { takeElements, walk } from "./iteration.ts";
import { asItems } from "./matches.ts";
import { isRecord, recordLiteral } from "./records.ts";
import { hasOwnThis, skipParens } from "./scopes.ts";
import { accessorField, isRecordLiteral } from "../shapes.ts";
import { memberName } from "../universe.ts";

export function arrayLiteral(b: FlowBuilder, node: ts.ArrayLiteralExpression): Value {
  const first = node.elements.findIndex((e) => ts.isSpreadElement(e));
  const plain = first < 0 ? node.elements : node.elements.slice(0, first);
  const items = plain.map((e) => {
    if (ts.isOmittedExpression(e)) throw b.notYet(e, "a hole in an array");
    return b.expr(e);
  });
  const list = b.emit("new_list", items, "list");
  for (const e of first < 0 ? [] : node.elements.slice(first)) {
    if (ts.isSpreadElement(e)) spreadInto(b, list, e);
    else b.emitAt(e, "call_method", [list, name("push"), b.expr(e)]);
  }
  return list;
}

/** Appends what a spread argument or element walks. */
export function spreadInto(b: FlowBuilder, list: Value, e: ts.SpreadElement): void {
  appendAll(b, list, e.expression);
}

const APPEND: Readonly<Record<string, string>> = {
  array: "appendAll",
  set: "appendSet",
  string: "appendString",
};

/** Library methods that append all elements of a collection, all keys or values of a Map, or all characters. */
export function appendAll(b: FlowBuilder, list: Value, source: ts.Expression): void {
  const view = collectionView(b, skipParens(source));
  if (view !== undefined && view.what !== "entries" && view.kind !== "array") {
    const method = view.kind === "set" ? "appendSet" : view.what === "keys" ? "appendKeys" : "appendValues";
    b.emitAt(source, "call_method", [list, name(method), b.expr(view.collection)]);
    return;
  }
  const method = view === undefined ? APPEND[b.types.iterable(source)] : undefined;
  if (method !== undefined)
    b.emitAt(source, "call_method", [list, name(method), asItems(b, source, b.expr(source))]);
  else walk(b, source, source, (item) => push(b, source, list, item.value()));
}

function push(b: FlowBuilder, at: ts.Node, list: Value, v: Value): void {
  b.emitAt(at, "call_method", [list, name("push"), v]);
}

/** The same for the elements of a value that a pattern takes apart: no more than it has places for. */
export function firstElements(
  b: FlowBuilder,
  at: ts.Node,
  type: ts.Type,
  value: Value,
  count: number,
): Value {
  const list = b.emitAt(at, "new_list", [], "list");
  const method = APPEND[b.types.iterableType(type)];
  if (method !== undefined) b.emitAt(at, "call_method", [list, name(method), value]);
  else takeElements(b, at, list, type, value, count);
  return list;
}

/** An object of the literal's shape: its values are evaluated first, then it is made. */
export function objectLiteral(b: FlowBuilder, node: ts.ObjectLiteralExpression): Value {
  if (isRecordLiteral(b.universe.checker, node))
    return recordLiteral(b, node, (p) => propertyValue(b, p, null));
  const shape = b.universe.shapes.ofLiteral(node);
  const values = new Map<string, Value>();
  // Methods hold their object: nobody can call them before it has its fields.
  const usesItself = node.properties.some(
    (p) => b.scopes.capturesThis(methodOf(p) ?? p) && hasOwnThis(methodOf(p) ?? p),
  );
  const alloc = (): Value => b.emit("alloc", [entityConst(shape)], "object");
  const early = usesItself ? alloc() : undefined;
  for (const p of node.properties) {
    if (ts.isSpreadAssignment(p)) spreadFields(b, p, values);
    else values.set(fieldName(b, p), propertyValue(b, p, early));
  }
  const object = early ?? alloc();
  for (const f of fieldsOf(shape)) {
    const v = values.get(f);
    b.emit("init_prop", [object, name(f), v ?? UNDEFINED]);
  }
  return object;
}

function fieldName(b: FlowBuilder, p: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): string {
  const text = staticName(b, p.name);
  return ts.isAccessor(p) ? accessorField(ts.isGetAccessorDeclaration(p) ? "get" : "set", text) : text;
}

/** The function that a property of an object literal is given, if it is written there. */
function methodOf(p: ts.ObjectLiteralElementLike): ts.FunctionLikeDeclaration | undefined {
  if (ts.isMethodDeclaration(p) || ts.isAccessor(p)) return p;
  return ts.isPropertyAssignment(p) && ts.isFunctionExpression(p.initializer) ? p.initializer : undefined;
}

/** The value of a property; `object` is what its `this` is, null where that cannot be said. */
function propertyValue(
  b: FlowBuilder,
  p: ts.ObjectLiteralElementLike,
  object: Value | undefined | null,
): Value {
  const method = methodOf(p);
  if (method !== undefined && hasOwnThis(method) && b.scopes.capturesThis(method)) {
    if (object === null || object === undefined) throw b.notYet(p, "`this` in a method of a record");
    return makeClosure(b, method, object);
  }
  if (method !== undefined) return makeClosure(b, method);
  if (ts.isShorthandPropertyAssignment(p)) return asDeclaredProperty(b, p, b.expr(p.name));
  if (ts.isPropertyAssignment(p)) return asDeclaredProperty(b, p, b.expr(p.initializer));
  throw b.notYet(p, "this property of an object literal");
}

/** The type that the literal is wanted to have may declare the property i64 or u64. */
function asDeclaredProperty(b: FlowBuilder, p: ts.ObjectLiteralElementLike, v: Value): Value {
  const isNamed = p.name !== undefined && !ts.isComputedPropertyName(p.name);
  if (!isNamed || !ts.isObjectLiteralExpression(p.parent)) return v;
  const key = staticName(b, p.name);
  const type = declaredType(b.universe.checker.getContextualType(p.parent)?.getProperty(key));
  return asDeclared(b, p, type, `the property \`${key}\``, v);
}

/** `...source`: its properties in their order; a property that may be missing leaves the one before it. */
function spreadFields(b: FlowBuilder, p: ts.SpreadAssignment, values: Map<string, Value>): void {
  const type = b.types.of(p.expression);
  if (isRecord(b, p.expression)) throw b.notYet(p, "a spread of a record in an object of known fields");
  if (type.isUnion() || !(type.flags & ts.TypeFlags.Object) || b.types.iterableType(type) !== "other")
    throw b.notYet(p, "a spread of something other than an object of one type");
  const source = b.expr(p.expression);
  for (const property of b.types.ownProperties(type)) {
    const v = b.emitAt(p, "get_prop", [source, name(property.name)], property.name);
    const before = values.get(property.name);
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 && before !== undefined;
    values.set(property.name, optional ? presentOr(b, `${p.pos}.${property.name}`, v, before) : v);
  }
}

/** `v === undefined ? other : v`. */
function presentOr(b: FlowBuilder, key: string, v: Value, other: Value): Value {
  const [missing, given, join] = ["missing", "given", "join"].map((hint) => b.ssa.newBlock(hint));
  if (missing === undefined || given === undefined || join === undefined) return v;
  const result = `@present${key}`;
  b.ssa.branch(b.emit("eq", [v, UNDEFINED]), missing, given);
  b.ssa.start(missing);
  b.ssa.write(result, other);
  b.ssa.jump(join);
  b.ssa.start(given);
  b.ssa.write(result, b.emit("assume_not", [v, UNDEFINED]));
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(result, "t");
}

function fieldsOf(cls: ClassEntity): string[] {
  return [...(cls.base === null ? [] : fieldsOf(cls.base)), ...cls.fields.keys()];
}

export function closure(b: FlowBuilder, node: ts.ArrowFunction | ts.FunctionExpression): Value {
  return makeClosure(b, node);
}

/** A function value. `self` is what its `this` is, if that is not the one here. */
export function makeClosure(b: FlowBuilder, node: ts.FunctionLikeDeclaration, self?: Value): Value {
  const entity = b.universe.funcOf(node, b.env);
  if (entity.captures.length === 0) return entityConst(entity);
  const captured: Value[] = b.scopes.capturesOf(node).map((s) => b.captureOf(s));
  if (b.scopes.capturesThis(node)) captured.push(self ?? b.readThis());
  return b.emit("new_closure", [entityConst(entity), ...captured], entity.name);
}

export function template(b: FlowBuilder, node: ts.TemplateExpression): Value {
  let text: Value = constant({ kind: "string", value: node.head.text });
  for (const span of node.templateSpans) {
    const part = b.emit("to_string", [b.expr(span.expression)]);
    text = isEmptyString(text) ? part : b.emit("add", [text, part], "text");
    if (span.literal.text !== "")
      text = b.emit("add", [text, constant({ kind: "string", value: span.literal.text })], "text");
  }
  return text;
}

/** String.raw`…`; other tags are refused. */
export function taggedTemplate(b: FlowBuilder, node: ts.TaggedTemplateExpression): Value {
  if (node.tag.getText() !== "String.raw") throw b.unsupported(node);
  const raw = (part: ts.TemplateLiteralLikeNode): Value =>
    constant({ kind: "string", value: (part.rawText ?? part.text).replace(/\r\n?/gu, "\n") });
  if (ts.isNoSubstitutionTemplateLiteral(node.template)) return raw(node.template);
  let text = raw(node.template.head);
  for (const span of node.template.templateSpans) {
    text = b.emit("add", [text, b.emit("to_string", [b.expr(span.expression)])], "text");
    text = b.emit("add", [text, raw(span.literal)], "text");
  }
  return text;
}

function isEmptyString(v: Value): boolean {
  return v.tag === "const" && v.value.kind === "string" && v.value.value === "";
}

/** Name of a property in a declaration or literal; computed names are refused. */
export function staticName(b: FlowBuilder, n: ts.PropertyName): string {
  if (ts.isComputedPropertyName(n)) {
    const e = skipParens(n.expression);
    if (ts.isStringLiteralLike(e)) return e.text;
    throw b.universe.refuse(n, {
      seen: "a computed property name.",
      why: "The fields of an object are fixed when it is translated.",
      instead: "Use a Map for keys that are computed.",
    });
  }
  return memberName(n);
}
