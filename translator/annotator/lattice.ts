// The annotation lattice. An annotation says what a variable, field, element or result can hold: one *base*, or none,
// and whether undefined or null can stand there too. Bases form a finite lattice:
//
//   bottom ─ int ─ float                    bool    string    typed arrays, by element
//          ─ bigint: of one of the ranges of big-ranges.ts
//          ─ instances: a set of unrelated classes, each standing for itself and its subclasses
//          ─ raw references and words of another unit (vmsmith/raw); an int is below a word, null below a reference
//          ─ functions: a set of function entities            constants: one builtin, class, JIT driver
//          ─ buffer, dataview: ArrayBuffer and DataView
//          ─ list / map / set / iterator / cell of one *container*, whose contents are annotations of their own
//
//   unions: values of unlike kinds (a number or a string or an object), one part for each kind
//
// Containers that meet are unified for good (union-find), so two lists that can stand in one variable have one
// element annotation. Constants, cells and raw values are of no union: what meets them is a clash. Chains are short (depth of the class tree, number of
// functions in a set), so the fixpoint is reached quickly and does not depend on the order of work.

import type {
  BuiltinEntity,
  ClassEntity,
  FuncEntity,
  JitDriverEntity,
  TypedElement,
} from "../model/entities.ts";
import { type BigRange, joinRanges, rangeOfConstant } from "./big-ranges.ts";
import type { Container } from "./containers.ts";

/** Bits: what may stand in place of a value. */
export const ABSENT_NONE = 0;
export const ABSENT_UNDEFINED = 1;
export const ABSENT_NULL = 2;
export const ABSENT_BOTH = 3;
export type Absent = 0 | 1 | 2 | 3;

export type Base =
  | { readonly kind: "int" }
  | { readonly kind: "float" }
  /** With `value`: always this one, so that branches that cannot be taken are never annotated. */
  | { readonly kind: "bool"; readonly value?: boolean }
  | { readonly kind: "string" }
  | { readonly kind: "bigint"; readonly range: BigRange }
  /** Sorted by key; no class is a subclass of another. */
  | { readonly kind: "instance"; readonly classes: readonly ClassEntity[] }
  /** Sorted by key. */
  | { readonly kind: "function"; readonly funcs: readonly FuncEntity[] }
  | { readonly kind: "list"; readonly container: Container }
  | { readonly kind: "map"; readonly container: Container }
  | { readonly kind: "set"; readonly container: Container }
  | { readonly kind: "iterator"; readonly of: "map" | "set"; readonly container: Container }
  | { readonly kind: "cell"; readonly container: Container }
  /** Never absent in a place: the engine refuses that. */
  | { readonly kind: "raw"; readonly what: "ref" | "word" }
  /** The container has no contents here: it tells which typed arrays can share memory with others. */
  | { readonly kind: "typed"; readonly element: TypedElement; readonly container: Container }
  | { readonly kind: "buffer" }
  | { readonly kind: "dataview" }
  | { readonly kind: "constant"; readonly entity: BuiltinEntity | ClassEntity | JitDriverEntity }
  /** The hidden first argument of a closure's graph. */
  | { readonly kind: "closure"; readonly func: FuncEntity }
  /** Two or more parts of unlike kinds, sorted by kind. */
  | { readonly kind: "union"; readonly parts: readonly Base[] };

/** Kinds that a union tells apart at run time. */
export type PartKind =
  | "number"
  | "bigint"
  | "boolean"
  | "string"
  | "instance"
  | "function"
  | "array"
  | "map"
  | "set"
  | "typed"
  | "buffer"
  | "dataview";

export interface Annotation {
  readonly base: Base | null;
  readonly absent: Absent;
}

export const BOTTOM: Annotation = Object.freeze<Annotation>({ base: null, absent: 0 });
export const INT: Annotation = Object.freeze<Annotation>({ base: { kind: "int" }, absent: 0 });
export const FLOAT: Annotation = Object.freeze<Annotation>({ base: { kind: "float" }, absent: 0 });
export const BOOL: Annotation = Object.freeze<Annotation>({ base: { kind: "bool" }, absent: 0 });
export const TRUE: Annotation = Object.freeze<Annotation>({ base: { kind: "bool", value: true }, absent: 0 });
export const FALSE: Annotation = Object.freeze<Annotation>({
  base: { kind: "bool", value: false },
  absent: 0,
});
export const STRING: Annotation = Object.freeze<Annotation>({ base: { kind: "string" }, absent: 0 });
export const RAW_REF: Annotation = Object.freeze<Annotation>({
  base: { kind: "raw", what: "ref" },
  absent: 0,
});
export const RAW_WORD: Annotation = Object.freeze<Annotation>({
  base: { kind: "raw", what: "word" },
  absent: 0,
});
export const BIGINT: Annotation = Object.freeze<Annotation>({
  base: { kind: "bigint", range: "any" },
  absent: 0,
});
export const UNDEFINED: Annotation = Object.freeze<Annotation>({ base: null, absent: 1 });
export const NULL: Annotation = Object.freeze<Annotation>({ base: null, absent: 2 });

