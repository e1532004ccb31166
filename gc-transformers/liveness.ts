// Which references are still used at each place of a graph. Inputs of a block count only where something in the end
// reads them, so a value that a loop merely passes along is not live.

import {
  blocksOf,
  predecessors,
  type Block,
  type Graph,
  type Op,
  type Value,
  type Variable,
} from "../translator/model/graph.ts";
import { broken } from "../translator/support/diagnostics.ts";
import { Bits } from "./bits.ts";

export class Liveness {
  readonly blocks: readonly Block[];
  /** Every variable that holds a reference, in a deterministic order. */
  readonly variables: Variable[] = [];
  private readonly numbers = new Map<Variable, number>();
  private readonly before = new Map<Block, Bits>();

  constructor(graph: Graph) {
    this.blocks = blocksOf(graph);
    for (const block of this.blocks) {
      block.inputs.forEach((v) => this.number(v));
      for (const op of block.ops) this.number(op.result);
    }
    for (const block of this.blocks) this.before.set(block, this.none());
    this.solve(graph);
  }

  private number(v: Variable): void {
    if (v.type?.tag !== "ref") return;
    this.numbers.set(v, this.variables.length);
    this.variables.push(v);
  }

  private none(): Bits {
    return new Bits(this.variables.length);
  }

  private solve(graph: Graph): void {
    const preds = predecessors(graph);
    const work = [...this.blocks];
    const waiting = new Set(work);
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      waiting.delete(block);
      const live = this.after(block);
      for (let i = block.ops.length - 1; i >= 0; i--) this.step(live, block.ops[i] as Op);
      // The result is returned, whatever it is.
      if (block === graph.returnBlock) for (const v of block.inputs) this.use(live, v);
      if (!this.liveBefore(block).unite(live)) continue;
      for (const { from } of preds.get(block) ?? [])
        if (!waiting.has(from)) {
          waiting.add(from);
          work.push(from);
        }
    }
  }

  /** At the block's beginning, its live inputs among them. */
  private liveBefore(block: Block): Bits {
    return this.before.get(block) ?? broken("a block that was not found");
  }

  isLiveBefore(block: Block, v: Variable): boolean {
    const n = this.numbers.get(v);
    const bits = this.before.get(block);
    return n !== undefined && bits !== undefined && bits.has(n);
  }

  /** After the block's last operation: what its exits use. */
  after(block: Block): Bits {
    const live = this.none();
    for (const exit of block.exits) {
      const target = this.liveBefore(exit.target);
      const passed = target.copy();
      for (const input of exit.target.inputs) this.kill(passed, input);
      exit.args.forEach((arg, i) => {
        const input = this.numbers.get(exit.target.inputs[i] as Variable);
        if (input !== undefined && target.has(input)) this.use(passed, arg);
      });
      live.unite(passed);
    }
    if (block.exitSwitch !== null && typeof block.exitSwitch !== "string") this.use(live, block.exitSwitch);
    return live;
  }

  /** From after an operation to before it. */
  step(live: Bits, op: Op): void {
    this.kill(live, op.result);
    for (const arg of op.args) this.use(live, arg);
  }

  private use(live: Bits, v: Value): void {
    const n = v.tag === "var" ? this.numbers.get(v) : undefined;
    if (n !== undefined) live.add(n);
  }

  private kill(live: Bits, v: Variable): void {
    const n = this.numbers.get(v);
    if (n !== undefined) live.delete(n);
  }

  /** The references that are used after an operation, without its result. `live`: after it. */
  across(live: Bits, op: Op): Variable[] {
    return [...live].map((n) => this.variables[n] as Variable).filter((v) => v !== op.result);
  }
}
