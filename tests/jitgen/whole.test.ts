// The whole JIT under Node: guests are interpreted with jitcodes, hot loops are traced, optimized, run by the model
// backend, left through guards, extended by bridges. Whatever the settings, a program must do what it does without.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

import { prepareJit, runWithJit, type SimulatedRun } from "../../jitgen/host/simulated-jit.ts";
import { fragmentText } from "../../jitgen/host/print-fragment.ts";
import type { RunLimits } from "../../translator/interp/frames.ts";
import type { Program } from "../../translator/model/program.ts";
import { ROOT } from "../tools/repository.ts";
import { TINY_PROGRAMS, tinyText } from "./guests/programs.ts";
import { randomProgram } from "./guests/random-program.ts";
import { programOf } from "./workshop.ts";

const SETTINGS = [
  "threshold=1,traceEagerness=1",
  "threshold=3,traceEagerness=2",
  "threshold=1,traceEagerness=1,failGuards=2",
  "threshold=2,traceEagerness=3,failGuards=5",
  "threshold=1,traceEagerness=1,traceLimit=30",
];

const prepared = new Map<string, Program>();

async function prepare(file: string): Promise<void> {
  const program = await programOf(file);
  prepareJit(program);
  prepared.set(file, program);
}

function run(file: string, settings: string, limits: RunLimits): SimulatedRun {
  return runWithJit(prepared.get(file) as Program, settings, limits);
}

function told({ outcome }: SimulatedRun): object {
  // Tracebacks of frames that were rebuilt are shorter; the first line is the error.
  return { stdout: outcome.stdout, error: outcome.stderr.split("\n")[0], code: outcome.code };
}

const TINY = "tests/jitgen/guests/tiny.ts";
const BRAINFUCK = "targets/brainfuck/target.ts";
const CALC = "targets/calc/target.ts";
const DYN = "tests/jitgen/guests/dyn.ts";
const MIXED = "tests/jitgen/guests/mixed.ts";
const DEAD_RED = "tests/jitgen/guests/dead-red.ts";
const file = (text: string): RunLimits => ({ args: ["guest", "input"], files: { input: text } });
const tiny = (name: string): RunLimits => ({ args: ["guest", tinyText(name)] });

beforeAll(async () => {
  for (const guest of [TINY, BRAINFUCK, CALC, DYN, MIXED, DEAD_RED]) await prepare(guest);
}, 60_000);

test("a red that is dead at the merge point", () => {
  const limits: RunLimits = { args: ["guest", "ddj"] };
  const expected = told(run(DEAD_RED, "off", limits));
  for (const settings of SETTINGS) {
    const result = run(DEAD_RED, settings, limits);
    expect({ settings, ...told(result) }).toEqual({ settings, ...expected });
  }
});

describe("tiny", () => {
  test.each(Object.keys(TINY_PROGRAMS))("%s", (name) => {
    const expected = told(run(TINY, "off", tiny(name)));
    for (const settings of SETTINGS) {
      const result = run(TINY, settings, tiny(name));
      expect({ settings, ...told(result) }).toEqual({ settings, ...expected });
    }
  });

  test.each(Array.from({ length: 25 }, (_, i) => i))("random program %i", (seed) => {
    const limits: RunLimits = { args: ["guest", randomProgram(seed)] };
    const expected = told(run(TINY, "off", limits));
    for (const settings of SETTINGS)
      expect({ settings, ...told(run(TINY, settings, limits)) }).toEqual({ settings, ...expected });
  });

  test("loops are traced, and left, and grow bridges", () => {
    const { runtime } = run(TINY, "threshold=5,traceEagerness=3", tiny("alternating"));
    const { statistics } = runtime;
    expect(statistics.loops).toBe(1);
    expect(statistics.bridges).toBeGreaterThanOrEqual(1);
    expect(statistics.aborts.every((n) => n === 0)).toBe(true);
  });

  test("a loop of ints holds no calls and no check twice", () => {
    const { runtime } = run(TINY, "threshold=5", tiny("sum"));
    const [loop] = runtime.fragments;
    const text = loop === undefined ? "" : fragmentText(loop, runtime.target);
    expect(text).toMatchInlineSnapshot(`
      "fragment 0 "tiny 0"(v0: ref)
        v1 = get_field_r <+8 ref> v0
        v5 = get_field_w <+8 word> v1
        check_index 3, v5  [run+197 > simple+159]
        v7 = get_field_r <+16 ref> v1
        v8 = get_item_w <[word]> v7, 3
        check_index 1, v5  [run+197 > simple+179]
        v12 = get_item_w <[word]> v7, 1
        v13 = int_add v8, v12
        check_range v13  [run+197 > simple+200]
        set_item_w <[word]> v7, 3, v13
        v25 = int_add v12, 1
        check_range v25  [run+197 > simple+273]
        set_item_w <[word]> v7, 1, v25
        check_index 2, v5  [run+149 > condition+59]
        v38 = get_item_w <[word]> v7, 2
        v39 = int_lt v25, v38
        guard_true v39  [run+157]
        jump 0 v0"
    `);
  });

  test("records at most 24 bytes for an operation", () => {
    for (const name of Object.keys(TINY_PROGRAMS)) {
      const { statistics } = run(TINY, "threshold=3,traceEagerness=2", tiny(name)).runtime;
      if (statistics.recordedOps > 0)
        expect(statistics.recordedBytes / statistics.recordedOps, name).toBeLessThanOrEqual(24);
    }
  });
});

