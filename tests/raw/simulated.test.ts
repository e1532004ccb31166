// vmsmith/raw under Node, over the heap of a graph interpreter: what the JIT runtime runs on in tests.

import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";

import { SimulatedTarget } from "../../jitgen/host/simulated-target.ts";
import * as raw from "../../rlib/raw.ts";
import type { GcRef, SimulatedObject, Word } from "../../rlib/raw.ts";
import type { HeapObject } from "../../translator/interp/heap.ts";
import { LowInterpreter } from "../../translator/interp/low-interpreter.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { InternalError } from "../../translator/support/diagnostics.ts";

const PRELUDE = readFileSync(new URL("../c/prelude.ir", import.meta.url), "utf8");
const TARGET = `
struct Shape : Object { tag: int, method area Shape_area }
struct Square : Shape { side: float, small: i8, byte: u8, short: i16, wide: u16, on: bool, int: i32, next: *Shape, method area Square_area }
struct Pools : Object { length: int, items *Object }
struct Words : Object { length: int, items word }
object @square Square { tag: 7, side: 1.5, small: -3, byte: 200, short: -300, wide: 60000, int: -70000, next: @shape }
object @shape Shape { tag: 1 }
object @words Words { items [5, &add, *Shape, true] }
object @pools Pools { items [@words, @square] }

graph Shape_area(self: *Shape) -> word
start(self):
  return 0: word
graph Square_area(self: *Object) -> word
start(self):
  return 9: word
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
graph enter(n: int) -> int
start(n):
  r: int = call_unit jit_enter, n, 0
  return r
graph raising() -> int
start():
  e: *Error = call makeIndex
  raise e
graph odd(n: word) -> bool
start(n):
  return true
graph enterTwo() -> int
start():
  r: int = call enter, 2
  return r
graph main() -> int
start():
  call_unit jit_start, @pools
  r: int = call enter, 3
  return r
`;

function program(): Program {
  return parseProgram(`${PRELUDE}${TARGET}`);
}

/** The target's array of pools, as `jit_start` gets it. */
function started(enter: (target: GcRef, entry: number) => number = () => 0): {
  readonly target: GcRef;
  readonly machine: LowInterpreter;
  readonly code: number;
} {
  let target: GcRef = raw.noRef();
  const machine: LowInterpreter = new LowInterpreter(program(), {
    units: {
      jit_start: ([pools]) => {
        target = new SimulatedTarget(pools, machine) as unknown as GcRef;
        return undefined;
      },
      jit_enter: ([entry]) => enter(target, Number(entry)),
    },
  });
  const { code } = machine.run();
  return { target, machine, code };
}

const word = (value: unknown): Word => value as Word;

test("objects of the heap are what vmsmith/raw calls simulated objects", () => {
  const shape = (object: HeapObject): SimulatedObject => object;
  expect(shape).toBeTypeOf("function");
});

