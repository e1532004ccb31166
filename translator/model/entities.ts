// Entities: the things of a target program that graphs name as constants before the rtyper: functions, classes,
// builtins, module variables and frozen objects of the heap image. The front end makes them on demand from syntax
// and heap image; annotator and rtyper only read them.

import type { Constant } from "./constants.ts";
import type { ForeignEntity } from "./foreign.ts";
import type { Graph, Position } from "./graph.ts";

export interface Param {
  readonly name: string;
  /** A call may leave it out; it is then `undefined`. */
  readonly optional: boolean;
  /** Receives the remaining arguments as one array. */
  readonly rest: boolean;
}

export interface Capture {
  readonly name: string;
  /** True if the variable is reassigned somewhere: the closure then holds a shared cell, else the value. */
  readonly cell: boolean;
}

export type FuncKind = "function" | "method" | "constructor" | "getter" | "setter" | "helper";

/**
 * A function of the source. Its graph's arguments are: the closure, if it captures anything; `this`, for methods,
 * accessors and constructors; then one variable per parameter.
 */
export class FuncEntity {
  readonly tag = "func";
  readonly key: string;
  readonly name: string;
  readonly kind: FuncKind;
  readonly params: readonly Param[];
  readonly captures: readonly Capture[];
  readonly hasThis: boolean;
  readonly pos: Position;
  readonly hints: ReadonlyMap<string, string>;
  /** The class whose body holds it, for methods, accessors and constructors. */
  readonly owner: ClassEntity | null;
  /** A fresh copy is annotated for each call site (library functions over containers). */
  readonly perCallSite: boolean;
  /** Declares type parameters. */
  readonly generic: boolean;
  /** A method of an object literal that uses `this`: it has captured the object, and must not move to another. */
  readonly holdsReceiver: boolean;
  /** What the front end knows of the type arguments in its scope. */
  readonly env: object | null;
  /** For a copy made for a call site: the functions it and its callers are copies of, with their copies. */
  readonly origins: readonly { readonly original: FuncEntity; readonly copy: FuncEntity }[];
  readonly unit: "core" | "target" | "jit";
  /** Of a generator function: the class of its generators and that of their results. */
  generator: { readonly cls: ClassEntity; readonly result: ClassEntity } | null = null;
  readonly #build: (f: FuncEntity) => Graph;
  #graph: Graph | undefined;

  constructor(init: FuncInit) {
    this.key = init.key;
    this.name = init.name;
    this.kind = init.kind;
    this.params = init.params;
    this.captures = init.captures;
    this.hasThis = init.hasThis;
    this.pos = init.pos;
    this.hints = init.hints ?? new Map();
    this.owner = init.owner ?? null;
    this.perCallSite = init.perCallSite ?? false;
    this.generic = init.generic ?? false;
    this.holdsReceiver = init.holdsReceiver ?? false;
    this.env = init.env ?? null;
    this.origins =
      init.original === undefined
        ? (init.origins ?? [])
        : [...(init.caller?.origins ?? []), { original: init.original, copy: this }];
    this.unit = init.unit ?? "target";
    this.#build = init.build;
  }

