// ArrayBuffer, DataView and typed arrays over them: what does not need machine types. ECMAScript, sections 23.2 and 25.

import { RangeError } from "./errors.ts";

function outside(offset: number): RangeError {
  return new RangeError(`Start offset ${offset} is outside the bounds of the buffer`);
}

/**
 * Elements of `new Int16Array(buffer, offset, length)`.
 * @perCallSite
 */
export function memory_elements(
  buffer: ArrayBuffer,
  name: string,
  size: number,
  offset = 0,
  length?: number,
): number {
  const bytes = buffer.byteLength;
  if (offset < 0) throw outside(offset);
  if (offset % size !== 0) throw new RangeError(`start offset of ${name} should be a multiple of ${size}`);
  if (length !== undefined) {
    if (length < 0 || offset + length * size > bytes)
      throw new RangeError(`Invalid typed array length: ${length}`);
    return length;
  }
  if (bytes % size !== 0) throw new RangeError(`byte length of ${name} should be a multiple of ${size}`);
  if (offset > bytes) throw outside(offset);
  return Math.trunc((bytes - offset) / size);
}

/**
 * Bytes of `new DataView(buffer, offset, length)`.
 * @perCallSite
 */
export function memory_bytes(buffer: ArrayBuffer, offset = 0, length?: number): number {
  const bytes = buffer.byteLength;
  if (offset < 0 || offset > bytes) throw outside(offset);
  if (length === undefined) return bytes - offset;
  if (length < 0 || offset + length > bytes) throw new RangeError(`Invalid DataView length ${length}`);
  return length;
}

/**
 * `to.set(from)` of typed arrays of different elements: they may be views of one buffer.
 * @perCallSite
 */
export function typed_setFrom(a: Uint8Array, from: Uint8Array, offset = 0): void {
  if (offset < 0 || offset + from.length > a.length) throw new RangeError("offset is out of bounds");
  const copy = from.slice();
  for (let i = 0; i < copy.length; i++) a[offset + i] = copy[i]!;
}
