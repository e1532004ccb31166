// Which blocks belong to the way of an exception: the C compiler is told that they are unlikely, and they do not count
// when a function is measured for copying.

import type { Block } from "../model/graph.ts";

const COLD_OPS: ReadonlySet<string> = new Set(["exc_set", "exc_take", "traceback_add", "traceback_reset"]);

/** Does the block belong to an exception's way? */
export function isCold(block: Block): boolean {
  return block.ops.some((op) => COLD_OPS.has(op.name));
}
