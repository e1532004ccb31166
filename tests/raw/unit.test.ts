// A unit beside a target: what the functions of vmsmith/raw do under Node, in the graph interpreter at each level, and
// in C with each collector, must be the same.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";

import { COLLECTORS, type CollectorName } from "../../gc-transformers/collectors.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { SimulatedTarget } from "../../jitgen/host/simulated-target.ts";
import type { GcRef } from "../../rlib/raw.ts";
import * as rawLibrary from "../../rlib/raw.ts";
import { RAW_FUNCTIONS } from "../../translator/annotator/raw.ts";
import { removeDeadCode } from "../../translator/backendopt/dead-code.ts";
import { compileC } from "../../translator/c/compile.ts";
import { emitC, type CSource } from "../../translator/c/source.ts";
import { Changes } from "../../translator/model/changes.ts";
import { LowInterpreter } from "../../translator/interp/low-interpreter.ts";
import type { MachineValue } from "../../translator/interp/values.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { printProgram } from "../../translator/model/text.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { makeExceptionsExplicit } from "../../translator/transform/exceptions.ts";
import { insertStackChecks } from "../../translator/transform/stack-checks.ts";
import { freshFolder, loweredProgram } from "../c/run-ir.ts";
import { unitProgram } from "./unit-program.ts";
import * as unitModule from "./fixtures/unit.ts";

const TARGET = `
struct Shape : Object { tag: int, method area Shape_area }
struct Square : Shape { side: float, small: i8, byte: u8, short: i16, wide: u16, on: bool, int: i32, unsigned: u32, next: *Shape, single: f32, method area Square_area }
struct Pools : Object { length: int, items *Object }
struct Words : Object { length: int, items word }
object @square Square { tag: 7, side: 1.5, small: -3, byte: 200, short: -300, wide: 60000, on: true, int: -70000, unsigned: 4000000000, next: @shape, single: 0.25 }
object @shape Shape { tag: 1 }
object @words Words { items [&negated, &add, &half, &sum, &compare, &whole, &real, &tagOf, &bothNull, &five, &again, *Shape, &tag, &untag] }
object @pools Pools { items [@words, @square] }

graph Shape_area(self: *Object) -> word
start(self):
  return 0: word
graph Square_area(self: *Object) -> word
start(self):
  s: *Shape = cast self, Shape
  k: int = get_field s, tag
  n: int = int_mul k, 100
  w: word = word_of n
  return w
graph negated(a: word) -> word
start(a):
  x: int = of_word a
  y: int = int_neg x
  w: word = word_of y
  return w
graph add(a: word, b: word) -> word
start(a, b):
  x: int = of_word a
  y: int = of_word b
  z: int = int_add x, y
  w: word = word_of z
  return w
graph half(x: float) -> float
start(x):
  y: float = float_div x, 2.0
  return y
graph sum(x: float, y: float) -> float
start(x, y):
  z: float = float_add x, y
  return z
graph compare(x: float, y: float) -> word
start(x, y):
  b: bool = float_lt x, y
  n: int = bool_to_int b
  m: int = int_mul n, 64
  w: word = word_of m
  return w
graph whole(x: float) -> word
start(x):
  n: int = float_to_int x
  w: word = word_of n
  return w
graph real(a: word) -> float
start(a):
  n: int = of_word a
  x: float = int_to_float n
  return x
graph tagOf(o: *Object) -> word
start(o):
  s: *Shape = cast o, Shape
  k: int = get_field s, tag
  w: word = word_of k
  return w
graph bothNull(o: *Object, p: *Object) -> word
start(o, p):
  b: bool = ref_is_null p
  n: int = bool_to_int b
  w: word = word_of n
  return w
graph tag(a: word) -> *Object
start(a):
  n: int = of_word a
  r: *Object = int_to_ref n
  return r
graph untag(r: *Object) -> word
start(r):
  is: bool = ref_is_int r
  if is goto int() else other()
int():
  n: int = ref_to_int r
  w: word = word_of n
  return w
other():
  return 0: word
graph five() -> int
start():
  return 5
graph again() -> int
start():
  n: int = get_field @pools, length
  r: int = call_unit jit_enter, 5, 0
  s: int = int_add r, n
  return s
graph enter(test: int, n: int) -> void
start(test, n):
  r: int = call_unit jit_enter, test, n
  call printInt, r
  return
graph main() -> int
start():
  t: type = get_type @square
  method: fn(*Object) -> word = type_slot t, Shape, area
  area: word = call_indirect method, @square: *Object
  call_unit jit_start, @pools
  call enter, 0, 0
  call enter, 1, 99
  call enter, 1, 101
  call enter, 2, 0
  call enter, 3, 12
  call enter, 4, 8
  call enter, 4, 9
  call enter, 5, 40
  call enter, 7, -12
  n: int = call_external arg_count
  more: bool = int_gt n, 1
  if more goto fail() else end()
fail():
  m: int = int_sub n, 2
  call enter, 6, m
  goto end()
end():
  call_unit jit_finish
  call enter, 0, 0
  return 0
`;

