// Annotations of calls of builtins: rows of signatures.ts, methods of arrays, maps and sets, and constructors.
// Methods that are written in the library (rlib/core, exports like `array_map`) are annotated as calls of it.

import { type ClassEntity, entityOf } from "../model/entities.ts";
import { callBigInt } from "./bigints.ts";
import type { Context } from "./engine.ts";
import { PRIMITIVES } from "./narrowing.ts";
import * as L from "./lattice.ts";
import { type Annotation, BOTTOM } from "./lattice.ts";
import { badOperand, noMember, notCallable, notYetBuiltin } from "./messages.ts";
import { BUILTINS, type BuiltinRow, type SigParam, type SigType, signatureOf } from "./signatures.ts";
import { callRaw, isRaw, rawOperator } from "./raw.ts";
import { memoryMethod, newMemory } from "./memory.ts";
import { methodVariant, namedMethod, pathVariant } from "./variants.ts";
import { containerOf, propertyName, testKind, virtualCall } from "./shared.ts";

export function callMethod(
  cx: Context,
  object: Annotation,
  _name: Annotation,
  ...args: Annotation[]
): Annotation {
  const base = object.base;
  if (base === null) return BOTTOM;
  const method = namedMethod(base.kind, propertyName(cx));
  switch (base.kind) {
    case "instance":
      return instanceMethod(cx, object, method, args);
    case "string":
      return rowOrLibrary(cx, "string", method, object, args);
    case "bigint":
      if (method === "valueOf" && args.length === 0) return L.present(object);
      return rowOrLibrary(cx, "bigint", method, object, args);
    case "int":
      return rowOrLibrary(cx, method === "toString" ? "int" : "float", method, object, args);
    case "float":
    case "bool":
      return rowOrLibrary(cx, base.kind, method, object, args);
    case "list":
      return listMethod(cx, base.container, method, object, args);
    case "map":
    case "set":
      return tableMethod(cx, base, method, object, args);
    case "typed":
    case "buffer":
    case "dataview":
      return (
        memoryMethod(cx, base, method, object, args) ?? rowOrLibrary(cx, base.kind, method, object, args)
      );
    case "constant":
      if (base.entity.tag === "builtin") return callBuiltin(cx, `${base.entity.path}.${method}`, args);
      return noMember(cx, object, method);
    case "union":
      if (method !== "toString" || args.length > 0 || !isText(object)) return noMember(cx, object, method);
      return L.STRING;
    default:
      return noMember(cx, object, method);
  }
}

/** Can it only be a primitive? */
function isText(a: Annotation): boolean {
  return L.partsOf(a).every((b) => PRIMITIVES.has(b.kind));
}

function instanceMethod(
  cx: Context,
  object: Annotation,
  method: string,
  args: readonly Annotation[],
): Annotation {
  let result = BOTTOM;
  const classes = object.base?.kind === "instance" ? object.base.classes : [];
  for (const cls of classes) {
    const live = cx.engine.liveBelow(cx, [cls]);
    const has = cls.findField(method) !== null || live.some((l) => l.findMethod(method) !== null);
    if (!has && live.length > 0) return noMember(cx, object, method);
    const one = memberCall(cx, cls, method, args);
    result = cx.engine.joinAt(result, one, cx.op.pos, `the result of \`${method}\``);
  }
  return result;
}

/** A method of a class, or a function in a field. */
export function memberCall(
  cx: Context,
  cls: ClassEntity,
  method: string,
  args: readonly Annotation[],
): Annotation {
  const field = cls.findField(method);
  if (field === null) return virtualCall(cx, cls, (l) => l.findMethod(method), args);
  return callValue(cx, cx.engine.read(cx, cx.engine.field(field.owner, method)), args);
}

function callValue(cx: Context, f: Annotation, args: readonly Annotation[]): Annotation {
  if (f.base === null) return BOTTOM;
  if (f.base.kind !== "function") return notCallable(cx, f);
  let result = BOTTOM;
  for (const func of f.base.funcs)
    result = cx.engine.joinAt(result, cx.engine.call(cx, func, args), cx.op.pos, "the result of this call");
  return result;
}

function rowOrLibrary(
  cx: Context,
  kind: string,
  method: string,
  object: Annotation,
  args: readonly Annotation[],
): Annotation {
  const row = BUILTINS[`${kind}.${method}`];
  if (row !== undefined) return callRow(cx, row, [object, ...args]);
  const f = cx.engine.input.library.coreFunction(`${kind}_${methodVariant(kind, method, args)}`);
  if (f !== undefined) return cx.engine.call(cx, f, [L.present(object), ...args]);
  return method.startsWith("@")
    ? BOTTOM
    : notYetBuiltin(cx, `the method \`${method}\` of ${L.describe(object)}`);
}

