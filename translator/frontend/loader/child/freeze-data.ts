// Freezes JavaScript's own kinds of data: arrays, bytes, Map, Set, errors, regular expressions.

import { types } from "node:util";
import type { FrozenBase, FrozenObject, FrozenValue, ObjectId, ViewType } from "../../heap-image.ts";
import { unfreezable } from "./exotic.ts";
import type { Freezer } from "./freeze.ts";
import type { Intrinsics } from "./intrinsics.ts";
import { isIndex, ownProperties } from "./properties.ts";

/** The image of an object that JavaScript itself defines; undefined if `value` is none. */
export function freezeData(
  freezer: Freezer,
  value: object,
  intrinsics: Intrinsics,
  id: ObjectId,
): FrozenObject | undefined {
  const kind = intrinsics.get(Object.getPrototypeOf(value))?.replace(/\.prototype$/u, "");
  if (kind === undefined) return undefined;
  if (types.isArrayBuffer(value)) return freezer.buffers.add(value, id);
  if (types.isRegExp(value)) {
    if (value.lastIndex !== 0) return unfreezable("a regular expression in the middle of a search");
    return { kind: "regexp", source: value.source, flags: value.flags };
  }
  const base = freezeBase(freezer, value, intrinsics, id);
  if (base === null) return undefined;
  const own = ownProperties(value, (key) => isIndex(key) || key === "length" || key === "stack");
  if (base.kind === "error") return { ...base, fields: freezer.named(own) };
  if (own.length > 0)
    return unfreezable(`${article(kind)} with properties of its own (${own[0]?.key ?? ""})`);
  return base.kind === "array" ? { ...base, frozen: Object.isFrozen(value) } : base;
}

/** The hidden part of an instance whose class, or a base class of it, is JavaScript's own; null if there is none. */
export function freezeBase(
  freezer: Freezer,
  value: object,
  intrinsics: Intrinsics,
  id: ObjectId,
): FrozenBase | null {
  if (value instanceof Error) return { kind: "error", class: builtinAncestor(value, intrinsics) };
  if (Array.isArray(value)) return { kind: "array", items: items(freezer, value) };
  if (types.isMap(value)) {
    const entries = [...Map.prototype.entries.call(value)];
    return { kind: "map", entries: entries.map(([key, held]) => [freezer.value(key), freezer.value(held)]) };
  }
  if (types.isSet(value)) {
    return { kind: "set", entries: [...Set.prototype.values.call(value)].map((held) => freezer.value(held)) };
  }
  if (!ArrayBuffer.isView(value)) return null;
  const length = types.isTypedArray(value) ? value.length : value.byteLength;
  const buffer = freezer.id(value.buffer);
  freezer.buffers.noteView(id, buffer, Buffer.isBuffer(value));
  return { kind: "typedarray", type: viewType(value), buffer, offset: value.byteOffset, length };
}

function items(freezer: Freezer, array: readonly unknown[]): FrozenValue[] {
  const found: FrozenValue[] = [];
  for (let index = 0; index < array.length; index++) {
    const property = Object.getOwnPropertyDescriptor(array, index) as
      { value?: unknown; get?: unknown } | undefined;
    if (property === undefined) found.push({ k: "hole" });
    else if ("value" in property) found.push(freezer.value(property.value));
    else found.push(freezer.stop("an element with a getter"));
  }
  return found;
}

function viewType(view: ArrayBufferView): ViewType {
  // The prototype's getter answers for subclasses too; a DataView has none.
  const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
  const name: unknown = Reflect.get(prototype, Symbol.toStringTag, view);
  return typeof name === "string" ? (name as ViewType) : "DataView";
}

function builtinAncestor(value: object, intrinsics: Intrinsics): string {
  for (let each: unknown = value; each !== null; each = Object.getPrototypeOf(each)) {
    const path = intrinsics.get(each);
    if (path?.endsWith(".prototype") === true) return path.slice(0, -".prototype".length);
  }
  return "Error";
}

/** `const out = process.stdout` at module level: Node makes the stream on first use, so it is not in the table. */
export function processStream(value: object): FrozenObject | undefined {
  const maker: unknown = (value as { constructor?: unknown }).constructor;
  if (typeof maker !== "function" || !/Stream$|^Socket$/u.test(maker.name)) return undefined;
  for (const name of ["stdin", "stdout", "stderr"]) {
    if (Reflect.get(process, name) === value) return { kind: "builtin", path: `process.${name}` };
  }
  return undefined;
}

function article(kind: string): string {
  return `${/^[AEIOU]/u.test(kind) ? "an" : "a"} ${kind}`;
}

/** The bytes behind views. Node's small Buffers share a pool of 8 KB: only the part that views show is kept. */
export class Buffers {
  private readonly bytes = new Map<ObjectId, ArrayBufferLike>();
  private readonly held = new Set<ObjectId>();
  private readonly views: { readonly view: ObjectId; readonly buffer: ObjectId; readonly pooled: boolean }[] =
    [];

  /** A buffer's image, without its bytes until `trim`. */
  add(buffer: ArrayBufferLike, id: ObjectId): FrozenObject {
    this.bytes.set(id, buffer);
    return { kind: "arraybuffer", data: "" };
  }

  noteView(view: ObjectId, buffer: ObjectId, pooled: boolean): void {
    this.views.push({ view, buffer, pooled });
  }

  /** Notes that the program holds the ArrayBuffer itself, not only views. */
  noteHeld(buffer: ObjectId): void {
    this.held.add(buffer);
  }

  /** Puts the bytes into `objects`, and moves the views of pools by what is cut off. */
  trim(objects: FrozenObject[]): void {
    for (const [id, buffer] of this.bytes) {
      const views = this.views.filter((view) => view.buffer === id);
      const spans = views.map(({ view }) => spanOf(objects[view]));
      const pooled = !this.held.has(id) && views.length > 0 && views.every((view) => view.pooled);
      // Aligned, so that the views keep their alignment.
      const start = pooled ? Math.min(...spans.map(([from]) => from)) & ~7 : 0;
      const end = pooled ? Math.max(...spans.map(([, to]) => to)) : buffer.byteLength;
      const data = Buffer.from(buffer, start, end - start).toString("base64");
      objects[id] = { kind: "arraybuffer", data };
      if (start > 0) for (const { view } of views) objects[view] = moved(objects[view], start);
    }
  }
}

function spanOf(object: FrozenObject | undefined): readonly [from: number, to: number] {
  const view = object?.kind === "instance" ? object.base : object;
  // Pools are Node Buffers, so elements are bytes.
  return view?.kind === "typedarray" ? [view.offset, view.offset + view.length] : [0, 0];
}

function moved(object: FrozenObject | undefined, by: number): FrozenObject {
  if (object?.kind === "typedarray") return { ...object, offset: object.offset - by };
  return object ?? unfreezable("a view that was lost");
}
