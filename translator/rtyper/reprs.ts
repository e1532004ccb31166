// Representations: from annotations to machine types. One layout per class, per kind of list, map, cell and closure
// family, made when first asked for, with names that depend only on the program.
//
//   int, float, bool         register types; may be absent: a sentinel (model/absent.ts; bool: 2 undefined, 3 null)
//   bigint                   a word of 64 bits where its range is one and it is never absent, else a nullable reference
//   string, objects          nullable references; the null reference is undefined or null, whichever can be there;
//                            where both can, undefined is a sentinel object of the layout
//   unions                   a reference to any object or a tagged int; floats and booleans in boxes (boxes.ts)
//   raw words, references     word, reference to any object; null is the reference to nothing, never absence
//   only undefined or null, builtins and classes as values     nothing at all (void)

import type { Container } from "../annotator/containers.ts";
import type { Engine } from "../annotator/engine.ts";
import { ABSENT_BOTH, type Annotation, type Base } from "../annotator/lattice.ts";
import { PrebuiltObject } from "../model/constants.ts";
import type { ClassEntity, FuncEntity, TypedElement } from "../model/entities.ts";
import {
  BOOL,
  F32,
  FLOAT,
  I16,
  I32,
  I8,
  INT,
  kindOf,
  type LowType,
  OBJECT,
  registerType,
  type Special,
  type StorageType,
  StructType,
  typeText,
  U16,
  U32,
  U8,
  VOID,
  WORD,
} from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { type Boxes, makeBoxes, type Mark, marksOf } from "./boxes.ts";
import type { Families } from "../annotator/families.ts";

export type ReprKind = "void" | "int" | "float" | "bool" | "word" | "bigint" | "string" | "ref" | "raw";

export interface Repr {
  readonly kind: ReprKind;
  readonly low: LowType;
  /** For int, float and bool: may hold an absent sentinel. References always may be null. */
  readonly optional: boolean;
  /** For references that may be null and may be undefined: the object that stands for undefined. */
  readonly sentinel: PrebuiltObject | null;
  /** For unions: the layouts in which their floats and booleans are. */
  readonly boxes: Boxes | null;
  readonly annotation: Annotation;
}

export interface StringTypes {
  readonly string: StructType;
  readonly latin1: StructType;
  readonly utf16: StructType;
  readonly rope: StructType;
}

/** Fields of the special layouts, as gc-transformers/gc.h and c/runtime/coroutine.h have them. */
const SPECIAL_KINDS: Readonly<Record<Special, string>> = { weak: "ref,ref,ref,int", coroutine: "int" };

function specialOf(cls: ClassEntity): Special | null {
  return (Object.keys(SPECIAL_KINDS) as Special[]).find((hint) => cls.hints.has(hint)) ?? null;
}

export class Reprs {
  readonly structs: StructType[] = [];
  readonly strings: StringTypes;
  readonly #engine: Engine;
  readonly #families: Families;
  readonly #classes = new Map<ClassEntity, StructType>();
  readonly #byKey = new Map<string, StructType>();
  readonly #names = new Set<string>();
  readonly #sentinels = new Map<StructType, PrebuiltObject>();

  constructor(engine: Engine, families: Families) {
    this.#engine = engine;
    this.#families = families;
    this.strings = this.#makeStrings();
  }

