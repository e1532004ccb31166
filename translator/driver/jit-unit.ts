// The JIT runtime as a unit of its own: annotated, typed and compiled apart from any target, to one object file that
// every target with the same collector, level and compiler is linked with. Built once: the cache holds it by a key over
// everything that takes part. Whatever is refused here is our bug; what the C compiler cannot do is the machine's.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import { collectorNamed } from "../../gc-transformers/collectors.ts";
import type { Collector } from "../../gc-transformers/capabilities.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { removeDeadCode } from "../backendopt/dead-code.ts";
import { formSwitches } from "../backendopt/switches.ts";
import { dropChecks } from "../backendopt/unchecked.ts";
import { compilerVersion, compileUnit, type ObjectOptions } from "../c/compile.ts";
import { compileFlags } from "../c/flags.ts";
import { emitC, type CSource } from "../c/source.ts";
import { load } from "../frontend/loader/load.ts";
import { Changes } from "../model/changes.ts";
import type { Program } from "../model/program.ts";
import { UNIT_FUNCTIONS } from "../model/unit-functions.ts";
import { verifyProgram, type Level } from "../model/verify.ts";
import { broken, Diagnostics, Refusal } from "../support/diagnostics.ts";
import { packageRoot } from "../support/package-root.ts";
import { makeExceptionsExplicit } from "../transform/exceptions.ts";
import { Cache } from "./cache.ts";
import { coreFiles } from "./front.ts";
import { typeUnit } from "./unit-front.ts";
import { vmsmithVersion } from "../support/version.ts";

/** The object file, in the folder it was asked for. */
export const JIT_OBJECT = "jit_runtime.o";

/** Its C, below that folder: apart from the target's, whose modules may have any name. */
const BUILD_FOLDER = "jit_runtime";

export interface JitUnitOptions extends ObjectOptions {
  readonly gc: string;
  /** The module that exports the functions of model/unit-functions.ts; the JIT runtime if left out. */
  readonly entry?: string;
  /** Folder of the cache; undefined: neither read nor written. */
  readonly cacheFolder: string | undefined;
  /** Verify the unit's program after each step. */
  readonly check?: boolean;
  /** Told in one line what goes otherwise than asked for. */
  readonly note?: (text: string) => void;
}

/** What the report says of it. */
export interface JitUnit {
  readonly reused: boolean;
  readonly key: string;
  readonly seconds: number;
  /** C that was compiled, then or now. */
  readonly cBytes: number;
  readonly objectBytes: number;
  /** Hash of the border: of the exported functions and the tables both sides read. */
  readonly abi: string;
}

/** Puts JIT_OBJECT into the folder, from the cache or built there. */
export async function provideJitUnit(folder: string, options: JitUnitOptions): Promise<JitUnit> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const entry = entryOf(options);
  const [key, abi] = await Promise.all([jitUnitKey(options), borderHash()]);
  await mkdir(folder, { recursive: true });
  const cache = options.cacheFolder === undefined ? undefined : new Cache(options.cacheFolder, "jit-runtime");
  const found = await cache?.fetch(key, folder);
  const objectBytes = async (): Promise<number> => (await stat(join(folder, JIT_OBJECT))).size;
  if (found !== undefined)
    return {
      reused: true,
      key,
      seconds: seconds(),
      cBytes: Number(found["cBytes"]),
      objectBytes: await objectBytes(),
      abi,
    };
  const source = await sourceOf(entry, options);
  await compileUnit(source, join(folder, BUILD_FOLDER), join("..", JIT_OBJECT), options);
  const cBytes = source.stats.bytes;
  const problem = await kept(cache, key, folder, cBytes, options);
  if (problem !== null) options.note?.(`the JIT runtime is not kept for next time: ${problem}`);
  return { reused: false, key, seconds: seconds(), cBytes, objectBytes: await objectBytes(), abi };
}

