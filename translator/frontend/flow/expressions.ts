// Expressions other than operators, calls, assignments and composed literals: names, member access, casts.

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { boolConst, constant, numberConst } from "../../model/constants.ts";
import { ELEMENT_SIZE, type ClassEntity, entityConst, entityOf } from "../../model/entities.ts";
import { type FlowBuilder, name, NULL, UNDEFINED } from "./builder.ts";
import { MODULE_LEVEL_ONLY } from "../foreign.ts";
import { refusal } from "../../support/diagnostics.ts";
import { asDeclaredConstant } from "./declared-words.ts";
import { accessed, groupOf, isGroups } from "./matches.ts";
import { isRecord, keyOfAccess, namesOf, overNames, readRecord } from "./records.ts";
import { isAbsentLiteral, skipParens } from "./scopes.ts";
import { FLOAT } from "../../model/types.ts";

const K = ts.SyntaxKind;

export function numericLiteral(b: FlowBuilder, node: ts.NumericLiteral): Value {
  // In the low-level dialect `1.0` is a float and `1` an int; in the language both are the number 1.
  if (b.universe.isLowLibrary(node) && /[.e]/i.test(node.getText()) && !/^0x/i.test(node.getText()))
    return numberConst(Number(node.text), FLOAT);
  return numberConst(Number(node.text));
}

export function bigIntLiteral(_b: FlowBuilder, node: ts.BigIntLiteral): Value {
  return constant({ kind: "bigint", value: BigInt(node.text.slice(0, -1)) });
}

export function stringLiteral(_b: FlowBuilder, node: ts.StringLiteralLike): Value {
  return constant({ kind: "string", value: node.text });
}

export function keywordLiteral(b: FlowBuilder, node: ts.Expression): Value {
  if (node.kind === K.NullKeyword) return NULL;
  if (node.kind === K.ThisKeyword) {
    if (!b.entity.hasThis && !b.entity.captures.some((c) => c.name === "this"))
      throw b.notYet(node, "`this` outside of a class");
    return b.readThis();
  }
  return boolConst(node.kind === K.TrueKeyword);
}

export function parenthesized(b: FlowBuilder, node: ts.ParenthesizedExpression): Value {
  return b.reference(node.expression);
}

export function identifier(b: FlowBuilder, node: ts.Identifier): Value {
  if (node.text === "undefined") return UNDEFINED;
  const symbol = b.universe.resolve(node);
  if (symbol === undefined) throw b.notYet(node, `the name \`${node.text}\``);
  if (b.isLocal(symbol)) return presentIfNarrowed(b, node, b.readLocal(symbol));
  const d = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (d === undefined) throw b.notYet(node, `the name \`${node.text}\``);
  if (b.universe.isJitLibrary(d.getSourceFile().fileName))
    return entityConst(b.universe.builtin(`vmsmith/jit.${symbol.name}`));
  if (b.universe.isRawLibrary(d.getSourceFile().fileName))
    return entityConst(b.universe.builtin(`vmsmith/raw.${symbol.name}`));
  const known = b.universe.binaryOnlyLibrary(d, symbol.name);
  if (known !== undefined) return known;
  if (b.universe.isForeignLibrary(d.getSourceFile().fileName)) {
    if (symbol.name === "lastErrno") return entityConst(b.universe.builtin("core.c_errno"));
    if (MODULE_LEVEL_ONLY.has(symbol.name)) throw onlyWhileLoading(b, node, symbol.name);
  }
  if (b.universe.isIntrinsicsLibrary(d.getSourceFile().fileName))
    return entityConst(b.universe.builtin(`intrinsic.${symbol.name}`));
  if (b.universe.isLowLibrary(d) && !b.universe.isLowLibrary(b.node))
    return entityConst(b.universe.builtin(`core.${symbol.name}`));
  if (d.getSourceFile().isDeclarationFile) return globalName(b, symbol);
  if (ts.isFunctionDeclaration(d)) return entityConst(b.universe.funcOf(implementation(d, symbol)));
  if (ts.isClassDeclaration(d)) return entityConst(b.universe.classOf(d));
  // A function expression that calls itself by its own name.
  if (ts.isFunctionExpression(d) && d === b.node && b.entity.captures.length === 0)
    return entityConst(b.entity);
  if (ts.isVariableDeclaration(d) || ts.isBindingElement(d)) {
    const c = b.universe.topLevel(symbol, d);
    return entityOf(c)?.tag === "global"
      ? presentIfNarrowed(b, node, b.emit("get_global", [c], symbol.name))
      : asDeclaredConstant(b, node, d, c);
  }
  throw b.notYet(node, `the name \`${node.text}\``);
}

