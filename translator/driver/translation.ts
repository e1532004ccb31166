// One translation under way: its options, what phases have made so far, and where progress goes.

import type { GcStats } from "../../gc-transformers/transform.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { CompileResult } from "../c/compile.ts";
import type { CSource } from "../c/source.ts";
import type { LoadedProgram } from "../frontend/loader/load.ts";
import type { JitData } from "../../jitgen/codewriter/write.ts";
import { Changes } from "../model/changes.ts";
import type { Program } from "../model/program.ts";
import { broken } from "../support/diagnostics.ts";
import { Dumps } from "./dumps.ts";
import type { Annotated, AnnotatedLibrary } from "./front.ts";
import type { BeforePrejit } from "./jit-phases.ts";
import type { JitUnit } from "./jit-unit.ts";
import type { Options } from "./options.ts";
import type { Progress } from "./progress.ts";

export class Translation {
  readonly options: Options;
  readonly progress: Progress;
  /** The program's name: that of the target's folder, or of its file if that says more. */
  readonly name: string;
  /** The executable or library; a library that nobody names is called as it calls itself, once that is known. */
  output: string;
  readonly abort = new AbortController();
  readonly dumps: Dumps;
  loaded: LoadedProgram | undefined;
  annotated: Annotated | AnnotatedLibrary | undefined;
  program: Program | undefined;
  beforePrejit: BeforePrejit | undefined;
  /** Jitcodes and pools, if the program has a portal and is translated with a JIT. */
  jit: JitData | undefined;
  /** The JIT runtime, whose object file lies in the C folder. */
  jitUnit: JitUnit | undefined;
  source: CSource | undefined;
  result: CompileResult | undefined;
  readonly #changes = new Map<string, Changes>();
  #cFolder: string | undefined;

  constructor(options: Options, progress: Progress) {
    this.options = options;
    this.progress = progress;
    this.dumps = new Dumps(this);
    const file = basename(options.target).replace(/\.m?ts$/u, "");
    this.name =
      file === "target" || file === "index" || file === "main"
        ? basename(dirname(resolve(options.target)))
        : file;
    this.output = resolve(options.output ?? (options.shared ? `lib${this.name}.so` : this.name));
  }

  get typed(): Program {
    return this.program ?? broken("there is no typed program yet");
  }

  /** The counter of a pass's changes, which also is its fuel. */
  changes(pass: string): Changes {
    let c = this.#changes.get(pass);
    if (c === undefined) this.#changes.set(pass, (c = new Changes(this.options.fuel.get(pass) ?? Infinity)));
    return c;
  }

  changesMade(pass: string): number {
    return this.#changes.get(pass)?.made ?? 0;
  }

  /** Checks left in the program, by operation; counted before they become branches. */
  checks: Readonly<Record<string, number>> = {};
  /** What the gc phase did. */
  gc: GcStats | undefined;

  /** Where C and object files go: the folder of --keep-c, or one that `cleanUp` removes. */
  cFolder(): string {
    this.#cFolder ??=
      this.options.keepC === undefined
        ? mkdtempSync(join(tmpdir(), "vmsmith-"))
        : resolve(this.options.keepC);
    return this.#cFolder;
  }

  cleanUp(): void {
    if (this.#cFolder !== undefined && this.options.keepC === undefined)
      rmSync(this.#cFolder, { recursive: true, force: true });
  }
}
