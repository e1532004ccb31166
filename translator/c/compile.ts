// Compiles C source to an executable: files are written to a folder (only those that changed), compiled in parallel by
// the compiler the user named, linked under a temporary name beside the output, and renamed. Needs nothing but the
// compiler. Whatever goes wrong is one Refusal; nothing half-written stays under the output's name, also when aborted.

import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { execa, ExecaError } from "execa";

import { refusal, type CatalogueCode, type Refusal } from "../support/diagnostics.ts";
import { FOREIGN_FILE, OWN_PREFIX } from "./foreign.ts";
import { compileFlags, linkFlags, SYSTEM_LIBS, type FlagOptions } from "./flags.ts";
import { makefile } from "./makefile.ts";
import type { CSource } from "./source.ts";

export interface ObjectOptions extends FlagOptions {
  /** Command of the C compiler, with arguments if any ("ccache gcc"); default $CC, else gcc. */
  readonly cc?: string;
  /** Compilers running at once; default: the machine's cores. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Called when a file has been compiled. */
  readonly onProgress?: (done: number, total: number, unit: string) => void;
}

export interface CompileOptions extends ObjectOptions {
  /** The executable. */
  readonly output: string;
  /** Object files of other units, in the folder of the C files, to be linked too. */
  readonly objects?: readonly string[];
}

export interface CompileResult {
  readonly output: string;
  /** Size of the executable. */
  readonly bytes: number;
  /** The command that was used, without files. */
  readonly command: string;
  readonly units: number;
}

