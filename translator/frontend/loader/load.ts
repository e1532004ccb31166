// Loads a target: type-checks it and, at the same time, runs its modules in a child process that freezes the heap.
// Needs: the file of the target. Gives: the checked program and the heap image, or a Refusal with every error found:
// TypeScript's first, because a program that is not typed is not worth running.

import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type ts from "typescript";
import { refusal } from "../../support/diagnostics.ts";
import { LineIndex } from "../../support/positions.ts";
import { packageRoot } from "../../support/package-root.ts";
import { type HeapImage, namedValue } from "../heap-image.ts";
import { refuseFailure } from "./failures.ts";
import { checkTypes } from "./program.ts";
import { ModuleRun } from "./module-run.ts";

/** How to load. */
export type LoadOptions = {
  /** Seconds until loading counts as endless; 60 if left out. */
  readonly timeout?: number;
  /** More of vmsmith's own sources to have in the program: type-checked for types, never run, not in the image. */
  readonly extraFiles?: readonly string[];
  /** Whether the program must export an entry point; false for tests that only look at the heap. */
  readonly needsEntryPoint?: boolean;
  /** The program is part of vmsmith: its types are checked by vmsmith's own settings. */
  readonly isOwn?: boolean;
};

/** A target that can be translated. */
export type LoadedProgram = {
  /** The target's absolute file name, as `program` and `image` spell it. */
  readonly target: string;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly image: HeapImage;
  readonly tsconfig: string | undefined;
};

/** Loads `targetFile`, relative to the working directory. */
export async function load(targetFile: string, options: LoadOptions = {}): Promise<LoadedProgram> {
  const target = findTarget(targetFile);
  const library = join(packageRoot(), "rlib");
  const timeout = options.timeout ?? 60;
  const run = new ModuleRun(target, library, timeout);
  try {
    const { extraFiles = [], isOwn = false } = options;
    const checked = checkTypes({ target, library, extraFiles, isOwn });
    const report = await run.report();
    if ("failure" in report) throw refuseFailure(report.failure, target, timeout);
    if (options.needsEntryPoint !== false) requireEntryPoint(report.image, target, checked.program);
    return { target, image: report.image, ...checked };
  } finally {
    run.end();
  }
}

function findTarget(targetFile: string): string {
  const file = resolve(targetFile);
  const problem = (seen: string): Error =>
    refusal("RTS4001", undefined, {
      seen,
      why: "Translation starts from one TypeScript file that exports entryPoint.",
      instead: "Name that file, relative to the working directory or absolute.",
    });
  try {
    if (!statSync(file).isFile()) throw problem(`${targetFile} is not a file.`);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") throw error;
    throw problem(`There is no file ${targetFile}.`);
  }
  if (!/\.m?ts$/u.test(file) || /\.d\.m?ts$/u.test(file))
    throw problem(`${targetFile} is not a TypeScript source.`);
  return realpathSync(file);
}

function requireEntryPoint(image: HeapImage, target: string, program: ts.Program): void {
  const exported = namedValue(image.modules[0]?.exports ?? [], "entryPoint");
  const made = exported?.k === "ref" ? image.objects[exported.id] : undefined;
  if (made?.kind === "function") return;
  const place = new LineIndex(target, program.getSourceFile(target)?.text ?? "").place(0);
  throw refusal("RTS1005", place, {
    seen:
      exported === undefined
        ? "The target exports nothing called entryPoint."
        : "The export entryPoint is not a function written in the program.",
    why: "The translated program begins there.",
    instead: "Write: export function entryPoint(argv: string[]): number { … } (the result is the exit code).",
  });
}
