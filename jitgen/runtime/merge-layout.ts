// The live registers of a driver's merge point: which are green, and which are the inputs of every loop that begins
// there, in the order of the liveness set.

import { CONSTANT } from "../tables/jitcode.ts";
import { KIND } from "../tables/operations.ts";
import type { Runner } from "./runner.ts";

export class MergeLayout {
  /** Inputs: classes and registers. */
  readonly kinds: number[] = [];
  readonly registers: number[] = [];
  /** Greens that are registers: they become constants. */
  readonly greenKinds: number[] = [];
  readonly greenRegisters: number[] = [];

  /** Of the merge point that the runner stands at: [merge_point, live, driver, words, refs, floats]. */
  constructor(runner: Runner) {
    let at = runner.pc + 3;
    at = this.greens(runner, KIND.word, at);
    at = this.greens(runner, KIND.ref, at);
    this.greens(runner, KIND.float, at);
    let set = runner.livenessOf(runner.jitcode, runner.pc);
    set = this.inputs(runner, KIND.word, set);
    set = this.inputs(runner, KIND.ref, set);
    this.inputs(runner, KIND.float, set);
  }

  private greens(runner: Runner, kind: number, at: number): number {
    const { code } = runner.target;
    const n = code[at]!;
    for (let i = 1; i <= n; i++) {
      const unit = code[at + i]!;
      if (unit >= CONSTANT) continue;
      this.greenKinds.push(kind);
      this.greenRegisters.push(unit);
    }
    return at + 1 + n;
  }

  private inputs(runner: Runner, kind: number, set: number): number {
    const { liveness } = runner.target;
    const n = liveness[set]!;
    for (let i = 1; i <= n; i++) {
      const register = liveness[set + i]!;
      if (this.isGreen(kind, register)) continue;
      this.kinds.push(kind);
      this.registers.push(register);
    }
    return set + 1 + n;
  }

  private isGreen(kind: number, register: number): boolean {
    for (let i = 0; i < this.greenKinds.length; i++)
      if (this.greenKinds[i]! === kind && this.greenRegisters[i]! === register) return true;
    return false;
  }
}