  /** The flow graph, built when first asked for. */
  graph(): Graph {
    return (this.#graph ??= this.#build(this));
  }

  /** A copy with its own graph, for a call site in `caller`. */
  copyFor(site: string, caller: FuncEntity): FuncEntity {
    const { name, kind, params, captures, hasThis, pos, hints, owner, generic, holdsReceiver, env, unit } =
      this;
    const own = {
      name,
      kind,
      params,
      captures,
      hasThis,
      pos,
      hints,
      owner,
      generic,
      holdsReceiver,
      env,
      unit,
    };
    return new FuncEntity({ ...own, key: `${this.key}@${site}`, original: this, caller, build: this.#build });
  }
}

export interface FuncInit {
  key: string;
  name: string;
  kind: FuncKind;
  params: readonly Param[];
  captures: readonly Capture[];
  hasThis: boolean;
  pos: Position;
  hints?: ReadonlyMap<string, string>;
  owner?: ClassEntity | null;
  perCallSite?: boolean;
  generic?: boolean;
  holdsReceiver?: boolean;
  env?: object | null;
  original?: FuncEntity;
  /** Of a part of another function: that function's. */
  origins?: FuncEntity["origins"];
  caller?: FuncEntity;
  unit?: "core" | "target" | "jit";
  build: (f: FuncEntity) => Graph;
}

export interface FieldInfo {
  readonly name: string;
  readonly pos: Position;
  readonly readonly: boolean;
  /** May be read before it is written: `x?:`, `x!:` or a constructor that lets `this` escape first. */
  readonly maybeUnset: boolean;
}

/** A captured variable of a local class; as in closures, a cell if the variable is reassigned. */
export interface CapturedField extends Capture {
  readonly field: string;
}

/** A class of the source, or of the library (Error and its builtin subclasses). */
export class ClassEntity {
  readonly tag = "class";
  readonly key: string;
  readonly name: string;
  readonly base: ClassEntity | null;
  readonly depth: number;
  readonly pos: Position;
  readonly fields = new Map<string, FieldInfo>();
  readonly methods = new Map<string, FuncEntity>();
  /** Methods declared without a body: subclasses implement them. */
  readonly abstractMethods = new Set<string>();
  readonly getters = new Map<string, FuncEntity>();
  readonly setters = new Map<string, FuncEntity>();
  readonly staticMethods = new Map<string, FuncEntity>();
  /** Static fields: variables initialised with their frozen values. */
  readonly statics = new Map<string, GlobalEntity>();
  readonly subclasses: ClassEntity[] = [];
  readonly unit: "core" | "target" | "jit";
  /** The class of object literals of one type: it has fields only, and no constructor. */
  readonly isShape: boolean;
  /** For an instance of a generic class: the class without type arguments, which `instanceof` names. */
  readonly template: ClassEntity | null;
  /** Instances of this generic class made so far. */
  readonly instantiations: ClassEntity[] = [];
  /** Of a class inside a function: the variables around it that it uses, each kept in a field of its instances. */
  captured: readonly CapturedField[] = [];
  /** Hints from JSDoc tags of the class. */
  hints: ReadonlyMap<string, string> = new Map();
  /** Runs base constructor, field initialisers and body on a fresh object. Set right after construction. */
  ctor!: FuncEntity;

  constructor(
    key: string,
    name: string,
    base: ClassEntity | null,
    pos: Position,
    unit: "core" | "target" | "jit" = "target",
    isShape = false,
    template: ClassEntity | null = null,
  ) {
    this.key = key;
    this.name = name;
    this.base = base;
    this.depth = base === null ? 0 : base.depth + 1;
    this.pos = pos;
    this.unit = unit;
    this.isShape = isShape;
    this.template = template;
    template?.instantiations.push(this);
    base?.subclasses.push(this);
  }

  isSubclassOf(other: ClassEntity): boolean {
    let c: ClassEntity | null = this;
    while (c !== null && c.depth > other.depth) c = c.base;
    return c === other || (c !== null && c.template === other);
  }

  /** The class, this or above, for which `has` holds; the nearest one. */
  lookup(has: (c: ClassEntity) => boolean): ClassEntity | null {
    let c: ClassEntity | null = this;
    while (c !== null && !has(c)) c = c.base;
    return c;
  }

  findField(name: string): { owner: ClassEntity; field: FieldInfo } | null {
    const owner = this.lookup((c) => c.fields.has(name));
    const field = owner?.fields.get(name);
    return owner === null || field === undefined ? null : { owner, field };
  }

  findMethod(name: string): FuncEntity | null {
    return this.lookup((c) => c.methods.has(name))?.methods.get(name) ?? null;
  }
}

/** A builtin by its path: `Math.floor`, `console.log`, `node:fs.readFileSync`, `Map`. */
export class BuiltinEntity {
  readonly tag = "builtin";
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

/** A variable that outlives calls: module-level `let` that a function assigns, or a static field. */
export class GlobalEntity {
  readonly tag = "global";
  readonly key: string;
  readonly name: string;
  readonly pos: Position;
  readonly #start: () => Constant;
  constructor(key: string, name: string, pos: Position, start: () => Constant) {
    this.key = key;
    this.name = name;
    this.pos = pos;
    this.#start = start;
  }
  /** The frozen start value. */
  start(): Constant {
    return this.#start();
  }
}

/**
 * An object of the heap image that a reachable function refers to. Identity is that of this object. Contents are
 * read through thunks, because frozen objects may be cyclic and most are never reached.
 */
export class FrozenEntity {
  readonly tag = "frozen";
  /** Stable name: where the object was first seen, for C symbols and messages ("calc.ts:table.entries[3]"). */
  readonly name: string;
  readonly #read: () => FrozenContent;
  #content: FrozenContent | undefined;
  constructor(name: string, read: () => FrozenContent) {
    this.name = name;
    this.#read = read;
  }
  content(): FrozenContent {
    return (this.#content ??= this.#read());
  }
}

export type FrozenContent =
  | { readonly kind: "function"; readonly func: FuncEntity; readonly captures: readonly Constant[] }
  | { readonly kind: "cell"; readonly value: Constant }
  | { readonly kind: "instance"; readonly cls: ClassEntity; readonly fields: ReadonlyMap<string, Constant> }
  /** An object literal whose fields never change (`as const`, frozen): they are read as constants. */
  | {
      readonly kind: "plain";
      readonly fields: ReadonlyMap<string, Constant>;
      /** Its class where it is a value; refused if the literal does not have all its fields. */
      readonly shape: () => ClassEntity;
    }
  | { readonly kind: "array"; readonly items: readonly Constant[] }
  | FrozenTyped
  | { readonly kind: "arraybuffer"; readonly bytes: Uint8Array }
  | {
      readonly kind: "dataview";
      readonly buffer: FrozenEntity;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: "map"; readonly entries: readonly (readonly [Constant, Constant])[] }
  | { readonly kind: "set"; readonly entries: readonly Constant[] }
  | { readonly kind: "jitdriver"; readonly driver: JitDriverEntity };

/** A window on a frozen ArrayBuffer: offset in bytes, length in elements. */
export interface FrozenTyped {
  readonly kind: "typedarray";
  readonly element: TypedElement;
  readonly buffer: FrozenEntity;
  readonly offset: number;
  readonly length: number;
  readonly items: readonly Constant[];
  /** Can something else of the heap image see the memory? */
  readonly shared: boolean;
}

export type TypedElement =
  | "Int8"
  | "Uint8"
  | "Uint8Clamped"
  | "Int16"
  | "Uint16"
  | "Int32"
  | "Uint32"
  | "Float32"
  | "Float64"
  | "BigInt64"
  | "BigUint64";

/** JavaScript's own typed arrays of these elements. */
export const TYPED_ARRAYS = {
  Int8: Int8Array,
  Uint8: Uint8Array,
  Uint8Clamped: Uint8ClampedArray,
  Int16: Int16Array,
  Uint16: Uint16Array,
  Int32: Int32Array,
  Uint32: Uint32Array,
  Float32: Float32Array,
  Float64: Float64Array,
  BigInt64: BigInt64Array,
  BigUint64: BigUint64Array,
} as const satisfies {
  readonly [E in TypedElement]: new (
    buffer: ArrayBuffer,
    offset: number,
    length: number,
  ) => ArrayBufferView & Iterable<number | bigint>;
};

export const ELEMENT_SIZE: { readonly [E in TypedElement]: 1 | 2 | 4 | 8 } = {
  Int8: 1,
  Uint8: 1,
  Uint8Clamped: 1,
  Int16: 2,
  Uint16: 2,
  Int32: 4,
  Uint32: 4,
  Float32: 4,
  Float64: 8,
  BigInt64: 8,
  BigUint64: 8,
};

/** A `new JitDriver({…})` made at module level. */
export class JitDriverEntity {
  readonly tag = "jitdriver";
  readonly name: string;
  readonly greens: readonly string[];
  readonly reds: readonly string[] | "auto";
  readonly virtualizables: readonly string[];
  /** Functions given in the options (getPrintableLocation …), by option name. */
  readonly hooks: ReadonlyMap<string, Constant>;
  constructor(
    name: string,
    greens: readonly string[],
    reds: readonly string[] | "auto",
    virtualizables: readonly string[],
    hooks: ReadonlyMap<string, Constant>,
  ) {
    this.name = name;
    this.greens = greens;
    this.reds = reds;
    this.virtualizables = virtualizables;
    this.hooks = hooks;
  }
}

export type Entity =
  FuncEntity | ClassEntity | BuiltinEntity | GlobalEntity | FrozenEntity | JitDriverEntity | ForeignEntity;

/** The entity of a constant operand, or undefined if it is a plain value. */
export function entityOf(c: Constant): Entity | undefined {
  return c.value.kind === "entity" ? (c.value.entity as Entity) : undefined;
}

export function entityConst(entity: Entity): Constant {
  const text =
    entity.tag === "builtin"
      ? entity.path
      : entity.tag === "func" || entity.tag === "class"
        ? entity.key
        : entity.name;
  return { tag: "const", type: undefined, value: { kind: "entity", entity, text: `${entity.tag} ${text}` } };
}
