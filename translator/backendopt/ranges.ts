// Drops checks of ints that cannot fail: what an int may be is known from where it comes, from its width in memory and
// from the comparisons on the way; a loop's counter is below what it is compared with. Intervals grow from nothing until
// nothing changes (intervals.ts), loops' variables in few steps.
// Needs: typed. Keeps: typed. After the JIT's phases: the tracer sees the checks.

import type { Changes } from "../model/changes.ts";
import {
  type Block,
  blocksOf,
  dominators,
  type Graph,
  type Op,
  predecessors,
  type Value,
  Variable,
} from "../model/graph.ts";
import type { Program } from "../model/program.ts";
import { INT } from "../model/types.ts";
import {
  ALL,
  exactResult,
  impliedBy,
  type Interval,
  isComparison,
  isWithin,
  meet,
  ofConstant,
  ofOperation,
  SAFE,
  union,
  widened,
} from "./intervals.ts";
import { dropUnusedHandler } from "./unchecked.ts";

/** What a check or an operation that rounds becomes where the exact result is within ±(2^53-1). */
const PLAIN: Readonly<Partial<Record<string, string>>> = {
  check_range: "same_as",
  int_mul_range: "int_mul",
  int_add_i32: "int_add",
  int_sub_i32: "int_sub",
  int_mul_i32: "int_mul",
};

/** Rounds without widening, and the most there may be at all. */
const PATIENCE = 3;
const MOST_ROUNDS = 60;

export function dropProvedChecks(program: Program, changes: Changes): void {
  for (const graph of program.graphs.values()) {
    const blocks = blocksOf(graph);
    if (!blocks.some((b) => b.ops.some((op) => PLAIN[op.name] !== undefined))) continue;
    const ranges = new Ranges(graph, blocks);
    if (ranges.solve()) rewrite(blocks, ranges, changes);
  }
}

function rewrite(blocks: readonly Block[], ranges: Ranges, changes: Changes): void {
  for (const block of blocks) {
    const ops: Op[] = [];
    for (const op of block.ops) {
      const plain = PLAIN[op.name];
      const [a, b] = op.args.map((v) => ranges.at(v, block));
      const isKnown =
        plain !== undefined && a !== undefined && isWithin(exactResult(op.name, a, b ?? ALL), SAFE);
      if (!isKnown || !changes.allow()) ops.push(op);
      else if (op.name.endsWith("_i32")) {
        const sum = new Variable(op.result.hint, INT);
        ops.push({ ...op, name: plain, result: sum }, { ...op, name: "int_to_i32", args: [sum] });
      } else {
        op.name = plain;
        ops.push(op);
      }
    }
    block.ops = ops;
    dropUnusedHandler(block);
  }
}

/** How a comparison came out on every way to a block. */
interface Guard {
  readonly op: Op;
  readonly holds: boolean;
  readonly up: Guard | undefined;
}

class Ranges {
  readonly #blocks: readonly Block[];
  readonly #incoming: ReturnType<typeof predecessors>;
  readonly #guards = new Map<Block, Guard>();
  readonly #known = new Map<Variable, Interval>();

  constructor(graph: Graph, blocks: readonly Block[]) {
    this.#blocks = blocks;
    this.#incoming = predecessors(graph);
    for (const v of graph.args) this.#known.set(v, ALL);
    this.#findGuards(graph);
  }

  #findGuards(graph: Graph): void {
    const comparisons = new Map<Value, Op>();
    for (const b of this.#blocks)
      for (const op of b.ops) if (isComparison(op)) comparisons.set(op.result, op);
    const idom = dominators(graph);
    for (const block of this.#blocks) {
      const above = idom.get(block);
      const up = above === undefined || above === block ? undefined : this.#guards.get(above);
      const [only, more] = this.#incoming.get(block) ?? [];
      const on = only?.from.exitSwitch;
      const op = on instanceof Variable && more === undefined ? comparisons.get(on) : undefined;
      const holds = only?.link.case;
      const guard = op !== undefined && typeof holds === "boolean" ? { op, holds, up } : up;
      if (guard !== undefined) this.#guards.set(block, guard);
    }
  }

  /** What a value may be in a block; undefined if nothing gets there, as far as is known. */
  at(v: Value, block: Block): Interval | undefined {
    let range = this.#base(v);
    if (range === undefined || !(v instanceof Variable)) return range;
    for (let g = this.#guards.get(block); g !== undefined; g = g.up) {
      const operand = g.op.args.indexOf(v);
      const other = operand < 0 ? undefined : this.#base(g.op.args[1 - operand] as Value);
      if (other !== undefined) range = meet(range, impliedBy(g.op, g.holds, operand, other));
    }
    return range;
  }

  #base(v: Value): Interval | undefined {
    return v instanceof Variable ? this.#known.get(v) : ofConstant(v);
  }

  /** false: given up. */
  solve(): boolean {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let changed = false;
      for (const block of this.#blocks) {
        block.inputs.forEach((input, i) => {
          if (this.#grow(input, this.#incomingRange(block, i), round >= PATIENCE)) changed = true;
        });
        for (const op of block.ops)
          if (
            this.#grow(
              op.result,
              ofOperation(op, (v) => this.at(v, block)),
              false,
            )
          )
            changed = true;
      }
      if (!changed) return true;
    }
    return false;
  }

  #incomingRange(block: Block, i: number): Interval | undefined {
    let range: Interval | undefined;
    for (const { from, link } of this.#incoming.get(block) ?? []) {
      const one = this.at(link.args[i] as Value, from);
      if (one !== undefined) range = range === undefined ? one : union(range, one);
    }
    return range;
  }

  #grow(v: Variable, now: Interval | undefined, isHurried: boolean): boolean {
    if (now === undefined) return false;
    const old = this.#known.get(v);
    if (old !== undefined && isWithin(now, old)) return false;
    const all = old === undefined ? now : union(old, now);
    this.#known.set(v, isHurried && old !== undefined ? widened(old, all) : all);
    return true;
  }
}
