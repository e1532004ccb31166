// Low-level types: what a variable, field or array item is once the rtyper has chosen a machine representation.
//
// A *register type* is the type of a graph variable; a *storage type* is how a field or item lies in memory
// (narrow integers and f32 exist only there). Every garbage-collected object has one layout, a `StructType`:
// a header word, fixed fields (the base's first), and optionally a run of inline items whose number stands in
// the field `length`. Plain arrays, strings and class instances are all such layouts.

/**
 * Registers. `int` is a signed 64-bit integer, `float` an IEEE double, `type` a pointer to a type description; `word`
 * is 64 bits that are no reference: an int, a bool, a code pointer or a type description.
 */
export type PrimName = "void" | "bool" | "int" | "float" | "word" | "type";
/** Memory only; loads widen to `int` (`f32`: to `float`), stores truncate. */
export type NarrowName = "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "f32";

export interface PrimType {
  readonly tag: "prim";
  readonly name: PrimName;
}
export interface NarrowType {
  readonly tag: "narrow";
  readonly name: NarrowName;
}
/** A nullable reference to a garbage-collected object of the given layout or of one extending it. */
export interface RefType {
  readonly tag: "ref";
  readonly to: StructType;
}
/** A code pointer. */
export interface FuncType {
  readonly tag: "func";
  readonly args: readonly LowType[];
  readonly result: LowType;
}
export type LowType = PrimType | RefType | FuncType;
export type StorageType = LowType | NarrowType;

export interface Field {
  readonly name: string;
  readonly type: StorageType;
  /** Written only before the object escapes its constructor. */
  readonly immutable?: boolean;
}

/** Layouts that collectors treat in a way of their own. */
export type Special = "weak" | "coroutine";

/**
 * The layout of a garbage-collected object. Nominal: two layouts are the same only if they are the same object.
 * Fields may be defined after construction, because layouts refer to each other.
 */
export class StructType {
  readonly name: string;
  readonly base: StructType | null;
  /** Number of bases above. */
  readonly depth: number;
  /** Storage type of the inline items, or null for a fixed-size object. With items, a field `length` must exist. */
  items: StorageType | null = null;
  /** True if items are written only while the object is being built. */
  immutableItems = false;
  /** Fields of this layout itself, without the base's. */
  ownFields: Field[] = [];
  readonly ref: RefType;
  /** Layouts that extend this one directly. */
  readonly extensions: StructType[] = [];
  /** Class-like layouts have method tables and take part in `instance_of`. Slot → function name, "" where abstract. */
  vtable: (MethodSlot | null)[] = [];
  /**
   * What collectors do otherwise with such objects: `weak` is vs_weak of gc-transformers/gc.h, `coroutine` the owner of
   * a suspended coroutine's references (coroutine.h).
   */
  special: Special | null = null;
  /** Name of the class as the program's author wrote it (for messages). */
  displayName: string;

  constructor(name: string, base: StructType | null = null) {
    this.name = name;
    this.displayName = name;
    this.base = base;
    this.depth = base === null ? 0 : base.depth + 1;
    this.ref = { tag: "ref", to: this };
    if (base !== null) base.extensions.push(this);
  }

  /** All fields, the outermost base's first: the order in memory. */
  allFields(): Field[] {
    return this.base === null ? this.ownFields : [...this.base.allFields(), ...this.ownFields];
  }

  field(name: string): Field | undefined {
    return this.ownFields.find((f) => f.name === name) ?? this.base?.field(name);
  }

  /** Is this layout `other` or an extension of it? */
  extends(other: StructType): boolean {
    let s: StructType | null = this;
    while (s !== null && s.depth > other.depth) s = s.base;
    return s === other;
  }

  /** The inline items' type here or in a base. */
  itemType(): StorageType | null {
    return this.items ?? this.base?.itemType() ?? null;
  }
}

/** One entry of a type's method table: the graph that implements the method for objects of exactly this type. */
export interface MethodSlot {
  /** Name of the selector, for dumps and C comments. */
  readonly selector: string;
  /** Key of the implementing graph in `Program.graphs`, or null if no live class needs it. */
  readonly graph: string | null;
}

const prim = (name: PrimName): PrimType => Object.freeze({ tag: "prim", name });
const narrow = (name: NarrowName): NarrowType => Object.freeze({ tag: "narrow", name });

export const VOID = prim("void");
export const BOOL = prim("bool");
export const INT = prim("int");
export const FLOAT = prim("float");
export const WORD = prim("word");
export const TYPE = prim("type");
export const I8 = narrow("i8");
export const U8 = narrow("u8");
export const I16 = narrow("i16");
export const U16 = narrow("u16");
export const I32 = narrow("i32");
export const U32 = narrow("u32");
export const F32 = narrow("f32");

/** The layout every other extends: nothing but the header word. */
export const OBJECT = new StructType("Object");

export function funcType(args: readonly LowType[], result: LowType): FuncType {
  return { tag: "func", args, result };
}

/** The register type a storage type is loaded into. */
export function registerType(t: StorageType): LowType {
  if (t.tag !== "narrow") return t;
  return t.name === "f32" ? FLOAT : INT;
}

export function sameType(a: StorageType, b: StorageType): boolean {
  if (a === b) return true;
  if (a.tag === "ref") return b.tag === "ref" && a.to === b.to;
  if (a.tag === "func")
    return (
      b.tag === "func" &&
      a.args.length === b.args.length &&
      sameType(a.result, b.result) &&
      a.args.every((x, i) => sameType(x, b.args[i] as LowType))
    );
  return a.tag === b.tag && a.name === b.name;
}

/** May a value of type `from` stand where `to` is wanted without any operation? (Only references widen.) */
export function fits(from: LowType, to: LowType): boolean {
  if (from.tag === "ref" && to.tag === "ref") return from.to.extends(to.to);
  return sameType(from, to);
}

/** The type as the text form writes it: `int`, `*Name`, `fn(int, *Name) -> void`. */
export function typeText(t: StorageType): string {
  switch (t.tag) {
    case "prim":
    case "narrow":
      return t.name;
    case "ref":
      return `*${t.to.name}`;
    case "func":
      return `fn(${t.args.map(typeText).join(", ")}) -> ${typeText(t.result)}`;
  }
}

/** The register kind, by which operation tables describe operands. */
export function kindOf(t: LowType): "void" | "bool" | "int" | "float" | "word" | "type" | "ref" | "func" {
  return t.tag === "prim" ? t.name : t.tag;
}