export function of(base: Base, absent: Absent = 0): Annotation {
  return { base, absent };
}

export function instanceOf(cls: ClassEntity): Annotation {
  return of({ kind: "instance", classes: [cls] });
}

export function withAbsent(a: Annotation, bits: Absent): Annotation {
  const absent = (a.absent | bits) as Absent;
  return absent === a.absent ? a : { base: a.base, absent };
}

export function present(a: Annotation): Annotation {
  return a.absent === 0 ? a : { base: a.base, absent: 0 };
}

export function isBottom(a: Annotation): boolean {
  return a.base === null && a.absent === 0;
}

export function bigint(range: BigRange): Annotation {
  return of({ kind: "bigint", range });
}

export function ofBigConstant(n: bigint): Annotation {
  return bigint(rangeOfConstant(n));
}

/** The range of a bigint; undefined for any other value. */
export function rangeOf(a: Annotation): BigRange | undefined {
  return a.base?.kind === "bigint" ? a.base.range : undefined;
}

export function isNumeric(a: Annotation): boolean {
  return a.base?.kind === "int" || a.base?.kind === "float";
}

/** Thrown by `join` when two annotations cannot share a place; the engine adds places and origins. */
export class Clash extends Error {
  readonly left: Annotation;
  readonly right: Annotation;
  constructor(left: Annotation, right: Annotation) {
    super("clash");
    this.left = left;
    this.right = right;
  }
}

/** Unites containers for good; tells whether that changed anything a reader could see. */
export type Unify = (a: Container, b: Container) => void;

/** The least annotation above both. Returns `a` itself if `b` adds nothing. */
export function join(a: Annotation, b: Annotation, unify: Unify): Annotation {
  if (a === b || isBottom(b)) return a;
  if (isBottom(a)) return b;
  const absent = joinAbsence(a, b);
  if (b.base === null) return absent === a.absent ? a : { base: a.base, absent };
  if (a.base === null) return absent === b.absent ? b : { base: b.base, absent };
  const base = joinBases(a, b, a.base, b.base, unify);
  return base === a.base && absent === a.absent ? a : { base, absent };
}

/** Null is the raw reference to nothing. */
function joinAbsence(a: Annotation, b: Annotation): Absent {
  const bits = (a.absent | b.absent) as Absent;
  const base = a.base ?? b.base;
  return base?.kind === "raw" && base.what === "ref" ? ((bits & ~ABSENT_NULL) as Absent) : bits;
}

const ANY_BOOL: Base = Object.freeze<Base>({ kind: "bool" });

function joinBases(a: Annotation, b: Annotation, x: Base, y: Base, unify: Unify): Base {
  if (x.kind === "int" && y.kind === "float") return y;
  if (x.kind === "float" && y.kind === "int") return x;
  if (x.kind === "int" && y.kind === "raw" && y.what === "word") return y;
  if (y.kind === "int" && x.kind === "raw" && x.what === "word") return x;
  if (x.kind !== y.kind || x.kind === "union") return joinParts(a, b, x, y, unify);
  switch (x.kind) {
    case "bool":
      return x.value === (y as typeof x).value || x.value === undefined ? x : ANY_BOOL;
    case "bigint": {
      const range = joinRanges(x.range, (y as typeof x).range);
      return range === x.range ? x : { kind: "bigint", range };
    }
    case "instance":
      return joinClasses(x, (y as typeof x).classes);
    case "function":
      return joinFunctions(x, (y as typeof x).funcs);
    case "list":
    case "map":
    case "set":
    case "cell":
      unify(x.container, (y as typeof x).container);
      return x;
    case "iterator":
      if (x.of !== (y as typeof x).of) throw new Clash(a, b);
      unify(x.container, (y as typeof x).container);
      return x;
    case "raw":
      if (x.what !== (y as typeof x).what) throw new Clash(a, b);
      return x;
    case "typed":
      if (x.element !== (y as typeof x).element) throw new Clash(a, b);
      unify(x.container, (y as typeof x).container);
      return x;
    case "constant":
      if (x.entity !== (y as typeof x).entity) throw new Clash(a, b);
      return x;
    case "closure":
      if (x.func !== (y as typeof x).func) throw new Clash(a, b);
      return x;
    default:
      return x;
  }
}

const PART_KINDS: Partial<Record<Base["kind"], PartKind>> = {
  int: "number",
  float: "number",
  bool: "boolean",
  string: "string",
  bigint: "bigint",
  instance: "instance",
  function: "function",
  list: "array",
  map: "map",
  set: "set",
  typed: "typed",
  buffer: "buffer",
  dataview: "dataview",
};

/** The kind of a part of a union; undefined for what cannot be one. */
export function partKind(b: Base): PartKind | undefined {
  return PART_KINDS[b.kind];
}

