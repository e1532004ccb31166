// Which blocks belong to the way of an exception, or into the JIT (an operation's note says "cold"): the C compiler is
// told that they are unlikely, and they do not count when a function is measured for copying.

import type { Block } from "./graph.ts";

const COLD_OPS: ReadonlySet<string> = new Set(["exc_set", "exc_take", "traceback_add", "traceback_reset"]);

/** Is the block rarely run? */
export function isCold(block: Block): boolean {
  return block.ops.some((op) => COLD_OPS.has(op.name) || op.note === "cold");
}
