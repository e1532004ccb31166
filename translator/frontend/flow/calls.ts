// Calls: functions, methods, constructors, `super`, builtins, and the intrinsics of the JIT library.

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import { nameConst, numberConst } from "../../model/constants.ts";
import { type BuiltinEntity, entityConst, entityOf, type Entity } from "../../model/entities.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import { refusal } from "../../support/diagnostics.ts";
import { type FlowBuilder, name, UNDEFINED } from "./builder.ts";
import { args, argumentOf, callWith } from "./arguments.ts";
import { boundCall } from "./bound.ts";
import { asConstructed } from "./declared-words.ts";
import { chainObject, guardChain, inChain, ofKindOf } from "./expressions.ts";
import { appendAll, spreadInto } from "./literals.ts";
import { walk } from "./iteration.ts";
import { arrayFunction, arrayOfArguments, filledArray, isNewArray, listOf, typedOf } from "./array-making.ts";
import { recordFunction } from "./object-functions.ts";
import { newView } from "./memory.ts";
import { initialiseFields } from "./fields.ts";
import { constructedRegExp } from "./matches.ts";
import { isRecord, objectMethod } from "./records.ts";
import type { IterableKind } from "./type-facts.ts";
import { instantiate } from "../type-env.ts";
import { skipParens } from "./scopes.ts";

const K = ts.SyntaxKind;

/** What gives the iterator of a collection. */
const ITERATORS = {
  array: "values",
  set: "values",
  map: "entries",
  string: "characters",
  other: "[Symbol.iterator]",
} as const satisfies Record<IterableKind, string>;

export function call(b: FlowBuilder, node: ts.CallExpression): Value {
  return ofGenericResult(b, node, plainCall(b, node));
}

/** What a type parameter of the callee stands for here: values of other kinds may come from other calls. */
function ofGenericResult(b: FlowBuilder, node: ts.CallExpression, v: Value): Value {
  if (v.tag === "const" || ts.isExpressionStatement(node.parent) || b.universe.isCore(b.node)) return v;
  const { checker } = b.universe;
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return v;
  const declared = checker.getSignatureFromDeclaration(declaration)?.getReturnType();
  const isParameter = declared !== undefined && (declared.flags & ts.TypeFlags.TypeParameter) !== 0;
  return isParameter && !declaration.getSourceFile().isDeclarationFile ? ofKindOf(b, v, b.types.of(node)) : v;
}

function plainCall(b: FlowBuilder, node: ts.CallExpression): Value {
  const callee = skipParens(node.expression);
  if (callee.kind === K.SuperKeyword) return superConstructor(b, node);
  if (ts.isPropertyAccessExpression(callee)) return methodCall(b, node, callee);
  if (ts.isElementAccessExpression(callee) && callee.argumentExpression.getText() === "Symbol.iterator")
    return inChain(b, node, () => {
      const object = chainObject(b, callee);
      const method = ITERATORS[b.types.iterable(callee.expression)];
      return b.emitAt(callee, "call_method", [object, name(method), ...args(b, node)], "iterator");
    });
  const generic = genericCallee(b, node, callee);
  if (generic !== undefined) return callValue(b, node, generic);
  return inChain(b, node, () => callValue(b, node, chainObject(b, node)));
}

/** A generic function declaration that is called by name: its instance for the call's type arguments. */
function genericCallee(b: FlowBuilder, node: ts.CallExpression, callee: ts.Expression): Value | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const symbol = b.universe.resolve(callee);
  const d = symbol?.declarations?.find(
    (x): x is ts.FunctionDeclaration => ts.isFunctionDeclaration(x) && x.body !== undefined,
  );
  if (d?.typeParameters === undefined || b.universe.isCore(d) || b.scopes.capturesOf(d).length > 0)
    return undefined;
  // Refused where their name is looked up.
  if (b.universe.isForeignLibrary(d.getSourceFile().fileName)) return undefined;
  const { checker } = b.universe;
  const signature = checker.getResolvedSignature(node);
  const types = signature === undefined ? undefined : checker.getTypeArgumentsForResolvedSignature(signature);
  if (types === undefined) return undefined;
  return entityConst(b.universe.funcOf(d, instantiate(checker, d.typeParameters, types, b.env)));
}