const PRELUDE = readFileSync(new URL("../c/prelude.ir", import.meta.url), "utf8");
/** 7 - 3 + 200 - 300 + 60000 - 70000 + 4000000000 + 3 + 1 + 1000000 is 4000989908, as an int32 -293977388. */
const EXPECTED =
  "-293977388\n-294905801\n-293905775\n56273655\n806\n10104377\n10104385\n42\n2147482510\n-1\n";

function lowered(program: Program, gc: CollectorName): Program {
  removeDeadCode(program, new Changes());
  insertStackChecks(program);
  makeExceptionsExplicit(program);
  expect(verifyProgram(program, "exceptionsExplicit")).toEqual([]);
  applyCollector(program, COLLECTORS[gc]);
  return program;
}

/** What the target prints with the unit running under Node. */
function underNode(): string {
  const machine: LowInterpreter = new LowInterpreter(parseProgram(PRELUDE + TARGET), {
    units: {
      jit_start: ([pools]) => {
        unitModule.jit_start(new SimulatedTarget(pools, machine) as unknown as GcRef);
        return undefined;
      },
      jit_enter: ([entry, counter]) => unitModule.jit_enter(Number(entry), Number(counter)),
      jit_finish: () => {
        unitModule.jit_finish();
        return undefined;
      },
    },
  });
  return machine.run().stdout;
}

/** What it prints with both in graph interpreters. */
function interpreted(unit: Program, target: Program): string {
  const inUnit =
    (name: string) =>
    (args: readonly MachineValue[]): MachineValue =>
      jit.callGraph(name, args);
  const machine: LowInterpreter = new LowInterpreter(target, {
    units: {
      jit_start: inUnit("export_jit_start"),
      jit_enter: inUnit("export_jit_enter"),
      jit_finish: inUnit("export_jit_finish"),
    },
  });
  const jit: LowInterpreter = new LowInterpreter(unit, {
    elsewhere: (key, args) => machine.callGraph(key, args),
  });
  return machine.run().stdout;
}

let unit: Program;
beforeAll(async () => {
  unit = await unitProgram(join(import.meta.dirname, "fixtures/unit.ts"));
});
/** A fresh one, as phases change it in place. */
const unitAgain = (): Program => {
  const copy = parseProgram(printProgram(unit, { positions: true }));
  for (const [file, text] of unit.sources) copy.sources.set(file, text);
  return copy;
};

test("every function of the library has a row, and no row is without", () => {
  expect(Object.keys(rawLibrary).sort()).toEqual(Object.keys(RAW_FUNCTIONS).sort());
  const used = readFileSync(join(import.meta.dirname, "fixtures/unit.ts"), "utf8");
  for (const name of Object.keys(RAW_FUNCTIONS)) expect(used).toMatch(new RegExp(`\\b${name}\\(`, "u"));
});

test("under Node", () => {
  expect(underNode()).toBe(EXPECTED);
});

describe("in the graph interpreter", () => {
  test("as typed", () => {
    expect(interpreted(unitAgain(), parseProgram(PRELUDE + TARGET))).toBe(EXPECTED);
  });
  test("after all phases", () => {
    expect(interpreted(lowered(unitAgain(), "none"), loweredProgram(TARGET))).toBe(EXPECTED);
  });
});

/** Target and unit in one folder: their files and symbols have different names. */
function together(gc: CollectorName): CSource {
  const target = emitC(loweredProgram(TARGET, { gc }), { collector: COLLECTORS[gc] });
  const linked = emitC(lowered(unitAgain(), gc), { collector: COLLECTORS[gc] });
  for (const name of linked.units) expect(target.files.has(name)).toBe(false);
  return {
    ...target,
    files: new Map([...linked.files, ...target.files]),
    units: [...target.units, ...linked.units],
  };
}

async function build(gc: CollectorName, cc: string, opt: "0" | "2"): Promise<string> {
  const dir = freshFolder("unit-");
  const { output } = await compileC(together(gc), join(dir, "c"), {
    output: join(dir, "program"),
    opt,
    debug: false,
    cc,
    extra: [
      "-Wall",
      "-Werror",
      "-Wno-type-limits",
      "-Wno-tautological-compare",
      "-Wno-unused-function",
      "-Wno-unused-variable",
    ],
  });
  return output;
}

describe("in C", () => {
  test.each([
    ["none", "gcc", "0"],
    ["boehm", "gcc", "2"],
    ["none", "clang", "2"],
  ] as const)("%s, %s -O%s", async (gc, cc, opt) => {
    const { stdout } = await execa(await build(gc, cc, opt), { stripFinalNewline: false });
    expect(stdout).toBe(EXPECTED);
  });

  test("an exception that nobody takes ends the process with a message", async () => {
    const program = await build("none", "gcc", "0");
    const end = async (n: number): Promise<string> => {
      const r = await execa(
        program,
        Array.from({ length: n + 1 }, () => "x"),
        { reject: false },
      );
      expect(r.exitCode).toBe(70);
      return r.stderr;
    };
    expect(await end(0)).toMatch(
      /^vmsmith: internal error in the JIT runtime: nothing is as it should be\n {4}at failing \(.*fixtures\/unit\.ts:\d+:\d+\)/u,
    );
    expect(await end(1)).toMatch(/internal error in the JIT runtime: .*index/iu);
    expect(await end(2)).toMatch(/internal error in the JIT runtime: .*index/iu);
  });
});
