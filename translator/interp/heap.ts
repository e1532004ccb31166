// The simulated heap: objects with a layout, fields by number and inline items. Every access is checked — null, freed,
// no such item — and a wrong one is an InternalError, because the graph that does it is wrong, not the program.
// Fresh memory is zero. Stores into narrow fields and items truncate, as memory does.

import { itemSize, itemsOffset, placedFields } from "../model/layout.ts";
import { rawStorageOf, type RawStorage } from "../model/raw-memory.ts";
import type { ConstantValue, PrebuiltObject } from "../model/constants.ts";
import { zeroOf } from "../model/constants.ts";
import { registerType, StructType, type StorageType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { low32, narrowed } from "./int64.ts";
import { describe, isOfType, machineValue, type Int, type MachineValue } from "./values.ts";

/** Items of a narrow type lie in memory as they do in the binary; others are machine values. */
export type Items =
  | MachineValue[]
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array;

/** What lies where in the objects of a layout, in bytes. */
class Places {
  private readonly struct: StructType;
  /** Number of the field that begins at an offset. */
  private readonly fields = new Map<number, number>();
  private readonly types: readonly StorageType[];
  private readonly itemType: StorageType | null;
  private readonly itemsAt: number = 0;
  private readonly itemSize: number = 1;

  constructor(struct: StructType) {
    this.struct = struct;
    this.types = struct.allFields().map((f) => f.type);
    for (const { index, offset } of placedFields(struct)) this.fields.set(offset, index);
    this.itemType = struct.itemType();
    if (this.itemType === null) return;
    this.itemsAt = itemsOffset(struct);
    this.itemSize = itemSize(struct);
  }

  /** The number of a field, or of an item after all fields. */
  at(offset: number): number {
    const field = this.fields.get(offset);
    if (field !== undefined) return field;
    const item = (offset - this.itemsAt) / this.itemSize;
    if (this.itemType !== null && Number.isInteger(item) && item >= 0) return this.types.length + item;
    return broken(`nothing begins at offset ${offset} of a ${this.struct.name}`);
  }

  typeAt(place: number): StorageType {
    return this.types[place] ?? this.itemType ?? broken(`a ${this.struct.name} has no items`);
  }
}

/** Implements SimulatedObject of vmsmith/raw, which this room may not import. */
export class HeapObject {
  readonly struct: StructType;
  /** Values in the order of `StructType.allFields`, which extensions keep. */
  readonly fields: MachineValue[];
  readonly items: Items | null;
  /** In the order of allocation; also the identity hash. */
  readonly id: number;
  freed = false;
  /** For the simulated collector (collection.ts). */
  age: "young" | "old" | "prebuilt" = "young";
  isRemembered = false;
  /** See PrebuiltObject. */
  isInterned = false;
  private readonly places: () => Places;

  constructor(
    struct: StructType,
    fields: MachineValue[],
    items: Items | null,
    id: number,
    places: () => Places,
  ) {
    this.struct = struct;
    this.fields = fields;
    this.items = items;
    this.id = id;
    this.places = places;
  }

  /** The object at another place, as a collector that moves it makes it. */
  moved(): HeapObject {
    return new HeapObject(this.struct, this.fields, this.items, this.id, this.places);
  }

  /** Puts `by(reference)` in place of each reference in the object. */
  replaceReferences(by: (value: MachineValue) => MachineValue): void {
    replaceIn(this.fields, by);
    if (Array.isArray(this.items)) replaceIn(this.items, by);
  }

  /** What lies at an offset in bytes; with a `storage`, only if that is how it is stored. */
  loadAt(offset: number, storage?: RawStorage): MachineValue {
    const places = live(this).places();
    const place = this.place(places, offset, storage);
    return place < this.fields.length ? this.fields[place] : this.items?.[place - this.fields.length];
  }

  /** Stores what fits there; integers are truncated. */
  storeAt(offset: number, value: unknown, storage?: RawStorage): void {
    const places = live(this).places();
    const place = this.place(places, offset, storage);
    const type = places.typeAt(place);
    const machine = value as MachineValue;
    if (!isOfType(machine, registerType(type)))
      broken(`${describe(machine)} is stored at offset ${offset} of a ${this.struct.name}`);
    if (place < this.fields.length) this.fields[place] = truncation(type)?.(machine) ?? machine;
    else if (this.items !== null) storeItem(this.items, place - this.fields.length, machine);
  }

  private place(places: Places, offset: number, storage: RawStorage | undefined): number {
    const place = places.at(offset);
    const item = place - this.fields.length;
    if (item >= 0) itemsIn(this, item, 1);
    const actual = rawStorageOf(places.typeAt(place));
    return storage === undefined || storage === actual
      ? place
      : broken(`offset ${offset} of a ${this.struct.name} is ${actual}, not ${storage}`);
  }

  typeWord(): StructType {
    return live(this).struct;
  }

  isInstance(type: unknown): boolean {
    return type instanceof StructType
      ? live(this).struct.extends(type)
      : broken(`an instance of ${String(type)}, which is no type`);
  }

  identityHash(): number {
    return live(this).id;
  }
}

function replaceIn(values: MachineValue[], by: (value: MachineValue) => MachineValue): void {
  for (const [i, value] of values.entries()) if (value instanceof HeapObject) values[i] = by(value);
}

/** The object behind a reference that is about to be followed. */
export function live(ref: MachineValue): HeapObject {
  if (ref instanceof HeapObject) return ref.freed ? broken(`use of a freed ${ref.struct.name}`) : ref;
  return broken(ref === null ? "null is followed" : `${describe(ref)} is followed as a reference`);
}

/** Its items, if [start, start + n) are among them. */
export function itemsIn(object: HeapObject, start: Int, n: Int): Items {
  const { items } = object;
  if (items === null) return broken(`a ${object.struct.name} has no items`);
  const inside = typeof start === "number" && typeof n === "number" && start >= 0 && n >= 0;
  return inside && start + n <= items.length
    ? items
    : broken(`items ${start} to ${Number(start) + Number(n)} of ${items.length} in a ${object.struct.name}`);
}

/** Number of a field in `HeapObject.fields`. */
export function fieldIndex(struct: StructType, name: string): number {
  const index = struct.allFields().findIndex((f) => f.name === name);
  return index >= 0 ? index : broken(`layout '${struct.name}' has no field '${name}'`);
}

type Truncate = (value: MachineValue) => MachineValue;
const intTo =
  (bits: 8 | 16 | 32, signed: boolean): Truncate =>
  (v) =>
    narrowed(v as Int, bits, signed);

const TRUNCATE: Readonly<Record<string, Truncate>> = {
  i8: intTo(8, true),
  u8: intTo(8, false),
  i16: intTo(16, true),
  u16: intTo(16, false),
  i32: intTo(32, true),
  u32: intTo(32, false),
  f32: (v) => Math.fround(Number(v)),
};

/** What a narrow place keeps of a value; null where a place keeps all. */
export function truncation(type: StorageType): Truncate | null {
  return type.tag === "narrow" ? (TRUNCATE[type.name] ?? null) : null;
}

function newItems(type: StorageType, n: number): Items {
  if (type.tag !== "narrow") return new Array<MachineValue>(n).fill(zero(type));
  switch (type.name) {
    case "i8":
      return new Int8Array(n);
    case "u8":
      return new Uint8Array(n);
    case "i16":
      return new Int16Array(n);
    case "u16":
      return new Uint16Array(n);
    case "i32":
      return new Int32Array(n);
    case "u32":
      return new Uint32Array(n);
    case "f32":
      return new Float32Array(n);
  }
}

function zero(type: StorageType): MachineValue {
  return machineValue(zeroOf(type), registerType(type), () => null);
}

/** Stores into items, which are known to hold values of this kind. */
export function storeItem(items: Items, index: number, value: MachineValue): void {
  if (Array.isArray(items)) items[index] = value;
  else items[index] = items instanceof Float32Array ? Number(value) : low32(value as Int);
}

export class Heap {
  /** Hears of every object that the program allocates. */
  onAllocation: ((object: HeapObject) => void) | undefined;
  private readonly prebuilt = new Map<PrebuiltObject, HeapObject>();
  private readonly zeros = new Map<StructType, readonly MachineValue[]>();
  private readonly places = new Map<StructType, () => Places>();
  private count = 0;

  /** A fresh zeroed object; `length` items if the layout has any. */
  allocate(struct: StructType, length = 0): HeapObject {
    const object = this.allocatePrebuilt(struct, length);
    object.age = "young";
    this.onAllocation?.(object);
    return object;
  }

  /** The same as static data, which no collector frees. */
  allocatePrebuilt(struct: StructType, length = 0): HeapObject {
    const itemType = struct.itemType();
    const items = itemType === null ? null : newItems(itemType, length);
    const fields = this.zeroFields(struct).slice();
    if (items !== null) fields[fieldIndex(struct, "length")] = length;
    const object = new HeapObject(struct, fields, items, ++this.count, this.placesOf(struct));
    object.age = "prebuilt";
    return object;
  }

  /** Made when first asked for: few layouts are looked at in bytes. */
  private placesOf(struct: StructType): () => Places {
    let known = this.places.get(struct);
    if (known === undefined) {
      let made: Places | undefined;
      known = () => (made ??= new Places(struct));
      this.places.set(struct, known);
    }
    return known;
  }

  private zeroFields(struct: StructType): readonly MachineValue[] {
    let zeros = this.zeros.get(struct);
    if (zeros === undefined) this.zeros.set(struct, (zeros = struct.allFields().map((f) => zero(f.type))));
    return zeros;
  }

  /** The object that a prebuilt one becomes in this heap, with all that it refers to. */
  objectFor(start: PrebuiltObject): HeapObject {
    const made = this.prebuilt.get(start);
    if (made !== undefined) return made;
    // A worklist, because frozen lists can be long.
    const waiting: (readonly [PrebuiltObject, HeapObject])[] = [];
    const shell = (p: PrebuiltObject): HeapObject => {
      let object = this.prebuilt.get(p);
      if (object === undefined) {
        object = this.allocatePrebuilt(p.struct, p.items?.length ?? 0);
        object.isInterned = p.isInterned;
        this.prebuilt.set(p, object);
        waiting.push([p, object]);
      }
      return object;
    };
    const result = shell(start);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      this.fill(next[0], next[1], shell);
    return result;
  }

  private fill(p: PrebuiltObject, object: HeapObject, shell: (p: PrebuiltObject) => HeapObject): void {
    const stored = (value: ConstantValue, type: StorageType, where: string): MachineValue => {
      const register = registerType(type);
      const machine = machineValue(value, register, shell);
      if (!isOfType(machine, register)) return broken(`@${p.name}: ${where} holds ${describe(machine)}`);
      return truncation(type)?.(machine) ?? machine;
    };
    p.struct.allFields().forEach((field, i) => {
      const value = p.fields.get(field.name);
      const isLength = field.name === "length" && object.items !== null;
      if (value !== undefined && !isLength) object.fields[i] = stored(value, field.type, field.name);
    });
    const itemType = p.struct.itemType();
    if (itemType === null || object.items === null) return;
    for (const [i, value] of (p.items ?? []).entries())
      storeItem(object.items, i, stored(value, itemType, `item ${i}`));
  }
}
