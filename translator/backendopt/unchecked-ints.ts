// Drops the range checks of ints (--unchecked-ints): ints then wrap at 64 bits where Node would round.
// Needs: typed. Keeps: typed. Surprise: a block that was left by the exception of a check loses that exit.

import type { Changes } from "../model/changes.ts";
import { type Block, blocksOf, RAISES } from "../model/graph.ts";
import { mayRaise } from "../model/ops.ts";
import type { Program } from "../model/program.ts";

export function dropIntChecks(program: Program, changes: Changes): void {
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph)) {
      for (const op of block.ops) {
        const plain =
          op.name === "check_range" ? "same_as" : op.name === "int_mul_range" ? "int_mul" : undefined;
        if (plain !== undefined && changes.allow()) op.name = plain;
      }
      dropUnusedHandler(block);
    }
}

function dropUnusedHandler(block: Block): void {
  const last = block.ops.at(-1);
  if (block.exitSwitch !== RAISES || last === undefined || mayRaise(last.name)) return;
  block.exitSwitch = null;
  block.exits = block.exits.slice(0, 1);
}
