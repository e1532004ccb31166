// Builds a program given in the text form and runs it: what the tests of the C back end are made of.

import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";

import { COLLECTORS, type CollectorName } from "../../gc-transformers/collectors.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { compileC } from "../../translator/c/compile.ts";
import type { OptLevel } from "../../translator/c/flags.ts";
import { emitC, type CSource } from "../../translator/c/source.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { makeExceptionsExplicit } from "../../translator/transform/exceptions.ts";
import { insertStackChecks } from "../../translator/transform/stack-checks.ts";

const PRELUDE = readFileSync(new URL("prelude.ir", import.meta.url), "utf8");

export interface BuildOptions {
  readonly gc?: CollectorName;
  readonly cc?: string;
  readonly opt?: OptLevel;
  readonly debug?: boolean;
  readonly maxHeap?: number;
  /** Source texts by file, for tracebacks. */
  readonly sources?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

/** The program in text form behind the prelude, verified, with everything done to it that C needs. */
export function loweredProgram(text: string, options: BuildOptions = {}): Program {
  const program = parseProgram(PRELUDE + text);
  for (const [file, source] of Object.entries(options.sources ?? {})) program.sources.set(file, source);
  expect(verifyProgram(program, "typed")).toEqual([]);
  insertStackChecks(program);
  makeExceptionsExplicit(program);
  expect(verifyProgram(program, "exceptionsExplicit")).toEqual([]);
  applyCollector(program, COLLECTORS[options.gc ?? "none"]);
  return program;
}

/** The C of such a program. */
export function sourceOf(text: string, options: BuildOptions = {}): CSource {
  const program = loweredProgram(text, options);
  return emitC(program, {
    collector: COLLECTORS[options.gc ?? "none"],
    maxHeap: options.maxHeap ?? 0,
    exactLines: options.debug ?? false,
  });
}

/** A new folder below build/, where `make clean` finds it. */
export function freshFolder(prefix: string): string {
  const parent = join(import.meta.dirname, "../../build/test/c");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, prefix));
}

/** An executable of it in a folder of its own. */
export async function buildIr(text: string, options: BuildOptions = {}): Promise<string> {
  const dir = freshFolder("ir-");
  const source = sourceOf(text, options);
  const { output } = await compileC(source, join(dir, "c"), {
    output: join(dir, "program"),
    opt: options.opt ?? "1",
    debug: options.debug ?? false,
    // Warnings would hide in the output of a compiler that succeeds.
    extra: [
      "-Wall",
      "-Wextra",
      "-Werror",
      "-Wno-type-limits",
      "-Wno-unused-parameter",
      "-Wno-unused-function",
    ],
    ...(options.cc === undefined ? {} : { cc: options.cc }),
  });
  return output;
}

/** Runs an executable. */
export async function run(
  program: string,
  args: readonly string[] = [],
  more: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Outcome> {
  const { stdout, stderr, exitCode } = await execa(program, args, {
    reject: false,
    stripFinalNewline: false,
    ...(more.input === undefined ? {} : { input: more.input }),
    ...(more.env === undefined ? {} : { env: more.env }),
  });
  return { stdout, stderr, code: exitCode };
}

/** Builds and runs. */
export async function runIr(text: string, options: BuildOptions = {}): Promise<Outcome> {
  return run(await buildIr(text, options));
}
