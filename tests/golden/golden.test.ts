// One small source per idea, and what the front end and the rtyper make of it: NAME.ts and NAME.golden. With BLESS=1
// the goldens are rewritten; a blessed difference is reviewed like code. Only the target's own graphs are shown.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { annotateProgram, coreFiles, typeProgram } from "../../translator/driver/front.ts";
import { load } from "../../translator/frontend/loader/load.ts";
import type { Graph } from "../../translator/model/graph.ts";
import { printGraph } from "../../translator/model/text.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { Diagnostics } from "../../translator/support/diagnostics.ts";

const FOLDER = import.meta.dirname;

async function goldenOf(name: string): Promise<string> {
  const loaded = await load(join(FOLDER, `${name}.ts`), { extraFiles: coreFiles() });
  const annotated = annotateProgram(loaded, new Diagnostics());
  const own = (key: string): boolean => key.startsWith(`${name}.`);
  const flow = [...annotated.engine.functions.values()].map((f) => f.graph).filter((g) => own(g.key));
  const print = (graphs: readonly Graph[]): string =>
    [...graphs]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((g) => printGraph(g))
      .join("");
  const flowText = print(flow);
  const program = typeProgram(loaded, annotated, name);
  expect(verifyProgram(program, "typed")).toEqual([]);
  return `; flow\n${flowText}; typed\n${print([...program.graphs.values()].filter((g) => own(g.key)))}`;
}

const names = readdirSync(FOLDER)
  .filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"))
  .map((f) => f.replace(/\.ts$/u, ""));

test.each(names)(
  "%s",
  async (name) => {
    const got = await goldenOf(name);
    const file = join(FOLDER, `${name}.golden`);
    if (process.env["BLESS"] === "1") writeFileSync(file, got);
    else expect(got).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
  },
  30_000,
);
