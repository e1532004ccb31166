// Where references lie in an object of each layout: what the collector's type descriptions are made from, and what
// decides whether an object may be allocated in memory that is never scanned.

import { type Field, type StructType } from "../translator/model/types.ts";

export interface ReferenceMap {
  /** Fields that hold references, in the order of memory. */
  readonly fields: readonly Field[];
  /** The inline items are references. */
  readonly items: boolean;
  /** Neither: the object is flat data. */
  readonly flat: boolean;
}

/** The references in objects of exactly this layout. Code and type pointers lead to static data and do not count. */
export function referenceMap(struct: StructType): ReferenceMap {
  // Collectors know where these have theirs.
  if (struct.special !== null) return { fields: [], items: false, flat: false };
  const fields = struct.allFields().filter((f) => f.type.tag === "ref");
  const items = struct.itemType()?.tag === "ref";
  return { fields, items, flat: fields.length === 0 && !items };
}