function callValue(b: FlowBuilder, node: ts.CallExpression | ts.NewExpression, f: Value): Value {
  const entity = f.tag === "const" ? entityOf(f) : undefined;
  const array = entity?.tag === "builtin" ? arrayOfArguments(b, entity, node) : undefined;
  if (array !== undefined) return array;
  const declaration = b.universe.checker.getResolvedSignature(node)?.declaration;
  return callWith(b, node, f, declaration, (node.arguments ?? []).map(argumentOf));
}

function methodCall(b: FlowBuilder, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value {
  const method = callee.name.text;
  if (callee.expression.kind === K.SuperKeyword) return superMethod(b, node, callee);
  if (
    (method === "jitMergePoint" || method === "canEnterJit") &&
    b.types.isLibraryClass(callee.expression, "JitDriver")
  )
    return jitMarker(b, node, callee, method === "jitMergePoint" ? "jit_merge_point" : "jit_can_enter");
  if (method === "push" && node.arguments.some(ts.isSpreadElement)) return pushSpread(b, node, callee);
  if (method === "concat" && isConcatOfItems(b, node, callee)) return concatOfItems(b, node, callee);
  if (
    method === "concat" &&
    node.arguments.some(ts.isSpreadElement) &&
    b.types.iterable(callee.expression) === "array"
  ) {
    const object = b.expr(callee.expression);
    return b.emitAt(callee.name, "call_method", [object, name("concatLists"), listOf(b, node.arguments)]);
  }
  const array = isDeclared(b, callee.expression)
    ? arrayFunction(b, node, callee.expression.getText(), method)
    : undefined;
  if (array !== undefined) return array;
  const bound = boundCall(b, node, callee);
  if (bound !== undefined) return bound;
  const idiom = divisionIdiom(b, node, callee);
  if (idiom !== undefined) return idiom;
  if (method === "fill" && node.arguments.length === 1 && isNewArray(callee.expression))
    return filledArray(b, node, callee.expression);
  if (isGlobal(b, callee.expression, "Object")) {
    const v = objectMethod(b, node, method) ?? recordFunction(b, node, method);
    if (v !== undefined) return v;
  }
  if (isRecord(b, callee.expression)) return inChain(b, node, () => callValue(b, node, chainObject(b, node)));
  const fixed = staticCallee(b, callee);
  if (fixed !== undefined) return callValue(b, node, fixed);
  return inChain(b, node, () => {
    const object = chainObject(b, callee);
    if (node.questionDotToken === undefined)
      return b.emitAt(callee.name, "call_method", [object, name(method), ...args(b, node)]);
    const f = b.emitAt(callee.name, "get_method", [object, name(method)], method);
    return callValue(b, node, guardChain(b, node, f));
  });
}

/** Callees known by name: builtins, static methods, members of namespaces. */
function staticCallee(b: FlowBuilder, callee: ts.PropertyAccessExpression): Value | undefined {
  const root = leftmost(callee);
  if (root === undefined) return undefined;
  const symbol = b.universe.resolve(root);
  if (symbol === undefined || b.isLocal(symbol)) return undefined;
  const d = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (d === undefined) return undefined;
  // Of a class or namespace only a direct member is a name; `C.list.push` is a method call on a value.
  const direct = callee.expression === root;
  const isName =
    d.getSourceFile().isDeclarationFile ||
    (direct && (ts.isClassDeclaration(d) || (symbol.flags & ts.SymbolFlags.ValueModule) !== 0));
  if (!isName) return undefined;
  if (ts.isClassDeclaration(d) && !b.universe.classOf(d).staticMethods.has(callee.name.text)) {
    const inherited = b.universe.classOf(d).lookup((c) => c.staticMethods.has(callee.name.text));
    if (inherited === null) return undefined;
  }
  const v = b.reference(callee);
  return v.tag === "const" && isCallable(entityOf(v)) ? v : undefined;
}

function isCallable(e: Entity | undefined): boolean {
  return e !== undefined && (e.tag === "func" || e.tag === "builtin");
}

function leftmost(node: ts.PropertyAccessExpression): ts.Identifier | undefined {
  let e: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(e)) e = e.expression;
  return ts.isIdentifier(e) ? e : undefined;
}

