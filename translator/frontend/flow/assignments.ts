// Assignments, compound assignments, `++` and `--`.

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { constant, numberConst } from "../../model/constants.ts";
import { entityConst, entityOf } from "../../model/entities.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { asDeclared, declaredType } from "./declared-words.ts";
import { superProperty } from "./expressions.ts";
import { destructure } from "./patterns.ts";
import { isRecord, keyOfAccess, readRecord, writeRecord } from "./records.ts";
import { skipParens } from "./scopes.ts";

const K = ts.SyntaxKind;

const COMPOUND: ReadonlyMap<ts.SyntaxKind, FlowOp> = new Map<ts.SyntaxKind, FlowOp>([
  [K.PlusEqualsToken, "add"],
  [K.MinusEqualsToken, "sub"],
  [K.AsteriskEqualsToken, "mul"],
  [K.SlashEqualsToken, "div"],
  [K.PercentEqualsToken, "mod"],
  [K.AsteriskAsteriskEqualsToken, "pow"],
  [K.AmpersandEqualsToken, "bitand"],
  [K.BarEqualsToken, "bitor"],
  [K.CaretEqualsToken, "bitxor"],
  [K.LessThanLessThanEqualsToken, "shl"],
  [K.GreaterThanGreaterThanEqualsToken, "shr"],
  [K.GreaterThanGreaterThanGreaterThanEqualsToken, "ushr"],
]);

/** A place that can be read and written with its object and index evaluated once. */
interface Target {
  read(): Value;
  write(v: Value): void;
}

export function targetOf(b: FlowBuilder, node: ts.Expression): Target {
  const e = skipParens(node);
  if ((ts.isPropertyAccessExpression(e) || ts.isElementAccessExpression(e)) && isRecord(b, e.expression))
    return recordTarget(b, e);
  if (ts.isNonNullExpression(e)) return targetOf(b, e.expression);
  if (ts.isIdentifier(e)) return variableTarget(b, e);
  if (ts.isPropertyAccessExpression(e)) return propertyTarget(b, e);
  if (ts.isElementAccessExpression(e)) {
    const object = b.expr(e.expression);
    const index = b.expr(e.argumentExpression);
    return {
      read: () => b.emitAt(e, "get_item", [object, index], "item"),
      write: (v) => void b.emitAt(e, "set_item", [object, index, v]),
    };
  }
  throw b.notYet(e, "an assignment to this");
}

/** Assigns to a place or pattern that stands in the head of a loop. */
export function assignTo(b: FlowBuilder, target: ts.Expression, value: Value, type: ts.Type): void {
  const e = skipParens(target);
  if (ts.isArrayLiteralExpression(e) || ts.isObjectLiteralExpression(e))
    destructure(b, e, value, type, targetOf);
  else targetOf(b, e).write(value);
}

function variableTarget(b: FlowBuilder, e: ts.Identifier): Target {
  const symbol = b.universe.resolve(e);
  if (symbol === undefined) throw b.notYet(e, `the name \`${e.text}\``);
  const declared = (v: Value): Value => asDeclared(b, e, declaredType(symbol), `\`${e.text}\``, v);
  if (b.isLocal(symbol)) return { read: () => b.expr(e), write: (v) => b.writeLocal(symbol, declared(v)) };
  const d = symbol.valueDeclaration;
  if (d !== undefined && ts.isVariableDeclaration(d)) {
    const g = b.universe.topLevel(symbol, d);
    if (entityOf(g)?.tag === "global")
      return { read: () => b.expr(e), write: (v) => void b.emitAt(e, "set_global", [g, declared(v)]) };
  }
  throw b.notYet(e, `an assignment to \`${e.text}\``);
}

function recordTarget(b: FlowBuilder, e: ts.PropertyAccessExpression | ts.ElementAccessExpression): Target {
  const record = b.expr(e.expression);
  const key = keyOfAccess(b, e);
  return {
    read: () => readRecord(b, e, record, key, b.types.mayBeUndefined(b.types.of(e)) || isLogical(e)),
    write: (v) => {
      writeRecord(b, e, record, key, v);
    },
  };
}

/** `r[k] ??= v` asks whether it is there. */
function isLogical(e: ts.Expression): boolean {
  const p = e.parent;
  return ts.isBinaryExpression(p) && p.left === e && !COMPOUND.has(p.operatorToken.kind);
}

