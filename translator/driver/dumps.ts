// --dump and --dump-html: the graphs as they are after each phase, as text files and as one page.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { disassemble } from "../../jitgen/codewriter/disassemble.ts";
import type { Graph } from "../model/graph.ts";
import { printGraph, printProgram } from "../model/text.ts";
import { refusal } from "../support/diagnostics.ts";
import { DumpPage, type SourceText } from "./dump-page.ts";
import type { Translation } from "./translation.ts";

/** Where text dumps go, below the working directory. */
export const DUMP_FOLDER = join("build", "dump");

/** The graphs of the translation as it stands: none before annotation. */
export function graphsOf(t: Translation): Graph[] {
  if (t.program !== undefined) return [...t.program.graphs.values()];
  return [...(t.annotated?.engine.functions.values() ?? [])].map((f) => f.graph);
}

export class Dumps {
  readonly #t: Translation;
  readonly #page: DumpPage | undefined;

  constructor(t: Translation) {
    this.#t = t;
    this.#page = t.options.dumpHtml === undefined ? undefined : new DumpPage();
  }

  /** Takes what is wanted of the state after a phase, which is the `number`-th of the table. */
  after(phase: string, number: number): void {
    for (const wanted of this.#t.options.dump) {
      const [name, func] = wanted.split(":");
      if (name === phase || name === "all") this.#write(phase, number, func);
    }
    const { source, program } = this.#t;
    if (source === undefined) this.#page?.record(phase, graphsOf(this.#t), this.#sourceText());
    else if (phase === "source" && program !== undefined)
      this.#page?.recordC([...program.graphs.values()], source.files);
  }

  /** The page, if it was asked for. */
  page(): string | undefined {
    return this.#page?.html(this.#t.name);
  }

  #write(phase: string, number: number, func: string | undefined): void {
    const text = (phase === "jit" ? this.#jitcodes(func) : "") + this.#text(func);
    if (text === "") return;
    const suffix = func === undefined ? "" : `-${func.replaceAll(/[^\w.]+/gu, "_")}`;
    const file = join(DUMP_FOLDER, `${String(number).padStart(2, "0")}-${phase}${suffix}.ir`);
    try {
      mkdirSync(DUMP_FOLDER, { recursive: true });
      writeFileSync(file, text);
    } catch (problem) {
      throw refusal("RTS4104", undefined, {
        seen: `${file} cannot be written: ${(problem as Error).message}.`,
        why: "--dump writes the graphs there.",
        instead: "Make room, or work in a folder that is writable.",
      });
    }
  }

  /** Jitcodes as the jit phase has written them; before the graphs, as comments to the parser. */
  #jitcodes(func: string | undefined): string {
    const data = this.#t.jit;
    if (data === undefined) return "";
    return data.jitcodes
      .filter(({ graph: g }) => func === undefined || g.name === func || g.key === func)
      .map((jitcode) => `${disassemble(data, jitcode).trimEnd().replaceAll(/^/gmu, "; ")}\n\n`)
      .join("");
  }

  #text(func: string | undefined): string {
    if (func === undefined && this.#t.program !== undefined) return printProgram(this.#t.program);
    return graphsOf(this.#t)
      .filter((g) => func === undefined || g.name === func || g.key === func)
      .map((g) => printGraph(g))
      .join("\n");
  }

  #sourceText(): SourceText {
    const program = this.#t.loaded?.program;
    return (file) => program?.getSourceFile(file)?.text;
  }
}
