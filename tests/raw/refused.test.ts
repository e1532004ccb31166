// What may not be done with raw values is refused at its line, with what to write instead.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { refusalsOf } from "../tools/front.ts";

const FIXTURE = join(import.meta.dirname, "fixtures/refused.ts");

test("each line is refused as it says", async () => {
  const lines = readFileSync(FIXTURE, "utf8").split("\n");
  const expected = lines.flatMap((line, i) => {
    const said = /\/\/ ((?:a |undefined ).*)$/u.exec(line)?.[1];
    return said === undefined ? [] : [`${i + 1}: ${said}`];
  });
  const found = await refusalsOf(FIXTURE);
  expect(found.map((d) => `${d.place?.line ?? 0}: ${d.seen}`)).toEqual(expected);
  const advice = (line: string): string =>
    found.find((d) => lines[(d.place?.line ?? 0) - 1]?.includes(line))?.instead ?? "";
  expect(advice("a === b")).toContain("sameRef(a, b)");
  expect(advice("v !== w")).toContain("sameWord(a, b)");
  expect(advice("words[0] = ")).toContain("wordArray(n)");
});