const HELLO =
  "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.";
const BRAINFUCK_PROGRAMS: Readonly<Record<string, string>> = {
  hello: HELLO,
  copies: "++++++++[>++++++++<-]>[>+>+<<-]>.>++.[<+>-]<.",
  digits: "++++++++[>++++++<-]>>++++++++++[<.+>-]",
  offTheTape: "+[<+]",
};

describe("brainfuck", () => {
  test.each(Object.keys(BRAINFUCK_PROGRAMS))("%s", (name) => {
    const limits = file(BRAINFUCK_PROGRAMS[name] ?? "");
    const expected = told(run(BRAINFUCK, "off", limits));
    for (const settings of SETTINGS)
      expect({ settings, ...told(run(BRAINFUCK, settings, limits)) }).toEqual({ settings, ...expected });
  });

  test("a loop, its exit and a bridge", () => {
    const { outcome, runtime } = run(BRAINFUCK, "threshold=5,traceEagerness=3", file(HELLO));
    expect(outcome.stdout).toBe("Hello World!\n");
    expect(runtime.statistics.loops).toBeGreaterThanOrEqual(2);
    expect(runtime.statistics.bridges).toBeGreaterThanOrEqual(2);
    expect(runtime.statistics.guardFailures).toBeGreaterThanOrEqual(3);
  });
});

describe("values of unions", () => {
  test.each(["aij", "afij", "asij", "eaij", "iaej", "saifj"])("%s", (program) => {
    const limits: RunLimits = { args: ["guest", program, "60"] };
    const expected = told(run(MIXED, "off", limits));
    for (const settings of SETTINGS)
      expect({ settings, ...told(run(MIXED, settings, limits)) }).toEqual({ settings, ...expected });
  });

  test("what numbers are is asked by their tags", () => {
    const { runtime } = run(MIXED, "threshold=5", { args: ["guest", "aij", "60"] });
    const [loop] = runtime.fragments;
    const text = loop === undefined ? "" : fragmentText(loop, runtime.target);
    expect(text).toContain("ref_is_int");
  });
});

const CALC_PROGRAMS: Readonly<Record<string, string>> = {
  demo: readFileSync(join(ROOT, "targets/calc/programs/demo.calc"), "utf8"),
  sum: "let i = 0; let s = 0; while i < 60 { s = s + i * 2; i = i + 1; } print(s);",
  nested:
    "let i = 0; let n = 0; while i < 12 { let j = 0; while j < i { n = n + j; j = j + 1; } i = i + 1; } print(n);",
  text: 'let i = 0; let t = ""; while i < 30 { if i % 3 == 0 { t = t + "a"; } else { t = t + i; } i = i + 1; } print(t);',
  calls:
    "fun f(x) { if x % 2 == 0 { return x / 2; } return 3 * x + 1; } let n = 27; let k = 0; while n != 1 { n = f(n); k = k + 1; } print(k);",
  mismatch: 'let i = 0; let v = 1; while i < 40 { if i == 30 { v = "x"; } v = v - 1; i = i + 1; } print(v);',
  loopsInFunctions:
    "fun f(n) { let i = 0; let s = 0; while i < n { s = s + i; i = i + 1; } return s; } let k = 0; let t = 0; while k < 8 { t = t + f(k + 5); k = k + 1; } print(t);",
  noVariable: "let i = 0; while i < 40 { if i > 20 { print(nothing); } i = i + 1; }",
};

describe("calc", () => {
  test.each(Object.keys(CALC_PROGRAMS))("%s", (name) => {
    const limits = file(CALC_PROGRAMS[name] ?? "");
    const expected = told(run(CALC, "off", limits));
    for (const settings of SETTINGS.slice(0, name === "demo" ? 1 : SETTINGS.length))
      expect({ settings, ...told(run(CALC, settings, limits)) }).toEqual({ settings, ...expected });
  });

  test("a loop is traced and left", () => {
    const { runtime } = run(CALC, "threshold=5", file(CALC_PROGRAMS["sum"] ?? ""));
    expect(runtime.statistics.loops).toBe(1);
    expect(runtime.statistics.guardFailures).toBe(1);
  });
});

test("values of unlike kinds", () => {
  const limits: RunLimits = { args: ["guest", "60"] };
  const expected = told(run(DYN, "off", limits));
  for (const settings of SETTINGS)
    expect({ settings, ...told(run(DYN, settings, limits)) }).toEqual({ settings, ...expected });
});
