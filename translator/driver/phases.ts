// Table: the phases of a translation, in order. A phase needs facts, gives facts and breaks facts; the runner checks
// that what is needed holds, verifies, times, dumps and names the phase in errors. Optional phases can be left out
// with --off and limited with --fuel.

import { dirname, resolve } from "node:path";

import { collectorNamed } from "../../gc-transformers/collectors.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { removeZeroStores } from "../backendopt/zeros.ts";
import { dropChecks } from "../backendopt/unchecked.ts";
import { compileC, type ObjectOptions } from "../c/compile.ts";
import { emitC } from "../c/source.ts";
import { load, type LoadedProgram } from "../frontend/loader/load.ts";
import { librarySpec } from "../model/library.ts";
import { blocksOf } from "../model/graph.ts";
import { lowFacts } from "../model/ops.ts";
import type { Program } from "../model/program.ts";
import { broken, Diagnostics, refusal } from "../support/diagnostics.ts";
import { makeExceptionsExplicit } from "../transform/exceptions.ts";
import { insertStackChecks } from "../transform/stack-checks.ts";
import { defaultCacheFolder } from "./cache.ts";
import { type Fact, FACTS } from "./facts.ts";
import { annotateLibrary, annotateProgram, coreFiles, typeProgram } from "./front.ts";
import { removeDeadCode } from "../backendopt/dead-code.ts";
import { inlineLeaves } from "../backendopt/leaves.ts";
import { dropProvedChecks } from "../backendopt/ranges.ts";
import { formSwitches } from "../backendopt/switches.ts";
import { jit, prejit } from "./jit-phases.ts";
import { JIT_OBJECT, provideJitUnit } from "./jit-unit.ts";
import type { Translation } from "./translation.ts";

export interface Phase {
  readonly name: string;
  readonly doc: string;
  readonly needs: readonly Fact[];
  readonly gives: readonly Fact[];
  readonly breaks: readonly Fact[];
  readonly optional?: true;
  /** Whether this translation wants the phase at all. */
  readonly when?: (t: Translation) => boolean;
  run(t: Translation): void | Promise<void>;
}

export const PHASES: readonly Phase[] = [
  {
    name: "load",
    doc: "type-check the target, run its modules, freeze their heap",
    needs: [],
    gives: ["loaded"],
    breaks: [],
    run: async (t) => {
      refuseSharedJit(t);
      t.loaded = await load(t.options.target, {
        extraFiles: coreFiles(),
        needsEntryPoint: !t.options.shared,
      });
    },
  },
  {
    name: "annotate",
    doc: "build flow graphs on demand and infer what every variable can hold",
    needs: ["loaded"],
    gives: ["annotated"],
    breaks: [],
    run: (t) => {
      const loaded = t.loaded ?? broken("not loaded");
      if (t.options.shared) annotateShared(t, loaded);
      else t.annotated = annotateProgram(loaded, new Diagnostics());
    },
  },
  {
    name: "rtype",
    doc: "choose machine types; lower every operation",
    needs: ["annotated"],
    gives: ["typed"],
    breaks: ["annotated"],
    run: (t) => {
      t.program = typeProgram(
        t.loaded ?? broken("not loaded"),
        t.annotated ?? broken("not annotated"),
        t.name,
      );
    },
  },
  {
    name: "unchecked",
    doc: "drop the checks that the author does without",
    needs: ["typed"],
    gives: [],
    breaks: [],
    optional: true,
    run: (t) => {
      dropChecks(t.typed, t.changes("unchecked"), t.options.uncheckedInts);
    },
  },
  {
    name: "prejit",
    doc: "optimize what the tracer will look into",
    needs: ["typed"],
    gives: ["jitVisible"],
    breaks: [],
    when: (t) => t.options.opt === "jit",
    run: prejit,
  },
  {
    name: "jit",
    doc: "write jitcodes; let the interpreter's loops enter the JIT",
    needs: ["typed", "jitVisible"],
    gives: [],
    breaks: ["jitVisible"],
    when: (t) => t.options.opt === "jit",
    run: jit,
  },
  {
    name: "leaves",
    doc: "put functions of a few plain operations in the place of their calls",
    needs: ["typed"],
    gives: [],
    breaks: [],
    optional: true,
    when: (t) => t.options.opt !== "0",
    run: (t) => {
      inlineLeaves(t.typed, t.changes("leaves"));
    },
  },
  {
    name: "ranges",
    doc: "drop checks of ints that cannot fail",
    needs: ["typed"],
    gives: [],
    breaks: [],
    optional: true,
    when: (t) => t.options.opt !== "0",
    run: (t) => {
      dropProvedChecks(t.typed, t.changes("ranges"));
    },
  },
  {
    name: "zeros",
    doc: "remove stores of zeros into what has just been allocated",
    needs: ["typed"],
    gives: [],
    breaks: [],
    optional: true,
    when: (t) => t.options.opt !== "0",
    run: (t) => {
      removeZeroStores(t.typed, t.changes("zeros"));
    },
  },
  {
    name: "switches",
    doc: "make one switch of a chain of comparisons",
    needs: ["typed"],
    gives: [],
    breaks: [],
    optional: true,
    when: (t) => t.options.opt !== "0",
    run: (t) => formSwitches(t.typed, t.changes("switches")),
  },
  {
    name: "deadCode",
    doc: "remove operations whose results nobody uses",
    needs: ["typed"],
    gives: [],
    breaks: [],
    optional: true,
    when: (t) => t.options.opt !== "0",
    run: (t) => removeDeadCode(t.typed, t.changes("deadCode")),
  },
  {
    name: "stackcheck",
    doc: "insert stack checks into recursive functions",
    needs: ["typed"],
    gives: ["stackChecked"],
    breaks: [],
    run: (t) => void insertStackChecks(t.typed),
  },
  {
    name: "exceptions",
    doc: "make checks and the propagation of exceptions explicit",
    needs: ["typed", "stackChecked"],
    gives: ["exceptionsExplicit"],
    breaks: [],
    run: (t) => {
      t.checks = countChecks(t.typed);
      makeExceptionsExplicit(t.typed);
    },
  },
  {
    name: "gc",
    doc: "fit the program to its garbage collector",
    needs: ["exceptionsExplicit"],
    gives: ["gcExplicit"],
    breaks: [],
    run: (t) => {
      t.gc = applyCollector(t.typed, collectorNamed(t.options.gc) ?? broken(`no collector ${t.options.gc}`));
    },
  },
  {
    name: "source",
    doc: "lay out prebuilt data and write C",
    needs: ["gcExplicit"],
    gives: ["source"],
    breaks: [],
    run: (t) => {
      t.source = emitC(t.typed, {
        collector: collectorNamed(t.options.gc) ?? broken(`no collector ${t.options.gc}`),
        maxHeap: t.options.maxMemory,
        exactLines: t.options.debug,
        folder: dirname(resolve(t.options.target)),
      });
    },
  },
  {
    name: "jitUnit",
    doc: "provide the JIT runtime: from the cache, or built",
    needs: ["source"],
    gives: [],
    breaks: [],
    when: (t) => t.options.opt === "jit" && t.jit !== undefined,
    run: provideUnit,
  },
  {
    name: "compile",
    doc: "run the C compiler and the linker",
    needs: ["source"],
    gives: ["executable"],
    breaks: [],
    run: async (t) => {
      t.result = await compileC(t.source ?? broken("no source"), t.cFolder(), {
        ...compilerOptions(t),
        output: t.output,
        objects: t.jitUnit === undefined ? [] : [JIT_OBJECT],
      });
    },
  },
];

