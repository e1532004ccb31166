// Weak references, ephemerons, registries and finalizers as each collector has them: dies.ts says what it sees,
// revived.ts what has come back.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import type { CollectorName } from "../../gc-transformers/collectors.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "build/test/gc");

async function built(gc: CollectorName, program = "dies"): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const output = join(FOLDER, `${program}-${gc}`);
  await execa(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "translator/translate.ts",
      "-q",
      `--gc=${gc}`,
      "-o",
      output,
      `tests/gc/programs/${program}.ts`,
    ],
    { cwd: ROOT },
  );
  return output;
}

/** Entries of resurrected objects stay with those that count or trace as gc.h says. */
const PRECISE = `0 100 100
refs 10 values 14
died 82 2082
died 57 2057
died 32 2032
died 7 2007
a callback that throws
callbacks 10 85
99,98,97 false false
refs 10 saved 32 2032
died 32 2032
callbacks 3 88
true false true
true
`;

test.each(["incminimark", "refcount"] as const)("%s", { timeout: 120_000 }, async (gc) => {
  const program = await built(gc);
  expect((await execa(program, [], { stripFinalNewline: false })).stdout).toBe(PRECISE);
  // With collections everywhere some deaths come earlier, but none is lost or doubled.
  const env = { VMSMITH_GC: gc === "incminimark" ? "stress=1,nursery=32K,verify=1" : "stress=1" };
  const { stdout } = await execa(program, [], { env });
  expect(stdout).toMatch(/\nrefs 10 values 1[04]\n(?:died \d+ \d+\n){4}a callback that throws\n/u);
  expect(stdout).toMatch(/\nrefs 10 saved 32 2032\ndied 32 2032\ncallbacks \d+ 88\ntrue false true\ntrue$/u);
});

test(
  "boehm: values stay until their keys are found dead, and so does what the stack seems to show",
  { timeout: 120_000 },
  async () => {
    const { stdout } = await execa(await built("boehm"), []);
    expect(stdout).toMatch(/^0 100 100\nrefs 1\d values 100\n(?:died \d+ \d+\n)+a callback that throws\n/u);
    expect(stdout).toMatch(/\ntrue$/u);
  },
);

test.each(["incminimark", "refcount", "boehm"] as const)(
  "%s: what a revived object leads to is as it was",
  { timeout: 120_000 },
  async (gc) => {
    const program = await built(gc, "revived");
    const env = gc === "boehm" ? {} : { VMSMITH_GC: "stress=7" };
    for (const e of [{}, env]) expect((await execa(program, [], { env: e })).stdout).toBe("revived");
  },
);
