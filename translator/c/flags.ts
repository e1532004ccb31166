// Flags of the C compiler. Those of MEANING are part of the language's semantics and always given.

/** `--opt` as the C compiler hears it. */
export type OptLevel = "0" | "1" | "2" | "3" | "size";

export interface FlagOptions {
  readonly opt: OptLevel;
  /** Debug information that leads to the TypeScript source. */
  readonly debug: boolean;
  /** A shared library instead of an executable. */
  readonly shared?: boolean;
  /** Leave out symbols and unwind tables, which perf and gdb name functions by; default: only for "size". */
  readonly strip?: boolean;
  /** Further flags, after all others. */
  readonly extra?: readonly string[];
}

const MEANING: readonly string[] = [
  "-std=gnu11",
  // Integers wrap; one object is seen through several struct types; no fused multiply-add that Node does not do.
  "-fwrapv",
  "-fno-strict-aliasing",
  "-ffp-contract=off",
  // Constant arithmetic wraps and stores truncate, both on purpose.
  "-Wno-overflow",
  "-Wno-constant-conversion",
];

const SPEED: readonly string[] = [
  // Nobody reads errno after sqrt; with it the instruction would need a branch and a call.
  "-fno-math-errno",
  "-ffunction-sections",
  "-fdata-sections",
];

/** Addresses of an executable's static data must fit 32 bits: the object header holds one. Libraries can lie anywhere. */
const PLACE = { executable: ["-fno-pie"], library: ["-fPIC", "-fvisibility=hidden", "-DVS_PIC"] } as const;

/** Flags for compiling one file. */
export function compileFlags(options: FlagOptions): string[] {
  const level = options.opt === "size" ? "-Os" : `-O${options.opt}`;
  const debug = options.debug ? ["-g"] : isStripped(options) ? ["-fno-asynchronous-unwind-tables"] : [];
  const place = options.shared === true ? PLACE.library : PLACE.executable;
  return [...MEANING, ...place, ...SPEED, level, ...debug, "-ffile-prefix-map=./=", ...(options.extra ?? [])];
}

/** Flags for linking, before the object files. */
export function linkFlags(options: FlagOptions): string[] {
  // A collector that has heard of a library keeps calling it.
  const kind = options.shared === true ? ["-shared", "-Wl,-z,nodelete", "-Wl,-z,defs"] : ["-no-pie"];
  return [...kind, "-Wl,--gc-sections", ...(isStripped(options) ? ["-s"] : [])];
}

function isStripped(options: FlagOptions): boolean {
  return !options.debug && (options.strip ?? options.opt === "size");
}

/** Libraries that every program is linked with, after its own. */
export const SYSTEM_LIBS: readonly string[] = ["-lm"];
