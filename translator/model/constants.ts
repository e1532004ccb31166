// Constants of graphs. Before the rtyper they are values of the program (numbers, strings, functions, frozen
// objects, by reference into the heap image); after it, machine values and references to prebuilt objects.

import type { FuncType, LowType, StorageType, StructType } from "./types.ts";

/** A constant operand. `type` is undefined before the rtyper and always set after it. */
export interface Constant {
  readonly tag: "const";
  readonly type: LowType | undefined;
  readonly value: ConstantValue;
}

export type ConstantValue =
  /** `int` (|v| ≤ 2^53), `float`, `bool`; -0 and NaN are floats. */
  | { readonly kind: "number"; readonly value: number }
  /** A source-level bigint, before the rtyper. */
  | { readonly kind: "bigint"; readonly value: bigint }
  /** An `int` that may need all 64 bits. */
  | { readonly kind: "int64"; readonly value: bigint }
  | { readonly kind: "bool"; readonly value: boolean }
  /** A source-level string, before the rtyper. */
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "null" }
  | { readonly kind: "undefined" }
  /** A value before the rtyper that only the front end and annotator look into: function, class, frozen object. */
  | { readonly kind: "entity"; readonly entity: object; readonly text: string }
  /** The null reference of a reference type. */
  | { readonly kind: "nullref" }
  /** A tagged reference: the int itself, within ±(2^53-1). */
  | { readonly kind: "tagged"; readonly value: number }
  /** A prebuilt object: static data of the binary. */
  | { readonly kind: "prebuilt"; readonly object: PrebuiltObject }
  /** A code pointer to the graph with this key. */
  | { readonly kind: "graph"; readonly key: string }
  /** A type description, as an operand of `new_struct`, `instance_of`, `type_eq` … */
  | { readonly kind: "struct"; readonly struct: StructType }
  /** A static name: field, external function, selector slot number … */
  | { readonly kind: "name"; readonly value: string };

/**
 * An object that exists before the program starts. Values by field name; `items` if the layout has inline items
 * (its length field is set from it). Fields without an entry are zero. Identity is the JavaScript object's.
 */
export class PrebuiltObject {
  readonly struct: StructType;
  readonly fields = new Map<string, ConstantValue>();
  items: ConstantValue[] | null = null;
  /** Stable, readable name, for C symbols and dumps; unique in the program. */
  readonly name: string;
  /** A string that no other interned one is equal to: two of them are equal only if they are one object. */
  isInterned = false;

  constructor(struct: StructType, name: string) {
    this.struct = struct;
    this.name = name;
  }
}

const make = (value: ConstantValue, type?: LowType): Constant => ({ tag: "const", type, value });

export const constant = make;
export const numberConst = (value: number, type?: LowType): Constant => make({ kind: "number", value }, type);
export const boolConst = (value: boolean, type?: LowType): Constant => make({ kind: "bool", value }, type);
export const nameConst = (value: string): Constant => make({ kind: "name", value });
export const structConst = (struct: StructType): Constant => make({ kind: "struct", struct });
export const graphConst = (key: string, type?: FuncType): Constant => make({ kind: "graph", key }, type);
export const nullRef = (type: LowType): Constant => make({ kind: "nullref" }, type);

/** The zero of a storage type, as fresh memory holds it. */
export function zeroOf(t: StorageType): ConstantValue {
  if (t.tag === "ref" || t.tag === "func") return { kind: "nullref" };
  if (t.tag === "prim" && t.name === "bool") return { kind: "bool", value: false };
  return { kind: "number", value: 0 };
}