  of(a: Annotation): Repr {
    const make = (kind: ReprKind, low: LowType, optional = false): Repr => ({
      kind,
      low,
      optional,
      annotation: a,
      boxes: a.base?.kind === "union" ? this.boxes() : null,
      sentinel: a.absent === ABSENT_BOTH && low.tag === "ref" ? this.#sentinel(low.to) : null,
    });
    const base = a.base;
    if (base === null) return a.absent === ABSENT_BOTH ? make("ref", OBJECT.ref) : make("void", VOID);
    const optional = a.absent !== 0;
    switch (base.kind) {
      case "int":
        return make("int", INT, optional);
      case "float":
        return make("float", FLOAT, optional);
      case "bool":
        return optional ? make("bool", INT, true) : make("bool", BOOL);
      case "string":
        return make("string", this.strings.string.ref);
      case "bigint":
        return base.range !== "any" && !optional ? make("word", INT) : make("bigint", this.bigint().ref);
      case "constant":
        return make("void", VOID);
      case "raw":
        return base.what === "word" ? make("raw", WORD) : { ...make("raw", OBJECT.ref), sentinel: null };
      default:
        return make("ref", this.structOf(base).ref);
    }
  }

  #boxes: Boxes | null = null;

  boxes(): Boxes {
    return (this.#boxes ??= makeBoxes(
      (name) => this.#struct(name, OBJECT),
      () => this.bigint(),
      (struct, name, value) => {
        const o = new PrebuiltObject(struct, name);
        o.fields.set("value", { kind: "bool", value });
        return o;
      },
    ));
  }

  marksOf(part: Base): readonly Mark[] {
    return marksOf(this.boxes(), part, (base) => this.structOf(base));
  }

  // A string's sentinel is UTF-16 and empty, which no string is, so it is equal to none.
  #sentinel(struct: StructType): PrebuiltObject {
    let o = this.#sentinels.get(struct);
    if (o === undefined) {
      o = new PrebuiltObject(
        struct === this.strings.string ? this.strings.utf16 : struct,
        `undefined_${struct.name}`,
      );
      if (struct === this.strings.string || struct.itemType() !== null) o.items = [];
      // The bigint that is no number: a negative 0.
      if (this.hasBigint() && struct === this.bigint())
        o.fields.set("negative", { kind: "bool", value: true });
      this.#sentinels.set(struct, o);
    }
    return o;
  }

  low(a: Annotation): LowType {
    return this.of(a).low;
  }

  structOf(base: Base): StructType {
    switch (base.kind) {
      case "instance":
        return base.classes.length === 1 ? this.classStruct(base.classes[0] as ClassEntity) : OBJECT;
      case "union":
        return OBJECT;
      case "string":
        return this.strings.string;
      case "bigint":
        return this.bigint();
      case "list":
        return this.list(base.container);
      case "map":
      case "set":
        return this.table(base.container, base.kind);
      case "iterator":
        return this.iterator(base.container, base.of);
      case "cell":
        return this.cell(base.container);
      case "typed":
        return base.container.shared ? this.view(base.element) : this.typedArray(base.element);
      case "buffer":
        return this.buffer();
      case "dataview":
        return this.view("Data");
      case "function":
        return this.closureBase(base.funcs[0] as FuncEntity);
      case "closure":
        return this.closure(base.func);
      default:
        return broken(`no layout for ${base.kind}`);
    }
  }

  // ---- strings ----

  #makeStrings(): StringTypes {
    const string = this.#struct("String", OBJECT);
    string.ownFields.push({ name: "length", type: U32, immutable: true }, { name: "hash", type: U32 });
    const latin1 = this.#struct("Latin1", string);
    latin1.items = U8;
    latin1.immutableItems = true;
    const utf16 = this.#struct("Utf16", string);
    utf16.items = U16;
    utf16.immutableItems = true;
    const rope = this.#struct("Rope", string);
    rope.ownFields.push({ name: "left", type: string.ref }, { name: "right", type: string.ref });
    for (const s of [string, latin1, utf16, rope]) s.displayName = "string";
    return { string, latin1, utf16, rope };
  }

  // ---- bigints ----

  /** Layout of bigints that are no words (rlib/core/low/bigints.ts). */
  bigint(): StructType {
    return this.#once("BigInt", OBJECT, (s) => {
      s.displayName = "bigint";
      s.ownFields.push({ name: "length", type: U32, immutable: true }, { name: "negative", type: BOOL });
      s.items = INT;
    });
  }

  hasBigint(): boolean {
    return this.#byKey.has("BigInt");
  }

  // ---- classes ----

  classStruct(cls: ClassEntity): StructType {
    const known = this.#classes.get(cls);
    if (known !== undefined) return known;
    const base = cls.base === null ? OBJECT : this.classStruct(cls.base);
    const again = this.#classes.get(cls);
    if (again !== undefined) return again;
    const s = this.#struct(cls.name, base);
    s.displayName = cls.name;
    this.#classes.set(cls, s);
    const mutated = this.#engine.mutated.get(cls);
    const special = specialOf(cls);
    for (const name of cls.fields.keys()) {
      const place = this.#engine.fieldsOf(cls).get(name);
      const inferred = place === undefined ? VOID : this.low(place.annotation);
      const low = special === "weak" && inferred === VOID ? OBJECT.ref : inferred;
      if (low !== VOID)
        s.ownFields.push({ name, type: low, immutable: special === null && mutated?.has(name) !== true });
    }
    if (special !== null) {
      s.special = special;
      const kinds = s.ownFields.map((f) => kindOf(registerType(f.type))).join();
      if (kinds !== SPECIAL_KINDS[special]) broken(`the ${special} layout '${s.name}' holds ${kinds}`);
    }
    return s;
  }

  /** Layouts of the classes seen so far. */
  classStructs(): ReadonlyMap<ClassEntity, StructType> {
    return this.#classes;
  }

  // ---- containers ----

  /** What the elements of a place look like; a place that never holds anything has ints. */
  item(a: Annotation): Repr {
    const r = this.of(a);
    return r.low === VOID
      ? { kind: "int", low: INT, optional: true, annotation: a, sentinel: null, boxes: null }
      : r;
  }

  #keyOf(r: Repr): string {
    return `${r.optional && r.kind !== "ref" ? "opt_" : ""}${r.kind === "bool" ? "bool" : typeText(r.low).replace("*", "")}`;
  }

  /** Arrays of storage that lists and maps grow: `length` and items. */
  items(type: StorageType): StructType {
    return this.#once(`Items_${typeText(type).replace("*", "")}`, OBJECT, (s) => {
      s.ownFields.push({ name: "length", type: INT, immutable: true });
      s.items = type;
    });
  }

  list(container: Container): StructType {
    const item = this.item(container.item.annotation);
    return this.#once(`List_${this.#keyOf(item)}`, OBJECT, (s) => {
      s.displayName = "Array";
      s.ownFields.push({ name: "length", type: INT }, { name: "items", type: this.items(item.low).ref });
    });
  }

  /** Layout of Map and Set: entries in insertion order and an open-addressing index over them. */
  table(container: Container, kind: "map" | "set"): StructType {
    const key = this.item(container.keys?.annotation ?? { base: null, absent: 0 });
    const value = this.item(container.item.annotation);
    const name = kind === "set" ? `Set_${this.#keyOf(key)}` : `Map_${this.#keyOf(key)}_${this.#keyOf(value)}`;
    return this.#once(name, OBJECT, (s) => {
      s.displayName = kind === "set" ? "Set" : "Map";
      s.ownFields.push(
        { name: "size", type: INT },
        { name: "used", type: INT },
        { name: "index", type: this.items(I32).ref },
        { name: "hashes", type: this.items(U32).ref },
        { name: "keys", type: this.items(key.low).ref },
      );
      if (kind === "map") s.ownFields.push({ name: "values", type: this.items(value.low).ref });
      s.ownFields.push({ name: "layout", type: this.tableLayout().ref });
    });
  }

  /** What iterators hold on to when a table is compacted under them. */
  tableLayout(): StructType {
    return this.#once("TableLayout", OBJECT, (s) => {
      s.ownFields.push({ name: "hashes", type: this.items(U32).ref }, { name: "next", type: s.ref });
    });
  }

  iterator(container: Container, of: "map" | "set"): StructType {
    const table = this.table(container, of);
    return this.#once(`Iterator_${table.name}`, OBJECT, (s) => {
      s.ownFields.push(
        { name: "table", type: table.ref },
        { name: "position", type: INT },
        { name: "layout", type: this.tableLayout().ref },
      );
    });
  }

  cell(container: Container): StructType {
    const item = this.item(container.item.annotation);
    const unset = container.unset;
    return this.#once(`Cell_${this.#keyOf(item)}${unset ? "_late" : ""}`, OBJECT, (s) => {
      s.ownFields.push({ name: "value", type: item.low });
      if (unset) s.ownFields.push({ name: "ready", type: BOOL });
    });
  }

  typedArray(element: TypedElement): StructType {
    return this.#once(`${element}Array`, OBJECT, (s) => {
      s.ownFields.push({ name: "length", type: INT, immutable: true });
      s.items = TYPED_STORAGE[element];
    });
  }

  /** The bytes of an ArrayBuffer. */
  buffer(): StructType {
    return this.#once("ArrayBuffer", OBJECT, (s) => {
      s.ownFields.push({ name: "length", type: INT, immutable: true });
      s.items = U8;
    });
  }

  /** A DataView, or a typed array that can share its memory: length in elements, offset in bytes. */
  view(of: TypedElement | "Data"): StructType {
    return this.#once(`${of}View`, OBJECT, (s) => {
      s.displayName = of === "Data" ? "DataView" : `${of}Array`;
      s.ownFields.push(
        { name: "length", type: INT },
        { name: "offset", type: INT },
        { name: "buffer", type: this.buffer().ref },
      );
    });
  }

  // ---- closures ----

  /** The layout common to all closures that may stand where this function may: its code pointer. */
  closureBase(func: FuncEntity): StructType {
    const family = this.#families.of(func);
    return this.#once(`Function_${family.name}`, OBJECT, (s) => {
      s.displayName = "Function";
      // The signature mentions this very layout, so it is filled in afterwards.
      const args = family.params.map((a) => this.low(a));
      const code: LowType = {
        tag: "func",
        args: [s.ref, ...args.filter((t) => t !== VOID)],
        result: this.low(family.result),
      };
      s.ownFields.push({ name: "code", type: code, immutable: true });
    });
  }

  /** The layout of one function's closures. */
  closure(func: FuncEntity): StructType {
    const base = this.closureBase(func);
    return this.#once(`Closure_${func.key}`, base, (s) => {
      s.displayName = "Function";
      const state = this.#engine.stateOf(func);
      func.captures.forEach((_, i) => {
        const low = this.low(state?.captures[i]?.annotation ?? { base: null, absent: 0 });
        if (low !== VOID) s.ownFields.push({ name: `c${i}`, type: low, immutable: true });
      });
    });
  }

  // ---- making layouts ----

  #once(key: string, base: StructType, fill: (s: StructType) => void): StructType {
    let s = this.#byKey.get(key);
    if (s === undefined) {
      s = this.#struct(key, base);
      this.#byKey.set(key, s);
      fill(s);
    }
    return s;
  }

  #struct(wanted: string, base: StructType): StructType {
    const plain = wanted.replace(/[^A-Za-z0-9_]/g, "_");
    let name = plain;
    for (let n = 2; this.#names.has(name) || name === "Object"; n++) name = `${plain}_${n}`;
    this.#names.add(name);
    const s = new StructType(name, base);
    this.structs.push(s);
    return s;
  }
}

const TYPED_STORAGE: Readonly<Record<TypedElement, StorageType>> = {
  Int8: I8,
  Uint8: U8,
  Uint8Clamped: U8,
  Int16: I16,
  Uint16: U16,
  Int32: I32,
  Uint32: U32,
  Float32: F32,
  Float64: FLOAT,
  BigInt64: INT,
  BigUint64: INT,
};
