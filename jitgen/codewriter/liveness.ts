// Which variables are live where, over jitcode blocks: backwards to a fixpoint. Needs: SSA with block inputs.

import { type CodeBlock, hasLive, type Instruction, type Jump, resultOf, runsAgain, usesOf } from "./code.ts";
import type { Variable } from "../../translator/model/graph.ts";

export interface Liveness {
  /** Live when the block is entered, with its inputs that are used. */
  readonly entry: ReadonlyMap<CodeBlock, ReadonlySet<Variable>>;
  /** What an instruction's liveness set holds. */
  readonly at: ReadonlyMap<Instruction, ReadonlySet<Variable>>;
  /** What is live right after an instruction, its result included if it is used. */
  readonly after: ReadonlyMap<Instruction, ReadonlySet<Variable>>;
}

/** `order`: all blocks, reverse postorder. */
export function livenessOf(order: readonly CodeBlock[]): Liveness {
  const entry = new Map<CodeBlock, Set<Variable>>(order.map((b) => [b, new Set()]));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of [...order].reverse()) {
      const live = atEnd(block, entry);
      for (const instruction of [...block.code].reverse()) before(instruction, live);
      if (block.caught !== null) live.delete(block.caught);
      if (live.size !== entry.get(block)?.size) {
        entry.set(block, live);
        changed = true;
      }
    }
  }
  const at = new Map<Instruction, Set<Variable>>();
  const after = new Map<Instruction, Set<Variable>>();
  for (const block of order) {
    const live = atEnd(block, entry);
    for (const instruction of [...block.code].reverse()) {
      after.set(instruction, new Set(live));
      const result = resultOf(instruction);
      if (result !== null) live.delete(result);
      const needed = hasLive(instruction.name);
      if (needed && !runsAgain(instruction.name)) at.set(instruction, new Set(live));
      for (const v of usesOf(instruction)) live.add(v);
      if (needed && runsAgain(instruction.name)) at.set(instruction, new Set(live));
    }
  }
  return { entry, at, after };
}

function before(instruction: Instruction, live: Set<Variable>): void {
  const result = resultOf(instruction);
  if (result !== null) live.delete(result);
  for (const v of usesOf(instruction)) live.add(v);
}

/** Live at a block's end: what any of its jumps needs. Jumps stand last, after everything else of the block. */
function atEnd(block: CodeBlock, entry: ReadonlyMap<CodeBlock, ReadonlySet<Variable>>): Set<Variable> {
  const live = new Set<Variable>();
  for (const jump of block.jumps()) for (const v of neededBy(jump, entry)) live.add(v);
  return live;
}

/** What a jump needs: what is live at its target, and the values of the inputs that are used there. */
export function neededBy(
  { target, args }: Jump,
  entry: ReadonlyMap<CodeBlock, ReadonlySet<Variable>>,
): Set<Variable> {
  const there = entry.get(target) ?? new Set<Variable>();
  const needed = new Set(there);
  for (const input of target.inputs) needed.delete(input);
  target.inputs.forEach((input, i) => {
    const arg = args[i];
    if (there.has(input) && arg?.tag === "var") needed.add(arg);
  });
  return needed;
}
