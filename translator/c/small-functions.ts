// Which graphs every file that calls them gets as a `static inline` copy of its own, instead of a call into another
// file: small straight helpers, so that one C file a module does not cost the inlining that one big file would have.
// Never those whose address is taken (a code pointer must be the same everywhere) and never recursive ones.

import { CallGraph } from "../model/call-graph.ts";
import { blocksOf, type Block, type Graph } from "../model/graph.ts";
import { forEachConstant } from "../model/text.ts";
import { startingPoints, type Program } from "../model/program.ts";
import { isCold } from "../model/cold.ts";
import type { Database } from "./database.ts";

const MOST_OPS = 12;
const MOST_BLOCKS = 5;

/** Keys of the graphs that are copied into the files that use them. */
export function smallFunctions(program: Program, database: Database): Set<string> {
  const recursive = new CallGraph(program).recursive();
  const pointedAt = addressTaken(program, database);
  const cold = new Set(program.wellKnown?.makeError.values());
  const small = database.graphs.filter(
    (g) => !recursive.has(g.key) && !pointedAt.has(g.key) && !cold.has(g.key) && isSmall(g),
  );
  return new Set(small.map((g) => g.key));
}

// What only a failing check runs does not count: it stays out of line in any case.
function isSmall(graph: Graph): boolean {
  const unwinding = unwindingBlocks(graph);
  const warm = blocksOf(graph).filter((b) => b !== graph.returnBlock && !isCold(b) && !unwinding.has(b));
  if (graph.hints.has("noinline")) return false;
  return warm.length <= MOST_BLOCKS && warm.reduce((n, b) => n + b.ops.length, 0) <= MOST_OPS;
}

/** Where a call's exception is passed on. */
function unwindingBlocks(graph: Graph): Set<Block> {
  const blocks = new Set<Block>();
  for (const { ops, exitSwitch, exits } of blocksOf(graph))
    if (ops.some((op) => op.name === "exc_occurred" && op.result === exitSwitch))
      for (const exit of exits) if (exit.case === true) blocks.add(exit.target);
  return blocks;
}

function addressTaken(program: Program, database: Database): Set<string> {
  const taken = new Set<string>(startingPoints(program));
  for (const graph of database.graphs) {
    const called = new Set(
      blocksOf(graph).flatMap((b) => b.ops.flatMap((op) => (op.name === "call" ? op.args.slice(0, 1) : []))),
    );
    forEachConstant(graph, (c) => {
      if (c.value.kind === "graph" && !called.has(c)) taken.add(c.value.key);
    });
  }
  for (const s of database.types) for (const slot of s.vtable) if (slot?.graph != null) taken.add(slot.graph);
  for (const object of database.objects)
    for (const value of [...object.fields.values(), ...(object.items ?? [])])
      if (value.kind === "graph") taken.add(value.key);
  return taken;
}
