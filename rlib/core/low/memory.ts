// What the library asks of the collector. The names are rows of translator/annotator/signatures.ts, each one operation
// or one C function; the bodies say so to the type checker only.

import type { int } from "../../ints.ts";
import { fail } from "./intrinsics.ts";

/** A hash that the object keeps, wherever it moves. */
export function object_hash(_object: object): int {
  fail("count");
  return 0;
}

/** A full collection. */
export function gc_collect(): void {
  fail("count");
}

/** A number of gc-transformers/gc.h, VS_GC_STATISTICS. */
export function gc_statistic(_which: int): int {
  fail("count");
  return 0;
}

/** A weak entry has all its fields; nothing has been allocated since the entry itself. */
export function gc_weak_made(_entry: object): void {
  fail("count");
}

/** Forgets the entries whose targets have died, which the collector keeps for who asks it. */
export function gc_drop_ready(): void {
  fail("count");
}

export function gc_pressure(_bytes: int): void {
  fail("count");
}