/** Is it a name of the language or of Node? */
function isDeclared(b: FlowBuilder, e: ts.Expression): boolean {
  return ts.isIdentifier(e) && isGlobal(b, e, e.text);
}

function isGlobal(b: FlowBuilder, e: ts.Expression, text: string): boolean {
  if (!ts.isIdentifier(e) || e.text !== text) return false;
  return b.universe.resolve(e)?.declarations?.[0]?.getSourceFile().isDeclarationFile === true;
}

/** `list.concat(a, list2)`, some of which are elements: TypeScript tells which. */
function isConcatOfItems(
  b: FlowBuilder,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): boolean {
  const isItem = (a: ts.Expression): boolean => !ts.isSpreadElement(a) && !mayBeArray(b, a);
  return b.types.iterable(callee.expression) === "array" && node.arguments.some(isItem);
}

function mayBeArray(b: FlowBuilder, e: ts.Expression): boolean {
  const type = b.types.of(e);
  const { checker } = b.universe;
  return (type.isUnion() ? type.types : [type]).some((t) => checker.isArrayLikeType(t));
}

function concatOfItems(b: FlowBuilder, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value {
  const list = b.emitAt(callee.name, "call_method", [b.expr(callee.expression), name("slice")], "list");
  for (const a of node.arguments) {
    const isUnion = b.types.of(a).isUnion();
    if (ts.isSpreadElement(a) || (isUnion && mayBeArray(b, a)))
      throw b.notYet(a, "an argument of `concat` that may be an array or an element");
    if (mayBeArray(b, a)) appendAll(b, list, a);
    else b.emitAt(a, "call_method", [list, name("push"), b.expr(a)]);
  }
  return list;
}

/** `list.push(a, ...more)`. */
function pushSpread(b: FlowBuilder, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value {
  const list = b.expr(callee.expression);
  for (const a of node.arguments) {
    if (ts.isSpreadElement(a)) spreadInto(b, list, a);
    else b.emitAt(a, "call_method", [list, name("push"), b.expr(a)]);
  }
  return b.emit("list_len", [list]);
}

/** `Math.floor(a / b)` and `Math.trunc(a / b)` of ints are integer divisions. */
function divisionIdiom(
  b: FlowBuilder,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): Value | undefined {
  if (!ts.isIdentifier(callee.expression) || callee.expression.text !== "Math") return undefined;
  const op: FlowOp | undefined =
    callee.name.text === "floor" ? "div_floor" : callee.name.text === "trunc" ? "div_trunc" : undefined;
  const arg = node.arguments[0];
  const e = arg === undefined ? undefined : skipParens(arg);
  if (
    op === undefined ||
    e === undefined ||
    !ts.isBinaryExpression(e) ||
    e.operatorToken.kind !== K.SlashToken
  )
    return undefined;
  const left = b.expr(e.left);
  const right = b.expr(e.right);
  return b.emit(op, [left, right]);
}

function superConstructor(b: FlowBuilder, node: ts.CallExpression): Value {
  const base = b.entity.owner?.base;
  if (base === null || base === undefined) throw b.notYet(node, "`super()` here");
  b.emit("call_func", [entityConst(base.ctor), b.readThis(), ...args(b, node)]);
  initialiseFields(b);
  return UNDEFINED;
}

function superMethod(b: FlowBuilder, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Value {
  const m = b.superClass()?.findMethod(callee.name.text);
  if (m === null || m === undefined) throw b.notYet(node, `\`super.${callee.name.text}\` here`);
  return b.emitAt(callee.name, "call_func", [entityConst(m), b.readThis(), ...args(b, node)]);
}

const WEAK_COLLECTIONS = ["WeakMap", "WeakSet"];

export function construct(b: FlowBuilder, node: ts.NewExpression): Value {
  const named = b.reference(node.expression);
  const cls = instantiatedClass(b, node, named);
  const entity = cls.tag === "const" ? entityOf(cls) : undefined;
  if (entity === b.universe.coreClass("TextDecoder") && (node.arguments?.length ?? 0) > 1)
    throw b.notYet(node, "a TextDecoder with options");
  const declared = named.tag === "const" ? entityOf(named) : undefined;
  if (
    declared?.tag === "class" &&
    WEAK_COLLECTIONS.includes(declared.name) &&
    declared === b.universe.coreClass(declared.name) &&
    (node.arguments?.length ?? 0) > 0
  )
    throw b.notYet(node, "a weak collection with elements to begin with");
  if (entity?.tag === "class") {
    const given = args(b, node);
    const known = constructedRegExp(b, node, entity, given);
    if (known !== undefined) return known;
    const object = b.emit("alloc", [cls], entity.name.charAt(0).toLowerCase() + entity.name.slice(1));
    b.emitAt(node, "call_func", [entityConst(entity.ctor), object, ...given]);
    return object;
  }
  if (entity?.tag === "builtin") {
    const view = newView(b, node, entity) ?? arrayOfArguments(b, entity, node);
    if (view !== undefined) return view;
  }
  if (entity?.tag === "builtin" && node.arguments?.length === 1) {
    const filled = filledCollection(b, node, entity, node.arguments[0] as ts.Expression);
    if (filled !== undefined) return asConstructed(b, node, filled);
  }
  if (entity?.tag === "builtin")
    return asConstructed(b, node, b.emit("new_builtin", [cls, ...args(b, node)], builtinHint(entity)));
  return callValue(b, node, cls);
}

/** The instance of a generic class that `new C<…>` makes. */
function instantiatedClass(b: FlowBuilder, node: ts.NewExpression, cls: Value): Value {
  const symbol = ts.isIdentifier(node.expression) ? b.universe.resolve(node.expression) : undefined;
  const named = cls.tag === "const" ? entityOf(cls) : undefined;
  // Of a builtin class the library has the declaration with the body.
  const d =
    named?.tag === "class" && symbol !== undefined
      ? (b.universe.coreClassNode(named.name) ?? symbol.valueDeclaration)
      : symbol?.valueDeclaration;
  if (d === undefined || !ts.isClassDeclaration(d) || d.typeParameters === undefined) return cls;
  if (d.getSourceFile().isDeclarationFile) return cls;
  return entityConst(b.universe.classOf(d, b.universe.classEnv(d, b.types.of(node), b.env)));
}

/** `new Set(array)`, `new Map([[k, v], …])`, `new Uint8Array([…])`: an empty one that is filled. */
function filledCollection(
  b: FlowBuilder,
  node: ts.NewExpression,
  e: BuiltinEntity,
  arg: ts.Expression,
): Value | undefined {
  const kind = b.types.iterable(arg);
  if (e.path === "Map" && ts.isArrayLiteralExpression(arg)) {
    const map = b.emit("new_builtin", [entityConst(e)], "map");
    for (const pair of arg.elements) {
      const [k, v] = ts.isArrayLiteralExpression(pair) ? pair.elements : [];
      if (k === undefined || v === undefined)
        throw b.notYet(pair, "an entry of a new Map that is not written as [key, value]");
      b.emitAt(pair, "call_method", [map, name("set"), b.expr(k), b.expr(v)]);
    }
    return map;
  }
  if (e.path === "Map") return filledMap(b, node, e, arg);
  if (e.path === "Set" && (kind === "array" || kind === "set")) {
    const set = b.emit("new_builtin", [entityConst(e)], "set");
    b.emitAt(node, "call_method", [set, name(kind === "array" ? "addAll" : "addSet"), b.expr(arg)]);
    return set;
  }
  if (e.path === "Set") {
    const set = b.emit("new_builtin", [entityConst(e)], "set");
    walk(b, arg, arg, (item) => void b.emitAt(arg, "call_method", [set, name("add"), item.value()]));
    return set;
  }
  if (e.path.endsWith("Array") && e.path !== "Array" && kind === "set") {
    const list = b.emit("new_list", [], "list");
    appendAll(b, list, arg);
    return typedOf(b, node, e, list);
  }
  if (e.path.endsWith("Array") && e.path !== "Array" && kind === "array") {
    return typedOf(b, node, e, b.expr(arg));
  }
  return undefined;
}

/** `new Map(entries)`, entries being a Map or anything that is walked and gives pairs. */
function filledMap(b: FlowBuilder, node: ts.NewExpression, e: BuiltinEntity, arg: ts.Expression): Value {
  const map = b.emit("new_builtin", [entityConst(e)], "map");
  const put = (k: Value, v: Value): void => void b.emitAt(node, "call_method", [map, name("set"), k, v]);
  const { checker } = b.universe;
  const types = checker.getTypeArguments(b.types.of(node) as ts.TypeReference);
  walk(b, arg, arg, (item) => {
    const { pair } = item;
    if (pair !== undefined) {
      const key = pair.key();
      put(key, pair.value());
      return;
    }
    const entry = item.value();
    const half = (i: number): Value => {
      const v = b.emitAt(arg, "get_item", [entry, numberConst(i)], i === 0 ? "key" : "value");
      const own = types[i];
      return own === undefined ? v : ofKindOf(b, v, own);
    };
    const key = half(0);
    put(key, half(1));
  });
  return map;
}

function builtinHint(e: BuiltinEntity): string {
  return e.path.charAt(0).toLowerCase() + e.path.slice(1);
}

function uncast(node: ts.Expression): ts.Expression {
  let e = skipParens(node);
  while (ts.isAsExpression(e) || ts.isSatisfiesExpression(e)) e = skipParens(e.expression);
  return e;
}

/** `driver.jitMergePoint({ pc, code, frame })`: no object is made; names and values become operands. */
function jitMarker(
  b: FlowBuilder,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  op: FlowOp,
): Value {
  const driver = b.expr(callee.expression);
  const literal = node.arguments[0] === undefined ? undefined : uncast(node.arguments[0]);
  const bad = (seen: string): Error =>
    refusal("RTS1402", b.universe.place(node), {
      seen,
      why: "The names tell which variables are green and red; the object itself is never made.",
      instead: `Write \`${callee.name.text}({ … })\` with the variables of the driver.`,
    });
  if (literal === undefined || !ts.isObjectLiteralExpression(literal))
    throw bad(`${callee.name.text} without an object literal.`);
  const names: string[] = [];
  const values: Value[] = [];
  for (const p of literal.properties) {
    if (ts.isShorthandPropertyAssignment(p)) {
      names.push(p.name.text);
      values.push(b.expr(p.name));
    } else if (ts.isPropertyAssignment(p) && ts.isIdentifier(p.name)) {
      names.push(p.name.text);
      values.push(b.expr(p.initializer));
    } else throw bad(`\`${p.getText()}\` in ${callee.name.text}.`);
  }
  return b.emitAt(callee.name, op, [driver, nameConst(names.join(",")), ...values]);
}
