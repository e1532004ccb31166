// The whole JIT under Node: a typed program with its jitcodes, run by the graph interpreter, whose calls of the JIT
// runtime go to the same TypeScript that a binary has. What the tests of the JIT look at.

import { writeJitcodes, type JitData } from "../codewriter/write.ts";
import { installJit } from "../codewriter/rewrite.ts";
import { Runtime } from "../runtime/runtime.ts";
import type { GcRef } from "../../rlib/raw.ts";
import type { Outcome, RunLimits } from "../../translator/interp/frames.ts";
import { LowInterpreter } from "../../translator/interp/low-interpreter.ts";
import type { MachineValue } from "../../translator/interp/values.ts";
import type { Program } from "../../translator/model/program.ts";
import { broken } from "../../translator/support/diagnostics.ts";
import { SimulatedTarget } from "./simulated-target.ts";

export interface SimulatedRun {
  readonly outcome: Outcome;
  readonly runtime: Runtime;
}

/** Gives the program its jitcodes and rewrites its portals; to be done once. */
export function prepareJit(program: Program): JitData {
  const data = writeJitcodes(program) ?? broken("the program has no merge point");
  installJit(program, data);
  return data;
}

/** Runs a prepared program; `settings` as in VMSMITH_JIT. */
export function runWithJit(program: Program, settings: string, limits: RunLimits = {}): SimulatedRun {
  const runtime = new Runtime();
  runtime.keepsTraces = true;
  if (runtime.parameters.read(settings) !== "") broken(`bad settings ${settings}`);
  const units = {
    jit_start: ([root]: readonly MachineValue[]): MachineValue => {
      const target = new SimulatedTarget(root, interpreter);
      if (!runtime.target.open(target as unknown as GcRef)) broken("pools of another version");
      runtime.start();
      return undefined;
    },
    jit_enter: ([entry, counter]: readonly MachineValue[]): MachineValue =>
      runtime.enter(Number(entry), Number(counter)),
    jit_finish: (): MachineValue => undefined,
  };
  const interpreter = new LowInterpreter(program, { ...limits, units });
  return { outcome: interpreter.run(), runtime };
}