function onlyWhileLoading(b: FlowBuilder, node: ts.Node, name: string): Error {
  return refusal("RTS1501", b.universe.place(node), {
    seen: `\`${name}\` of vmsmith/ffi is used in a function that is translated.`,
    why: "What C functions there are, with which types, must be known at translation time.",
    instead: "Call it at module level, keep the result in a constant, and use that here.",
  });
}

/** Overloads: the declaration that has the body. */
function implementation(d: ts.FunctionDeclaration, symbol: ts.Symbol): ts.FunctionDeclaration {
  const all = (symbol.declarations ?? []).filter(ts.isFunctionDeclaration);
  return all.find((f) => f.body !== undefined) ?? d;
}

function globalName(b: FlowBuilder, symbol: ts.Symbol): Value {
  const core: ClassEntity | undefined = b.universe.coreClass(symbol.name);
  if (core !== undefined) return entityConst(core);
  if (symbol.name === "NaN" || symbol.name === "Infinity") return numberConst(Number(symbol.name));
  return entityConst(b.universe.builtin(b.universe.builtinPath(symbol)));
}

/** TypeScript has narrowed a variable or property here: checked, unless the annotator proves it. */
export function presentIfNarrowed(
  b: FlowBuilder,
  node: ts.Identifier | ts.PropertyAccessExpression,
  value: Value,
): Value {
  if (value.tag === "const") return value;
  const declared = b.types.declared(ts.isIdentifier(node) ? node : node.name);
  if (declared === undefined) return value;
  const here = b.types.of(node);
  // Declared never: nobody gets here, unless the types are wrong.
  if (declared.flags & ts.TypeFlags.Never)
    return isKindTested(node) || isBeingTested(node) ? value : assertKind(b, value, new Set(), hintOf(node));
  if (here === declared || here.flags & ts.TypeFlags.Never) return value;
  let v: Value = value;
  if (b.types.mayBeAbsent(declared) && !b.types.mayBeAbsent(here) && !isBeingTested(node))
    v = b.emit("assert_present", [v], hintOf(node));
  if (!isKindTested(node)) v = ofNarrowedKind(b, v, declared, here, hintOf(node));
  const classes = b.types.classesOf(here);
  if (classes !== null && !sameClasses(classes, b.types.classesOf(declared)))
    v = b.emit("assert_instance", [v, ...classes.map((c) => entityConst(c))], hintOf(node));
  return v;
}

/** A part of something mixed, which TypeScript knows to be of the type. */
export function ofKindOf(b: FlowBuilder, v: Value, type: ts.Type): Value {
  const kinds = b.types.kinds(type);
  return kinds === null || kinds.size === 0 || v.tag === "const" ? v : assertKind(b, v, kinds, "item");
}

function assertKind(b: FlowBuilder, v: Value, kinds: ReadonlySet<string>, hint: string): Value {
  return b.emit("assert_kind", [v, name([...kinds].sort().join("|"))], hint);
}

/** TypeScript has excluded kinds of a union. */
export function ofNarrowedKind(
  b: FlowBuilder,
  v: Value,
  declared: ts.Type | undefined,
  here: ts.Type,
  hint: string,
): Value {
  const kinds = declared === undefined || v.tag === "const" ? null : b.types.narrowedKinds(declared, here);
  return kinds === null ? v : assertKind(b, v, kinds, hint);
}

