// Which operations may run a collection: those that do by themselves, and calls of graphs that may. The least fixpoint
// over the call graph; indirect calls collect if any of their targets does.

import { CallGraph } from "../translator/model/call-graph.ts";
import { blocksOf, type Op } from "../translator/model/graph.ts";
import { mayCollect } from "../translator/model/ops.ts";
import type { Program } from "../translator/model/program.ts";

export class CollectAnalysis {
  private readonly calls: CallGraph;
  private readonly collecting = new Set<string>();

  constructor(program: Program) {
    this.calls = new CallGraph(program);
    const callers = this.calls.callers();
    const work = [...program.graphs]
      .filter(([, graph]) => blocksOf(graph).some((b) => b.ops.some((op) => this.collectsItself(op))))
      .map(([key]) => key);
    for (let key = work.pop(); key !== undefined; key = work.pop()) {
      if (this.collecting.has(key)) continue;
      this.collecting.add(key);
      work.push(...(callers.get(key) ?? []));
    }
  }

  graphCollects(key: string): boolean {
    return this.collecting.has(key);
  }

  collects(op: Op): boolean {
    if (!mayCollect(op.name)) return false;
    const targets = this.calls.targets(op);
    if (targets === undefined || isAnyCode(op)) return true;
    return targets.keys.some((key) => this.collecting.has(key));
  }

  private collectsItself(op: Op): boolean {
    return mayCollect(op.name) && (this.calls.targets(op) === undefined || isAnyCode(op));
  }
}

/**
 * Code of another unit; C, which may call back later than its callbacks' graphs tell; a coroutine, which goes on where
 * another call has left it.
 */
function isAnyCode({ name }: Op): boolean {
  return name === "call_word" || name === "call_unit" || name === "call_c" || name === "coroutine_resume";
}
