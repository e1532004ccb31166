// Binaries with the JIT: the runtime translated and linked to guests, with each collector. Whatever the settings, a
// program must do what it does without; and what the guest does under Node.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import { defaultOptions } from "../../translator/driver/options.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { runPhases } from "../../translator/driver/runner.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { freshFolder } from "../c/run-ir.ts";
import { ROOT } from "../tools/repository.ts";
import { TINY_PROGRAMS, tinyText } from "./guests/programs.ts";
import { randomProgram } from "./guests/random-program.ts";

const GUEST = join(ROOT, "tests/jitgen/guests/tiny.ts");
const SETTINGS = [
  "threshold=1,traceEagerness=1",
  "threshold=3,traceEagerness=2",
  "threshold=1,traceEagerness=1,failGuards=3",
  "threshold=1,traceEagerness=1,traceLimit=30",
];
/** `make jit-fuzz` raises it. */
const RANDOM_PROGRAMS = Number(process.env["VMSMITH_JIT_PROGRAMS"] ?? 60);
const FIRST_SEED = Number(process.env["VMSMITH_SEED"] ?? 1);

const folder = freshFolder("jit-");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function translateGuest(gc: string, output: string): Promise<void> {
  const t = new Translation(
    { ...defaultOptions(GUEST), opt: "jit", gc, output, cacheDir: join(folder, "cache") },
    SILENT,
  );
  try {
    await runPhases(t, []);
  } finally {
    t.cleanUp();
  }
}

interface Result {
  readonly stdout: string;
  readonly error: string | undefined;
  readonly code: number | null;
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Result {
  const done = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  return {
    stdout: done.stdout,
    error: done.stderr.split("\n").find((l) => !l.startsWith("jit:")),
    code: done.status,
  };
}

describe.each(Object.keys(COLLECTORS))("--gc=%s", (gc) => {
  const binary = join(folder, `tiny-${gc}`);
  beforeAll(() => translateGuest(gc, binary), 120_000);

  const withJit = (settings: string, text: string): Result => run(binary, [text], { VMSMITH_JIT: settings });

  test.each(Object.keys(TINY_PROGRAMS))("%s", (name) => {
    const expected = withJit("off", tinyText(name));
    for (const settings of SETTINGS)
      expect({ settings, ...withJit(settings, tinyText(name)) }).toEqual({ settings, ...expected });
  });

  test("random programs", () => {
    for (let i = 0; i < RANDOM_PROGRAMS; i++) {
      const seed = FIRST_SEED + i;
      const text = randomProgram(seed);
      const expected = withJit("off", text);
      for (const settings of SETTINGS)
        expect({ seed, settings, ...withJit(settings, text) }).toEqual({ seed, settings, ...expected });
    }
  });

  test("a trace lacks the functions whose frames were rebuilt, and nothing else", () => {
    const trace = (settings: string): string[] =>
      spawnSync(binary, [tinyText("overflow")], {
        encoding: "utf8",
        env: { ...process.env, VMSMITH_JIT: settings },
      }).stderr.split("\n");
    const [error, ...frames] = trace("off");
    const [sameError, ...fewer] = trace("threshold=1");
    expect(sameError).toBe(error);
    expect(frames[0]).toContain("at simple (");
    expect(fewer[0]).toContain("at run (");
    expect(fewer.slice(1)).toEqual(frames.slice(2));
  });

  test("the summary tells of loops and bridges", () => {
    const env = { VMSMITH_JIT: "threshold=3,traceEagerness=2", VMSMITH_LOG: "jit-summary:-" };
    const { stderr } = spawnSync(binary, [tinyText("alternating")], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    expect(stderr).toMatch(/^jit: 1 loops, 1 bridges, \d+ entries, \d+ guard failures$/mu);
    expect(stderr).toMatch(/^jit: \d+ operations recorded in \d+ bytes, \d+ left after optimization/mu);
  });

  test("sections of the collector's log are not the JIT's", () => {
    const env = { VMSMITH_LOG: `jit-summary:-,gc-dump:${join(folder, `${gc}.dump`)}` };
    const { stderr } = spawnSync(binary, ["ret 0"], { encoding: "utf8", env: { ...process.env, ...env } });
    const others = stderr.split("\n").filter((l) => l !== "" && !l.startsWith("jit:"));
    expect(others.map((l) => l.replace(/; --gc=.*/u, ""))).toEqual(
      gc === "incminimark"
        ? []
        : ["vmsmith: VMSMITH_LOG: 'gc-dump' is not written: this program's collector has no log"],
    );
    expect(stderr).toMatch(/^jit: /mu);
  });

  test("a setting that means nothing is named, and the program runs", () => {
    const { stderr, status } = spawnSync(binary, ["ret 0"], {
      encoding: "utf8",
      env: { ...process.env, VMSMITH_JIT: "threshold=none" },
    });
    expect(stderr).toContain("VMSMITH_JIT: threshold=none means nothing");
    expect(status).toBe(0);
  });
});
