// The result of inference does not depend on the order of work: with the worklist shuffled, every target has the same
// typed program, byte for byte.

import { beforeAll, describe, expect, test } from "vitest";
import { annotateProgram, coreFiles, typeProgram } from "../../translator/driver/front.ts";
import { load, type LoadedProgram } from "../../translator/frontend/loader/load.ts";
import { printProgram } from "../../translator/model/text.ts";
import { Diagnostics, Refusal } from "../../translator/support/diagnostics.ts";

/** A small generator of pseudo-random numbers (mulberry32), so that a failure can be repeated. */
function random(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

function typedText(loaded: LoadedProgram, pick?: (n: number) => number): string {
  return printProgram(typeProgram(loaded, annotateProgram(loaded, new Diagnostics(), pick), "x"));
}

describe.each(["brainfuck", "calc", "richards", "nbody"])("%s", (name) => {
  let loaded: LoadedProgram;
  beforeAll(async () => {
    loaded = await load(`targets/${name}/target.ts`, { extraFiles: coreFiles() });
  }, 60_000);

  test("the worklist's order does not matter", () => {
    const expected = typedText(loaded);
    for (const seed of [1, 2, 3, 4]) expect(typedText(loaded, random(seed))).toBe(expected);
    // First come, first served: the opposite of the default.
    expect(typedText(loaded, () => 0)).toBe(expected);
  }, 60_000);
});

test("messages do not depend on the order either", async () => {
  const loaded = await load("tests/annotate/fixtures/clashes.ts", { extraFiles: coreFiles() });
  const messages = (pick?: (n: number) => number): string => {
    try {
      annotateProgram(loaded, new Diagnostics(), pick);
    } catch (problem) {
      if (problem instanceof Refusal) return JSON.stringify(problem.diagnostics);
      throw problem;
    }
    return "no errors";
  };
  const expected = messages();
  expect(expected).toContain("RTS1201");
  for (const seed of [5, 6, 7]) expect(messages(random(seed))).toBe(expected);
}, 60_000);
