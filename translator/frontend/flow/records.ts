// Records: objects whose type has an index signature (`Record<string, T>`, `{ [name: string]: T }`). They are Maps from
// strings, made by literals of such a type; reading, writing, `in`, `delete`, `for…in` and Object.keys become methods of
// Map, the latter in JavaScript's order: whole numbers first. Also: objects indexed by a key of their type (`keyof`).

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { constant } from "../../model/constants.ts";
import { type ClassEntity, entityConst, entityOf } from "../../model/entities.ts";
import { isRecordType } from "../shapes.ts";
import { type FlowBuilder, name, UNDEFINED } from "./builder.ts";
import { walkList } from "./iteration.ts";
import { skipParens } from "./scopes.ts";

export function isRecord(b: FlowBuilder, e: ts.Expression): boolean {
  // In the low-level dialect index signatures are runs of items.
  return !b.universe.isLowLibrary(b.node) && isRecordType(b.universe.checker, b.types.of(e));
}

const text = (value: string): Value => constant({ kind: "string", value });

/** The key of an access: numbers are keys as text. */
export function recordKey(b: FlowBuilder, e: ts.Expression): Value {
  const key = b.expr(e);
  return b.types.isString(e) ? key : b.emitAt(e, "to_string", [key], "key");
}

export function keyOfAccess(
  b: FlowBuilder,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): Value {
  return ts.isPropertyAccessExpression(node) ? text(node.name.text) : recordKey(b, node.argumentExpression);
}

/** `r[k]`; without `mayMiss` it is used as a value that is there. */
export function readRecord(b: FlowBuilder, at: ts.Node, record: Value, key: Value, mayMiss: boolean): Value {
  const v = b.emitAt(at, "call_method", [record, name("get"), key], "item");
  return mayMiss ? v : b.emitAt(at, "assert_value", [v], "item");
}

export function writeRecord(b: FlowBuilder, at: ts.Node, record: Value, key: Value, v: Value): void {
  b.emitAt(at, "call_method", [record, name("set"), key, v]);
}

/** A literal of a record's type. */
export function recordLiteral(
  b: FlowBuilder,
  node: ts.ObjectLiteralExpression,
  valueOf: (p: ts.ObjectLiteralElementLike) => Value,
): Value {
  const record = b.emit("new_builtin", [entityConst(b.universe.builtin("Map"))], "record");
  for (const p of node.properties) {
    if (ts.isSpreadAssignment(p)) {
      if (!isRecord(b, p.expression)) throw b.notYet(p, "a spread of something other than a record here");
      b.emitAt(p, "call_method", [record, name("recordAssign"), b.expr(p.expression)]);
      continue;
    }
    if (ts.isAccessor(p)) throw b.notYet(p, "an accessor in an object literal");
    writeRecord(b, p, record, keyOfProperty(b, p.name), valueOf(p));
  }
  return record;
}

function keyOfProperty(b: FlowBuilder, n: ts.PropertyName): Value {
  if (ts.isComputedPropertyName(n)) return recordKey(b, n.expression);
  return text(ts.isNumericLiteral(n) ? String(Number(n.text)) : (n as ts.Identifier).text);
}

/** `delete r[k]`. */
export function deleteExpression(b: FlowBuilder, node: ts.DeleteExpression): Value {
  const e = skipParens(node.expression);
  if (!(ts.isPropertyAccessExpression(e) || ts.isElementAccessExpression(e)) || !isRecord(b, e.expression))
    throw b.unsupported(node);
  const record = b.expr(e.expression);
  b.emitAt(e, "call_method", [record, name("delete"), keyOfAccess(b, e)]);
  return constant({ kind: "bool", value: true });
}

/** `k in r`; `"x" in o` of objects of known classes, some of which have the property; `#x in o`. */
export function inExpression(b: FlowBuilder, node: ts.BinaryExpression): Value {
  if (ts.isPrivateIdentifier(node.left))
    return b.emit("instanceof", [b.expr(node.right), privateOwner(b, node.left)]);
  if (isRecord(b, node.right)) {
    const key = recordKey(b, node.left);
    return b.emitAt(node, "call_method", [b.expr(node.right), name("has"), key], "has");
  }
  const key = skipParens(node.left);
  const classes = b.types.classesOf(b.types.of(node.right));
  if (!ts.isStringLiteralLike(key) || classes === null)
    throw b.notYet(node, "the operator `in` of something other than a record or a literal name and objects");
  const having = classes.filter((c) => c.findField(key.text) !== null);
  if (
    having.some((c) => !c.isShape || c.findField(key.text)?.field.maybeUnset === true) ||
    classes.some((c) => !c.isShape)
  )
    throw b.notYet(node, "the operator `in` of a property that may be missing");
  return isOneOf(b, node, b.expr(node.right), having);
}