async function kept(
  cache: Cache | undefined,
  key: string,
  folder: string,
  cBytes: number,
  options: JitUnitOptions,
): Promise<string | null> {
  if (cache === undefined) return null;
  // Sources may be edited while they are read; what was built is then not what the key says.
  if ((await jitUnitKey(options)) !== key) return "its sources changed meanwhile";
  return cache.store(key, folder, [JIT_OBJECT], { cBytes });
}

// ---- building ----

async function sourceOf(entry: string, options: JitUnitOptions): Promise<CSource> {
  const collector = collectorOf(options);
  const program = await typed(entry);
  const check = (level: Level): void => {
    const problems = options.check === true ? verifyProgram(program, level) : [];
    if (problems.length > 0) broken(`the JIT runtime is not as it should be:\n  ${problems.join("\n  ")}`);
  };
  check("typed");
  if (options.opt !== "0") {
    formSwitches(program, new Changes());
    removeDeadCode(program, new Changes());
  }
  // Our own ints stay small, those of the target are words.
  dropChecks(program, new Changes(), true);
  // No stack checks: nothing there calls itself (a test says so), and what the target calls fits the margin.
  makeExceptionsExplicit(program);
  applyCollector(program, collector);
  check("exceptionsExplicit");
  return emitC(program, { collector, exactLines: options.debug, root: packageRoot() });
}

async function typed(entry: string): Promise<Program> {
  try {
    const loaded = await load(entry, { extraFiles: coreFiles(), needsEntryPoint: false, isOwn: true });
    return typeUnit(loaded, new Diagnostics(), "jit_runtime");
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    // The user did not write it.
    const said = problem.diagnostics.map(
      ({ place, seen }) => `${place === undefined ? "" : `${place.file}:${place.line}: `}${seen}`,
    );
    return broken(`the JIT runtime is refused:\n  ${said.join("\n  ")}`);
  }
}

function collectorOf({ gc }: JitUnitOptions): Collector {
  return collectorNamed(gc) ?? broken(`no collector ${gc}`);
}

// ---- keys ----

function entryOf(options: JitUnitOptions): string {
  return options.entry ?? join(packageRoot(), "jitgen/runtime/main.ts");
}

/** A hash over everything that takes part in making the object file. */
export async function jitUnitKey(options: JitUnitOptions): Promise<string> {
  const entry = entryOf(options);
  const root = packageRoot();
  // From dist when installed; the sources of product code lie beside it.
  const runs = import.meta.dirname.startsWith(join(root, "dist")) ? ["dist"] : [];
  const folders = [...runs, "jitgen", "rlib", "translator", "gc-transformers"].map((f) => join(root, f));
  const [version, ...files] = await Promise.all([
    compilerVersion(options.cc),
    ...[...folders, dirname(entry)].map((folder) => hashOfFolder(folder, root)),
  ]);
  const parts = {
    vmsmith: vmsmithVersion(),
    entry: relative(root, entry),
    files,
    compiler: version,
    flags: [...compileFlags(options), ...collectorOf(options).runtime.cflags],
    gc: options.gc,
    node: process.versions.node.split(".")[0],
    machine: process.arch,
  };
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Of all code below a folder; of one that is not there, of nothing. */
async function hashOfFolder(folder: string, root: string): Promise<string> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found
    .filter((f) => f.isFile() && /\.(?:ts|js|c|h)$/u.test(f.name))
    .map((f) => join(f.parentPath, f.name))
    .sort();
  const hash = createHash("sha256");
  const texts = await Promise.all(files.map((file) => readFile(file)));
  for (const [i, text] of texts.entries())
    hash.update(`${relative(root, files[i] ?? "")}\0${text.length}\0`).update(text);
  return hash.digest("hex");
}

/** Equal where a build of the runtime can serve a target: the exported functions and the tables of the border. */
export async function borderHash(): Promise<string> {
  const root = packageRoot();
  const tables = await hashOfFolder(join(root, "jitgen/tables"), root);
  const functions = Object.entries(UNIT_FUNCTIONS).map(([name, { args, result }]) => ({
    name,
    args,
    result,
  }));
  return createHash("sha256").update(JSON.stringify({ functions, tables })).digest("hex");
}
