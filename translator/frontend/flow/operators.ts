// Operators: arithmetic with the idioms that ask for 32-bit or integer results, comparison, logic with narrowing.

import ts from "typescript";
import type { Block, Value } from "../../model/graph.ts";
import { constant, numberConst } from "../../model/constants.ts";
import { entityConst, entityOf } from "../../model/entities.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import { foldBigints } from "./big-constants.ts";
import { type FlowBuilder, NULL, UNDEFINED } from "./builder.ts";
import { inExpression } from "./records.ts";
import { isAbsentLiteral, skipParens } from "./scopes.ts";

const K = ts.SyntaxKind;

export const BINARY_OPS: ReadonlyMap<ts.SyntaxKind, FlowOp> = new Map<ts.SyntaxKind, FlowOp>([
  [K.PlusToken, "add"],
  [K.MinusToken, "sub"],
  [K.AsteriskToken, "mul"],
  [K.SlashToken, "div"],
  [K.PercentToken, "mod"],
  [K.AsteriskAsteriskToken, "pow"],
  [K.AmpersandToken, "bitand"],
  [K.BarToken, "bitor"],
  [K.CaretToken, "bitxor"],
  [K.LessThanLessThanToken, "shl"],
  [K.GreaterThanGreaterThanToken, "shr"],
  [K.GreaterThanGreaterThanGreaterThanToken, "ushr"],
  [K.LessThanToken, "lt"],
  [K.LessThanEqualsToken, "le"],
  [K.GreaterThanToken, "gt"],
  [K.GreaterThanEqualsToken, "ge"],
]);

/** In an operand of a bit operation only the low 32 bits of an arithmetic result matter. */
const I32_OPS: ReadonlyMap<ts.SyntaxKind, FlowOp> = new Map<ts.SyntaxKind, FlowOp>([
  [K.PlusToken, "add_i32"],
  [K.MinusToken, "sub_i32"],
  [K.AsteriskToken, "mul_i32"],
  [K.SlashToken, "div_i32"],
]);

const BIT_OPS: ReadonlySet<string> = new Set(["bitand", "bitor", "bitxor", "shl", "shr", "ushr"]);

export function binary(b: FlowBuilder, node: ts.BinaryExpression): Value {
  const kind = node.operatorToken.kind;
  if (kind === K.CommaToken) {
    b.expr(node.left);
    return b.expr(node.right);
  }
  if (kind === K.AmpersandAmpersandToken || kind === K.BarBarToken || kind === K.QuestionQuestionToken)
    return logical(b, node);
  if (isEquality(kind)) return equality(b, node);
  if (kind === K.InstanceOfKeyword) return instanceOf(b, node);
  if (kind === K.InKeyword) return inExpression(b, node);
  const op = BINARY_OPS.get(kind);
  if (op === undefined) throw b.notYet(node, `the operator \`${node.operatorToken.getText()}\``);
  if (BIT_OPS.has(op)) return bitOperation(b, node, op);
  const left = b.expr(node.left);
  const right = b.expr(node.right);
  return foldBigints(op, left, right) ?? b.emit(op, [left, right]);
}

function bitOperation(b: FlowBuilder, node: ts.BinaryExpression, op: FlowOp): Value {
  const left = bitOperand(b, node.left);
  const right = bitOperand(b, node.right);
  // `x | 0` of something that already is a 32-bit result is that result.
  if (op === "bitor" && isZero(node.right) && isI32Expression(node.left)) return left;
  return foldBigints(op, left, right) ?? b.emit(op, [left, right]);
}

/** An operand of which only the low 32 bits count. */
export function bitOperand(b: FlowBuilder, node: ts.Expression): Value {
  const e = skipParens(node);
  if (!isI32Expression(e) || !ts.isBinaryExpression(e) || b.types.isString(e) || b.types.isBigInt(e))
    return b.expr(node);
  const left = b.expr(e.left);
  const right = b.expr(e.right);
  return b.emitAt(e, I32_OPS.get(e.operatorToken.kind) as FlowOp, [left, right]);
}

function isI32Expression(node: ts.Expression): boolean {
  const e = skipParens(node);
  return ts.isBinaryExpression(e) && I32_OPS.has(e.operatorToken.kind);
}

function isZero(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) === 0;
}

export function isEquality(kind: ts.SyntaxKind): boolean {
  return (
    kind === K.EqualsEqualsEqualsToken ||
    kind === K.ExclamationEqualsEqualsToken ||
    kind === K.EqualsEqualsToken ||
    kind === K.ExclamationEqualsToken
  );
}

