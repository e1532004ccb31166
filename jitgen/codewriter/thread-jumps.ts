// Jumps skip blocks that do nothing but jump on. What such a block passes on takes the place of its inputs.

import { type CodeBlock, type Jump, orderOf, usesOf } from "./code.ts";
import { type Value, Variable } from "../../translator/model/graph.ts";

export function threadJumps(start: CodeBlock): void {
  const order = orderOf(start);
  const readers = readersOf(order);
  const isEmpty = (block: CodeBlock): boolean =>
    block !== start &&
    block.code.length === 0 &&
    block.caught === null &&
    block.next !== null &&
    block.next.target !== block &&
    // Inputs that other blocks read have to be assigned here.
    block.inputs.every((v) => [...(readers.get(v) ?? [])].every((reader) => reader === block));
  for (const block of order)
    for (const jump of block.jumps())
      // Empty blocks may form a loop.
      for (let hops = 0; hops < order.length && isEmpty(jump.target); hops++) skip(jump);
}

function skip(jump: Jump): void {
  const { inputs, next } = jump.target;
  if (next === null) return;
  const given = new Map(inputs.map((v, i) => [v, jump.args[i]] as const));
  const value = (v: Value): Value => (v instanceof Variable ? (given.get(v) ?? v) : v);
  jump.args = next.args.map(value);
  jump.target = next.target;
}

/** The blocks that read a variable, in an instruction or on their way out. */
function readersOf(order: readonly CodeBlock[]): Map<Variable, Set<CodeBlock>> {
  const readers = new Map<Variable, Set<CodeBlock>>();
  const read = (block: CodeBlock, v: Value): void => {
    if (!(v instanceof Variable)) return;
    const known = readers.get(v) ?? new Set();
    readers.set(v, known.add(block));
  };
  for (const block of order) {
    for (const instruction of block.code) for (const v of usesOf(instruction)) read(block, v);
    for (const jump of block.jumps()) for (const v of jump.args) read(block, v);
  }
  return readers;
}
