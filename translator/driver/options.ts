// Table: the options of the translator. Command line, help, JSON report and documentation derive from these rows.
// `kind` says what a value looks like; `default` what holds without it. Frozen once parsed, passed as an argument.

import { COLLECTORS } from "../../gc-transformers/collectors.ts";

export type OptionKind =
  | { readonly type: "flag" }
  | { readonly type: "choice"; readonly of: readonly string[] }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "list"; readonly value: string }
  | { readonly type: "number"; readonly value: string };

export interface OptionRow {
  readonly flag: string;
  readonly short?: string;
  readonly kind: OptionKind;
  readonly default?: string | boolean;
  readonly help: string;
}

const flag = { type: "flag" } as const;
const text = (value: string): OptionKind => ({ type: "text", value });

// prettier-ignore
export const OPTIONS = {
  opt:        { flag: "opt", kind: { type: "choice", of: ["0", "1", "2", "3", "size", "jit"] }, default: "2", help: "how much to optimize: as the C compiler's -O0 to -O3 and -Os; jit adds a tracing JIT compiler" },
  gc:         { flag: "gc", kind: { type: "choice", of: Object.keys(COLLECTORS) }, default: "incminimark", help: "garbage collector" },
  shared:     { flag: "shared", kind: flag, help: "make a library for C of what the target exports as `library` (docs/ffi.md): libNAME.so and NAME.h" },
  output:     { flag: "output", short: "o", kind: text("FILE"), help: "the executable; default: the target's folder or file name, in the working directory" },
  host:       { flag: "host", kind: flag, help: "run the target untranslated under Node; arguments follow after --" },
  report:     { flag: "report", kind: { type: "list", value: "FILE" }, help: "write the translation report: .json (versioned, see docs/report.md) or .html" },
  sarif:      { flag: "sarif", kind: text("FILE"), help: "write diagnostics as SARIF 2.1.0, for annotations in CI" },
  dump:       { flag: "dump", kind: { type: "list", value: "PHASE[:FUNCTION]" }, help: "write the graphs after a phase to build/dump/; PHASE may be `all`" },
  dumpHtml:   { flag: "dump-html", kind: text("FILE"), help: "write one page with every function, a column for each phase that changed it" },
  check:      { flag: "check", kind: flag, help: "verify the invariants after every phase" },
  fuel:       { flag: "fuel", kind: { type: "list", value: "PASS:N" }, help: "allow a pass N changes, to find by bisection the one that goes wrong" },
  off:        { flag: "off", kind: { type: "list", value: "PASS" }, help: "leave out an optional pass" },
  stopAfter:  { flag: "stop-after", kind: text("PHASE"), help: "end after this phase" },
  keepC:      { flag: "keep-c", kind: text("DIR"), help: "keep the generated C in a folder" },
  cc:         { flag: "cc", kind: text("COMMAND"), help: "C compiler, such as clang or \"ccache gcc\"; default $CC, else gcc" },
  jobs:       { flag: "jobs", kind: { type: "number", value: "N" }, help: "compilers running at once; default: all cores" },
  debug:      { flag: "debug", kind: flag, help: "debug information that leads gdb and perf to the TypeScript source" },
  uncheckedInts: { flag: "unchecked-ints", kind: flag, help: "drop the checks that keep ints within ±(2^53-1)" },
  maxMemory:  { flag: "max-memory", kind: text("SIZE"), help: "largest heap of the program, such as 512M or 2G" },
  cache:      { flag: "no-cache", kind: flag, default: true, help: "neither use results of earlier translations nor keep any" },
  cacheDir:   { flag: "cache-dir", kind: text("DIR"), help: "where results are kept for later translations; default: $XDG_CACHE_HOME/vmsmith, else ~/.cache/vmsmith" },
  quiet:      { flag: "quiet", short: "q", kind: flag, help: "print errors only" },
  explain:    { flag: "explain", kind: text("CODE"), help: "explain a diagnostic such as RTS1201" },
} as const satisfies Record<string, OptionRow>;

export type OptLevel = "0" | "1" | "2" | "3" | "size" | "jit";

/** What the command line asked for. */
export interface Options {
  readonly target: string;
  /** Arguments after `--`, for `--host`. */
  readonly args: readonly string[];
  readonly opt: OptLevel;
  readonly gc: string;
  readonly shared: boolean;
  readonly output?: string | undefined;
  readonly host: boolean;
  readonly report: readonly string[];
  readonly sarif?: string | undefined;
  readonly dump: readonly string[];
  readonly dumpHtml?: string | undefined;
  readonly check: boolean;
  readonly fuel: ReadonlyMap<string, number>;
  readonly off: ReadonlySet<string>;
  readonly stopAfter?: string | undefined;
  readonly keepC?: string | undefined;
  readonly cc?: string | undefined;
  readonly jobs?: number | undefined;
  readonly debug: boolean;
  readonly uncheckedInts: boolean;
  /** Bytes; 0: no limit. */
  readonly maxMemory: number;
  readonly cache: boolean;
  readonly cacheDir?: string | undefined;
  readonly quiet: boolean;
  readonly explain?: string | undefined;
}

/** The options of a translation that asks for nothing special. For tests and programs that call the driver. */
export function defaultOptions(target: string): Options {
  return {
    target,
    args: [],
    opt: "2",
    gc: "incminimark",
    shared: false,
    host: false,
    report: [],
    dump: [],
    check: false,
    fuel: new Map(),
    off: new Set(),
    debug: false,
    uncheckedInts: false,
    maxMemory: 0,
    cache: true,
    quiet: true,
  };
}
