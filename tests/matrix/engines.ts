// The engines that a bundle runs on. An engine prepares a bundle once and then runs any of its programs. Graph engines
// follow the phase table: one after rtype and one after each later phase that the size of the matrix asks for.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { COLLECTORS, collectorNamed, type CollectorName } from "../../gc-transformers/collectors.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { inlineCalls } from "../../translator/backendopt/inline.ts";
import { compileC } from "../../translator/c/compile.ts";
import { emitC } from "../../translator/c/source.ts";
import { defaultOptions, type OptLevel } from "../../translator/driver/options.ts";
import { PHASES, type Phase } from "../../translator/driver/phases.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { runFlow } from "../../translator/interp/flow-interpreter.ts";
import { runProgram } from "../../translator/interp/low-interpreter.ts";
import { CallGraph } from "../../translator/model/call-graph.ts";
import { Changes } from "../../translator/model/changes.ts";
import type { Program } from "../../translator/model/program.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { broken } from "../../translator/support/diagnostics.ts";
import { typed, WORK, type Bundle } from "./bundle.ts";
import { RUN_FOLDER, type Result, type RunProgram } from "./programs.ts";
import { standInsOf } from "./stand-ins.ts";

export type Run = (program: RunProgram) => Result;

export interface Engine {
  readonly name: string;
  readonly typed: boolean;
  prepare(bundle: Bundle): Run | Promise<Run>;
}

const argsOf = (p: RunProgram): string[] => ["bundle", p.name, ...p.args];

/** Flow graphs, before types. */
export const FLOW: Engine = {
  name: "flow graphs",
  typed: false,
  prepare: async ({ annotated, programs }) => {
    const standIns = await standInsOf(programs.map((p) => p.file));
    return (p) =>
      runFlow(annotated.start, { args: argsOf(p), stdin: p.stdin, library: annotated.universe, standIns });
  },
};

const AFTER_RTYPE = PHASES.findIndex((phase) => phase.name === "rtype") + 1;
const BEFORE_C = PHASES.findIndex((phase) => phase.name === "source");

/** The phases that change typed graphs, for one level of optimization. */
export function graphPhases(opt: OptLevel): Phase[] {
  const t = translation(opt, "none");
  return PHASES.slice(AFTER_RTYPE, BEFORE_C).filter((phase) => phase.when?.(t) !== false);
}

function translation(opt: OptLevel, gc: CollectorName): Translation {
  return new Translation({ ...defaultOptions("bundle.ts"), opt, gc }, SILENT);
}

/** A bundle's program after the phases up to and including `last`; "rtype": none of them. */
async function afterPhase(bundle: Bundle, opt: OptLevel, gc: CollectorName, last: string): Promise<Program> {
  const t = translation(opt, gc);
  t.loaded = bundle.loaded;
  t.annotated = bundle.annotated;
  t.program = typed(bundle);
  let done = last === "rtype";
  for (const phase of graphPhases(opt)) {
    if (done) break;
    await phase.run(t);
    const level = phase.name === "exceptions" || phase.name === "gc" ? "exceptionsExplicit" : "typed";
    const problems = verifyProgram(t.program, level);
    if (problems.length > 0) throw new Error(`after ${phase.name}:\n${problems.slice(0, 10).join("\n")}`);
    done = phase.name === last;
  }
  return done ? t.program : broken(`there is no phase '${last}'`);
}

/** The graph interpreter after a phase. */
export function graphs(opt: OptLevel, last: string): Engine {
  return {
    name: last === "rtype" ? "graphs after rtype" : `graphs after ${last} (--opt=${opt})`,
    typed: true,
    prepare: async (bundle) => {
      const program = await afterPhase(bundle, opt, "none", last);
      const standIns = await standInsOf(bundle.programs.map((p) => p.file));
      return (p) => runProgram(program, { args: argsOf(p), stdin: p.stdin, standIns });
    },
  };
}

/**
 * The graph interpreter with a simulated collector: one that moves objects, or one that counts references. Collections
 * come in the midst of everything: after every few allocations.
 */
