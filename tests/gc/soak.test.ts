// A program that runs for a while keeps its memory flat: what is alive does not grow, nor does what was taken from the
// system. VMSMITH_GC_SOAK is how many seconds (`make stress-gc`: minutes).

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../tools/repository.ts";

const SECONDS = Number(process.env["VMSMITH_GC_SOAK"] ?? 3);
const FOLDER = join(ROOT, "build/test/soak");
mkdirSync(FOLDER, { recursive: true });

function runCommand(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

test.each(["incminimark", "refcount"])(
  "%s",
  (gc) => {
    const binary = join(FOLDER, gc);
    const node = ["--disable-warning=ExperimentalWarning", "translator/translate.ts"];
    const options = ["-q", "--opt=1", `--gc=${gc}`, "-o", binary, "tests/gc/soak-target.ts"];
    runCommand(process.execPath, [...node, ...options]);
    const rows = runCommand(binary, [String(SECONDS)])
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number));
    expect(rows).toHaveLength(10);
    const used = rows.map(([bytes = NaN]) => bytes);
    const peaks = rows.map(([, bytes = NaN]) => bytes);
    // Lists of different length are cut each time; the first tenths fill the maps.
    const early = Math.max(...used.slice(1, 5));
    expect(Math.max(...used.slice(5))).toBeLessThan(1.2 * early + 2 ** 20);
    expect(peaks.at(-1)).toBeLessThan(1.2 * (peaks[4] ?? NaN) + 2 ** 21);
  },
  120_000 + 3000 * SECONDS,
);