/** The parts of a union; any other base is its own only part. */
export function partsOf(a: Annotation): readonly Base[] {
  if (a.base === null) return [];
  return a.base.kind === "union" ? a.base.parts : [a.base];
}

/** One part for each kind on either side. */
function joinParts(a: Annotation, b: Annotation, x: Base, y: Base, unify: Unify): Base {
  const parts = new Map<PartKind, Base>();
  let changed = x.kind !== "union";
  for (const p of partsOf(of(x))) parts.set(partKind(p) ?? clash(a, b), p);
  for (const p of partsOf(of(y))) {
    const kind = partKind(p) ?? clash(a, b);
    const own = parts.get(kind);
    const joined = own === undefined ? p : joinBases(of(own), of(p), own, p, unify);
    changed ||= joined !== own;
    parts.set(kind, joined);
  }
  return changed ? unionOf(parts) : x;
}

function clash(a: Annotation, b: Annotation): never {
  throw new Clash(a, b);
}

function unionOf(parts: ReadonlyMap<PartKind, Base>): Base {
  const sorted = [...parts].sort(([k], [l]) => (k < l ? -1 : 1)).map(([, p]) => p);
  return { kind: "union", parts: sorted };
}

/** What is left if only values of these kinds are possible; constants and the like are of every kind. */
export function onlyKinds(a: Annotation, kinds: ReadonlySet<string>): Annotation {
  const parts = partsOf(a);
  const kept = parts.filter((p) => {
    const kind = partKind(p);
    return kind === undefined || kinds.has(kind);
  });
  const [first, second] = kept;
  if (kept.length === parts.length) return a;
  if (first === undefined) return { base: null, absent: a.absent };
  return { base: second === undefined ? first : { kind: "union", parts: kept }, absent: a.absent };
}

type InstanceBase = Extract<Base, { kind: "instance" }>;
type FunctionBase = Extract<Base, { kind: "function" }>;

function joinClasses(x: InstanceBase, more: readonly ClassEntity[]): Base {
  let classes = x.classes;
  for (const c of more) classes = addClass(classes, c);
  return classes === x.classes ? x : { kind: "instance", classes };
}

/** Adds a class: related ones become their nearest common superclass. */
function addClass(classes: readonly ClassEntity[], cls: ClassEntity): readonly ClassEntity[] {
  if (classes.some((c) => cls.isSubclassOf(c))) return classes;
  let joined = cls;
  const rest: ClassEntity[] = [];
  for (const c of classes) {
    const common = commonClass(c, joined);
    if (common === null) rest.push(c);
    else joined = common;
  }
  // A common superclass may cover others of the set.
  const kept = rest.filter((c) => !c.isSubclassOf(joined));
  return [...kept, joined].sort((p, q) => (p.key < q.key ? -1 : 1));
}

export function commonClass(a: ClassEntity, b: ClassEntity): ClassEntity | null {
  let x: ClassEntity | null = a;
  while (x !== null && !b.isSubclassOf(x)) x = x.base;
  return x;
}

function joinFunctions(x: FunctionBase, more: readonly FuncEntity[]): Base {
  const missing = more.filter((f) => !x.funcs.includes(f));
  if (missing.length === 0) return x;
  return { kind: "function", funcs: [...x.funcs, ...missing].sort((p, q) => (p.key < q.key ? -1 : 1)) };
}

/** In words, for messages: "a number", "a string or undefined", "a Token". */
export function describe(a: Annotation): string {
  const words: string[] = [];
  if (a.base !== null) words.push(describeBase(a.base));
  if (a.absent & ABSENT_UNDEFINED) words.push("undefined");
  if (a.absent & ABSENT_NULL) words.push("null");
  return words.length === 0 ? "nothing" : words.join(" or ");
}

function withArticle(words: string): string {
  return /^[AEIOaeio]/u.test(words) ? `an ${words}` : `a ${words}`;
}

function describeBase(b: Base): string {
  switch (b.kind) {
    case "int":
    case "float":
      return "a number";
    case "bool":
      return "a boolean";
    case "string":
      return "a string";
    case "bigint":
      return "a bigint";
    case "instance":
      return withArticle(b.classes.map((c) => c.name).join(" or "));
    case "function":
      return b.funcs.length === 1 ? `the function ${b.funcs[0]?.name ?? ""}` : "a function";
    case "list":
      return "an array";
    case "map":
      return "a Map";
    case "set":
      return "a Set";
    case "iterator":
      return "an iterator";
    case "cell":
      return "a variable";
    case "raw":
      return b.what === "ref" ? "a GcRef" : "a Word";
    case "typed":
      return withArticle(`${b.element}Array`);
    case "buffer":
      return "an ArrayBuffer";
    case "dataview":
      return "a DataView";
    case "constant":
      return b.entity.tag === "builtin"
        ? `the builtin ${b.entity.path}`
        : b.entity.tag === "class"
          ? `the class ${b.entity.name}`
          : "a JitDriver";
    case "closure":
      return "a closure";
    case "union":
      return b.parts.map(describeBase).join(" or ");
  }
}
