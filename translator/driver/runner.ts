// Runs the phases of a translation: the only caller of a phase's `run`. Verifies facts, measures, dumps, and names the
// phase in whatever goes wrong. Gives the measurements also when a phase fails.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { opCount } from "../model/graph.ts";
import { printProgram } from "../model/text.ts";
import { broken, InternalError, Refusal } from "../support/diagnostics.ts";
import { DUMP_FOLDER, graphsOf } from "./dumps.ts";
import { type Fact, FACTS, graphProblems } from "./facts.ts";
import { type Phase, PHASES } from "./phases.ts";
import type { Translation } from "./translation.ts";

/** What a phase cost and made. */
export interface Measurement {
  readonly phase: string;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Seconds of processor time in this process. */
  readonly cpuSeconds: number;
  /** Highest resident memory of this process up to the phase's end, in bytes. */
  readonly peakMemory: number;
  readonly before: Size;
  readonly after: Size;
  /** Changes an optional pass made. */
  readonly changes?: number;
}

/** Size of what is being translated; zero where there are no graphs yet. */
export interface Size {
  readonly graphs: number;
  readonly ops: number;
}

export async function runPhases(
  t: Translation,
  into: Measurement[],
  phases: readonly Phase[] = PHASES,
): Promise<void> {
  const held = new Set<Fact>();
  const { options } = t;
  for (const phase of phases) {
    if (options.off.has(phase.name) && phase.optional !== true)
      broken(`phase ${phase.name} cannot be left out`);
    if (options.off.has(phase.name) || phase.when?.(t) === false) continue;
    for (const f of phase.needs) if (!held.has(f)) broken(`phase ${phase.name} needs that ${FACTS[f].says}`);
    into.push(await runPhase(t, phase));
    for (const f of phase.breaks) held.delete(f);
    for (const f of phase.gives) held.add(f);
    if (options.check) verify(t, phase, held);
    t.dumps.after(phase.name, phases.indexOf(phase) + 1);
    if (options.stopAfter === phase.name) return;
  }
}

async function runPhase(t: Translation, phase: Phase): Promise<Measurement> {
  const before = sizeOf(t);
  const cpu = process.cpuUsage();
  const start = performance.now();
  t.progress.phaseStarts(phase.name, phase.doc);
  try {
    await phase.run(t);
  } catch (problem) {
    throw inPhase(t, phase, problem);
  }
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  t.progress.phaseEnds(phase.name, seconds);
  return {
    phase: phase.name,
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    before,
    after: sizeOf(t),
    ...(phase.optional === true ? { changes: t.changesMade(phase.name) } : {}),
  };
}

/** Our own mistakes are told with the phase they happened in; the user's pass through. */
function inPhase(t: Translation, phase: Phase, problem: unknown): unknown {
  if (problem instanceof Refusal || t.abort.signal.aborted) return problem;
  const text = problem instanceof Error ? problem.message : String(problem);
  const saved = t.program === undefined ? "" : saveState(t, phase);
  const wrapped = new InternalError(`in phase ${phase.name}: ${text}${saved}`);
  if (problem instanceof Error && problem.stack !== undefined) wrapped.stack = problem.stack;
  return wrapped;
}

function saveState(t: Translation, phase: Phase): string {
  try {
    mkdirSync(DUMP_FOLDER, { recursive: true });
    const file = join(DUMP_FOLDER, `failed-${phase.name}.ir`);
    writeFileSync(file, printProgram(t.typed));
    return ` (the program as it was is in ${file})`;
  } catch {
    // The failure itself matters more than its record.
    return "";
  }
}

export function sizeOf(t: Translation): Size {
  const graphs = graphsOf(t);
  return { graphs: graphs.length, ops: graphs.reduce((n, g) => n + opCount(g), 0) };
}

function verify(t: Translation, phase: Phase, held: ReadonlySet<Fact>): void {
  const problems = new Set([...phase.gives.flatMap((f) => FACTS[f].problems(t)), ...graphProblems(t, held)]);
  if (problems.size > 0)
    throw inPhase(
      t,
      phase,
      new Error(`what it left is not as it should be:\n  ${[...problems].join("\n  ")}`),
    );
}
