// Table: how each operation runs on the machine. Rows of STEPS make the closure of one operation; operations that the
// evaluator knows share one row. Those on the heap are in memory-steps.ts, those that call in call-steps.ts.

import type { MessageName } from "../model/messages.ts";
import type { LowOp, PerOp } from "../model/ops.ts";
import { kindOf, typeText, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import type { CallOp } from "./call-steps.ts";
import type { Site } from "./compile-graph.ts";
import { CheckFailure, EVALUATE, type EvaluatedOp } from "./evaluate.ts";
import { externalRow } from "./externals.ts";
import { callC } from "./foreign-steps.ts";
import { live } from "./heap.ts";
import * as int64 from "./int64.ts";
import { MEMORY_STEPS } from "./memory-steps.ts";
import {
  layout,
  registers,
  resultType,
  staticName,
  type MachineOps,
  type Registers,
  type StepRow,
} from "./operands.ts";
import { describe, isOfType, type MachineValue } from "./values.ts";

const evaluated: StepRow = (x, machine) => {
  const evaluate = machine.evaluate[x.op.name as EvaluatedOp];
  const { result } = x;
  const [a, b, c] = registers(x);
  switch (x.args.length) {
    case 1:
      return (r) => void (r[result] = evaluate(r[a]));
    case 2:
      return (r) => void (r[result] = evaluate(r[a], r[b]));
    default:
      return (r) => void (r[result] = evaluate(r[a], r[b], r[c]));
  }
};

// Looking a selector up takes time; each place remembers what it found by type.
const typeSlot: StepRow = (x, machine) => {
  const [type] = registers(x);
  const base = layout(x.op, 1);
  const selector = staticName(x.op, 2);
  const evaluate = machine.evaluate.type_slot;
  const found = new Map<MachineValue, MachineValue>();
  return (r) => {
    const t = r[type];
    let method = found.get(t);
    if (method === undefined) found.set(t, (method = evaluate(t, base, selector)));
    r[x.result] = method;
  };
};

const external: StepRow = (x, machine) => {
  const row = externalRow(staticName(x.op, 0));
  const args = x.args.slice(1);
  const type = resultType(x.op);
  return (r) => {
    const value = row(machine, ...args.map((n) => r[n]));
    r[x.result] = isOfType(value, type) ? value : broken(`the external gives ${describe(value)}`);
  };
};

/** Questions to the JIT are answered with no; hints that speak of a value give it. */
const hint: StepRow = (x) => {
  const type = resultType(x.op);
  const [, operand] = registers(x);
  if (kindOf(type) === "void") return () => undefined;
  if (kindOf(type) === "bool") return (r) => void (r[x.result] = false);
  return (r) => void (r[x.result] = r[operand]);
};

/** A word is what it is; taking it for something else is a mistake that the binary would not notice. */
const ofWord: StepRow = (x, machine) => {
  const [word] = registers(x);
  const type = resultType(x.op);
  const evaluate = machine.evaluate.of_word;
  return (r) => {
    const value = evaluate(r[word]);
    r[x.result] = isOfType(value, type)
      ? value
      : broken(`the word ${describe(value)} is taken for ${typeText(type)}`);
  };
};

const wordHash: StepRow = (x) => {
  const [word] = registers(x);
  return (r) => void (r[x.result] = hashOfWord(r[word]));
};

function hashOfWord(word: MachineValue): number {
  if (typeof word === "number" || typeof word === "bigint")
    return int64.low32(int64.xor(word, int64.ushr(word, 32))) & 0x7fff_ffff;
  let hash = 0;
  for (const c of describe(word)) hash = (Math.imul(hash, 31) + (c.codePointAt(0) ?? 0)) & 0x7fff_ffff;
  return hash;
}

const callUnit: StepRow = (x, machine) => {
  const name = staticName(x.op, 0);
  const args = x.args.slice(1);
  const type = resultType(x.op);
  return (r) => {
    const value = machine.unitFunction(name)(args.map((n) => r[n]));
    r[x.result] = isOfType(value, type) ? value : broken(`the unit's ${name} gives ${describe(value)}`);
  };
};

const nothing: StepRow = () => () => undefined;

/** Only while exceptions are explicit. */
const onException =
  (act: (x: Site, machine: MachineOps, r: Registers) => void): StepRow =>
  (x, machine) =>
  (r) =>
    act(x, machine, r);

function takeException(x: Site, machine: MachineOps, r: Registers): void {
  const type = resultType(x.op);
  if (machine.exception === null) broken("there is no exception to take");
  r[x.result] = isOfType(machine.exception, type)
    ? machine.exception
    : broken("the exception has another layout");
  machine.exception = null;
}

function setException(x: Site, machine: MachineOps, r: Registers): void {
  const [object] = registers(x);
  if (machine.exception !== null) broken("a second exception is set while one is on its way");
  machine.exception = live(r[object]);
}

const evaluatedRows = Object.fromEntries(
  (Object.keys(EVALUATE) as EvaluatedOp[]).map((name) => [name, evaluated]),
) as PerOp<StepRow, EvaluatedOp>;

// prettier-ignore
export const STEPS: PerOp<StepRow, Exclude<LowOp, CallOp>> = {
  ...evaluatedRows,
  type_slot: typeSlot,
  type_name: (x, machine) => { const [type] = registers(x); return (r) => void (r[x.result] = machine.nameOf(r[type] as StructType)); },
  stack_check: (x, machine) => () => { if (machine.stackIsLow()) throw new CheckFailure("stack" satisfies MessageName); },

  ...MEMORY_STEPS,

  call_external: external,
  call_unit: callUnit,
  call_c: callC,

  of_word: ofWord,
  word_hash: wordHash,

  stack_is_low: (x, machine) => (r) => void (r[x.result] = machine.stackIsLow()),
  exc_occurred: (x, machine) => (r) => void (r[x.result] = machine.exception !== null),
  exc_set: onException(setException),
  exc_take: onException(takeException),
  traceback_add: (x, machine) => () => machine.addTraceback(x.op),
  traceback_reset: (x, machine) => () => machine.resetTraceback(x.op),

  jit_merge_point: nothing,
  jit_can_enter: nothing,
  jit_hint: hint,
};