function equality(b: FlowBuilder, node: ts.BinaryExpression): Value {
  const kind = node.operatorToken.kind;
  const negated = kind === K.ExclamationEqualsEqualsToken || kind === K.ExclamationEqualsToken;
  if (kind === K.EqualsEqualsToken || kind === K.ExclamationEqualsToken) {
    const tested = isAbsentLiteral(node.right)
      ? node.left
      : isAbsentLiteral(node.left)
        ? node.right
        : undefined;
    if (tested === undefined)
      throw b.universe.refuse(node, {
        seen: `a comparison with \`${node.operatorToken.getText()}\`.`,
        why: "It converts its operands at run time; only `== null` has a meaning known at translation time.",
        instead: `Write \`${node.operatorToken.getText()}=\`.`,
      });
    const t = b.emit("is_nullish", [b.expr(tested)]);
    return negated ? b.emit("not", [t]) : t;
  }
  const typeOf = typeofTest(node);
  if (typeOf !== undefined) {
    const t = b.emit("typeof_is", [b.expr(typeOf.value), constant({ kind: "string", value: typeOf.type })]);
    return negated ? b.emit("not", [t]) : t;
  }
  const left = b.expr(node.left);
  const right = b.expr(node.right);
  return b.emit(negated ? "ne" : "eq", [left, right]);
}

export function typeofTest(node: ts.BinaryExpression): { value: ts.Expression; type: string } | undefined {
  const [l, r] = [skipParens(node.left), skipParens(node.right)];
  if (ts.isTypeOfExpression(l) && ts.isStringLiteralLike(r)) return { value: l.expression, type: r.text };
  if (ts.isTypeOfExpression(r) && ts.isStringLiteralLike(l)) return { value: r.expression, type: l.text };
  return undefined;
}

function instanceOf(b: FlowBuilder, node: ts.BinaryExpression): Value {
  return b.emit("instanceof", [b.expr(node.left), classReference(b, node.right)]);
}

/** The class right of `instanceof`: by its declaration, also if the class captures variables. */
function classReference(b: FlowBuilder, node: ts.Expression): Value {
  const d = b.types.declarationOf(node);
  const cls = d !== undefined && ts.isVariableDeclaration(d) ? d.initializer : d;
  return cls !== undefined && ts.isClassLike(cls) && !cls.getSourceFile().isDeclarationFile
    ? entityConst(b.universe.classOf(cls))
    : b.reference(node);
}

/** `a && b`, `a || b`, `a ?? b` as values. */
function logical(b: FlowBuilder, node: ts.BinaryExpression): Value {
  const kind = node.operatorToken.kind;
  const right = b.ssa.newBlock("right");
  const join = b.ssa.newBlock("join");
  const result = `@logical${node.pos}`;
  if (kind !== K.QuestionQuestionToken && isBoolean(b, node.left)) {
    // Both sides as conditions, so that what the left one proves holds in the right one.
    const short = b.ssa.newBlock("short");
    if (kind === K.AmpersandAmpersandToken) condition(b, node.left, right, short);
    else condition(b, node.left, short, right);
    b.ssa.start(short);
    b.ssa.write(result, constant({ kind: "bool", value: kind === K.BarBarToken }));
    b.ssa.jump(join);
  } else {
    const left = b.expr(node.left);
    const test = kind === K.QuestionQuestionToken ? b.emit("is_nullish", [left]) : b.emit("truth", [left]);
    const keep = b.ssa.newBlock("keep");
    if (kind === K.BarBarToken) b.ssa.branch(test, keep, right);
    else if (kind === K.AmpersandAmpersandToken) b.ssa.branch(test, right, keep);
    else b.ssa.branch(test, right, keep);
    b.ssa.start(keep);
    b.ssa.write(result, kind === K.AmpersandAmpersandToken ? left : b.emit("assume_present", [left]));
    b.ssa.jump(join);
  }
  b.ssa.start(right);
  b.ssa.write(result, b.expr(node.right));
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(result, "t");
}

export function isBoolean(b: FlowBuilder, node: ts.Expression): boolean {
  const t = b.types.of(node);
  return (
    (t.flags & ts.TypeFlags.BooleanLike) !== 0 ||
    (t.isUnion() && t.types.every((p) => p.flags & ts.TypeFlags.BooleanLike))
  );
}

/** Leaves to `yes` or `no` by the truth of an expression; narrows tested variables on each side. */
export function condition(b: FlowBuilder, node: ts.Expression, yes: Block, no: Block): void {
  const e = skipParens(node);
  if (ts.isPrefixUnaryExpression(e) && e.operator === K.ExclamationToken) {
    condition(b, e.operand, no, yes);
    return;
  }
  if (ts.isBinaryExpression(e)) {
    const kind = e.operatorToken.kind;
    if (kind === K.AmpersandAmpersandToken || kind === K.BarBarToken) {
      const second = b.ssa.newBlock(kind === K.AmpersandAmpersandToken ? "and" : "or");
      if (kind === K.AmpersandAmpersandToken) condition(b, e.left, second, no);
      else condition(b, e.left, yes, second);
      b.ssa.start(second);
      condition(b, e.right, yes, no);
      return;
    }
  }
  const saved = b.ssa.pos;
  b.ssa.pos = b.universe.position(e);
  const value = b.expr(e);
  const test = isBooleanProducer(e) ? value : b.emit("truth", [value]);
  if (test.tag === "const" && test.value.kind === "bool") b.ssa.jump(test.value.value ? yes : no);
  else {
    const yesEdge = b.ssa.newBlock("yes");
    const noEdge = b.ssa.newBlock("no");
    b.ssa.branch(test, yesEdge, noEdge);
    b.ssa.start(yesEdge);
    narrowBy(b, e, true);
    b.ssa.jump(yes);
    b.ssa.start(noEdge);
    narrowBy(b, e, false);
    b.ssa.jump(no);
  }
  b.ssa.pos = saved;
}