function sameClasses(a: readonly ClassEntity[], b: readonly ClassEntity[] | null): boolean {
  return b !== null && a.length === b.length && a.every((c) => b.includes(c));
}

function hintOf(node: ts.Identifier | ts.PropertyAccessExpression): string {
  return ts.isIdentifier(node) ? node.text : node.name.text;
}

/** Assigned to or compared: then the narrowed type says nothing about the value read. */
function isBeingTested(node: ts.Expression): boolean {
  const p = node.parent;
  return ts.isBinaryExpression(p) && (isAbsentLiteral(p.left) || isAbsentLiteral(p.right));
}

/** The kind is asked for, whatever TypeScript holds it to be: a closure may have changed the variable. */
function isKindTested(node: ts.Expression): boolean {
  const p = node.parent;
  if (ts.isTypeOfExpression(p)) return true;
  return (
    ts.isBinaryExpression(p) &&
    (p.operatorToken.kind === K.InstanceOfKeyword ||
      p.operatorToken.kind === K.EqualsEqualsEqualsToken ||
      p.operatorToken.kind === K.ExclamationEqualsEqualsToken)
  );
}

export function propertyAccess(b: FlowBuilder, node: ts.PropertyAccessExpression): Value {
  if (node.expression.kind === K.SuperKeyword) return superProperty(b, node);
  const direct = namespaceMember(b, node);
  if (direct !== undefined) return direct;
  return inChain(b, node, () => {
    const object = chainObject(b, node);
    return isRecord(b, node.expression) && !isGroups(b, node.expression) && !isEnvironment(object)
      ? readRecord(b, node, object, keyOfAccess(b, node), mayMiss(b, node))
      : presentIfNarrowed(b, node, member(b, node, object));
  });
}

/** A property by a name that is known here: of a frozen literal its constant. */
function memberNamed(b: FlowBuilder, at: ts.Node, object: Value, property: string): Value {
  const entity = object.tag === "const" ? entityOf(object) : undefined;
  if (entity?.tag === "frozen") {
    const content = entity.content();
    if (content.kind === "plain") return content.fields.get(property) ?? UNDEFINED;
  }
  return b.emitAt(at, "get_prop", [object, name(property)], property);
}

function member(b: FlowBuilder, node: ts.PropertyAccessExpression, object: Value): Value {
  const entity = object.tag === "const" ? entityOf(object) : undefined;
  if (isGroups(b, node.expression))
    return groupOf(b, node, object, constant({ kind: "string", value: node.name.text }));
  if (isEnvironment(object))
    return environmentVariable(b, node, constant({ kind: "string", value: node.name.text }));
  if (entity?.tag === "builtin") return builtinMember(b, entity.path, node.name.text);
  if (entity?.tag === "frozen") {
    // Fields of object literals cannot be assigned by translated code, so they are constants.
    const content = entity.content();
    if (content.kind === "plain") return content.fields.get(node.name.text) ?? UNDEFINED;
  }
  if (entity?.tag === "class") {
    const g = entity.lookup((c) => c.statics.has(node.name.text))?.statics.get(node.name.text);
    if (g !== undefined) return staticValue(b, node, g);
    const m = entity.lookup((c) => c.staticMethods.has(node.name.text))?.staticMethods.get(node.name.text);
    if (m !== undefined) return entityConst(m);
  }
  return b.emitAt(node.name, "get_prop", [object, name(node.name.text)], node.name.text);
}

function staticValue(
  b: FlowBuilder,
  node: ts.PropertyAccessExpression,
  g: NonNullable<ReturnType<ClassEntity["statics"]["get"]>>,
): Value {
  const readonly = b.universe.isReadonlyStatic(g);
  return readonly ? g.start() : b.emitAt(node.name, "get_global", [entityConst(g)], node.name.text);
}

