// Puts a `stack_check` at the entry of every graph that may call itself, directly or through others, so that endless
// recursion raises RangeError instead of crashing. Needs: typed, before exceptions are explicit (the check raises).
// Surprise: graphs outside of cycles get none; the margin below the limit (c/runtime) has room for their frames.

import { Variable } from "../model/graph.ts";
import { CallGraph } from "../model/call-graph.ts";
import type { Program } from "../model/program.ts";
import { VOID } from "../model/types.ts";

/** Inserts the checks; gives the number inserted. */
export function insertStackChecks(program: Program): number {
  const recursive = new CallGraph(program).recursive();
  for (const key of recursive) {
    const graph = program.graphs.get(key);
    if (graph === undefined) continue;
    // A loop may lead back to the start block: fine, a check there is cheap and bounds the loop's callees too.
    graph.start.ops.unshift({
      name: "stack_check",
      args: [],
      result: new Variable("t", VOID),
      pos: graph.pos,
    });
  }
  return recursive.size;
}