function isBooleanProducer(e: ts.Expression): boolean {
  if (ts.isBinaryExpression(e)) {
    const k = e.operatorToken.kind;
    return (
      isEquality(k) || k === K.InstanceOfKeyword || (k >= K.LessThanToken && k <= K.GreaterThanEqualsToken)
    );
  }
  return e.kind === K.TrueKeyword || e.kind === K.FalseKeyword;
}

/** What the outcome of a test proves about local variables. */
function narrowBy(b: FlowBuilder, e: ts.Expression, outcome: boolean): void {
  if (ts.isIdentifier(e)) {
    const s = localSymbol(b, e);
    if (s !== undefined && outcome) b.narrow(s, "assume_present");
    return;
  }
  if (!ts.isBinaryExpression(e)) return;
  const kind = e.operatorToken.kind;
  if (kind === K.InstanceOfKeyword) {
    const s = localSymbol(b, e.left);
    const cls = outcome && ts.isIdentifier(e.right) ? classReference(b, e.right) : undefined;
    // Which kind of a union is left after `instanceof Map` is asserted where the value is used.
    const isBuiltin = cls?.tag === "const" && entityOf(cls)?.tag === "builtin";
    if (s !== undefined && cls !== undefined && !isBuiltin) b.narrow(s, "assume_instance", cls);
    return;
  }
  if (!isEquality(kind)) return;
  const equal = (kind === K.EqualsEqualsEqualsToken || kind === K.EqualsEqualsToken) === outcome;
  const loose = kind === K.EqualsEqualsToken || kind === K.ExclamationEqualsToken;
  for (const [x, y] of [
    [e.left, e.right],
    [e.right, e.left],
  ] as const) {
    if (!isAbsentLiteral(y)) continue;
    const s = localSymbol(b, x);
    if (s === undefined) continue;
    if (equal) b.narrow(s, "assume_absent");
    else if (loose) b.narrow(s, "assume_present");
    else b.narrow(s, "assume_not", y.kind === K.NullKeyword ? NULL : UNDEFINED);
  }
}

/** The symbol of a local variable (not of a cell or module variable), also inside `(x = …)`. */
function localSymbol(b: FlowBuilder, node: ts.Expression): ts.Symbol | undefined {
  let e = skipParens(node);
  if (ts.isBinaryExpression(e) && e.operatorToken.kind === K.EqualsToken) e = e.left;
  if (!ts.isIdentifier(e) || isAbsentLiteral(e)) return undefined;
  const s = b.universe.resolve(e);
  return s !== undefined && b.isLocal(s) ? s : undefined;
}

export function prefixUnary(b: FlowBuilder, node: ts.PrefixUnaryExpression): Value {
  switch (node.operator) {
    case K.MinusToken: {
      const v = b.expr(node.operand);
      if (v.tag === "const" && v.value.kind === "bigint")
        return constant({ kind: "bigint", value: -v.value.value });
      if (v.tag === "const" && v.value.kind === "number") return numberConst(-v.value.value, v.type);
      return b.emit("neg", [v]);
    }
    case K.PlusToken:
      return b.emit("plus", [b.expr(node.operand)]);
    case K.TildeToken:
      return b.emit("bitnot", [bitOperand(b, node.operand)]);
    case K.ExclamationToken: {
      const v = b.expr(node.operand);
      if (v.tag === "const" && v.value.kind === "bool")
        return constant({ kind: "bool", value: !v.value.value });
      return b.emit("not", [v]);
    }
    default:
      return b.update(node.operand, node.operator === K.PlusPlusToken ? 1 : -1, true);
  }
}

export function conditional(b: FlowBuilder, node: ts.ConditionalExpression): Value {
  const yes = b.ssa.newBlock("then");
  const no = b.ssa.newBlock("else");
  const join = b.ssa.newBlock("join");
  const result = `@conditional${node.pos}`;
  condition(b, node.condition, yes, no);
  for (const [block, e] of [
    [yes, node.whenTrue],
    [no, node.whenFalse],
  ] as const) {
    b.ssa.start(block);
    if (!b.ssa.alive) continue;
    b.ssa.write(result, b.expr(e));
    b.jumpFrom(e, join);
  }
  b.ssa.start(join);
  return b.ssa.read(result, "t");
}
