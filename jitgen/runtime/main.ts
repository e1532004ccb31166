// What the JIT runtime exports to targets (model/unit-functions.ts). One runtime for the process; settings come from
// the environment: VMSMITH_JIT (parameters.ts) and VMSMITH_LOG=jit-summary:- (what was done, on standard error).

import { environment } from "vmsmith/core/low/io";
import type { Str } from "vmsmith/core/low/intrinsics";
import type { GcRef } from "vmsmith/raw";
import { Runtime } from "./runtime.ts";

const runtime = new Runtime();

/** Before the program's entry point runs: the target's array of pools. */
export function jit_start(root: GcRef): void {
  if (!runtime.target.open(root))
    throw new Error("the target was written for another version of the JIT runtime");
  const bad = runtime.parameters.read(variable("VMSMITH_JIT"));
  if (bad !== "")
    console.error(
      `vmsmith: VMSMITH_JIT: ${bad} means nothing; write off, or names and counts such as threshold=50,traceLimit=1000`,
    );
  runtime.start();
}

/** A counter ran out at a loop header. */
export function jit_enter(entry: number, counter: number): number {
  return runtime.enter(entry, counter);
}

/** The program ends. Other sections are of other parts of the binary; sections.c tells of those that mean nothing. */
export function jit_finish(): void {
  for (const part of variable("VMSMITH_LOG").split(","))
    if (part === "jit-summary:-") process.stderr.write(runtime.statistics.summary());
}

function variable(name: string): string {
  return environment(name as unknown as Str) as unknown as string;
}
