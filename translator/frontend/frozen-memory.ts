// Frozen ArrayBuffers, typed arrays and DataViews. Which memory do several of them show? A typed array that nobody else
// can look into is an ordinary one in the binary; the others become views of one prebuilt buffer.

import { constant, numberConst, type Constant } from "../model/constants.ts";
import { TYPED_ARRAYS, type FrozenContent, type FrozenEntity, type TypedElement } from "../model/entities.ts";
import { broken } from "../support/diagnostics.ts";
import type { FrozenBuffer, FrozenView, HeapImage, ObjectId } from "./heap-image.ts";

export class FrozenMemory {
  readonly #image: HeapImage;
  #held: ReadonlySet<ObjectId> | null = null;

  constructor(image: HeapImage) {
    this.#image = image;
  }

  buffer(o: FrozenBuffer): FrozenContent {
    return { kind: "arraybuffer", bytes: new Uint8Array(Buffer.from(o.data, "base64")) };
  }

  view(o: FrozenView, bufferOf: (id: ObjectId) => FrozenEntity): FrozenContent {
    const { offset, length } = o;
    const buffer = bufferOf(o.buffer);
    if (o.type === "DataView") return { kind: "dataview", buffer, offset, length };
    const content = buffer.content();
    if (content.kind !== "arraybuffer") return broken("typed array without buffer");
    const element = o.type.replace(/Array$/, "") as TypedElement;
    const items = [...new TYPED_ARRAYS[element](content.bytes.slice().buffer, offset, length)].map(itemConst);
    return { kind: "typedarray", element, buffer, offset, length, items, shared: this.#isShared(o.buffer) };
  }

  /** Do several views show it, or does anything hold the buffer itself? */
  #isShared(id: ObjectId): boolean {
    this.#held ??= sharedBuffers(this.#image);
    return this.#held.has(id);
  }
}

function itemConst(x: number | bigint): Constant {
  return typeof x === "bigint" ? constant({ kind: "bigint", value: x }) : numberConst(x);
}

function sharedBuffers(image: HeapImage): Set<ObjectId> {
  const shared = new Set<ObjectId>();
  const seen = new Set<ObjectId>();
  const isBuffer = (id: ObjectId): boolean => image.objects[id]?.kind === "arraybuffer";
  const count = (id: ObjectId): void => void (seen.has(id) ? shared : seen).add(id);
  // Every reference of the image is an object with `k` and `id`; a view names its buffer by the number alone.
  const waiting: unknown[] = [image.modules, image.objects];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (typeof each !== "object" || each === null) continue;
    const { k, id, kind, buffer } = each as { k?: unknown; id?: unknown; kind?: unknown; buffer?: unknown };
    if (k === "ref" && typeof id === "number" && isBuffer(id)) shared.add(id);
    if (kind === "typedarray" && typeof buffer === "number") count(buffer);
    for (const part of Object.values(each)) if (typeof part === "object") waiting.push(part);
  }
  return shared;
}
