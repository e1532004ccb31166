// A mutator does random things with a heap and with a copy of it on the side (harness/fuzz.c); both must always be the
// same. VMSMITH_GC_SEEDS is how many seeds a setting takes, VMSMITH_GC_STEPS how many steps a seed; `make fuzz-gc`.
// VMSMITH_GC_SANITIZED: under AddressSanitizer and UBSan (`make stress-gc`).

import { expect, test } from "vitest";
import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import type { Collector } from "../../gc-transformers/capabilities.ts";
import { INCMINIMARK } from "../../gc-transformers/incminimark/row.ts";
import { buildHarness, runHarness } from "./build.ts";

const SEEDS = Number(process.env["VMSMITH_GC_SEEDS"] ?? 3);
const STEPS = Number(process.env["VMSMITH_GC_STEPS"] ?? 5000);
const FIRST_SEED = Number(process.env["VMSMITH_SEED"] ?? 1);

const TABLE: readonly Collector[] = Object.values({ ...COLLECTORS, INCMINIMARK });
const COLLECTORS_TO_TEST = [...new Map(TABLE.map((row) => [row.name, row])).values()];

/** Settings, and what part of the steps is enough with them. */
const MOVING: readonly (readonly [settings: string, part: number])[] = [
  ["nursery=32K,min=100K,verify=1", 1],
  ["nursery=64K,min=1M,increment=4K", 1],
  ["nursery=32K,stress=1", 0.05],
  ["nursery=32K,stress=7,verify=1", 0.3],
  ["", 1],
];

const COUNTING: typeof MOVING = [
  ["", 1],
  ["stress=1", 0.2],
  ["stress=7", 1],
];
const SANITIZERS =
  process.env["VMSMITH_GC_SANITIZED"] === undefined
    ? []
    : ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

function settingsOf(row: Collector): typeof MOVING {
  return row.moving ? MOVING : row.refcounted ? COUNTING : [["", 1]];
}

for (const row of COLLECTORS_TO_TEST)
  for (const [settings, part] of settingsOf(row))
    test(`${row.name} with ${settings === "" ? "defaults" : settings}`, { timeout: 3_600_000 }, () => {
      const flags = [...(part < 1 ? ["-DVS_GC_DEBUG"] : []), ...SANITIZERS];
      const program = buildHarness(row, ["fuzz", "shadow"], { flags });
      for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
        const { code, stdout, stderr } = runHarness(program, [seed, Math.ceil(STEPS * part), 200], settings);
        expect({ seed, code, stderr: stderr.slice(0, 2000) }).toEqual({ seed, code: 0, stderr: "" });
        // A conservative collector may be late, but not always.
        if (row.weakrefs && !row.needsRoots) expect(stdout).toMatch(/^[1-9]\d* forgotten/mu);
      }
    });
