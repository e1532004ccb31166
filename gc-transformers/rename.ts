// Static single assignment after reloads: a reference that is loaded again after an operation that may have moved its
// object has several names. Uses get the name that reaches them; where several reach a block in which the reference is
// alive, the block takes it as an input (Cytron et al., "Efficiently computing static single assignment form and the
// control dependence graph": iterated dominance frontiers; liveness keeps inputs away that nobody reads).

import {
  blocksOf,
  dominators,
  predecessors,
  Variable,
  type Block,
  type Graph,
  type Value,
} from "../translator/model/graph.ts";

/** `reloads`: of a result of `root_load`, what it is the new name of. `isLive`: at a block's beginning. */
export function renameReloads(
  graph: Graph,
  reloads: ReadonlyMap<Variable, Variable>,
  isLive: (block: Block, v: Variable) => boolean,
): void {
  if (reloads.size > 0) new Renamer(graph, reloads, isLive).run();
}

class Renamer {
  private readonly graph: Graph;
  private readonly reloads: ReadonlyMap<Variable, Variable>;
  private readonly isLive: (block: Block, v: Variable) => boolean;
  private readonly order: readonly Block[];
  private readonly idom: Map<Block, Block>;
  private readonly preds: Map<Block, { from: Block; link: { args: Value[] } }[]>;
  /** Blocks where a variable gets a name, the one of its definition included. */
  private readonly named = new Map<Variable, Set<Block>>();
  /** Of an input made here: what it is a name of. */
  private readonly inputs = new Map<Variable, Variable>();

  constructor(
    graph: Graph,
    reloads: ReadonlyMap<Variable, Variable>,
    isLive: (block: Block, v: Variable) => boolean,
  ) {
    this.graph = graph;
    this.reloads = reloads;
    this.isLive = isLive;
    this.order = blocksOf(graph);
    this.idom = dominators(graph);
    this.preds = predecessors(graph);
  }

  run(): void {
    this.collectNames();
    this.placeInputs(this.frontiers());
    this.rename();
  }

  private collectNames(): void {
    const renamed = new Set(this.reloads.values());
    const name = (v: Variable, block: Block): void => {
      if (!renamed.has(v)) return;
      const known = this.named.get(v);
      if (known === undefined) this.named.set(v, new Set([block]));
      else known.add(block);
    };
    for (const block of this.order) {
      for (const v of block.inputs) name(v, block);
      for (const op of block.ops) name(this.reloads.get(op.result) ?? op.result, block);
    }
  }

  /** Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm", figure 5. */
  private frontiers(): Map<Block, Set<Block>> {
    const found = new Map<Block, Set<Block>>();
    for (const block of this.order) {
      const preds = this.preds.get(block) ?? [];
      if (preds.length < 2) continue;
      const end = this.idom.get(block);
      for (const { from } of preds)
        for (let at: Block | undefined = from; at !== undefined && at !== end; at = this.idom.get(at)) {
          const known = found.get(at);
          if (known === undefined) found.set(at, new Set([block]));
          else known.add(block);
          if (at === this.idom.get(at)) break;
        }
    }
    return found;
  }

  private placeInputs(frontiers: ReadonlyMap<Block, ReadonlySet<Block>>): void {
    for (const [v, blocks] of this.named) {
      const done = new Set<Block>();
      const work = [...blocks];
      for (let b = work.pop(); b !== undefined; b = work.pop())
        for (const meeting of frontiers.get(b) ?? []) {
          if (done.has(meeting) || !this.isLive(meeting, v) || meeting.inputs.includes(v)) continue;
          done.add(meeting);
          work.push(meeting);
          const input = new Variable(v.hint, v.type);
          this.inputs.set(input, v);
          meeting.inputs.push(input);
          for (const p of this.preds.get(meeting) ?? []) p.link.args.push(v);
        }
    }
  }

  /** Down the dominator tree, with the present name of each variable. */
  private rename(): void {
    const children = new Map<Block, Block[]>();
    for (const block of this.order) {
      const up = this.idom.get(block);
      if (up === undefined || up === block) continue;
      const known = children.get(up);
      if (known === undefined) children.set(up, [block]);
      else known.push(block);
    }
    const now = new Map<Variable, Variable>();
    const work: (() => void)[] = [];
    const enter = (block: Block): void => {
      const undo: [Variable, Variable | undefined][] = [];
      this.renameIn(block, now, undo);
      work.push(() => {
        for (const [v, before] of undo.reverse())
          if (before === undefined) now.delete(v);
          else now.set(v, before);
      });
      for (const child of children.get(block) ?? []) work.push(() => enter(child));
    };
    enter(this.graph.start);
    for (let next = work.pop(); next !== undefined; next = work.pop()) next();
  }

  private renameIn(
    block: Block,
    now: Map<Variable, Variable>,
    undo: [Variable, Variable | undefined][],
  ): void {
    const name = (v: Variable, by: Variable): void => {
      undo.push([v, now.get(v)]);
      now.set(v, by);
    };
    const present = <T extends Value>(v: T): T | Variable => (v.tag === "var" ? (now.get(v) ?? v) : v);
    for (const input of block.inputs) {
      const of = this.inputs.get(input);
      if (of !== undefined) name(of, input);
    }
    for (const op of block.ops) {
      op.args = op.args.map(present);
      const of = this.reloads.get(op.result);
      if (of !== undefined) name(of, op.result);
    }
    const on = block.exitSwitch;
    if (on !== null && typeof on !== "string") block.exitSwitch = present(on);
    for (const exit of block.exits) exit.args = exit.args.map(present);
  }
}