const NUMBER_CONSTANTS: ReadonlyMap<string, number> = new Map([
  ...(["PI", "E", "LN2", "LN10", "LOG2E", "LOG10E", "SQRT2", "SQRT1_2"] as const).map(
    (n) => [`Math.${n}`, Math[n]] as const,
  ),
  ...(
    [
      "MAX_SAFE_INTEGER",
      "MIN_SAFE_INTEGER",
      "MAX_VALUE",
      "MIN_VALUE",
      "EPSILON",
      "POSITIVE_INFINITY",
      "NEGATIVE_INFINITY",
      "NaN",
    ] as const
  ).map((n) => [`Number.${n}`, Number[n]] as const),
  ...Object.entries(ELEMENT_SIZE).map(([e, size]) => [`${e}Array.BYTES_PER_ELEMENT`, size] as const),
]);

function builtinMember(b: FlowBuilder, path: string, member: string): Value {
  const full = `${path}.${member}`;
  const number = NUMBER_CONSTANTS.get(full);
  return number !== undefined ? numberConst(number) : entityConst(b.universe.builtin(full));
}

function isEnvironment(object: Value): boolean {
  const entity = object.tag === "const" ? entityOf(object) : undefined;
  return entity?.tag === "builtin" && entity.path === "process.env";
}

/** `process.env.NAME`: asked for when it is needed, so the one of the run, not of the translation. */
function environmentVariable(b: FlowBuilder, node: ts.Expression, name: Value): Value {
  return b.emitAt(node, "call", [entityConst(b.universe.builtin("process.variable")), name], "variable");
}

/** `ns.member` of `import * as ns`: the member itself. */
function namespaceMember(b: FlowBuilder, node: ts.PropertyAccessExpression): Value | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  const symbol = b.universe.resolve(node.expression);
  if (symbol === undefined || !(symbol.flags & ts.SymbolFlags.ValueModule)) return undefined;
  return identifier(b, node.name as ts.Identifier);
}

export function superProperty(b: FlowBuilder, node: ts.PropertyAccessExpression): Value {
  const getter = b
    .superClass()
    ?.lookup((c) => c.getters.has(node.name.text))
    ?.getters.get(node.name.text);
  if (getter === undefined) throw b.notYet(node, `\`super.${node.name.text}\` as a value`);
  return b.emit("call_func", [entityConst(getter), b.readThis()]);
}

/** Builds an optional chain `a?.b.c()`: one exit for all of it, taken with undefined. */
export function inChain(b: FlowBuilder, node: ts.Expression, build: () => Value): Value {
  if (!ts.isOptionalChain(node) || b.chainExit !== null) return build();
  const absent = b.ssa.newBlock("absent");
  const join = b.ssa.newBlock("join");
  const result = `@chain${node.pos}_${node.end}`;
  b.chainExit = absent;
  b.ssa.write(result, build());
  b.chainExit = null;
  b.ssa.jump(join);
  b.ssa.start(absent);
  b.ssa.write(result, UNDEFINED);
  b.ssa.jump(join);
  b.ssa.start(join);
  return b.ssa.read(result, "t");
}

/** The value an access or call in a chain starts from; leaves the chain if it is absent and `?.` follows. */
export function chainObject(
  b: FlowBuilder,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression,
): Value {
  const object = ts.isOptionalChain(node) ? b.exprInChain(node.expression) : b.reference(node.expression);
  return accessed(b, node, guardChain(b, node, object));
}

export function guardChain(
  b: FlowBuilder,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression,
  object: Value,
): Value {
  if (node.questionDotToken === undefined || b.chainExit === null) return object;
  const present = b.ssa.newBlock("present");
  b.ssa.branch(b.emit("is_nullish", [object]), b.chainExit, present);
  b.ssa.start(present);
  return b.emit("assume_present", [object]);
}