/** `super.x = v`: the base's setter. */
function superTarget(b: FlowBuilder, e: ts.PropertyAccessExpression): Target {
  const setter = b
    .superClass()
    ?.lookup((c) => c.setters.has(e.name.text))
    ?.setters.get(e.name.text);
  if (setter === undefined) throw b.notYet(e, `an assignment to \`super.${e.name.text}\``);
  return {
    read: () => superProperty(b, e),
    write: (v) => void b.emitAt(e, "call_func", [entityConst(setter), b.readThis(), v]),
  };
}

function propertyTarget(b: FlowBuilder, e: ts.PropertyAccessExpression): Target {
  if (e.expression.kind === K.SuperKeyword) return superTarget(b, e);
  const object = b.reference(e.expression);
  const declared = (v: Value): Value => {
    const type = declaredType(b.universe.checker.getSymbolAtLocation(e.name));
    return asDeclared(b, e.name, type, `the property \`${e.name.text}\``, v);
  };
  const entity = object.tag === "const" ? entityOf(object) : undefined;
  if (entity?.tag === "class") {
    const g = entity.lookup((c) => c.statics.has(e.name.text))?.statics.get(e.name.text);
    if (g === undefined) throw b.notYet(e, `an assignment to the static \`${e.name.text}\``);
    const c = entityConst(g);
    return {
      read: () => b.emit("get_global", [c], e.name.text),
      write: (v) => void b.emitAt(e, "set_global", [c, declared(v)]),
    };
  }
  const field = name(e.name.text);
  return {
    read: () => b.emitAt(e.name, "get_prop", [object, field], e.name.text),
    write: (v) => void b.emitAt(e.name, "set_prop", [object, field, declared(v)]),
  };
}

export function assignment(b: FlowBuilder, node: ts.BinaryExpression): Value {
  const kind = node.operatorToken.kind;
  const left = skipParens(node.left);
  if (kind === K.EqualsToken) {
    if (ts.isArrayLiteralExpression(left) || ts.isObjectLiteralExpression(left)) {
      const value = b.expr(node.right);
      destructure(b, left, value, b.types.of(node.right), targetOf);
      return value;
    }
    const target = targetOf(b, left);
    const value = b.expr(node.right);
    target.write(value);
    return value;
  }
  const op = COMPOUND.get(kind);
  if (op === undefined) return logicalAssignment(b, node);
  const target = targetOf(b, left);
  const old = target.read();
  const value = b.emit(op, [old, b.expr(node.right)]);
  target.write(value);
  return value;
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= K.FirstAssignment && kind <= K.LastAssignment;
}

/** `a ??= v`, `a ||= v`, `a &&= v`: assigned only if the old value asks for it. */
function logicalAssignment(b: FlowBuilder, node: ts.BinaryExpression): Value {
  const kind = node.operatorToken.kind;
  const target = targetOf(b, node.left);
  const old = target.read();
  const assign = b.ssa.newBlock("assign");
  const keep = b.ssa.newBlock("keep");
  const join = b.ssa.newBlock("join");
  const result = `@logical${node.pos}`;
  if (kind === K.QuestionQuestionEqualsToken) b.ssa.branch(b.emit("is_nullish", [old]), assign, keep);
  else if (kind === K.BarBarEqualsToken) b.ssa.branch(b.emit("truth", [old]), keep, assign);
  else b.ssa.branch(b.emit("truth", [old]), assign, keep);
  b.ssa.start(assign);
  const value = b.expr(node.right);
  target.write(value);
  b.ssa.write(result, value);
  b.ssa.jump(join);
  b.ssa.start(keep);
  b.ssa.write(result, kind === K.AmpersandAmpersandEqualsToken ? old : b.emit("assume_present", [old]));
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(result, "t");
}

export function update(b: FlowBuilder, node: ts.Expression, by: 1 | -1, prefix: boolean): Value {
  const target = targetOf(b, node);
  const old = target.read();
  const one = b.types.isBigInt(node) ? constant({ kind: "bigint", value: 1n }) : numberConst(1);
  const value = b.emitAt(node, by === 1 ? "add" : "sub", [old, one]);
  target.write(value);
  return prefix ? value : old;
}

export function postfixUnary(b: FlowBuilder, node: ts.PostfixUnaryExpression): Value {
  return update(b, node.operand, node.operator === K.PlusPlusToken ? 1 : -1, false);
}
