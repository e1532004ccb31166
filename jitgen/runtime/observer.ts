// What a runner tells whoever watches it: every effect of an instruction, before registers change. Operands are units
// of the instruction (registers of the current frame, or constants); `register` is a place in the runner's stacks.
// The tracer is the one observer; the deoptimizer runs without.

export abstract class Observer {
  abstract move(kind: number, register: number, unit: number): void;
  /** An operation (number in TRACE or above LOW_BASE) that depends on its operands alone; kindB 0: one operand. */
  abstract pure(
    op: number,
    kind: number,
    register: number,
    kindA: number,
    a: number,
    kindB: number,
    b: number,
  ): void;
  /** A check that held; its result is operand a, or a value of its own. */
  abstract check(
    op: number,
    kind: number,
    register: number,
    kindA: number,
    a: number,
    kindB: number,
    b: number,
  ): void;
  /** A check that did not hold. */
  abstract failedCheck(): void;
  /** index -1: a field. */
  abstract load(
    op: number,
    kind: number,
    register: number,
    object: number,
    index: number,
    descr: number,
  ): void;
  abstract store(op: number, kind: number, object: number, index: number, value: number, descr: number): void;
  abstract newStruct(register: number, descr: number): void;
  abstract newArray(descr: number, length: number): void;
  /** A word that decided a branch. */
  abstract truth(unit: number, value: boolean): void;
  abstract promote(kind: number, unit: number): void;
  /** The observer knows the value to be constant. */
  abstract isConstant(kind: number, unit: number): boolean;
  /** An argument of a call that is looked into; `from` is a place in the stacks, or -1 for a constant. */
  abstract argument(kind: number, register: number, from: number): void;
  /** The result of a frame arrives in its caller; `from` likewise. */
  abstract returned(kind: number, register: number, from: number): void;
  /** The portal's frame is left with a result, or with none (KIND.none). */
  abstract finished(kind: number, unit: number): void;
  /** A call that is not looked into is about to happen; arguments stand in the code from `args` on. */
  abstract call(code: number, descr: number, args: number): void;
  /** It (or newArray) is done. */
  abstract callDone(kind: number, register: number, raised: boolean): void;
  /** The result of a call that a compiled loop made arrives in a frame that was rebuilt. */
  abstract delivered(kind: number, register: number): void;
  /** An exception leaves a frame by a raise instruction. */
  abstract raised(unit: number): void;
  /** An exception arrives in its handler's register. */
  abstract caught(register: number): void;
  abstract loopHeader(driver: number): void;
}