/** How C is compiled, the target's and that of the JIT runtime. */
function compilerOptions(t: Translation): ObjectOptions {
  const { options } = t;
  return {
    opt: options.opt === "jit" ? "2" : options.opt,
    debug: options.debug,
    shared: options.shared,
    ...(options.cc === undefined ? {} : { cc: options.cc }),
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    signal: t.abort.signal,
    onProgress: (done, total, unit) => t.progress.step(done, total, unit),
  };
}

function refuseSharedJit({ options }: Translation): void {
  if (options.shared && options.opt === "jit")
    throw refusal("RTS2404", undefined, {
      seen: "--shared together with --opt=jit.",
      why: "The JIT runtime knows type descriptions by addresses of 32 bits; code of a library can lie anywhere.",
      instead: "Translate the library with --opt=2 or --opt=3.",
    });
}

function annotateShared(t: Translation, loaded: LoadedProgram): void {
  const annotated = annotateLibrary(loaded, new Diagnostics());
  t.annotated = annotated;
  if (t.options.output === undefined)
    t.output = resolve(`lib${librarySpec(annotated.start.description).name}.so`);
}

async function provideUnit(t: Translation): Promise<void> {
  const { options } = t;
  t.jitUnit = await provideJitUnit(t.cFolder(), {
    ...compilerOptions(t),
    gc: options.gc,
    cacheFolder: options.cache ? (options.cacheDir ?? defaultCacheFolder()) : undefined,
    check: options.check,
    note: (text) => t.progress.note(text),
  });
}

function countChecks(program: Program): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph))
      for (const op of block.ops)
        if (lowFacts(op.name)?.effect === "check") counts[op.name] = (counts[op.name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Problems of a phase table: a phase that needs what no earlier one gives. Each is one sentence. */
export function orderProblems(phases: readonly Phase[]): string[] {
  const held = new Set<Fact>();
  const problems: string[] = [];
  for (const p of phases) {
    for (const f of p.needs)
      if (!held.has(f))
        problems.push(`phase ${p.name} needs that ${FACTS[f].says}, which no earlier phase gives`);
    for (const f of p.breaks) held.delete(f);
    for (const f of p.gives) held.add(f);
  }
  return problems;
}
