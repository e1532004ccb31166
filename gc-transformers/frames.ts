// Where a graph's frame on the root stack exists: from one place, which dominates every operation that needs it and lies
// in no loop with one, to wherever no such operation can come any more. So the short ways through a function, and what
// follows its last call, have no traffic at all.

import {
  Block,
  blocksOf,
  dominators,
  link,
  predecessors,
  Variable,
  type Graph,
  type Link,
} from "../translator/model/graph.ts";
import { broken } from "../translator/support/diagnostics.ts";

export class FrameRegion {
  /** Where the frame is made. */
  readonly entry: Block;
  private readonly needing: ReadonlySet<Block>;
  /** Blocks from whose beginning one that needs the frame can be reached without passing `entry`. */
  private readonly reaching = new Set<Block>();
  private readonly graph: Graph;

  /** `needing`: blocks with operations that need the frame; not empty. May give the graph a new start. */
  constructor(graph: Graph, needing: ReadonlySet<Block>) {
    this.graph = graph;
    this.needing = needing;
    this.entry = this.findEntry();
    this.findReaching();
  }

  private findEntry(): Block {
    const idom = dominators(this.graph);
    const depth = (b: Block): number => {
      let n = 0;
      for (let at = b; at !== this.graph.start; at = idom.get(at) ?? this.graph.start) n++;
      return n;
    };
    const up = (b: Block): Block => idom.get(b) ?? broken("a block without a dominator");
    let found: Block | undefined;
    for (const b of this.needing) {
      let other = b;
      if (found === undefined) found = b;
      for (let [m, n] = [depth(found), depth(other)]; found !== other;)
        if (m >= n) {
          found = up(found);
          m--;
        } else {
          other = up(other);
          n--;
        }
    }
    let entry = found ?? broken("nothing needs the frame");
    const again = this.reachableAfter();
    while (again.has(entry) && entry !== this.graph.start) entry = up(entry);
    return again.has(entry) ? newStart(this.graph) : entry;
  }

  /** Blocks that can run after one that needs the frame. */
  private reachableAfter(): Set<Block> {
    const found = new Set<Block>();
    const work = [...this.needing];
    for (let b = work.pop(); b !== undefined; b = work.pop())
      for (const { target } of b.exits)
        if (!found.has(target)) {
          found.add(target);
          work.push(target);
        }
    return found;
  }

  private findReaching(): void {
    const preds = predecessors(this.graph);
    const work = [...this.needing];
    for (let b = work.pop(); b !== undefined; b = work.pop()) {
      if (this.reaching.has(b)) continue;
      this.reaching.add(b);
      if (b !== this.entry) work.push(...(preds.get(b) ?? []).map((p) => p.from));
    }
  }

  /** Does the frame exist at the block's beginning? */
  isIn(block: Block): boolean {
    return block !== this.entry && this.reaching.has(block);
  }

  /** Does it exist at the block's end? */
  isOut(block: Block): boolean {
    return (block === this.entry || this.reaching.has(block)) && block.exits.some((e) => this.isIn(e.target));
  }

  /** Places between a block where the frame exists and one where it does not: blocks of their own if need be. */
  leavingBlocks(): Block[] {
    const preds = predecessors(this.graph);
    const found = new Set<Block>();
    for (const from of blocksOf(this.graph)) {
      if (!this.isOut(from)) continue;
      for (const exit of from.exits) {
        const { target } = exit;
        if (this.isIn(target)) continue;
        const isOurs =
          target !== this.graph.returnBlock &&
          target !== this.entry &&
          (preds.get(target) ?? []).every((p) => this.isOut(p.from));
        found.add(isOurs ? target : split(exit));
      }
    }
    return [...found];
  }
}

/** A block of its own on a link. */
function split(exit: Link): Block {
  const way = new Block([], "leave");
  way.exits = [link(exit.target, exit.args)];
  exit.target = way;
  exit.args = [];
  return way;
}

/** A start that no link leads back to. */
function newStart(graph: Graph): Block {
  const loop = graph.start;
  const args = loop.inputs.map((v) => new Variable(v.hint, v.type));
  graph.start = new Block(args, "start");
  graph.start.exits = [link(loop, [...args])];
  return graph.start;
}
