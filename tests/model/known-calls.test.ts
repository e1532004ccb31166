// The tags `@known` in the library and the rows of KNOWN_CALLS are the same set.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KNOWN_CALLS, knownCall } from "../../translator/model/known-calls.ts";

const LOW = join(import.meta.dirname, "../../rlib/core/low");

function taggedFunctions(): string[] {
  const names: string[] = [];
  for (const file of readdirSync(LOW).filter((f) => f.endsWith(".ts"))) {
    const text = readFileSync(join(LOW, file), "utf8");
    for (const m of text.matchAll(/@known\s*\*\/\s*(?:export )?function (\w+)/gu)) names.push(m[1] as string);
  }
  return names.sort();
}

test("every @known function has a row, and every row a function", () => {
  expect(taggedFunctions()).toEqual(Object.keys(KNOWN_CALLS).sort());
});

test("rows are found by name, and nothing else is", () => {
  expect(knownCall("string_concat")?.effect).toBe("alloc");
  expect(knownCall("toString")).toBeUndefined();
  expect(knownCall(undefined)).toBeUndefined();
});