export function collected(opt: OptLevel, what: "moving" | "counting"): Engine {
  return {
    name: `graphs with a ${what} collector (--opt=${opt})`,
    typed: true,
    prepare: async (bundle) => {
      const program = await afterPhase(bundle, opt, "none", "exceptions");
      applyCollector(program, {
        ...COLLECTORS.none,
        needsRoots: true,
        writeBarrier: "object+card",
        moving: what === "moving",
        refcounted: what === "counting",
      });
      const problems = verifyProgram(program, "exceptionsExplicit");
      if (problems.length > 0) throw new Error(`after gc:\n${problems.slice(0, 10).join("\n")}`);
      const standIns = await standInsOf(bundle.programs.map((p) => p.file));
      return (p) => runProgram(program, { args: argsOf(p), stdin: p.stdin, standIns });
    },
  };
}

/** The graph interpreter after every small function has been put in the place of its calls. */
export const INLINED: Engine = {
  name: "graphs after inlining",
  typed: true,
  prepare: async (bundle) => {
    const program = typed(bundle);
    const standIns = await standInsOf(bundle.programs.map((p) => p.file));
    const recursive = new CallGraph(program).recursive();
    inlineCalls(program, new Changes(), {
      into: program.graphs.values(),
      candidate: (g) => !recursive.has(g.key) && g.known === undefined,
      largest: 30,
      budget: () => 300,
    });
    const problems = verifyProgram(program, "typed");
    if (problems.length > 0) throw new Error(`after inlining:\n${problems.slice(0, 10).join("\n")}`);
    return (p) => runProgram(program, { args: argsOf(p), stdin: p.stdin, standIns });
  },
};

export interface NativeOptions {
  /** Further flags of the C compiler. */
  readonly flags?: readonly string[];
  /** What runs the executable, such as valgrind. */
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** An executable; `cc` may have arguments; `settings`: its VMSMITH_GC. */
export function native(
  opt: OptLevel,
  gc: CollectorName,
  cc: string,
  settings = "",
  options: NativeOptions = {},
): Engine {
  const { flags = [], under = [] } = options;
  const tool = under[0] === undefined ? "" : ` under ${under[0]}`;
  const name = `C: ${cc} --opt=${opt} --gc=${gc}${settings === "" ? "" : ` (${settings})`}${tool}`;
  return {
    name,
    typed: true,
    prepare: async (bundle) => {
      const program = await afterPhase(bundle, opt, gc, "gc");
      const folder = join(WORK, `${name}-${bundle.programs[0]?.name ?? ""}`.replace(/[^\w=-]+/gu, "-"));
      mkdirSync(folder, { recursive: true });
      const collector = collectorNamed(gc) ?? broken(`no collector ${gc}`);
      // Their own C files lie beside the programs.
      const source = emitC(program, { collector, maxHeap: 0, folder: RUN_FOLDER });
      const { output } = await compileC(source, folder, {
        output: join(folder, "bundle"),
        opt: opt === "jit" ? "2" : opt,
        debug: false,
        cc,
        extra: flags,
      });
      const env = { ...options.env, ...(settings === "" ? {} : { VMSMITH_GC: settings }) };
      const [command, ...before] = [...under, output];
      return (p) => runExecutable(command, [...before, ...argsOf(p).slice(1)], p, { ...options, env });
    },
  };
}

const SANITIZERS = "gcc -fsanitize=address,undefined -fno-sanitize-recover=all";

/** An executable that looks at its own memory, and a heap that is verified and poisoned. */
export function sanitized(gc: CollectorName, settings: string): Engine {
  return native("1", gc, SANITIZERS, settings, {
    flags: ["-DVS_GC_DEBUG"],
    // Nothing is freed at exit; a shadow of each frame would make the stack another one.
    env: { ASAN_OPTIONS: "detect_leaks=0:detect_stack_use_after_return=0" },
    timeout: 600_000,
  });
}

/** The same under valgrind, which also knows what has never been written. */
export function valgrind(gc: CollectorName, settings: string): Engine {
  const under = ["valgrind", "-q", "--error-exitcode=99", "--main-stacksize=8388608"];
  return native("1", gc, "gcc", settings, { flags: ["-DVS_GC_DEBUG", "-g"], under, timeout: 850_000 });
}

function runExecutable(
  command: string,
  args: readonly string[],
  p: RunProgram,
  { env = {}, timeout = 20_000 }: NativeOptions,
): Result {
  const r = execaSync(command, args, {
    input: p.stdin,
    reject: false,
    stripFinalNewline: false,
    timeout,
    env,
  });
  return { stdout: r.stdout, stderr: r.stderr, code: r.exitCode ?? -1 };
}
