// What a moving collector must do, one thing at a time (harness/cases.c), and what its log says.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { INCMINIMARK } from "../../gc-transformers/incminimark/row.ts";
import { buildHarness, runHarness, type HarnessRun } from "./build.ts";

const OWN = "-DWORLD_OWN_AFTER_COLLECTION";
const MIB = 2 ** 20;
const programs = new Map<string, string>();

beforeAll(() => {
  programs.set("fast", buildHarness(INCMINIMARK, ["cases"], { opt: "2", flags: [OWN] }));
  programs.set("debug", buildHarness(INCMINIMARK, ["cases"], { flags: [OWN, "-DVS_GC_DEBUG"] }));
});

function run(build: "fast" | "debug", name: string, settings = "", log = ""): HarnessRun {
  return runHarness(programs.get(build) ?? "", [name], settings, log);
}

const good = (stdout = ""): HarnessRun => ({ code: 0, stdout, stderr: "" });

describe("without surprises", () => {
  const both: readonly (readonly [name: string, settings: string])[] = [
    ["huge-at-once", ""],
    ["hashes", "nursery=128K"],
    ["now", "nursery=64K"],
    ["chains", ""],
    ["abandoned", "min=1M"],
    ["pressure", ""],
    ["watch", "nursery=64K"],
    ["garbage", "max=16M"],
  ];
  for (const [name, settings] of both)
    for (const build of ["fast", "debug"] as const)
      test(`${name}, ${build}`, () => expect(run(build, name, settings)).toEqual(good()));

  test("a list of ten million cells needs no native stack", () => {
    const shell = runHarness("/bin/sh", ["-c", `ulimit -s 128; exec ${programs.get("fast") ?? ""} list`]);
    expect(shell).toEqual(good());
  });

  test("an array of two million items, changed in random places", () => {
    expect(run("fast", "huge")).toEqual(good());
  });

  test("weak entries fire, the youngest first", () => {
    for (const build of ["fast", "debug"] as const)
      expect(run(build, "weak-modes")).toEqual(good("5 3 1 \n5 3 1 \n"));
  });

  test("pinned objects are islands, and afterwards the whole nursery is used again", () => {
    expect(run("fast", "islands", "nursery=1M")).toEqual(good("minor 3\n"));
    expect(run("debug", "islands", "nursery=256K").code).toBe(0);
  });
});

describe("limits", () => {
  const made = (of: HarnessRun): number => Number(/made (\d+)/u.exec(of.stdout)?.[1]);

  test.each([8, 64])("of %i MiB are exact to some percent", (mib) => {
    const small = run("fast", "greedy", `max=${mib}M`);
    expect({ code: small.code, stderr: small.stderr }).toMatchObject({ code: 1 });
    expect(small.stderr).toMatch(/^out of memory: cannot allocate \d+ bytes more/u);
    expect(made(small) * 32).toBeGreaterThan(0.8 * mib * MIB);
    expect(made(small) * 32).toBeLessThan(1.05 * mib * MIB);
    const large = run("fast", "greedy-large", `max=${mib}M`);
    expect(large.stderr).toMatch(/^out of memory/u);
    expect(made(large) * 100_000).toBeGreaterThan(0.8 * mib * MIB);
    expect(made(large) * 100_000).toBeLessThan(1.05 * mib * MIB);
  });

  test("absurd sizes are refused", () => {
    for (const settings of ["", "max=1G"])
      expect(run("fast", "absurd", settings)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^out of memory: cannot allocate 4611686018427387904 /u) as string,
      });
  });

  test("memory of large objects serves the next ones, and is given back", () => {
    const { stdout, stderr, code } = run("fast", "recycled");
    expect([stderr, code]).toEqual(["", 0]);
    const [, faults = NaN, resident = NaN] = (/faults (\d+) resident (\d+)/u.exec(stdout) ?? []).map(Number);
    // Without it each of 400 objects costs some 200 faults.
    expect(faults).toBeLessThan(40_000);
    expect(resident).toBeLessThan(10 * MIB);
    expect(run("debug", "recycled").code).toBe(0);
  });

  test("memory of one size serves another, and is given back", () => {
    const { stdout } = run("fast", "fragmentation");
    const [, peak = 0, used = -1] = (/peak (\d+) used (\d+)/u.exec(stdout) ?? []).map(Number);
    // The last two rounds are alive at once: 17 and 16 MB.
    expect(peak).toBeLessThan(42 * MIB);
    expect(used).toBe(0);
  });
});

describe("what is told", () => {
  test("the log has a line for each collection and step, and a histogram", () => {
    const { stderr } = run("fast", "small", "nursery=1M", "gc:-");
    const plain = stderr.replace(/time=[\d.]+/gu, "time=T").replace(/longest=[\d.]+/u, "longest=L");
    expect(plain.replace(/below=\d+/u, "below=N")).toBe(
      [
        "gc start nursery=1048576 max=0",
        "gc minor time=T nursery=64 promoted=32 used=32",
        "gc step start time=T used=32",
        "gc step mark time=T used=32",
        "gc step sweep time=T used=32",
        "gc end minor=1 major=1 time=T longest=L peak=3145728",
        "gc pauses below=N count=1",
        "",
      ].join("\n"),
    );
  });

  test("the dump has objects, what they point to, and roots", () => {
    const folder = join(import.meta.dirname, "../../build/test/gc");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "small.dump");
    expect(run("fast", "small", "", `gc-dump:${file}`)).toEqual(good());
    const text = readFileSync(file, "utf8");
    const [, node = "", bytes = ""] = /^object (\w+) 32 node : (\w+)$/mu.exec(text) ?? [];
    expect(text.trimEnd().split("\n")).toEqual([
      `root ${node}`,
      `root ${bytes}`,
      `pinned ${bytes}`,
      `object ${node} 32 node : ${bytes}`,
      `object ${bytes} 32 bytes :`,
    ]);
  });
});

test("a program that stores without barriers is found out", () => {
  const flags = ["-DVS_GC_DEBUG", "-DWORLD_SILENT"];
  const program = buildHarness(INCMINIMARK, ["fuzz", "shadow"], { flags });
  expect(runHarness(program, [1, 5000, 100], "nursery=32K").code).not.toBe(0);
});
