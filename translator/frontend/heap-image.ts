// The heap image: everything the target's modules left in memory when loading ended, as plain data.
// Written as JSON by the loader's child process, read by the front end, hashed and cached by the driver.
// Holds: ids are indices into `objects`, given in traversal order (breadth first, in the order of fields) from the
// module bindings, the target's entry module first and the others in evaluation order; so one program gives one image.
// Surprise: an object that cannot be frozen is no error here. It becomes one, with `pathTo` it, if the translated
// program reaches it.

/** Raised with every change of the types below; a cached image of another version is thrown away. */
export const HEAP_IMAGE_VERSION = 1;

/** An index into HeapImage.objects. */
export type ObjectId = number;

/** What a variable, field or element holds. */
export type FrozenValue =
  | { readonly k: "undefined" }
  | { readonly k: "null" }
  | { readonly k: "bool"; readonly v: boolean }
  /** `v` is a string where JSON has no number: "NaN", "-0", "Infinity", "-Infinity". Read it with `numberOf`. */
  | { readonly k: "num"; readonly v: number | "NaN" | "-0" | "Infinity" | "-Infinity" }
  | { readonly k: "str"; readonly v: string }
  /** Decimal digits. */
  | { readonly k: "bigint"; readonly v: string }
  | { readonly k: "ref"; readonly id: ObjectId }
  /** A variable whose declaration has not run (temporal dead zone). */
  | { readonly k: "tdz" }
  /** An element of an array that was never written, as in `new Array(3)`. Only among the items of an array. */
  | { readonly k: "hole" };

/**
 * Which piece of source made an object: `start` is `node.getStart(sourceFile)` of the function, class or object
 * literal, in UTF-16 units from the beginning of the file (byte order mark not counted); modifiers like `static` and
 * `export` belong to a node, its JSDoc does not.
 */
export type Site = { readonly file: string; readonly start: number };

/** A named field, variable or capture. Fields keyed by a well-known symbol are called "@@iterator" and so on. */
export type Named = readonly [name: string, value: FrozenValue];

/** A captured variable: its value if no assignment changes it, else a ref to the "cell" that its closures share. */
export type FrozenCapture = Named;

/** `#name` of the class that declares it: a subclass may have a `#name` of its own. */
export type FrozenPrivate = readonly [declaringClass: ObjectId, name: string, value: FrozenValue];

/** An accessor property of an object literal; null where there is no getter or setter. */
export type FrozenAccessor = readonly [name: string, get: ObjectId | null, set: ObjectId | null];

/**
 * A function, closure, method, getter or setter. Captured are the variables (and "this" of arrows) declared outside
 * of it but inside some function or block: never module variables, globals, imports, nor the function's own name.
 * `fields` are properties that were put on the function object.
 */
export type FrozenFunction = {
  readonly kind: "function";
  readonly site: Site;
  readonly name: string;
  readonly captures: readonly FrozenCapture[];
  readonly fields: readonly Named[];
};

/**
 * A class. `captures` are those of all its members together. `statics` are the fields of the class object, without
 * static methods and accessors, which stand in the source. `patches` are properties of the class or its prototype that
 * do not: added, replaced or (value undefined) removed after the class was made.
 */
export type FrozenClass = {
  readonly kind: "class";
  readonly site: Site;
  readonly name: string;
  readonly captures: readonly FrozenCapture[];
  readonly superclass: ObjectId | null;
  readonly statics: readonly Named[];
  readonly privates: readonly FrozenPrivate[];
  readonly patches: readonly (readonly [on: "static" | "prototype", name: string, value: FrozenValue])[];
};

/** A variable that some assignment changes and some closure captures: one per activation of its scope. */
export type FrozenCell = { readonly kind: "cell"; readonly name: string; readonly value: FrozenValue };

/** The part of an instance that a builtin base class (Error, Map, Array …) keeps for itself. */
export type FrozenBase =
  | { readonly kind: "error"; readonly class: string }
  | { readonly kind: "array"; readonly items: readonly FrozenValue[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: FrozenValue, value: FrozenValue])[] }
  | { readonly kind: "set"; readonly entries: readonly FrozenValue[] }
  | FrozenView;

/** An object of one of the target's classes: own data fields in order, `#private` ones apart. */
export type FrozenInstance = {
  readonly kind: "instance";
  readonly class: ObjectId;
  readonly fields: readonly Named[];
  readonly privates: readonly FrozenPrivate[];
  readonly frozen: boolean;
  readonly base: FrozenBase | null;
};

