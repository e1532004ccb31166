// The phase that fits a program to its collector: reads the capability record and does what each entry asks for.
// Needs: exceptionsExplicit. Gives: gcExplicit — every operation is one that the collector's C runtime implements.
// Collectors that neither move objects nor want to hear of stores ask for nothing here: allocation is an operation of
// gc.h already. Roots and barriers are placed by steps that come with the first collector that needs them; until then
// such a row cannot be chosen (the table's type says so), and if it were, that would be our bug.

import { lowFacts } from "../translator/model/ops.ts";
import { blocksOf } from "../translator/model/graph.ts";
import type { Program } from "../translator/model/program.ts";
import { broken } from "../translator/support/diagnostics.ts";
import type { Collector } from "./capabilities.ts";
import { referenceMap } from "./layouts.ts";

export interface GcStats {
  /** Places that allocate, and how many of them allocate flat data. */
  allocations: number;
  flat: number;
}

/** Fits the program to the collector; changes graphs in place where a capability asks for it. */
export function applyCollector(program: Program, collector: Collector): GcStats {
  if (collector.needsRoots) broken(`the collector '${collector.name}' needs roots, which no step places`);
  if (collector.writeBarrier !== "none")
    broken(`the collector '${collector.name}' needs barriers, which no step places`);
  const stats: GcStats = { allocations: 0, flat: 0 };
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph))
      for (const op of block.ops) {
        const layout = op.args[0];
        if (
          lowFacts(op.name)?.effect !== "alloc" ||
          layout?.tag !== "const" ||
          layout.value.kind !== "struct"
        )
          continue;
        stats.allocations++;
        if (referenceMap(layout.value.struct).flat) stats.flat++;
      }
  return stats;
}
