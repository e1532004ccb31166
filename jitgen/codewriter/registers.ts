// Register allocation: variables of each class get numbers, parameters the first ones in their order. In SSA form a
// variable's colour may be chosen at its definition, definitions before uses: everything alive there has its own
// already, so no two variables that are alive together share one. Copies at jumps are avoided where colours allow.

import { CLASSES, classOf, type CodeBlock, type RegisterClass, resultOf } from "./code.ts";
import { type Liveness } from "./liveness.ts";
import type { Value, Variable } from "../../translator/model/graph.ts";
import { broken } from "../../translator/support/diagnostics.ts";

export interface Registers {
  readonly of: ReadonlyMap<Variable, number>;
  /** Registers in use by class; the assembler may need one more to break a cycle of copies. */
  readonly count: Readonly<Record<RegisterClass, number>>;
}

/** `order`: reverse postorder; the first block's inputs are the parameters. */
export function allocateRegisters(order: readonly CodeBlock[], live: Liveness): Registers {
  return new Allocator(order, live).run();
}

class Allocator {
  private readonly order: readonly CodeBlock[];
  private readonly live: Liveness;
  private readonly colours = new Map<Variable, number>();
  private readonly count = { w: 0, r: 0, f: 0 };
  /** Variables that copies connect: worth the same colour. */
  private readonly friends = new Map<Variable, Variable[]>();

  constructor(order: readonly CodeBlock[], live: Liveness) {
    this.order = order;
    this.live = live;
  }

  run(): Registers {
    for (const block of this.order)
      for (const jump of block.jumps())
        jump.target.inputs.forEach((input, i) => this.befriend(input, jump.args[i]));
    const [start] = this.order;
    for (const block of this.order) this.block(block, block === start);
    return { of: this.colours, count: this.count };
  }

  private befriend(input: Variable, arg: Value | undefined): void {
    if (arg?.tag !== "var") return;
    for (const [a, b] of [
      [input, arg],
      [arg, input],
    ] as const) {
      const known = this.friends.get(a) ?? [];
      known.push(b);
      this.friends.set(a, known);
    }
  }

  private block(block: CodeBlock, isStart: boolean): void {
    const entry = this.live.entry.get(block) ?? broken("a block without liveness");
    const inputs = block.caught === null ? block.inputs : [block.caught, ...block.inputs];
    const taken = new Set([...entry].filter((v) => !inputs.includes(v)));
    for (const input of inputs) {
      // Parameters have registers whether they are used or not; two inputs that nobody reads may share one.
      this.define(input, taken);
      if (isStart || entry.has(input) || input === block.caught) taken.add(input);
    }
    for (const instruction of block.code) {
      const result = resultOf(instruction);
      if (result === null) continue;
      const after = this.live.after.get(instruction) ?? broken("an instruction without liveness");
      this.define(result, after);
    }
  }

  private define(v: Variable, alive: Iterable<Variable>): void {
    const c = classOf(v.type);
    if (c === null) return;
    const taken = new Set<number>();
    for (const other of alive)
      if (other !== v && classOf(other.type) === c)
        taken.add(this.colours.get(other) ?? broken(`'${other.hint}' is read before it has a register`));
    const wanted = (this.friends.get(v) ?? [])
      .map((f) => this.colours.get(f))
      .find((n) => n !== undefined && !taken.has(n));
    let colour = wanted ?? 0;
    while (taken.has(colour)) colour++;
    this.colours.set(v, colour);
    this.count[c] = Math.max(this.count[c], colour + 1);
  }
}

/** Violations of an allocation, found independently of how it was made: for tests. */
export function allocationProblems(
  order: readonly CodeBlock[],
  live: Liveness,
  registers: Registers,
): string[] {
  const problems: string[] = [];
  const distinct = (alive: Iterable<Variable>, where: string): void => {
    for (const c of CLASSES) {
      const owners = new Map<number, Variable>();
      for (const v of alive) {
        if (classOf(v.type) !== c) continue;
        const n = registers.of.get(v);
        const other = n === undefined ? undefined : owners.get(n);
        if (n === undefined) problems.push(`'${v.hint}' has no register ${where}`);
        else if (other !== undefined)
          problems.push(`'${v.hint}' and '${other.hint}' share %${c}${n} ${where}`);
        else owners.set(n, v);
      }
    }
  };
  for (const block of order) {
    distinct(live.entry.get(block) ?? [], `at the entry of ${block.hint}`);
    for (const instruction of block.code)
      distinct(live.after.get(instruction) ?? [], `after ${instruction.name} in ${block.hint}`);
  }
  return problems;
}
