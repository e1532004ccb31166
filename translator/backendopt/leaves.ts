// Puts functions of a few plain operations in the place of their calls: constructors, getters and setters mostly. The C
// compiler would do the same, but what comes after, the collector's barriers first of all, then sees that `this` is an
// object that has just been made. Needs: typed, exceptions implicit. Keeps: typed.

import type { Changes } from "../model/changes.ts";
import { type Graph, opCount } from "../model/graph.ts";
import { mayRaise } from "../model/ops.ts";
import type { Program } from "../model/program.ts";
import { inlineCalls } from "./inline.ts";

/** Operations of a leaf. */
const LARGEST = 12;

export function inlineLeaves(program: Program, changes: Changes): void {
  // Small ones first: a constructor whose base's constructor is a leaf may become one.
  const graphs = [...program.graphs.values()].map((graph) => ({ graph, size: opCount(graph) }));
  graphs.sort((a, b) => a.size - b.size);
  inlineCalls(program, changes, {
    into: graphs.map(({ graph }) => graph),
    candidate: isLeaf,
    largest: LARGEST,
    budget: () => Infinity,
  });
}

/** One block that cannot raise: nothing in it calls, and no line of a traceback is lost. */
function isLeaf(graph: Graph): boolean {
  const { start, returnBlock } = graph;
  if (graph.hints.has("noinline") || start.exits.length !== 1) return false;
  return start.exits[0]?.target === returnBlock && !start.ops.some((op) => mayRaise(op.name));
}
