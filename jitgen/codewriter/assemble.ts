// From blocks of instructions to units: registers, liveness sets, the order of blocks, copies at jumps, positions.

import { INSTRUCTIONS, type InstructionName } from "../tables/jitcode.ts";
import {
  CLASSES,
  classOf,
  type CodeBlock,
  type Instruction,
  type Jump,
  type Operand,
  type RegisterClass,
} from "./code.ts";
import { type Copy, sequence, type Source } from "./copies.ts";
import { livenessOf, type Liveness } from "./liveness.ts";
import type { LoweredGraph } from "./lower-graph.ts";
import type { Pools } from "./pools.ts";
import { allocateRegisters, type Registers } from "./registers.ts";
import type { Value, Variable } from "../../translator/model/graph.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** The numbers of a liveness set, in the order of entering: variables of words, of refs, of floats. */
export interface LiveSet {
  /** In units, relative to the jitcode's first set. */
  readonly at: number;
  readonly variables: readonly Variable[];
}

export interface Assembled {
  readonly units: readonly number[];
  readonly instructions: number;
  readonly liveness: readonly number[];
  readonly registers: Readonly<Record<RegisterClass, number>>;
  readonly positions: ReadonlyMap<Instruction, number>;
  readonly liveSets: ReadonlyMap<Instruction, LiveSet>;
  readonly registerOf: ReadonlyMap<Variable, number>;
}

/** Units are 16 bits wide. */
const LARGEST = 0xffff;

/** The jitcode of a lowered graph, or why it has none. */
export function assemble(lowered: LoweredGraph, pools: Pools): Assembled | { readonly tooLarge: string } {
  return new Assembler(lowered, pools).run();
}

class Assembler {
  private readonly order: readonly CodeBlock[];
  private readonly pools: Pools;
  private readonly live: Liveness;
  private readonly registers: Registers;
  private readonly count: Record<RegisterClass, number>;
  private readonly units: number[] = [];
  private instructions = 0;
  private readonly liveness: number[] = [];
  private readonly setsByText = new Map<string, number>();
  private readonly positions = new Map<Instruction, number>();
  private readonly liveSets = new Map<Instruction, LiveSet>();
  private readonly starts = new Map<CodeBlock, number>();
  /** Places to fill with the position a jump leads to, and what follows of a jump's copies. */
  private readonly open: { readonly at: number; readonly jump: Jump }[] = [];
  private readonly openSwitches: {
    readonly at: number;
    readonly operand: Extract<Operand, { is: "switch" }>;
  }[] = [];

  constructor(lowered: LoweredGraph, pools: Pools) {
    this.order = lowered.order;
    this.pools = pools;
    this.live = livenessOf(this.order);
    this.registers = allocateRegisters(this.order, this.live);
    this.count = { ...this.registers.count };
  }

  run(): Assembled | { readonly tooLarge: string } {
    this.order.forEach((block, i) => {
      this.starts.set(block, this.units.length);
      for (const instruction of block.code) this.instruction(instruction);
      if (block.next !== null) this.goOn(block.next, this.order[i + 1]);
    });
    this.fillIn();
    const problem = this.tooLarge();
    if (problem !== null) return { tooLarge: problem };
    const { units, instructions, liveness, positions, liveSets } = this;
    return {
      units,
      instructions,
      liveness,
      positions,
      liveSets,
      registers: this.count,
      registerOf: this.registers.of,
    };
  }

  private tooLarge(): string | null {
    if (this.units.length > LARGEST) return `${this.units.length} units of code`;
    if (this.liveness.length > LARGEST) return `${this.liveness.length} units of liveness`;
    const most = Math.max(...CLASSES.map((c) => this.count[c]));
    return most > 0x7fff ? `${most} registers` : null;
  }

  private instruction(instruction: Instruction): void {
    const { name, operands } = instruction;
    this.positions.set(instruction, this.units.length);
    this.begin(name);
    for (const operand of operands) this.operand(instruction, operand);
  }

  private begin(name: InstructionName): void {
    this.instructions++;
    this.units.push(INSTRUCTIONS[name].n);
  }