function privateOwner(b: FlowBuilder, id: ts.PrivateIdentifier): Value {
  const d = b.universe.checker.getSymbolAtLocation(id)?.valueDeclaration?.parent;
  if (d === undefined || !ts.isClassLike(d)) throw b.notYet(id, "this private name");
  return entityConst(b.universe.classOf(d));
}

function isOneOf(b: FlowBuilder, node: ts.Node, v: Value, classes: readonly ClassEntity[]): Value {
  const key = `@in${node.pos}`;
  const join = b.ssa.newBlock("join");
  for (const c of classes) {
    const [yes, no] = [b.ssa.newBlock("yes"), b.ssa.newBlock("no")];
    b.ssa.branch(b.emit("instanceof", [v, entityConst(c)]), yes, no);
    b.ssa.start(yes);
    b.ssa.write(key, constant({ kind: "bool", value: true }));
    b.ssa.jump(join);
    b.ssa.start(no);
  }
  b.ssa.write(key, constant({ kind: "bool", value: false }));
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(key, "in");
}

/** `for (const k in r)`: keys that are deleted before their turn are left out. */
export function forInStatement(b: FlowBuilder, node: ts.ForInStatement): void {
  const d = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations[0] : undefined;
  if (!isRecord(b, node.expression) || d === undefined)
    throw b.notYet(node, "a `for…in` over something other than a record");
  const record = b.expr(node.expression);
  const keys = b.emitAt(node.expression, "call_method", [record, name("recordKeys")], "keys");
  walkList(b, node, node.expression, keys, (item) => {
    const key = item.value();
    const [there, next] = [b.ssa.newBlock("there"), b.ssa.newBlock("gone")];
    b.ssa.branch(b.emit("call_method", [record, name("has"), key], "has"), there, next);
    b.ssa.start(there);
    b.bind(d.name, key);
    b.statement(node.statement);
    b.ssa.jump(next);
    b.ssa.start(next);
  });
}

const OBJECT_METHODS: Readonly<Record<string, string>> = {
  keys: "recordKeys",
  values: "recordValues",
  entries: "recordEntries",
};

/** `Object.keys(r)` and its kin; undefined if it is another call. */
export function objectMethod(b: FlowBuilder, node: ts.CallExpression, method: string): Value | undefined {
  const [arg] = node.arguments;
  const own = Object.hasOwn(OBJECT_METHODS, method) ? OBJECT_METHODS[method] : undefined;
  if (method === "create" && arg?.kind === ts.SyntaxKind.NullKeyword)
    return b.emit("new_builtin", [entityConst(b.universe.builtin("Map"))], "record");
  if (own === undefined || arg === undefined) return undefined;
  if (isRecord(b, arg)) return b.emitAt(node, "call_method", [b.expr(arg), name(own)], method);
  const table = constantTable(b.reference(arg));
  if (table === undefined) return undefined;
  const items = [...table].map(([k, v]) =>
    method === "keys" ? text(k) : method === "values" ? v : b.emit("new_list", [text(k), v], "entry"),
  );
  return b.emitAt(node, "new_list", items, method);
}

/** The fields of an `as const` table made while loading. */
function constantTable(v: Value): ReadonlyMap<string, Value> | undefined {
  const e = v.tag === "const" ? entityOf(v) : undefined;
  const content = e?.tag === "frozen" ? e.content() : undefined;
  return content?.kind === "plain" ? content.fields : undefined;
}

/** The names that an index can be, if it is one of a few literals; undefined for all other types. */
export function namesOf(b: FlowBuilder, index: ts.Expression): string[] | undefined {
  const type = b.types.of(index);
  const parts = type.isUnion() ? type.types : [type];
  const names = parts.flatMap((p) => (p.isStringLiteral() ? [p.value] : []));
  return names.length === parts.length && names.length > 0 && names.length <= 256 ? names : undefined;
}

/** `o[k]` where k is one of a few names: one after the other is compared. */
export function overNames(
  b: FlowBuilder,
  node: ts.Node,
  names: readonly string[],
  index: Value,
  each: (field: string) => Value,
): Value {
  const key = `@keyed${node.pos}_${node.end}`;
  const join = b.ssa.newBlock("join");
  for (const field of names) {
    const [yes, no] = [b.ssa.newBlock("is"), b.ssa.newBlock("other")];
    b.ssa.branch(b.emit("eq", [index, text(field)]), yes, no);
    b.ssa.start(yes);
    b.ssa.write(key, each(field));
    b.ssa.jump(join);
    b.ssa.start(no);
  }
  // TypeScript excludes every other name.
  b.ssa.write(key, b.emitAt(node, "assert_present", [UNDEFINED]));
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(key, "item");
}
