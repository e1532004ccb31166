// Puts a `stack_check` into every graph that may call itself, directly or through others, so that endless recursion
// raises RangeError instead of crashing: where all ways to calls of such graphs come together, so that calls which end the
// recursion pay nothing, and before loops. Needs: typed, before exceptions are explicit (the check raises).
// Surprise: graphs outside of cycles get none, nor does the last frame of a recursion; the margin below the limit
// (c/runtime) has room for their frames. An exception handler around the call does not catch the check's error.

import { type Block, blocksOf, dominates, dominators, type Graph, Variable } from "../model/graph.ts";
import { CallGraph } from "../model/call-graph.ts";
import type { Program } from "../model/program.ts";
import { VOID } from "../model/types.ts";

/** Inserts the checks; gives the number inserted. */
export function insertStackChecks(program: Program): number {
  const found = descents(program);
  for (const { graph, blocks } of found)
    placeOf(graph, blocks).ops.unshift({
      name: "stack_check",
      args: [],
      result: new Variable("t", VOID),
      pos: graph.pos,
    });
  return found.length;
}

/** Keys of the graphs in which a recursion may go on without a check. */
export function uncheckedRecursion(program: Program): string[] {
  const isOpen = ({ graph, blocks }: Descent): boolean => {
    const idom = dominators(graph);
    const checked = blocksOf(graph).filter((b) => b.ops[0]?.name === "stack_check");
    return !blocks.every((b) => checked.some((c) => dominates(idom, c, b)));
  };
  return descents(program)
    .filter(isOpen)
    .map(({ graph }) => graph.key);
}

/** A graph that may call itself, and its blocks that call such graphs. */
interface Descent {
  readonly graph: Graph;
  readonly blocks: readonly Block[];
}

function descents(program: Program): Descent[] {
  const calls = new CallGraph(program);
  const recursive = calls.recursive();
  const descends = (block: Block): boolean =>
    block.ops.some((op) => calls.targets(op)?.keys.some((key) => recursive.has(key)) === true);
  return [...recursive].flatMap((key) => {
    const graph = program.graphs.get(key);
    return graph === undefined ? [] : [{ graph, blocks: blocksOf(graph).filter(descends) }];
  });
}

/** The lowest block that dominates all that descend and is in no loop. */
function placeOf(graph: Graph, below: readonly Block[]): Block {
  const idom = dominators(graph);
  const isGood = (b: Block): boolean => below.every((d) => dominates(idom, b, d)) && !isInLoop(b);
  let place = below[0] ?? graph.start;
  // A loop may lead back to the start block: fine, a check there is cheap and bounds the loop's callees too.
  while (place !== graph.start && !isGood(place)) place = idom.get(place) ?? graph.start;
  return place;
}

function isInLoop(block: Block): boolean {
  const seen = new Set<Block>();
  const work = block.exits.map((exit) => exit.target);
  for (let b = work.pop(); b !== undefined; b = work.pop()) {
    if (b === block) return true;
    if (seen.has(b)) continue;
    seen.add(b);
    work.push(...b.exits.map((exit) => exit.target));
  }
  return false;
}