  private operand(instruction: Instruction, operand: Operand): void {
    switch (operand.is) {
      case "value":
        this.units.push(this.unitOf(operand.value));
        return;
      case "values":
        for (const v of operand.values) this.units.push(this.unitOf(v));
        return;
      case "result":
        this.units.push(this.register(operand.variable));
        return;
      case "dst":
        this.units.push(operand.variable === null ? 0 : this.register(operand.variable));
        return;
      case "number":
        this.units.push(operand.number);
        return;
      case "jump":
        this.open.push({ at: this.units.length, jump: operand.jump });
        this.units.push(0);
        return;
      case "switch":
        this.openSwitches.push({ at: this.units.length, operand });
        this.units.push(0);
        return;
      case "live":
        this.units.push(this.liveSet(instruction));
    }
  }

  private register(v: Variable): number {
    return this.registers.of.get(v) ?? broken(`'${v.hint}' has no register`);
  }

  private unitOf(v: Value): number {
    return v.tag === "const" ? this.pools.operand(v).operand : this.register(v);
  }

  private liveSet(instruction: Instruction): number {
    const live = this.live.at.get(instruction) ?? broken(`${instruction.name} has no liveness`);
    const units: number[] = [];
    const variables: Variable[] = [];
    for (const c of CLASSES) {
      const ofClass = [...live].filter((v) => classOf(v.type) === c);
      ofClass.sort((a, b) => this.register(a) - this.register(b));
      units.push(ofClass.length, ...ofClass.map((v) => this.register(v)));
      variables.push(...ofClass);
    }
    const text = units.join();
    let at = this.setsByText.get(text);
    if (at === undefined) {
      at = this.liveness.length;
      this.setsByText.set(text, at);
      this.liveness.push(...units);
    }
    this.liveSets.set(instruction, { at, variables });
    return at;
  }

  // ---- jumps ----

  /** The way on after a block; nothing where the target comes next and wants nothing. */
  private goOn(jump: Jump, following: CodeBlock | undefined): void {
    this.copies(jump);
    if (jump.target !== following || this.starts.has(jump.target)) this.goTo(jump.target);
  }

  private goTo(target: CodeBlock): void {
    this.begin("goto");
    this.open.push({ at: this.units.length, jump: { target, args: [] } });
    this.units.push(0);
  }

  private copies(jump: Jump): void {
    const entry = this.live.entry.get(jump.target);
    for (const c of CLASSES) {
      const wanted: Copy[] = [];
      jump.args.forEach((arg, i) => {
        const input = jump.target.inputs[i];
        // Nobody reads the other inputs, and their registers may be somebody else's.
        if (input === undefined || classOf(input.type) !== c || entry?.has(input) !== true) return;
        const from: Source =
          arg.tag === "const" ? { constant: this.unitOf(arg) } : { register: this.register(arg) };
        wanted.push({ to: this.register(input), from });
      });
      const scratch = (): number => {
        this.count[c] = Math.max(this.count[c], this.registers.count[c] + 1);
        return this.registers.count[c];
      };
      const move: InstructionName = `move_${c}`;
      for (const { to, from } of sequence(wanted, scratch)) {
        this.begin(move);
        this.units.push(to, "register" in from ? from.register : from.constant);
      }
    }
  }

  /** Where a jump leads: its target, or copies placed behind everything else that go on there. */
  private landing(jump: Jump): number {
    const at = this.units.length;
    this.copies(jump);
    if (this.units.length === at) return this.starts.get(jump.target) ?? broken("a jump to nowhere");
    this.goTo(jump.target);
    return at;
  }

  private fillIn(): void {
    for (const { at, operand } of this.openSwitches) {
      const pairs: [number, number][] = [];
      let otherwise = 0;
      for (const { value, jump } of operand.cases) {
        const target = this.landing(jump);
        if (value === null) otherwise = target;
        else pairs.push([value, target]);
      }
      this.units[at] = this.pools.switchOver(pairs, otherwise);
    }
    // Landings add jumps of their own while the list is gone through.
    for (const { at, jump } of this.open) this.units[at] = this.landing(jump);
  }
}
