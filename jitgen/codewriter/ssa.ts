// Repairs SSA form after a variable got a second definition: every use reads the definition that reaches it, through
// block inputs made where two meet (Braun et al., "Simple and Efficient Construction of SSA Form").
// Needs: on every path to a use there is a definition. Surprise: inputs may turn out to receive one value on all
// links; `simplifyParams` removes those.

import type { RAISES } from "../../translator/model/graph.ts";
import {
  type Block,
  blocksOf,
  type Graph,
  type Op,
  predecessors,
  type Value,
  Variable,
} from "../../translator/model/graph.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** `again`: blocks that define the variable anew, with its value at their end. They hold no use of it themselves. */
export function addDefinitions(graph: Graph, variable: Variable, again: ReadonlyMap<Block, Value>): void {
  new Repair(graph, variable, again).run();
}

class Repair {
  private readonly graph: Graph;
  private readonly variable: Variable;
  private readonly again: ReadonlyMap<Block, Value>;
  private readonly home: Block;
  private readonly preds: ReturnType<typeof predecessors>;
  private readonly atEntry = new Map<Block, Value>();

  constructor(graph: Graph, variable: Variable, again: ReadonlyMap<Block, Value>) {
    this.graph = graph;
    this.variable = variable;
    this.again = again;
    this.preds = predecessors(graph);
    this.home = definingBlock(graph, variable);
  }

  run(): void {
    for (const block of blocksOf(this.graph)) {
      if (block === this.home) continue;
      const isUsed = (v: Value | null | typeof RAISES): boolean => v === this.variable;
      const used =
        block.ops.some((op) => op.args.some(isUsed)) ||
        isUsed(block.exitSwitch) ||
        block.exits.some((exit) => exit.args.some(isUsed));
      if (!used) continue;
      const now = this.again.get(block) ?? this.entry(block);
      const renamed = (v: Value): Value => (v === this.variable ? now : v);
      for (const op of block.ops) op.args = op.args.map(renamed);
      if (isUsed(block.exitSwitch)) block.exitSwitch = now;
      for (const exit of block.exits) exit.args = exit.args.map(renamed);
    }
  }

  private end(block: Block): Value {
    return this.again.get(block) ?? (block === this.home ? this.variable : this.entry(block));
  }

  private entry(block: Block): Value {
    const known = this.atEntry.get(block);
    if (known !== undefined) return known;
    const preds = this.preds.get(block) ?? [];
    const [only] = preds;
    if (only === undefined || block === this.graph.start)
      return broken(`${this.graph.key}: '${this.variable.hint}' is used where no definition reaches`);
    if (preds.length === 1) {
      const value = this.end(only.from);
      this.atEntry.set(block, value);
      return value;
    }
    const input = new Variable(this.variable.hint, this.variable.type);
    // Known before the predecessors are asked: loops come back here.
    this.atEntry.set(block, input);
    block.inputs.push(input);
    for (const { from, link } of preds) link.args.push(this.end(from));
    return input;
  }
}

function definingBlock(graph: Graph, variable: Variable): Block {
  for (const block of blocksOf(graph))
    if (block.inputs.includes(variable) || block.ops.some((op) => op.result === variable)) return block;
  return broken(`${graph.key}: '${variable.hint}' is defined by no block`);
}

/** Variables that are read before they are defined on some way from the start of a block. */
export function liveAtEntry(graph: Graph): Map<Block, Set<Variable>> {
  const blocks = blocksOf(graph).reverse();
  const live = new Map<Block, Set<Variable>>(blocks.map((b) => [b, new Set()]));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of blocks) {
      const now = liveBefore(block, live);
      if (now.size !== live.get(block)?.size) {
        live.set(block, now);
        changed = true;
      }
    }
  }
  return live;
}

function liveBefore(block: Block, live: ReadonlyMap<Block, ReadonlySet<Variable>>): Set<Variable> {
  const now = new Set<Variable>();
  const use = (v: Value | null | typeof RAISES): void => {
    if (v instanceof Variable) now.add(v);
  };
  for (const exit of block.exits) {
    for (const v of live.get(exit.target) ?? []) now.add(v);
    exit.args.forEach(use);
    if (exit.exception !== undefined) now.delete(exit.exception);
  }
  use(block.exitSwitch);
  for (const op of [...block.ops].reverse()) {
    now.delete(op.result);
    op.args.forEach(use);
  }
  for (const input of block.inputs) now.delete(input);
  return now;
}

/** Cuts a block in two before the operation; gives the second part, which the first jumps to. */
export function splitBefore(block: Block, op: Op, rest: Block): Block {
  const at = block.ops.indexOf(op);
  if (at < 0) broken("the block does not hold the operation");
  rest.ops = block.ops.splice(at);
  rest.exits = block.exits;
  rest.exitSwitch = block.exitSwitch;
  block.exits = [{ target: rest, args: [], case: null }];
  block.exitSwitch = null;
  return rest;
}
