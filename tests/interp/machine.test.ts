// The graph interpreter as a tool: what graphs do wrong is found and told with its place; runs are bounded, repeatable
// and shut off from the real world.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LowInterpreter, runProgram, type RunOptions } from "../../translator/interp/low-interpreter.ts";
import type { HeapObject } from "../../translator/interp/heap.ts";
import type { Outcome } from "../../translator/interp/frames.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { InternalError } from "../../translator/support/diagnostics.ts";
import { makeExceptionsExplicit } from "../../translator/transform/exceptions.ts";
import { insertStackChecks } from "../../translator/transform/stack-checks.ts";

const PRELUDE = readFileSync(new URL("../c/prelude.ir", import.meta.url), "utf8");

function program(body: string, more = ""): Program {
  const text = `${PRELUDE}\nstruct Cell : Object { value: int, next: *Cell, method get null }\nstruct Big : Cell { more: int, method get Big_get }\nstruct Ints : Object { length: u32, items int }\nobject @cell Cell { value: 5 }\nobject @ints Ints { items [1, 2, 3] }\n${more}\ngraph Big_get(self: *Cell) -> int\nstart(self):\n  v: int = get_field self, value\n  return v\ngraph isFive(n: int) -> bool\nstart(n):\n  b: bool = int_eq n, 5\n  return b\ngraph main() -> int [at "m.ts":7]\nstart():\n${body}\n`;
  const p = parseProgram(text);
  p.sources.set("m.ts", "line one\nline two\n");
  return p;
}

function run(body: string, options: RunOptions = {}, more = ""): Outcome {
  return runProgram(program(body, more), options);
}

describe("what graphs do wrong is an internal error with its place", () => {
  const wrong: readonly (readonly [what: string, body: string, message: RegExp])[] = [
    ["null is followed", "  v: int = get_field null: *Cell, value\n  return v", /null is followed/],
    ["an item behind the end", "  v: int = get_item @ints, 3\n  return v", /items 3 to 4 of 3/],
    ["an item before the start", "  v: int = get_item @ints, -1\n  return v", /items -1/],
    ["a store behind the end", "  set_item @ints, 3, 1\n  return 0", /items 3/],
    ["a copy beyond the end", "  copy_items @ints, 1, @ints, 2, 2\n  return 0", /items 2 to 4 of 3/],
    ["a clear beyond the end", "  fill_items @ints, 2, 2\n  return 0", /items 2 to 4 of 3/],
    ["a cast that does not fit", "  b: *Big = cast @cell, Big\n  return 0", /cast to Big/],
    ["division by zero", "  z: int = int_sub 1, 1\n  v: int = int_div 1, z\n  return v", /division by zero/],
    [
      "a conversion that does not fit",
      "  f: float = float_mul 1.0, 1e30\n  v: int = float_to_int f\n  return v",
      /not within/,
    ],
    [
      "an abstract method",
      "  t: type = type_const Cell\n  m: fn(*Cell) -> int = type_slot t, Cell, get\n  return 0",
      /has no method 'get'/,
    ],
    ["a call through null", "  v: int = call_indirect null: fn() -> int\n  return v", /call through null/],
    [
      "bytes outside of an object",
      "  v: int = call_external fd_write, 1, @line, 0, 2\n  return v",
      /bytes 0 to 2 of 1/,
    ],
    [
      "a load between places",
      "  w: word = raw_load @cell, 12, word\n  return 0",
      /nothing begins at offset 12 of a Cell/,
    ],
    ["a load behind the items", "  w: word = raw_load @ints, 40, word\n  return 0", /items 3 to 4 of 3/],
    [
      "a load by another storage",
      "  w: word = raw_load @cell, 8, i32\n  return 0",
      /offset 8 of a Cell is word, not i32/,
    ],
    ["a load through null", "  w: word = raw_load null: *Cell, 8, word\n  return 0", /null is followed/],
    [
      "a store of another kind",
      "  raw_store @cell, 8, word, true: word\n  return 0",
      /true is stored at offset 8/,
    ],
    [
      "a store of another layout",
      "  raw_store @cell, 16, ref, @ints\n  return 0",
      /layout Ints is stored at offset 16/,
    ],
    [
      "a word taken for another kind",
      "  b: bool = of_word 5: word\n  return 0",
      /the word 5 is taken for bool/,
    ],
    [
      "a call through a word that is no code",
      "  v: int = call_word 5: word, _i\n  return v",
      /call through 5/,
    ],
    [
      "a call by words of code with bools",
      "  w: word = call_word &isFive: word, w_w, 5: word\n  return 0",
      /'isFive' has bools/,
    ],
    [
      "a method that is not there",
      "  w: word = method_at *Cell: word, 0\n  return 0",
      /type Cell has no method 0/,
    ],
    ["an instance of no type", "  b: bool = type_is @cell, 5: word\n  return 0", /5 is no type/],
    ["a unit that is not there", "  call_unit jit_finish\n  return 0", /no unit exports 'jit_finish'/],
    ["exceptions that are not there", "  e: *Error = exc_take\n  return 0", /no exception/],
  ];
  test.each(wrong)("%s", (_what, body, message) => {
    expect(() => run(body)).toThrow(InternalError);
    expect(() => run(body)).toThrow(message);
    expect(() => run(body)).toThrow(/graph 'main', operation \w+, at m\.ts:1:8/);
  });

  test("a variable that is not assigned on every way", () => {
    const p = program(
      "  b: bool = int_lt 1, 2\n  if b goto one() else two()\none():\n  x: int = int_add 1, 1\n  goto three()\ntwo():\n  goto three()\nthree():\n  return 0",
    );
    const main = p.graphs.get("main");
    const one = main?.start.exits[0]?.target;
    const x = one?.ops[0]?.result;
    const three = one?.exits[0]?.target;
    if (x === undefined || three?.exits[0] === undefined)
      throw new Error("the test's graph has another form");
    three.exits[0].args = [x];
    expect(() => runProgram(p)).toThrow(/ill-formed graph/);
  });

  test("freed objects", () => {
    const machine = new LowInterpreter(
      program(
        "  return 0",
        "graph value(c: *Cell) -> int\nstart(c):\n  v: int = get_field c, value\n  return v\n",
      ),
    );
    const cell = machine.heap.allocate(cellLayout(machine));
    expect(machine.callGraph("value", [cell])).toBe(0);
    cell.freed = true;
    expect(() => machine.callGraph("value", [cell])).toThrow(/use of a freed Cell/);
  });
});

