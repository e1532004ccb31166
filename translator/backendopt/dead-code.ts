// Removes operations that change nothing and whose results nobody uses, and block parameters that are not read.
// Needs: typed. Keeps: typed. Surprise: allocations count as removable; a check that may raise does not.

import type { Changes } from "../model/changes.ts";
import {
  type Block,
  blocksOf,
  type Graph,
  predecessors,
  RAISES,
  type Value,
  Variable,
} from "../model/graph.ts";
import { isRemovable } from "../model/ops.ts";
import type { Program } from "../model/program.ts";

export function removeDeadCode(program: Program, changes: Changes): void {
  for (const graph of program.graphs.values()) sweep(graph, changes);
}

function sweep(graph: Graph, changes: Changes): void {
  const blocks = blocksOf(graph);
  const used = usedVariables(graph, blocks);
  for (const block of blocks)
    block.ops = block.ops.filter(
      (op) => used.has(op.result) || !isRemovable(op.name) || isLastOfRaising(block, op) || !changes.allow(),
    );
  const fixed = new Set([graph.start, graph.returnBlock, graph.raiseBlock]);
  for (const [block, preds] of predecessors(graph)) {
    if (fixed.has(block)) continue;
    for (let i = block.inputs.length - 1; i >= 0; i--) {
      if (used.has(block.inputs[i] as Variable) || !changes.allow()) continue;
      block.inputs.splice(i, 1);
      for (const p of preds) p.link.args.splice(i, 1);
    }
  }
}

function isLastOfRaising(block: Block, op: Block["ops"][number]): boolean {
  return block.exitSwitch === RAISES && op === block.ops[block.ops.length - 1];
}

/** Variables that something with an effect depends on. */
function usedVariables(graph: Graph, blocks: readonly Block[]): Set<Variable> {
  const sources = new Map<Variable, Value[]>();
  const work: Value[] = [];
  for (const b of blocks) {
    for (const op of b.ops) {
      if (isRemovable(op.name) && !isLastOfRaising(b, op)) sources.set(op.result, op.args);
      else work.push(...op.args);
    }
    if (b.exitSwitch !== null && b.exitSwitch !== RAISES) work.push(b.exitSwitch);
    for (const l of b.exits)
      l.args.forEach((a, i) => {
        const input = l.target.inputs[i] as Variable;
        if (l.target === graph.returnBlock || l.target === graph.raiseBlock) work.push(a);
        else sources.set(input, [...(sources.get(input) ?? []), a]);
      });
  }
  const used = new Set<Variable>();
  while (work.length > 0) {
    const v = work.pop();
    if (!(v instanceof Variable) || used.has(v)) continue;
    used.add(v);
    work.push(...(sources.get(v) ?? []));
  }
  return used;
}