// ---- arrays ----

type ListContainer = Extract<L.Base, { kind: "list" }>["container"];

function listMethod(
  cx: Context,
  container: ListContainer,
  method: string,
  object: Annotation,
  args: readonly Annotation[],
): Annotation {
  switch (method) {
    case "push":
      for (const a of args) cx.engine.flowInto(container.item, a, { pos: cx.op.pos, what: "an element" });
      return L.INT;
    case "pop":
      return L.withAbsent(cx.engine.read(cx, container.item), L.ABSENT_UNDEFINED);
    default: {
      const f = cx.engine.input.library.coreFunction(`array_${methodVariant("array", method, args)}`);
      if (f === undefined) return notYetBuiltin(cx, `the method \`${method}\` of an array`);
      return cx.engine.call(cx, f, [L.present(object), ...args]);
    }
  }
}

// ---- Map and Set ----

function tableMethod(
  cx: Context,
  base: Extract<L.Base, { kind: "map" | "set" }>,
  method: string,
  object: Annotation,
  args: readonly Annotation[],
): Annotation {
  const { container } = base;
  const key = args[0];
  // Their hashes are the business of the unit they belong to, and `get` would give an absent one.
  const raw = args.find(isRaw);
  if (raw !== undefined) {
    rawOperator(cx, raw);
    return BOTTOM;
  }
  const asKey = (a: Annotation | undefined): void => {
    if (a !== undefined && container.keys !== null)
      cx.engine.flowInto(container.keys, a, { pos: cx.op.pos, what: "a key" });
  };
  switch (`${base.kind}.${method}`) {
    case "map.get":
      asKey(key);
      return L.withAbsent(cx.engine.read(cx, container.item), L.ABSENT_UNDEFINED);
    case "map.set":
      asKey(key);
      if (args[1] !== undefined)
        cx.engine.flowInto(container.item, args[1], { pos: cx.op.pos, what: "a value" });
      return L.present(object);
    case "set.add":
      asKey(key);
      return L.present(object);
    case "map.has":
    case "set.has":
    case "map.delete":
    case "set.delete":
      asKey(key);
      return L.BOOL;
    case "map.clear":
    case "set.clear":
      return L.UNDEFINED;
    default:
      return rowOrLibrary(cx, base.kind, method, object, args);
  }
}

// ---- functions known by path ----

/** Result of a builtin that is an absent or present int, float … by the signature's word. */
function ofSigType(t: SigType): Annotation {
  switch (t) {
    case "int":
      return L.INT;
    case "float":
    case "num":
      return L.FLOAT;
    case "bool":
      return L.BOOL;
    case "str":
      return L.STRING;
    case "big":
      return L.BIGINT;
    case "never":
      return BOTTOM;
    default:
      return L.UNDEFINED;
  }
}

function accepts(p: SigParam, a: Annotation): boolean {
  if (a.base === null) return true;
  switch (p.type) {
    case "int":
    case "float":
    case "num":
      return L.isNumeric(a);
    case "bool":
      return a.base.kind === "bool";
    case "str":
      return a.base.kind === "string";
    case "big":
      return a.base.kind === "bigint";
    case "any":
      return isText(a);
    case "bytes":
    case "memory":
      return a.base.kind === "typed" && a.base.element === "Uint8";
    case "obj":
      return !isText(a);
    default:
      return false;
  }
}

const WORDS: Readonly<Record<SigType, string>> = {
  int: "a number",
  float: "a number",
  num: "a number",
  bool: "a boolean",
  str: "a string",
  big: "a bigint",
  bytes: "a Uint8Array",
  memory: "a Uint8Array",
  obj: "an object",
  strs: "an array of strings",
  any: "a string, number, bigint or boolean",
  void: "nothing",
  never: "nothing",
};

