// Layouts in bytes: where fields and items of an object lie on the machines the C back end compiles for (64-bit,
// little-endian: x86-64, aarch64). The C compiler decides; these functions follow its rules, and the emitted C asserts
// that they do. What reads another unit's objects (vmsmith/raw, the codewriter's descriptors) goes by these offsets.

import { broken } from "../support/diagnostics.ts";
import type { Field, StorageType, StructType } from "./types.ts";

/** Every object begins with its header. */
const HEADER_SIZE = 8;

const SIZES: Readonly<Record<string, number>> = {
  bool: 1,
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  f32: 4,
};

/** Bytes of a field or item, which are also its alignment. */
export function storageSize(type: StorageType): number {
  return type.tag === "ref" || type.tag === "func" ? 8 : (SIZES[type.name] ?? 8);
}

/** Every field with its offset, in the order of memory. */
export function placedFields(
  struct: StructType,
): { readonly field: Field; readonly index: number; readonly offset: number }[] {
  let end = HEADER_SIZE;
  return struct.allFields().map((field, index) => {
    const offset = aligned(end, storageSize(field.type));
    end = offset + storageSize(field.type);
    return { field, index, offset };
  });
}

/** Offset of a field from the object's header. */
export function fieldOffset(struct: StructType, name: string): number {
  return (
    placedFields(struct).find((p) => p.field.name === name)?.offset ??
    broken(`layout '${struct.name}' has no field '${name}'`)
  );
}

/** Offset of the first inline item. */
export function itemsOffset(struct: StructType): number {
  return aligned(fieldsEnd(struct), itemSize(struct));
}

/** Bytes from one inline item to the next. */
export function itemSize(struct: StructType): number {
  const items = struct.itemType() ?? broken(`layout '${struct.name}' has no items`);
  return storageSize(items);
}

/** Bytes of the fixed part: all of an object without items, else up to the first item. */
export function structSize(struct: StructType): number {
  // The header's alignment is the strictest there is.
  return struct.itemType() === null ? aligned(fieldsEnd(struct), HEADER_SIZE) : itemsOffset(struct);
}

function fieldsEnd(struct: StructType): number {
  const last = placedFields(struct).at(-1);
  return last === undefined ? HEADER_SIZE : last.offset + storageSize(last.field.type);
}

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}
