// Property: a generated program ends the same on all engines. A bundle of programs costs about what one does, so a run
// makes many; what differs is shrunk, and its text is in the message: it belongs into tests/run.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bundlePrograms, WORK } from "./bundle.ts";
import { collected, FLOW, graphs, native, type Engine } from "./engines.ts";
import { bigintProgramOf } from "./generator-bigints.ts";
import { featureProgramOf } from "./generator-features.ts";
import { memoryProgramOf } from "./generator-memory.ts";
import { programOf } from "./generator.ts";
import { askNode } from "./oracle.ts";
import { allPrograms, withoutTraceback, type Result } from "./programs.ts";

const SIZE = process.env["VMSMITH_MATRIX"] ?? "small";
const RUNS = { small: 1, full: 4, stress: 60 }[SIZE] ?? 1;
/** Programs in one run. */
const BATCH = SIZE === "small" ? 10 : 25;
const MINUTES = { small: 1, full: 3, stress: 60 }[SIZE] ?? 1;
const ENGINES: readonly Engine[] = [
  FLOW,
  graphs("0", "rtype"),
  collected("2", "moving"),
  native("2", "incminimark", "gcc", "stress=3,nursery=32K"),
];
const SEED = Number(process.env["VMSMITH_SEED"] ?? 20_260_101);

const tape = fc.array(fc.nat({ max: 5039 }), { minLength: 0, maxLength: 500, size: "max" });

function writePrograms(texts: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  texts.forEach((text, i) => writeFileSync(join(folder, `p${String(i).padStart(2, "0")}.ts`), text));
}

const FOLDER = join(WORK, "random");
/** Each attempt has files of its own: Node and the front half keep modules by name. */
const attempts = { count: 0 };

/** What goes differently, or undefined. */
async function difference(texts: readonly string[]): Promise<string | undefined> {
  const folder = join(FOLDER, String(attempts.count++));
  writePrograms(texts, folder);
  const programs = allPrograms(folder);
  const node = askNode(programs);
  const { bundles, failures } = await bundlePrograms(programs, "random-bundle");
  for (const [name, why] of failures) return `${name} is not translated: ${why}\n${textOf(name, texts)}`;
  for (const bundle of bundles)
    for (const engine of ENGINES) {
      const run = await engine.prepare(bundle);
      for (const p of bundle.programs) {
        const wanted = comparable(node.get(p.name));
        let got: string;
        try {
          got = comparable(run(p));
        } catch (problem) {
          got = problem instanceof Error ? problem.message : "thrown";
        }
        if (got !== wanted)
          return `${engine.name}, ${p.name}\nNode:\n${wanted}\nhere:\n${got}\n${textOf(p.name, texts)}`;
      }
    }
  return undefined;
}

function comparable(r: Result | undefined): string {
  return r === undefined ? "" : `${r.stdout}${withoutTraceback(r.stderr)}exit ${r.code}`;
}

function textOf(name: string, texts: readonly string[]): string {
  return texts[Number(name.slice(1))] ?? "";
}

type Make = (tape: readonly number[]) => string;

const GENERATORS: readonly (readonly [what: string, make: Make])[] = [
  ["programs", programOf],
  ["programs about bigints", bigintProgramOf],
  ["programs about shared memory", memoryProgramOf],
  ["programs about classes, unions and functions", featureProgramOf],
];

test.each(GENERATORS)(
  `${RUNS * BATCH} generated %s end alike everywhere`,
  async (_what, make) => {
    const found = await fc.check(
      fc.asyncProperty(fc.array(tape, { minLength: BATCH, maxLength: BATCH }), async (tapes) => {
        const seen = await difference(tapes.map(make));
        if (seen !== undefined) throw new Error(seen);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    if (!found.failed) return;
    const [tapes = []] = found.counterexample ?? [];
    expect.fail(await shrunk(tapes, make));
  },
  MINUTES * 20 * 60_000,
);

/** The first program of the batch that differs, made smaller while it still does and there is time. */
async function shrunk(tapes: readonly (readonly number[])[], make: Make): Promise<string> {
  const end = Date.now() + MINUTES * 60_000;
  for (const whole of tapes) {
    let best = whole;
    let seen = await difference([make(best)]);
    if (seen === undefined) continue;
    for (let size = best.length >> 1; size > 0; size >>= 1)
      for (let from = 0; from < best.length && Date.now() < end;) {
        const smaller = [...best.slice(0, from), ...best.slice(from + size)];
        const again = await difference([make(smaller)]);
        if (again === undefined) from += size;
        else [best, seen] = [smaller, again];
      }
    return seen;
  }
  return "only the batch differs, none of its programs alone";
}