describe("memory", () => {
  const { target } = started();
  const square = raw.loadRef(target, 24);
  const words = raw.loadRef(target, 16);

  test("every storage is loaded as what it holds", () => {
    expect(raw.intOf(raw.loadWord(square, 8))).toBe(7);
    expect(raw.loadFloat(square, 16)).toBe(1.5);
    expect(raw.intOf(raw.loadI8(square, 24))).toBe(-3);
    expect(raw.intOf(raw.loadU8(square, 25))).toBe(200);
    expect(raw.intOf(raw.loadI16(square, 26))).toBe(-300);
    expect(raw.intOf(raw.loadU16(square, 28))).toBe(60000);
    expect(raw.isTrue(raw.loadBool(square, 30))).toBe(false);
    expect(raw.intOf(raw.loadI32(square, 32))).toBe(-70000);
    expect(raw.intOf(raw.loadWord(raw.loadRef(square, 40), 8))).toBe(1);
  });

  test("stores truncate to the place", () => {
    raw.storeI8(square, 24, raw.wordOf(511));
    raw.storeI16(square, 26, raw.wordOf(65537));
    raw.storeI32(square, 32, raw.wordOf(2 ** 32 - 1));
    raw.storeBool(square, 30, raw.boolWord(true));
    raw.storeFloat(square, 16, -0.5);
    raw.storeRef(square, 40, square);
    expect(raw.intOf(raw.loadI8(square, 24))).toBe(-1);
    expect(raw.intOf(raw.loadI16(square, 26))).toBe(1);
    expect(raw.intOf(raw.loadI32(square, 32))).toBe(-1);
    expect(raw.isTrue(raw.loadBool(square, 30))).toBe(true);
    expect(raw.loadFloat(square, 16)).toBe(-0.5);
    expect(raw.sameRef(raw.loadRef(square, 40), square)).toBe(true);
  });

  test("words of every kind lie in items", () => {
    expect(raw.intOf(raw.loadWord(words, 16))).toBe(5);
    expect(raw.isTrue(raw.loadWord(words, 40))).toBe(true);
    expect(raw.sameWord(raw.loadWord(words, 32), raw.typeOf(square))).toBe(false);
    expect(raw.isInstance(square, raw.loadWord(words, 32))).toBe(true);
    expect(raw.isInstance(words, raw.loadWord(words, 32))).toBe(false);
    raw.storeWord(words, 16, raw.typeOf(square));
    expect(raw.sameWord(raw.loadWord(words, 16), raw.typeOf(square))).toBe(true);
  });

  test("what is not there is our error", () => {
    expect(() => raw.loadWord(square, 12)).toThrow(InternalError);
    expect(() => raw.loadWord(square, 48)).toThrow(/nothing begins at offset 48/);
    expect(() => raw.loadRef(target, 32)).toThrow(/items 2 to 3 of 2/);
    expect(() => raw.storeRef(target, 8, square)).toThrow(/is stored at offset 8/);
  });

  test("hashes do not change", () => {
    expect(raw.refHash(square)).toBe(raw.refHash(raw.loadRef(target, 24)));
    expect(raw.refHash(square)).not.toBe(raw.refHash(words));
    expect(raw.refHash(raw.noRef())).toBe(0);
  });
});

describe("code", () => {
  const { target } = started();
  const words = raw.loadRef(target, 16);

  test("is called by signature", () => {
    expect(raw.callWW_W(target, raw.loadWord(words, 24), raw.wordOf(20), raw.wordOf(22))).toBe(42);
    expect(raw.callF_F(target, word("half"), 3)).toBe(1.5);
  });

  test("methods are found by their place", () => {
    const square = raw.loadRef(target, 24);
    const area = raw.methodOf(target, raw.typeOf(square), 0);
    expect(area).toBe("Square_area");
    expect(raw.callR_W(target, area, square)).toBe(9);
    expect(() => raw.methodOf(target, raw.typeOf(square), 1)).toThrow(/no method 1/);
  });

  test("calls that do not fit are our error", () => {
    expect(() => raw.callW_W(target, word("add"), raw.wordOf(1))).toThrow(/takes 2 arguments, is given 1/);
    expect(() => raw.callF_F(target, word("half"), true as unknown as number)).toThrow(
      /given true as argument 0/,
    );
    expect(() => raw.callW_W(target, word("odd"), raw.wordOf(1))).toThrow(/has bools/);
    expect(() => raw.runCode(target, word("raising"))).toThrow(/raises an object of layout \w*Error/);
    expect(() => raw.runCode(target, word(5))).toThrow(/call of 5/);
  });

  test("runs while the target waits for the runtime, as deep as it goes", () => {
    const { code } = started((target, entry) => {
      if (entry === 0) return 1;
      if (entry === 3) return raw.runCode(target, word("enterTwo")) + 10;
      return raw.intOf(raw.callWW_W(target, word("add"), raw.wordOf(entry), raw.wordOf(30)));
    });
    expect(code).toBe(42);
  });
});
