// Facts: what holds of a translation between phases. Each has a sentence and a checker. `--check` runs the checkers of
// the facts a phase gives, and after every phase the verifier at the level reached so far.

import { constants, accessSync } from "node:fs";
import { lowFacts } from "../model/ops.ts";
import { blocksOf } from "../model/graph.ts";
import { type Level, verifyGraph, verifyProgram } from "../model/verify.ts";
import { uncheckedRecursion } from "../transform/stack-checks.ts";
import { jitVisibleProblems } from "./jit-phases.ts";
import type { Translation } from "./translation.ts";

export type Fact =
  | "loaded"
  | "annotated"
  | "typed"
  | "jitVisible"
  | "stackChecked"
  | "exceptionsExplicit"
  | "gcExplicit"
  | "source"
  | "executable";

export interface FactRow {
  /** The fact as a sentence that goes on after "phase x needs that". */
  readonly says: string;
  /** Violations, looked for where the fact is given; each is one sentence. */
  readonly problems: (t: Translation) => readonly string[];
}

export const FACTS: Readonly<Record<Fact, FactRow>> = {
  loaded: {
    says: "the target is type-checked, its modules have run, and their heap is an image",
    problems: (t) => (t.loaded === undefined ? ["nothing was loaded"] : []),
  },
  annotated: {
    says: "every reached function has a flow graph and every variable of a reached block an annotation",
    problems: (t) =>
      [...(t.annotated?.engine.functions.values() ?? [])].flatMap((f) => verifyGraph(f.graph, "flow")),
  },
  typed: {
    says: "every variable has a machine type and every operation is a low-level one",
    problems: (t) => verifyProgram(t.typed, "typed"),
  },
  jitVisible: {
    says: "what the tracer looks into has its merge points, its known calls and its checks as single operations",
    problems: jitVisibleProblems,
  },
  stackChecked: { says: "every cycle of calls passes a stack check", problems: uncheckedCycles },
  exceptionsExplicit: {
    says: "no operation raises: exceptions are values and branches",
    problems: (t) => verifyProgram(t.typed, "exceptionsExplicit"),
  },
  gcExplicit: {
    says: "every operation is one that the collector's runtime implements",
    problems: unknownOperations,
  },
  source: {
    says: "the program is C source",
    problems: ({ source }) =>
      source === undefined
        ? ["there is no C"]
        : source.units
            .filter((u) => !source.files.has(u))
            .map((u) => `the file ${u} is to be compiled, but has no text`),
  },
  executable: { says: "the executable is in place", problems: executableProblems },
};

/** Violations of the graphs as they should be after what has been done so far. */
export function graphProblems(t: Translation, held: ReadonlySet<Fact>): readonly string[] {
  if (t.program === undefined) return [];
  const level: Level = held.has("exceptionsExplicit") ? "exceptionsExplicit" : "typed";
  return verifyProgram(t.program, level);
}

function uncheckedCycles(t: Translation): string[] {
  return uncheckedRecursion(t.typed).map((key) => `'${key}' may call itself without a stack check`);
}

function unknownOperations(t: Translation): string[] {
  const unknown = new Set<string>();
  for (const graph of t.typed.graphs.values())
    for (const block of blocksOf(graph))
      for (const op of block.ops)
        if (lowFacts(op.name) === undefined)
          unknown.add(`'${graph.key}' holds the unknown operation ${op.name}`);
  return [...unknown];
}

function executableProblems({ result }: Translation): string[] {
  if (result === undefined) return ["nothing was compiled"];
  try {
    accessSync(result.output, constants.X_OK);
    return [];
  } catch {
    // Whatever the reason: the file is not what the phase promised.
    return [`${result.output} cannot be executed`];
  }
}
