// C functions that a program calls (vmsmith/ffi), as data: what `external(…)` described. The border between program
// and C is machine values: ints, floats, booleans; text as NUL-terminated bytes on the way to C and as an address on the
// way back; pointers as addresses; buffers as the typed array itself; callbacks as their place in a table.

import { createHash } from "node:crypto";
import { BOOL, FLOAT, INT, VOID, type LowType } from "./types.ts";
import type { FuncEntity, TypedElement } from "./entities.ts";

export type ForeignType =
  | { readonly kind: "void" | "userData" | "bool" }
  | { readonly kind: "int"; readonly c: string; readonly min: number; readonly max: number }
  | { readonly kind: "float"; readonly c: "float" | "double" }
  | { readonly kind: "text"; readonly c: string; readonly optional: boolean; readonly owned: boolean }
  | { readonly kind: "pointer"; readonly c: string }
  | { readonly kind: "buffer"; readonly c: string; readonly element: TypedElement }
  | { readonly kind: "handle"; readonly name: string }
  | ForeignCallback;

export interface ForeignCallback {
  readonly kind: "callback";
  readonly params: readonly ForeignType[];
  readonly result: ForeignType;
  readonly kept: boolean;
}

/** Where a C function comes from; names as the author gave them, relative to the target's folder. */
export interface ForeignOrigin {
  readonly headers: readonly string[];
  readonly libraries?: readonly string[];
  readonly packages?: readonly string[];
  readonly sources?: readonly string[];
  readonly includeDirs?: readonly string[];
}

export interface ForeignSpec {
  readonly name: string;
  readonly params: readonly ForeignType[];
  readonly result: ForeignType;
  readonly from: ForeignOrigin;
  /** It calls no function of the program. */
  readonly noCallback: boolean;
  readonly errno: boolean;
}

/** A C function of a typed program. */
export interface ForeignFunction {
  /** The text that describes it: what `standIns` of vmsmith/ffi knows it by. */
  readonly description: string;
  /** Key of the graph behind each parameter; null for parameters that are no callbacks. */
  readonly callbacks: readonly (string | null)[];
}

/** What the text of a description says. `external` has checked it when it wrote it. */
export function foreignSpec(description: string): ForeignSpec {
  return JSON.parse(description) as ForeignSpec;
}

/** A C function before the rtyper: operand 0 of `call_c`. */
export class ForeignEntity {
  readonly tag = "foreign";
  /** Unique in the program: the C function's name and a hash of its description. */
  readonly name: string;
  readonly description: string;
  readonly spec: ForeignSpec;
  /** The function behind each callback. */
  readonly callbacks: readonly (FuncEntity | null)[];

  constructor(description: string, callbacks: readonly (FuncEntity | null)[]) {
    this.description = description;
    this.spec = foreignSpec(description);
    this.callbacks = callbacks;
    const hash = createHash("sha256").update(description);
    for (const f of callbacks) hash.update(`\0${f?.key ?? ""}`);
    this.name = `${this.spec.name}_${hash.digest("hex").slice(0, 8)}`;
  }
}

/** The parameters that the program passes: user data is filled in at the border. */
export function passedParams(params: readonly ForeignType[]): ForeignType[] {
  return params.filter((p) => p.kind !== "userData");
}

/** The machine type in which a value leaves C or a callback's arguments enter the program. */
export function incomingType(t: ForeignType): LowType {
  if (t.kind === "float") return FLOAT;
  if (t.kind === "bool") return BOOL;
  return t.kind === "void" ? VOID : INT;
}

/** The kinds of machine values that a call passes; text and buffers are references to what holds the bytes. */
export function outgoingKind(t: ForeignType): "int" | "float" | "bool" | "ref" {
  if (t.kind === "float" || t.kind === "bool") return t.kind;
  return t.kind === "text" || t.kind === "buffer" ? "ref" : "int";
}