function fail(): never {
  throw new Error("no such layout");
}

/** The layout of the parameter of `value`. */
function cellLayout(machine: LowInterpreter): HeapObject["struct"] {
  const parameter = machine.codeOf("value").graph.args[0];
  return parameter?.type?.tag === "ref" ? parameter.type.to : fail();
}

describe("limits", () => {
  const forever = "  goto loop(0)\nloop(i: int):\n  j: int = int_add i, 1\n  goto loop(j)";
  test("operations", () => {
    expect(() => run(forever, { maxSteps: 1000 })).toThrow(/more than 1000 operations/);
  });

  const down =
    "graph down(n: int) -> int\nstart(n):\n  z: bool = int_eq n, 0\n  if z goto end() else more()\nend():\n  return 0\nmore():\n  m: int = int_sub n, 1\n  r: int = call down, m\n  s: int = int_add r, 1\n  return s\n";
  const deep = (n: number): string =>
    `  r: int = call down, ${n}\n  goto fine() raises e: *Error -> caught(e)\nfine():\n  q: int = int_mod r, 100\n  return q\ncaught(f: *Error):\n  c: int = get_field f, code\n  return c`;

  test("the stack, before and after stack checks", () => {
    const before = program(deep(100_000), down);
    expect(runProgram(before, { maxDepth: 200_000 }).code).toBe(0);
    expect(runProgram(before, { maxDepth: 5000 }).code).toBe(8);
    insertStackChecks(before);
    expect(runProgram(before, { maxDepth: 5000 }).code).toBe(8);
    makeExceptionsExplicit(before);
    expect(runProgram(before, { maxDepth: 5000 }).code).toBe(8);
    expect(runProgram(before, { maxDepth: 200_000 }).code).toBe(0);
  });
});

describe("exceptions, implicit and explicit, end alike", () => {
  const bodies: readonly (readonly [what: string, body: string])[] = [
    ["uncaught", '  x: int = check_index 5, 3 at "m.ts":10\n  return x'],
    [
      "caught",
      "  x: int = check_index 5, 3\n  goto fine() raises e: *Error -> caught(e)\nfine():\n  return 0\ncaught(f: *Error):\n  c: int = get_field f, code\n  return c",
    ],
    ["from a callee", '  x: int = call thrower, 5 at "m.ts":12\n  return x'],
    ["absurd length", "  x: *Ints = new_array Ints, -1\n  return 0"],
    ["error and order", "  call printInt, 1\n  x: int = check_divisor 0\n  call printInt, 2\n  return 0"],
  ];
  test.each(bodies)("%s", (_what, body) => {
    const p = program(
      body,
      'graph thrower(n: int) -> int [at "m.ts":0]\nstart(n):\n  e: *Error = call makeCast\n  raise e\n',
    );
    const implicit = runProgram(p);
    insertStackChecks(p);
    makeExceptionsExplicit(p);
    const explicit = runProgram(p);
    expect({ ...explicit, steps: 0 }).toEqual({ ...implicit, steps: 0 });
  });

  test("an uncaught one is told with its traceback", () => {
    const { stderr, code } = run('  x: int = check_index 5, 3 at "m.ts":10\n  return x');
    expect(code).toBe(1);
    expect(stderr).toBe("uncaught RangeError\n    at main (m.ts:2:2)\n");
  });
});

describe("the outside world is the caller's", () => {
  test("output, arguments and exit codes", () => {
    const outcome = run(
      "  n: int = call_external arg_count\n  call printInt, n\n  call_external process_exit, 300\n  return 0",
      { args: ["a", "b"] },
    );
    expect(outcome).toMatchObject({ stdout: "2\n", stderr: "", code: 300 & 0xff });
  });

  test("files, the clock and random numbers give the same in every run", () => {
    const body =
      "  f: float = call_external random\n  call printFloat, f\n  t: int = call_external time_ms\n  call printInt, t\n  return 0";
    expect(run(body).stdout).toBe(run(body).stdout);
    expect(run(body, { seed: 2 }).stdout).not.toBe(run(body, { seed: 3 }).stdout);
  });
});

test("two million operations a second, at the least", () => {
  const loop =
    "  goto loop(0, 0)\nloop(i: int, s: int):\n  t: int = int_add s, i\n  u: int = int_and t, 65535\n  j: int = int_add i, 1\n  more: bool = int_lt j, 500000\n  if more goto loop(j, u) else end()\nend():\n  return 0";
  const started = performance.now();
  const { steps } = run(loop);
  expect(steps / (performance.now() - started)).toBeGreaterThan(2000);
});
