// Which graphs can let an exception out, as the least fixpoint over the call graph: nothing raises until something is
// found that does. Within a graph only what its live exits reach counts: the handler of an operation that cannot raise
// is dead. Indirect calls raise if any of their targets does.

import { RAISES, type Block, type Graph, type Op } from "../model/graph.ts";
import { CallGraph } from "../model/call-graph.ts";
import { mayRaise } from "../model/ops.ts";
import type { Program } from "../model/program.ts";

/** A new array whose length is a constant that every length field holds. */
function isShortConstantArray(op: Op): boolean {
  const length = op.name === "new_array" ? op.args[1] : undefined;
  if (length?.tag !== "const" || length.value.kind !== "number") return false;
  return length.value.value >= 0 && length.value.value <= 127;
}

export class RaiseAnalysis {
  private readonly calls: CallGraph;
  private readonly raising = new Set<string>();

  constructor(program: Program) {
    this.calls = new CallGraph(program);
    const callers = this.calls.callers();
    const work = [...program.graphs.keys()].reverse();
    for (let key = work.pop(); key !== undefined; key = work.pop()) {
      const graph = program.graphs.get(key);
      if (graph === undefined || this.raising.has(key) || !this.letsOut(graph)) continue;
      this.raising.add(key);
      work.push(...(callers.get(key) ?? []));
    }
  }

  /** Can a call of this graph end in an exception? */
  graphRaises(key: string): boolean {
    return this.raising.has(key);
  }

  /** Can this operation of the program raise? */
  opRaises(op: Op): boolean {
    if (!mayRaise(op.name) || isShortConstantArray(op)) return false;
    const targets = this.calls.targets(op);
    return targets === undefined || targets.keys.some((key) => this.raising.has(key));
  }

  private letsOut(graph: Graph): boolean {
    const live = new Set<Block>([graph.start]);
    for (const block of live) {
      const caught = block.exitSwitch === RAISES ? block.ops.at(-1) : undefined;
      for (const op of block.ops) if (op !== caught && this.opRaises(op)) return true;
      const exits = caught !== undefined && !this.opRaises(caught) ? block.exits.slice(0, 1) : block.exits;
      for (const exit of exits) live.add(exit.target);
    }
    return live.has(graph.raiseBlock);
  }
}