/** An object literal or its like. `site` is that of the literal, when one made it. */
export type FrozenPlain = {
  readonly kind: "plain";
  readonly site: Site | null;
  readonly fields: readonly Named[];
  readonly accessors: readonly FrozenAccessor[];
  /** Object.freeze was called on it. */
  readonly frozen: boolean;
  /** Whether its prototype is null instead of Object.prototype. */
  readonly nullPrototype: boolean;
};

/** An array. Holes are kept as such. */
export type FrozenArray = {
  readonly kind: "array";
  readonly items: readonly FrozenValue[];
  readonly frozen: boolean;
};

/** The element type of a view on bytes. A Node Buffer is a Uint8Array here. */
export type ViewType =
  | "Int8Array"
  | "Uint8Array"
  | "Uint8ClampedArray"
  | "Int16Array"
  | "Uint16Array"
  | "Int32Array"
  | "Uint32Array"
  | "Float32Array"
  | "Float64Array"
  | "BigInt64Array"
  | "BigUint64Array"
  | "DataView";

/** A typed array or DataView: a window on a buffer, which several views may share. `length` counts elements. */
export type FrozenView = {
  readonly kind: "typedarray";
  readonly type: ViewType;
  readonly buffer: ObjectId;
  /** In bytes. */
  readonly offset: number;
  /** In elements; bytes for a DataView. */
  readonly length: number;
};

/** The bytes behind typed arrays, little-endian as every supported machine has them. */
export type FrozenBuffer = { readonly kind: "arraybuffer"; readonly data: string };

export type FrozenMap = {
  readonly kind: "map";
  readonly entries: readonly (readonly [key: FrozenValue, value: FrozenValue])[];
};
export type FrozenSet = { readonly kind: "set"; readonly entries: readonly FrozenValue[] };

/** An instance of a builtin error class itself; `fields` has message and cause, never stack. */
export type FrozenError = {
  readonly kind: "error";
  readonly class: string;
  readonly fields: readonly Named[];
};

export type FrozenRegExp = { readonly kind: "regexp"; readonly source: string; readonly flags: string };

/** `import * as ns`: all exports of a module of the image. */
export type FrozenNamespace = { readonly kind: "namespace"; readonly file: string };

/**
 * Something the language or Node provides, by its shortest well-known path: "Math.max", "parseInt", "Array.prototype.push",
 * "console", "console.log", "process.stdout", "node:fs.readFileSync", "Symbol.iterator".
 */
export type FrozenBuiltin = { readonly kind: "builtin"; readonly path: string };

/** Has no form as data; `what` completes "this is …". */
export type Unfreezable = { readonly kind: "unfreezable"; readonly what: string };

export type FrozenObject =
  | FrozenFunction
  | FrozenClass
  | FrozenCell
  | FrozenInstance
  | FrozenPlain
  | FrozenArray
  | FrozenView
  | FrozenBuffer
  | FrozenMap
  | FrozenSet
  | FrozenError
  | FrozenRegExp
  | FrozenNamespace
  | FrozenBuiltin
  | Unfreezable;

/**
 * One instrumented module. `bindings` are all names declared at its top level, in source order, then imported names
 * whose module is not instrumented (Node's own, npm packages, JSON). `exports` are those of the module object, sorted
 * by name as JavaScript sorts them; "default" is one of them.
 */
export type FrozenModule = {
  readonly file: string;
  readonly bindings: readonly Named[];
  readonly exports: readonly Named[];
};

export type HeapImage = {
  readonly version: typeof HEAP_IMAGE_VERSION;
  /** The entry module first, the others in evaluation order. Absolute file names. */
  readonly modules: readonly FrozenModule[];
  readonly objects: readonly FrozenObject[];
  /** What the target read that differs from run to run: "Date.now", "Math.random", "process.env.HOME"; sorted. */
  readonly reads: readonly string[];
};

/** The number in a "num" value. */
export function numberOf(v: number | string): number {
  return Number(v);
}

/** The module of `image` in `file`, if it was instrumented. */
export function moduleOf(image: HeapImage, file: string): FrozenModule | undefined {
  return image.modules.find((module) => module.file === file);
}

/** The value of `name` in a list of fields, captures or bindings. */
export function namedValue(list: readonly Named[], name: string): FrozenValue | undefined {
  return list.find(([each]) => each === name)?.[1];
}