export function elementAccess(b: FlowBuilder, node: ts.ElementAccessExpression): Value {
  return inChain(b, node, () => {
    const object = chainObject(b, node);
    if (isRecord(b, node.expression) && !isGroups(b, node.expression) && !isEnvironment(object))
      return readRecord(b, node, object, keyOfAccess(b, node), mayMiss(b, node));
    const index = b.expr(node.argumentExpression);
    if (isEnvironment(object)) return environmentVariable(b, node, index);
    if (isGroups(b, node.expression)) return groupOf(b, node, object, index);
    if (index.tag === "const" && index.value.kind === "string")
      return b.emit("get_prop", [object, name(index.value.value)]);
    const names =
      b.types.iterable(node.expression) === "other" ? namesOf(b, node.argumentExpression) : undefined;
    if (names !== undefined) return overNames(b, node, names, index, (n) => memberNamed(b, node, object, n));
    const item = b.emit(mayMiss(b, node) ? "get_item_opt" : "get_item", [object, index], "item");
    const declared = b.types.elementOf(b.types.of(node.expression));
    return ofNarrowedKind(b, item, declared, b.types.of(node), "item");
  });
}

/** May this element read give undefined rather than raise? If its absence is asked for, or its type admits it. */
export function mayMiss(b: FlowBuilder, node: ts.Expression): boolean {
  let e: ts.Expression = node;
  while (ts.isParenthesizedExpression(e.parent)) e = e.parent;
  const p = e.parent;
  if (ts.isNonNullExpression(p)) return false;
  if (ts.isBinaryExpression(p)) {
    const k = p.operatorToken.kind;
    if (
      (k === K.QuestionQuestionToken || k === K.BarBarToken || k === K.AmpersandAmpersandToken) &&
      p.left === e
    )
      return true;
    if (isAbsentLiteral(p.left === e ? p.right : p.left)) return true;
  }
  if (ts.isPropertyAccessExpression(p) && p.expression === e && p.questionDotToken !== undefined) return true;
  if (isCondition(p, e)) return true;
  if (ts.isVariableDeclaration(p) && p.initializer === e && ts.isIdentifier(p.name)) {
    const s = b.universe.checker.getSymbolAtLocation(p.name);
    if (s !== undefined && b.scopes.isTested(s)) return true;
  }
  return b.types.mayBeUndefined(b.types.of(node));
}

/** Is the expression tested for truth? */
function isCondition(p: ts.Node, e: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(p)) return p.operator === K.ExclamationToken;
  if (ts.isIfStatement(p) || ts.isWhileStatement(p) || ts.isDoStatement(p)) return p.expression === e;
  return (ts.isConditionalExpression(p) || ts.isForStatement(p)) && p.condition === e;
}

export function nonNull(b: FlowBuilder, node: ts.NonNullExpression): Value {
  // In the library `a[i]!` is an element of any kind, null and undefined among them.
  if (b.universe.isCore(node) && ts.isElementAccessExpression(skipParens(node.expression)))
    return b.expr(node.expression);
  return b.emit("assert_value", [b.expr(node.expression)]);
}

/** `x as T`, `x satisfies T`: a class is checked, a lost absence is checked, anything else changes nothing. */
export function cast(
  b: FlowBuilder,
  node: ts.AsExpression | ts.SatisfiesExpression | ts.TypeAssertion,
): Value {
  const value = b.expr(node.expression);
  if (ts.isSatisfiesExpression(node) || value.tag === "const") return value;
  const from = b.types.of(node.expression);
  const to = b.types.of(node);
  let v: Value = value;
  if (b.types.mayBeAbsent(from) && !b.types.mayBeAbsent(to)) v = b.emit("assert_present", [v]);
  // A cast by way of `unknown` is meant to change what the value is taken for: what follows decides.
  if (!ts.isAsExpression(skipParens(node.expression))) v = ofNarrowedKind(b, v, from, to, "t");
  const classes = b.types.classesOf(to);
  return classes === null || sameClasses(classes, b.types.classesOf(from))
    ? v
    : b.emit("assert_instance", [v, ...classes.map((c) => entityConst(c))]);
}

export function voidExpression(b: FlowBuilder, node: ts.VoidExpression): Value {
  b.expr(node.expression);
  return UNDEFINED;
}

export function typeOf(b: FlowBuilder, node: ts.TypeOfExpression): Value {
  return b.emit("typeof", [b.expr(node.expression)], "type");
}

export function superOutsideCall(b: FlowBuilder, node: ts.Expression): Value {
  throw b.notYet(node, "`super` here");
}
