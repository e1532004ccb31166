// What every step begins with: the machine it runs on, and its operation's operands.

import type { Op } from "../model/graph.ts";
import type { PerOp } from "../model/ops.ts";
import { VOID, type LowType, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import type { Code as CodeOf, Segment as SegmentOf, Step as StepOf } from "./code.ts";
import type { Collection } from "./collection.ts";
import type { Site } from "./compile-graph.ts";
import type { Evaluate, EvaluatedOp } from "./evaluate.ts";
import type { ForeignMachine } from "./foreign-steps.ts";
import type { Heap, HeapObject } from "./heap.ts";
import { describe, isOfType, type MachineValue } from "./values.ts";

export type Registers = MachineValue[];
export type Step = StepOf<MachineValue>;
export type Code = CodeOf<MachineValue>;

/** What steps ask of the machine. */
export interface MachineOps extends ForeignMachine {
  readonly heap: Heap;
  /** Of programs fitted to a collector that needs roots. */
  readonly collection: Collection | undefined;
  readonly evaluate: PerOp<Evaluate, EvaluatedOp>;
  /** The exception on its way, once the exceptions phase has made that explicit. */
  exception: HeapObject | null;
  codeOf(key: string): Code;
  hasCode(key: string): boolean;
  /** Runs code of another unit to its end. */
  elsewhere(key: string, args: readonly MachineValue[]): MachineValue;
  /** Goes on after the call that ends the present segment. */
  resumeWith(value: MachineValue): SegmentOf<MachineValue>;
  /** Starts a call: `r` are the callee's registers. */
  enter(code: Code, r: Registers): SegmentOf<MachineValue>;
  /** Lets a coroutine run, which may begin with this code. */
  resumeCoroutine(handle: number, code: () => Code, r: () => Registers): SegmentOf<MachineValue>;
  suspendCoroutine(): SegmentOf<MachineValue>;
  stackIsLow(): boolean;
  nameOf(type: StructType): HeapObject;
  /** The function of another unit. */
  unitFunction(name: string): (args: readonly MachineValue[]) => MachineValue;
  addTraceback(op: Op): void;
  resetTraceback(op: Op): void;
}

export type StepRow = (x: Site, machine: MachineOps) => Step;

/** Numbers of the registers of the operands that are no constants of the operation. */
export function registers(x: Site): [number, number, number, number, number] {
  return x.args as [number, number, number, number, number];
}

export function staticName(op: Op, i: number): string {
  const arg = op.args[i];
  return arg?.tag === "const" && arg.value.kind === "name"
    ? arg.value.value
    : broken(`operand ${i} is no name`);
}

export function layout(op: Op, i: number): StructType {
  const arg = op.args[i];
  return arg?.tag === "const" && arg.value.kind === "struct"
    ? arg.value.struct
    : broken(`operand ${i} is no layout`);
}

export function structOf(op: Op, i: number): StructType {
  const type = op.args[i]?.type;
  return type?.tag === "ref" ? type.to : broken(`operand ${i} is no reference`);
}

export function resultType(op: Op): LowType {
  return op.result.type ?? VOID;
}

/** A loaded value is what the variable says; other than references cannot differ, the verifier compared the types. */
export function checkedLoad(op: Op): (value: MachineValue) => MachineValue {
  const type = resultType(op);
  if (type.tag !== "ref") return (value) => value;
  return (value) =>
    isOfType(value, type) ? value : broken(`found ${describe(value)}, not a ${type.to.name}`);
}
