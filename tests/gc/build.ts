// Compiles the C programs of harness/ with a collector, without a translated program around them.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Collector } from "../../gc-transformers/capabilities.ts";
import { compileFlags } from "../../translator/c/flags.ts";

const ROOT = join(import.meta.dirname, "../..");
const HARNESS = join(import.meta.dirname, "harness");
const FOLDER = join(ROOT, "build/test/gc");

const WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-type-limits", "-Wno-unused-parameter"];

export interface HarnessOptions {
  readonly cc?: string;
  readonly opt?: "1" | "2";
  /** Further flags: -DVS_GC_DEBUG and such. */
  readonly flags?: readonly string[];
}

/** Compiles programs (names without .c) of the harness with a collector; the path of the executable. */
export function buildHarness(
  collector: Collector,
  sources: readonly string[],
  options: HarnessOptions = {},
): string {
  mkdirSync(FOLDER, { recursive: true });
  const { cc = process.env["CC"] ?? "gcc", opt = "1", flags = [] } = options;
  const variant = flags.map((flag) => flag.replace(/\W+/gu, "")).join("-");
  const output = join(FOLDER, [collector.name, sources[0], cc, variant].join("-"));
  const folder = fileURLToPath(collector.runtime.folder);
  const units = collector.runtime.files.filter((file) => file.endsWith(".c"));
  execFileSync(cc, [
    ...compileFlags({ opt, debug: true, extra: [...WARNINGS, ...worldFlags(collector), ...flags] }),
    "-no-pie",
    ...["translator/c/runtime", "gc-transformers"].map((room) => `-I${join(ROOT, room)}`),
    ...[`-I${folder}`, `-I${HARNESS}`, ...collector.runtime.cflags],
    ...[...sources, "world"].map((name) => join(HARNESS, `${name}.c`)),
    join(ROOT, "gc-transformers/common.c"),
    join(ROOT, "translator/c/runtime/sections.c"),
    ...units.map((file) => join(folder, file)),
    ...["-o", output, ...collector.runtime.libs, "-lm"],
  ]);
  return output;
}

function worldFlags(collector: Collector): string[] {
  return [
    ...(collector.needsRoots ? ["-DWORLD_ROOTS"] : []),
    ...(collector.writeBarrier === "none" ? [] : ["-DWORLD_BARRIERS"]),
    ...(collector.weakrefs ? ["-DWORLD_WEAK"] : []),
    // It may keep what nothing points to, and makes fewer promises (harness/world.h).
    ...(collector.needsRoots ? [] : ["-DWORLD_CONSERVATIVE"]),
  ];
}

export interface HarnessRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a harness with settings of the collector (VMSMITH_GC). */
export function runHarness(
  program: string,
  args: readonly (string | number)[],
  settings = "",
  log = "",
): HarnessRun {
  const { status, stdout, stderr } = spawnSync(program, args.map(String), {
    encoding: "utf8",
    timeout: 600_000,
    env: {
      ...process.env,
      VMSMITH_GC: settings,
      VMSMITH_LOG: log,
      ASAN_OPTIONS: "detect_leaks=0:detect_stack_use_after_return=0",
    },
  });
  return { code: status, stdout, stderr };
}