/** Builds the executable from `source`, keeping C and object files in `dir`. */
export async function compileC(given: CSource, dir: string, options: CompileOptions): Promise<CompileResult> {
  const output = resolve(options.output);
  const command = commandOf(options.cc);
  const cc = command.join(" ");
  const source = await withPackages(given);
  await refuseBadOutput(output);
  await writing(dir, () => writeFiles(source, dir, makefile(source, cc, basename(output), options)));
  const compiler = new Compiler(command, dir, source, options);
  await compiler.units();
  const temporary = join(dirname(output), `.${basename(output)}.${process.pid}.tmp`);
  try {
    await compiler.link(temporary, options.objects ?? []);
    const { size } = await writing(output, () => stat(temporary));
    const { header } = source;
    if (header !== undefined) {
      const path = join(dirname(output), header.name);
      await writing(path, () => writeFile(path, header.text));
    }
    await writing(output, () => rename(temporary, output));
    return {
      output,
      bytes: size,
      command: [...command, ...compileFlags(options)].join(" "),
      units: source.units.length,
    };
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Builds one object file in `dir` from the source of a unit that is linked to others. */
export async function compileUnit(
  source: CSource,
  dir: string,
  object: string,
  options: ObjectOptions,
): Promise<void> {
  await writing(dir, () => writeFiles(source, dir));
  const compiler = new Compiler(commandOf(options.cc), dir, source, options);
  await compiler.units();
  await compiler.join(object);
}

/** The compiler's command and what it calls itself: two that are equal make the same of the same C. */
export async function compilerVersion(cc: string | undefined): Promise<string> {
  const [program = "", ...args] = commandOf(cc);
  const { stdout } = await execa(program, [...args, "--version"], { reject: false, stdin: "ignore" });
  return `${program} ${args.join(" ")}: ${typeof stdout === "string" ? (stdout.split("\n")[0] ?? "") : ""}`;
}

function commandOf(cc: string | undefined): string[] {
  return ((cc ?? process.env["CC"] ?? "").trim() || "gcc").split(/\s+/u);
}

class Compiler {
  private readonly command: readonly string[];
  private readonly dir: string;
  private readonly source: CSource;
  private readonly options: ObjectOptions;

  constructor(command: readonly string[], dir: string, source: CSource, options: ObjectOptions) {
    this.command = command;
    this.dir = dir;
    this.source = source;
    this.options = options;
  }

  /** Compiles all units; the first failure stops the others. */
  async units(): Promise<void> {
    const { source, options } = this;
    const failed = new AbortController();
    const isStopped = (problem: unknown): boolean => problem === failed.signal.reason;
    const signal =
      options.signal === undefined ? failed.signal : AbortSignal.any([failed.signal, options.signal]);
    const flags = [...compileFlags(options), ...source.cflags];
    // Long files first, so that the last ones to finish are short.
    const length = (unit: string): number => source.files.get(unit)?.length ?? 0;
    const waiting = [...source.units].sort((a, b) => length(a) - length(b));
    let done = 0;
    const worker = async (): Promise<void> => {
      for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
        await this.run([...flags, "-c", unit, "-o", unit.replace(/\.c$/, ".o")], signal);
        options.onProgress?.(++done, source.units.length, unit);
      }
    };
    const jobs = Math.max(1, options.jobs ?? availableParallelism());
    const results = await Promise.allSettled(
      Array.from({ length: jobs }, () =>
        worker().catch((problem: unknown) => {
          failed.abort();
          throw problem;
        }),
      ),
    );
    // The one that failed first is the cause; the others were stopped because of it.
    const problems = results.flatMap((r) => (r.status === "rejected" ? [r.reason as unknown] : []));
    if (problems.length > 0) throw problems.find((p) => !isStopped(p)) ?? problems[0];
  }

  async link(output: string, others: readonly string[]): Promise<void> {
    const { source, options } = this;
    const objects = [...this.objects(), ...others];
    await this.run(
      [...linkFlags(options), "-o", output, ...objects, ...source.libs, ...SYSTEM_LIBS],
      options.signal,
    );
  }

  /** Makes one object file of all. */
  async join(output: string): Promise<void> {
    await this.run(["-r", "-nostdlib", "-o", output, ...this.objects()], this.options.signal);
  }

  private objects(): string[] {
    return this.source.units.map((unit) => unit.replace(/\.c$/, ".o"));
  }

  private async run(args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const [program, ...first] = this.command;
    if (program === undefined) return;
    signal?.throwIfAborted();
    const running = execa(program, [...first, ...args], {
      cwd: this.dir,
      stdin: "ignore",
      // Messages in English: they are shown, and looked through for a full disk.
      env: { LC_ALL: "C" },
      // A group of its own, so that stopping it stops the compiler proper too, not only its driver.
      detached: true,
    });
    const stop = (): void => {
      if (running.pid !== undefined) endGroup(running.pid);
    };
    signal?.addEventListener("abort", stop, { once: true });
    try {
      await running;
    } catch (problem) {
      signal?.throwIfAborted();
      throw problem instanceof ExecaError ? this.explain(problem as ExecaError) : problem;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  private explain(problem: ExecaError): Refusal {
    const cc = this.command.join(" ");
    const said = typeof problem.stderr === "string" ? problem.stderr : "";
    const { needs } = this.source;
    if (problem.exitCode === undefined && problem.code !== undefined)
      return refusal("RTS4101", undefined, {
        seen: `'${cc}' cannot be run: ${problem.code === "ENOENT" ? "no such command" : problem.code}.`,
        why: "The last step of a translation is compiling C.",
        instead: "Install gcc (apt-get install gcc) or name another compiler with --cc or $CC.",
      });
    if (/No space left on device/.test(said)) return cannotWrite(this.dir, "the disk is full");
    const firstLines = said.split("\n").slice(0, 12).join("\n");
    const border = borderProblem(said, this.source);
    if (border !== null)
      return refusal("RTS4105", undefined, {
        seen: `'${cc}' ${border.seen}:\n${firstLines}`,
        why: "Calls of C functions are checked against the headers, sources and libraries that external(…) names.",
        instead: border.instead,
      });
    if (
      needs !== undefined &&
      (said.includes(needs.header) ||
        this.source.libs.some(
          (l) => said.includes(`cannot find ${l}`) || said.includes(`library not found for ${l}`),
        ))
    )
      return refusal("RTS4103", undefined, {
        seen: `'${cc}' does not find ${needs.header} and its library.`,
        why: "The collector that was chosen is part of the system, not of vmsmith.",
        instead: `Install it (apt-get install ${needs.debianPackage}) or choose another collector with --gc.`,
      });
    if (/\berror:/.test(said))
      return refusal("RTS3002", undefined, {
        seen: `'${cc}' refuses generated C:\n${firstLines}`,
        why: "Generated C should compile with any gcc and clang.",
        instead: "Report it together with the C files (--keep-c DIR).",
      });
    const end =
      problem.signal === undefined
        ? `exit code ${problem.exitCode ?? "unknown"}`
        : `signal ${problem.signal}`;
    return refusal("RTS4102", undefined, {
      seen: `'${cc}' ended with ${end}${firstLines === "" ? "" : `:\n${firstLines}`}`,
      why: "It said nothing about an error in the C code.",
      instead: "Check that the compiler works on its own, and that there is enough memory and disk space.",
    });
  }
}

/** What is wrong with the author's own C, or with how a program describes it; null if it is something else. */
function borderProblem(said: string, source: CSource): { seen: string; instead: string } | null {
  const library = /cannot find -l(\S+?):?(?:\s|$)|library not found for -l(\S+)/u.exec(said);
  const wanted = library?.[1] ?? library?.[2] ?? "";
  if (source.foreign?.includes(`-l${wanted}`) === true)
    return {
      seen: `finds no library ${wanted}`,
      instead: "Install its development package, or correct `libraries` of the external.",
    };
  const symbol = /undefined (?:reference|symbol)[^`'\n]*[`'](\w+)'/u.exec(said);
  if (symbol !== null && source.foreign !== null && said.includes("vs_c"))
    return {
      seen: `finds no function ${symbol[1] ?? ""} to link`,
      instead: "Name the library in `libraries` or `packages`, or the C file in `sources`.",
    };
  if (!said.includes(FOREIGN_FILE) && !source.units.some((u) => u.startsWith(OWN_PREFIX) && said.includes(u)))
    return null;
  const header = /fatal error: '?([^:'\n]+)'?:? (?:No such file|file not found)/u.exec(said);
  if (header !== null)
    return {
      seen: `finds no header ${header[1] ?? ""}`,
      instead: "Install its development package, correct `headers`, or name its folder in `includeDirs`.",
    };
  if (!/\berror:/u.test(said)) return null;
  return {
    seen: "refuses a call of a C function as it is described",
    instead: "Give the parameters and the result the types of the prototype in the header.",
  };
}

/** The source with the flags of its packages, as pkg-config knows them. */
async function withPackages(source: CSource): Promise<CSource> {
  if (source.packages.length === 0) return source;
  const ask = async (what: string): Promise<string[]> => {
    try {
      const { stdout } = await execa("pkg-config", [what, ...source.packages], { stdin: "ignore" });
      return stdout.split(/\s+/u).filter((flag) => flag !== "");
    } catch (problem) {
      const said = problem instanceof ExecaError ? String((problem as ExecaError).stderr ?? "") : "";
      throw refusal("RTS4105", undefined, {
        seen: `pkg-config ${what} ${source.packages.join(" ")} fails${said === "" ? "." : `:\n${said}`}`,
        why: "An external names these packages for the flags of its library.",
        instead:
          "Install pkg-config and the development packages, or name `libraries` and `includeDirs` instead.",
      });
    }
  };
  const [cflags, libs] = await Promise.all([ask("--cflags"), ask("--libs")]);
  return { ...source, cflags: [...source.cflags, ...cflags], libs: [...libs, ...source.libs] };
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGTERM");
  } catch {
    // It ended by itself in the meantime.
  }
}

async function writeFiles(source: CSource, dir: string, makefileText?: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const files = new Map(source.files);
  if (makefileText !== undefined) files.set("Makefile", makefileText);
  for (const [name, text] of files) {
    const path = join(dir, name);
    const old = await readFile(path, "utf8").catch(() => undefined);
    // Untouched files keep their time stamps, which is what make and ninja go by.
    if (old !== text) await writeFile(path, text);
  }
}

async function refuseBadOutput(output: string): Promise<void> {
  const info = await stat(output).catch(() => undefined);
  if (info?.isDirectory() === true) throw cannotWrite(output, "there is a folder of that name");
  const parent = await stat(dirname(output)).catch(() => undefined);
  if (parent?.isDirectory() !== true) throw cannotWrite(output, "its folder does not exist");
}

/** Runs a file operation; its failure is told as a problem of `path`. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    const code = problem instanceof Error && "code" in problem ? String(problem.code) : "";
    throw cannotWrite(path, REASONS[code] ?? (problem instanceof Error ? problem.message : code));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "part of the path is not a folder",
  ETXTBSY: "the program of that name is running",
};

function cannotWrite(path: string, reason: string): Refusal {
  const code: CatalogueCode = "RTS4104";
  return refusal(code, undefined, {
    seen: `${path} cannot be written: ${reason}.`,
    why: "The executable is built beside its final name and then renamed, so the folder must be writable.",
    instead: "Choose another place with -o (or --keep-c for the C files), or make room.",
  });
}