function callRow(cx: Context, row: BuiltinRow, args: readonly Annotation[]): Annotation {
  const sig = signatureOf(row);
  for (let i = 0; i < args.length; i++) {
    const p = sig.params[i] ?? sig.params.find((q) => q.rest);
    if (p === undefined && row.complete === true) break;
    if (p === undefined) return notYetBuiltin(cx, `argument ${i + 1} of \`${row.impl}\``);
    if (!accepts(p, args[i] as Annotation)) return badOperand(cx, args[i] as Annotation, WORDS[p.type]);
  }
  const missing = sig.params.find((p, i) => i >= args.length && !p.optional && !p.rest);
  if (missing !== undefined) return badOperand(cx, L.UNDEFINED, WORDS[missing.type]);
  const result = ofSigType(sig.result);
  return sig.maybe ? L.withAbsent(result, L.ABSENT_UNDEFINED) : result;
}

/** Functions of numbers whose result is an int if all their arguments are. */
const SAME_KIND = new Set([
  "Math.abs",
  "Math.min",
  "Math.max",
  "Math.floor",
  "Math.ceil",
  "Math.trunc",
  "Math.round",
  "Math.sign",
]);

export function callBuiltin(cx: Context, named: string, args: readonly Annotation[]): Annotation {
  const path = pathVariant(named, args);
  if (path.startsWith("vmsmith/raw.")) return callRaw(cx, path.slice("vmsmith/raw.".length), args);
  if (path.startsWith("vmsmith/jit.")) return jitFunction(cx, path.slice("vmsmith/jit.".length), args);
  if (SAME_KIND.has(path)) {
    const bad = args.find((a) => a.base !== null && !L.isNumeric(a));
    if (bad !== undefined) return badOperand(cx, bad, "a number");
    if (args.length === 0 || args.some((a) => a.base === null)) return BOTTOM;
    return args.every((a) => a.base?.kind === "int") ? L.INT : L.FLOAT;
  }
  const big = callBigInt(cx, path, args);
  if (big !== undefined) return big;
  if (path === "Number" && args[0] !== undefined && L.isNumeric(args[0])) return L.present(args[0]);
  if (path === "Boolean") return L.BOOL;
  if (path === "Array.isArray") return testKind(args[0] ?? L.UNDEFINED, "array");
  if (path === "ArrayBuffer.isView") {
    const [kinds, a] = [["typed", "dataview"] as const, args[0] ?? L.UNDEFINED];
    return kinds.some((k) => testKind(a, k) === L.TRUE) ? L.TRUE : L.BOOL;
  }
  if (path === "core.coroutine_resume") {
    callValue(cx, args[1] ?? L.UNDEFINED, []);
    return L.UNDEFINED;
  }
  const row = BUILTINS[path];
  if (row !== undefined) return callRow(cx, row, args);
  const f = cx.engine.input.library.coreFunction(path.replace(/^node:/, "").replace(/\W/g, "_"));
  if (f !== undefined) return cx.engine.call(cx, f, args);
  return notYetBuiltin(cx, `\`${path.replace(/^node:/, "")}\``);
}

function jitFunction(cx: Context, name: string, args: readonly Annotation[]): Annotation {
  const first = args[0] ?? L.UNDEFINED;
  switch (name) {
    case "promote":
    case "promoteString":
    case "freshVirtualizable":
    case "unrolling":
      return first;
    case "isConstant":
    case "isVirtual":
    case "weAreJitted":
    case "weAreTranslated":
      return L.BOOL;
    case "assertGreen":
    case "recordExactClass":
    case "setParam":
      return L.UNDEFINED;
    default:
      return notYetBuiltin(cx, `\`${name}\` of vmsmith/jit`);
  }
}

// ---- constructors ----

export function newBuiltin(cx: Context, _cls: Annotation, ...args: Annotation[]): Annotation {
  const c = cx.op.args[0];
  const entity = c?.tag === "const" ? entityOf(c) : undefined;
  const path = entity?.tag === "builtin" ? entity.path : "";
  if (path === "Map" || path === "Set") {
    if (args.length > 0) return notYetBuiltin(cx, `\`new ${path}\` with initial entries`);
    const container = containerOf(cx, `the values of this ${path}`, `the keys of this ${path}`);
    return L.of({ kind: path === "Map" ? "map" : "set", container });
  }
  const memory = newMemory(cx, path, args);
  if (memory !== undefined) return memory;
  if (path === "Array") {
    if (args.length > 1) return notYetBuiltin(cx, "`new Array` with several arguments");
    const container = containerOf(cx, "the elements of this array");
    if (args.length === 1)
      cx.engine.flowInto(container.item, L.UNDEFINED, { pos: cx.op.pos, what: "absent elements" });
    return L.of({ kind: "list", container });
  }
  return notYetBuiltin(cx, `\`new ${path}\``);
}
