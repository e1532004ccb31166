// What the library does not do it says when it is asked for it, instead of guessing (docs/differences.md).

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { main } from "../../translator/driver/main.ts";

const FOLDER = join(import.meta.dirname, "../../build/test/run-time-refusals");
const BINARY = join(FOLDER, "program");

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, "program.ts");
  const body = `
    const what = argv[1]!;
    if (what === "radix") console.log((argv.length * 1e20).toString(3));
    if (what === "format") console.log("%d" + what, 1);
    return 0;`;
  writeFileSync(file, `export function entryPoint(argv: string[]): number {${body}\n}\n`);
  expect(await main(["-q", "--opt=0", "--gc=none", "-o", BINARY, file])).toBe(0);
}, 60_000);

test.each([
  ["radix", "power of two"],
  ["format", "%-format"],
])("%s", (what, words) => {
  const { status, stderr } = spawnSync(BINARY, [what], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain(words);
});
