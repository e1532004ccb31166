// Drops the range checks of ints (--unchecked-ints): ints then wrap at 64 bits where Node would round.
// Needs: typed. Keeps: typed.

import type { Changes } from "../model/changes.ts";
import { blocksOf } from "../model/graph.ts";
import type { Program } from "../model/program.ts";

export function dropIntChecks(program: Program, changes: Changes): void {
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph))
      for (const op of block.ops) {
        const plain =
          op.name === "check_range" ? "same_as" : op.name === "int_mul_range" ? "int_mul" : undefined;
        if (plain !== undefined && changes.allow()) op.name = plain;
      }
}
