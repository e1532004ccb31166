// The phase that fits a program to its collector: reads the capability record and does what each entry asks for.
// Needs: exceptionsExplicit. Gives: gcExplicit — every operation is one that the collector's C runtime implements.
// For collectors that neither move objects nor want to hear of stores there is nothing to do. For the others, in order:
//   errors.ts       errors of checks are made without collecting; catching polls
//   barriers.ts     stores of references are announced
//   allocations.ts  allocation becomes an attempt and, on a cold path, what may collect
//   roots.ts        references that live across a collection go through the root stack

import { blocksOf, type Op } from "../translator/model/graph.ts";
import { lowFacts } from "../translator/model/ops.ts";
import type { Program } from "../translator/model/program.ts";
import type { StructType } from "../translator/model/types.ts";
import { splitAllocations } from "./allocations.ts";
import { insertBarriers, type BarrierStats } from "./barriers.ts";
import type { Collector } from "./capabilities.ts";
import { CollectAnalysis } from "./collects.ts";
import { insertPolls, makeErrorsAtOnce } from "./errors.ts";
import { referenceMap } from "./layouts.ts";
import { placeRoots, type RootStats } from "./roots.ts";

export interface GcStats {
  /** Places that allocate, and how many of them allocate flat data. */
  allocations: number;
  flat: number;
  /** Graphs, and those that may collect. */
  graphs: number;
  collecting: number;
  readonly barriers: BarrierStats;
  readonly roots: RootStats;
}

/**
 * Fits the program to the collector; changes graphs in place where a capability asks for it. Without `roots` it must never
 * be collected: that is how bench/gc.ts measures what roots cost.
 */
export function applyCollector(program: Program, collector: Collector, { roots = true } = {}): GcStats {
  const stats: GcStats = {
    allocations: 0,
    flat: 0,
    graphs: program.graphs.size,
    collecting: 0,
    barriers: { stores: 0, without: 0 },
    roots: { frames: 0, sites: 0, saves: 0, loads: 0 },
  };
  countAllocations(program, stats);
  if (collector.needsRoots) fit(program, collector, stats, roots);
  return stats;
}

function fit(program: Program, collector: Collector, stats: GcStats, roots: boolean): void {
  makeErrorsAtOnce(program);
  for (const graph of program.graphs.values()) insertPolls(graph);
  const analysis = new CollectAnalysis(program);
  const collects = (op: Op): boolean => analysis.collects(op);
  const rules = {
    collects,
    cards: collector.writeBarrier === "object+card",
    counts: collector.refcounted,
  };
  for (const [key, graph] of program.graphs) {
    if (analysis.graphCollects(key)) stats.collecting++;
    if (collector.writeBarrier !== "none") insertBarriers(graph, rules, stats.barriers);
    splitAllocations(graph, (op) => allocated(op)?.special != null);
    if (roots) placeRoots(graph, collects, collector.moving, stats.roots);
  }
  program.collector = { moving: collector.moving, counts: collector.refcounted };
}

function countAllocations(program: Program, stats: GcStats): void {
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph))
      for (const op of block.ops) {
        const layout = allocated(op);
        if (layout === null) continue;
        stats.allocations++;
        if (referenceMap(layout).flat) stats.flat++;
      }
}

/** The layout that an operation allocates. */
function allocated(op: Op): StructType | null {
  const layout = op.args[0];
  if (lowFacts(op.name)?.effect !== "alloc" || layout?.tag !== "const") return null;
  return layout.value.kind === "struct" ? layout.value.struct : null;
}
