// The natural loops of a graph, by their headers: blocks that dominate a block with a link back to them.

import { dominates, dominators, type Block, type Graph } from "../translator/model/graph.ts";

export class Loops {
  private readonly bodies = new Map<Block, Set<Block>>();
  /** Headers of the loops around each block. */
  private readonly around = new Map<Block, Block[]>();

  constructor(
    graph: Graph,
    blocks: readonly Block[],
    preds: ReadonlyMap<Block, readonly { readonly from: Block }[]>,
  ) {
    const idom = dominators(graph);
    for (const from of blocks)
      for (const { target } of from.exits) {
        if (!dominates(idom, target, from)) continue;
        const body = this.bodies.get(target) ?? new Set([target]);
        this.bodies.set(target, body);
        const work = [from];
        for (let b = work.pop(); b !== undefined; b = work.pop()) {
          if (body.has(b)) continue;
          body.add(b);
          work.push(...(preds.get(b) ?? []).map((p) => p.from));
        }
      }
    for (const [header, body] of this.bodies)
      for (const b of body) this.around.set(b, [...(this.around.get(b) ?? []), header]);
  }

  isIn(block: Block, header: Block): boolean {
    return this.bodies.get(header)?.has(block) === true;
  }

  /** Header of the largest loop around `block` that does not hold `other`, among those that are allowed. */
  outermostWithout(block: Block, other: Block, isAllowed: (header: Block) => boolean): Block | undefined {
    let found: Block | undefined;
    for (const header of this.around.get(block) ?? []) {
      const body = this.bodies.get(header);
      if (body === undefined || body.has(other) || !isAllowed(header)) continue;
      if (found === undefined || body.size > (this.bodies.get(found)?.size ?? 0)) found = header;
    }
    return found;
  }
}
