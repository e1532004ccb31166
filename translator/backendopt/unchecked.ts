// Drops the checks that the author does without: range checks of ints everywhere (--unchecked-ints; ints then wrap at 64
// bits where Node would round), and checks of elements in functions with the hint @unchecked.
// Needs: typed. Keeps: typed. Surprise: a block that was left by the exception of a check loses that exit. Dropping
// element checks gives up memory safety: an index outside is undefined behaviour.

import type { Changes } from "../model/changes.ts";
import { type Block, blocksOf, type Graph, RAISES } from "../model/graph.ts";
import { type LowOp, mayRaise } from "../model/ops.ts";
import type { Program } from "../model/program.ts";

const INT_CHECKS: Partial<Record<string, LowOp>> = { check_range: "same_as", int_mul_range: "int_mul" };

/** `ints`: drop the range checks of ints, too. */
export function dropChecks(program: Program, changes: Changes, ints: boolean): void {
  for (const graph of program.graphs.values()) dropIn(graph, changes, ints);
}

function dropIn(graph: Graph, changes: Changes, ints: boolean): void {
  const elements = graph.hints.has("unchecked");
  if (!ints && !elements) return;
  for (const block of blocksOf(graph)) {
    for (const op of block.ops) {
      const plain =
        (ints ? INT_CHECKS[op.name] : undefined) ??
        (elements && op.name === "check_index" ? "same_as" : undefined);
      if (plain === undefined || !changes.allow()) continue;
      op.name = plain;
      if (plain === "same_as") op.args.length = 1;
    }
    dropUnusedHandler(block);
  }
}

/** A block that was left by the exception of its last operation, if that raises no more. */
export function dropUnusedHandler(block: Block): void {
  const last = block.ops.at(-1);
  if (block.exitSwitch !== RAISES || last === undefined || mayRaise(last.name)) return;
  block.exitSwitch = null;
  block.exits = block.exits.slice(0, 1);
}
