// Loads a target: type-checks it and, at the same time, runs its modules in a child process that freezes the heap.
// Needs: the file of the target. Gives: the checked program and the heap image, or a Refusal with every error found:
// TypeScript's first, because a program that is not typed is not worth running.

import { type ChildProcess, spawn } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type ts from "typescript";
import { refusal } from "../../support/diagnostics.ts";
import { LineIndex } from "../../support/positions.ts";
import { packageRoot, siblingProgram } from "../../support/package-root.ts";
import { type HeapImage, namedValue } from "../heap-image.ts";
import { refuseFailure } from "./failures.ts";
import { checkTypes } from "./program.ts";
import { type ChildArguments, type ChildReport, REPORT_FD } from "./protocol.ts";

/** How to load. */
export type LoadOptions = {
  /** Seconds until loading counts as endless; 60 if left out. */
  readonly timeout?: number;
  /** More of vmsmith's own sources to have in the program: type-checked for types, never run, not in the image. */
  readonly extraFiles?: readonly string[];
  /** Whether the program must export an entry point; false for tests that only look at the heap. */
  readonly needsEntryPoint?: boolean;
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
  const child = new Child(target, library, timeout);
  try {
    const checked = checkTypes({ target, library, extraFiles: options.extraFiles ?? [] });
    const report = await child.report();
    if ("failure" in report) throw refuseFailure(report.failure, target, timeout);
    if (options.needsEntryPoint !== false) requireEntryPoint(report.image, target, checked.program);
    return { target, image: report.image, ...checked };
  } finally {
    child.end();
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

/** The child process while the parent checks types. */
class Child {
  private readonly process: ChildProcess;
  private readonly timeout: number;
  private readonly failed: Promise<never>;
  private readonly kill = (): void => {
    this.process.kill("SIGKILL");
  };

  constructor(target: string, library: string, timeout: number) {
    const args: ChildArguments = [target, library, String(timeout)];
    const program = siblingProgram(import.meta.url, "child/start");
    // What the target prints while loading is not the translator's output, so it goes to standard error.
    this.process = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...args], {
      stdio: ["ignore", 2, 2, "pipe"],
    });
    this.timeout = timeout;
    this.failed = new Promise((_, fail) => this.process.once("error", fail));
    // Heard by whoever asks for the report; if nobody does, there is a better error already.
    this.failed.catch(() => undefined);
    process.once("exit", this.kill);
  }

  /** What the child has to say; it always says something, or was killed. */
  report(): Promise<ChildReport> {
    return Promise.race([this.failed, this.closed()]);
  }

  private closed(): Promise<ChildReport> {
    return new Promise((done) => {
      const parts: Buffer[] = [];
      const pipe = this.process.stdio[REPORT_FD];
      if (pipe != null && "on" in pipe) pipe.on("data", (part: Buffer) => parts.push(part));
      // A little later than the child's own limit, which knows more of the reason.
      const timer = setTimeout(
        () => {
          this.kill();
          done({ failure: { kind: "endless", active: [] } });
        },
        (this.timeout + 1) * 1000,
      );
      this.process.once("close", (code, signal) => {
        clearTimeout(timer);
        const text = Buffer.concat(parts).toString("utf8");
        if (text !== "") done(JSON.parse(text) as ChildReport);
        else done({ failure: { kind: "killed", how: signal ?? `exit code ${String(code)}` } });
      });
    });
  }

  /** Ends the process if it still runs, and forgets it. */
  end(): void {
    process.removeListener("exit", this.kill);
    if (this.process.exitCode === null && this.process.signalCode === null) this.kill();
  }
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
