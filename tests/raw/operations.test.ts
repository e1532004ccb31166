// Words and raw memory as operations: what the verifier refuses, what the call graph knows, and that the C compiles
// without a warning. What each operation does, the mutation probes show on both engines.

import { expect, test } from "vitest";

import { CallGraph } from "../../translator/model/call-graph.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import { printProgram } from "../../translator/model/text.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { runIr } from "../c/run-ir.ts";

const HEAD = `program p entry main
struct Cell : Object { value: int, w: word, f: fn() -> int }
`;

function problems(body: string, more = ""): string[] {
  return verifyProgram(
    parseProgram(
      `${HEAD}${more}\ngraph main() -> int\nstart():\n  c: *Cell = new_struct Cell\n${body}\n  return 0\n`,
    ),
    "typed",
  );
}

test("the verifier knows what words are", () => {
  const wrong: readonly (readonly [string, string])[] = [
    ["  w: word = word_of 1.5", "a word cannot hold float"],
    ["  w: word = word_of c", "a word cannot hold *Cell"],
    ["  x: float = of_word 5: word", "no word is float"],
    ["  x: int = word_of 5", "gives word, its variable is int"],
    ["  w: word = raw_load c, 8, odd", "'odd' is no storage"],
    ["  x: int = raw_load c, 8, word", "gives word, its variable is int"],
    ["  w: word = raw_load c, 8, f32", "gives float, its variable is word"],
    ["  r: *Cell = raw_load c, 8, ref", "gives *Object, its variable is *Cell"],
    ["  raw_store c, 8, float, 5: word", "the value must be float, is word"],
    ["  w: word = call_word 5: word, wx_w", "'wx_w' is no signature of words"],
    ["  w: word = call_word 5: word, w_w, 5", "argument 0 must be word, is int"],
    ["  w: word = call_word 5: word, w_w", "passes 0 arguments, 1 are wanted"],
    ["  w: word = call_word 5: word, _i", "gives int, its variable is word"],
    ["  call_unit jit_stop", "model/unit-functions.ts has no 'jit_stop'"],
    ["  n: int = call_unit jit_enter, 5", "passes 1 arguments, 2 are wanted"],
    ["  call_unit jit_start, 5", "argument 0 must be *Object, is int"],
  ];
  for (const [body, problem] of wrong) expect(problems(body).join("\n")).toContain(problem);
});

test("words of prebuilt objects hold what words are", () => {
  const use = "  x: word = get_field @c, w";
  for (const value of ["5", "true", "&main", "*Cell", "-9223372036854775808n"])
    expect(problems(use, `object @c Cell { w: ${value} }`)).toEqual([]);
  expect(problems(use, "object @c Cell { w: 1.5 }").join()).toContain("field 'w' cannot hold a number");
  expect(problems(use, "object @c Cell { w: &nobody }").join()).toContain("cannot hold a graph");
  expect(problems(use, "object @c Cell { w: @c }").join()).toContain("cannot hold a prebuilt");
  expect(problems(use, "object @c Cell { value: *Cell }").join()).toContain("cannot hold a struct");
});

test("what comes back through another unit is recursive", () => {
  const recursive = (w: string): string[] => [
    ...new CallGraph(
      parseProgram(`${HEAD}object @c Cell { ${w} }
graph stub() -> int
start():
  r: int = call portal
  return r
graph portal() -> int
start():
  r: int = call_unit jit_enter, 0, 0
  return r
graph main() -> int
start():
  x: word = get_field @c, w
  r: int = call portal
  return r
`),
    ).recursive(),
  ];
  expect(recursive("w: &stub").sort()).toEqual(["portal", "stub"]);
  expect(recursive("f: &stub")).toEqual([]);
});

const PROGRAM = `
struct Cell : Object { value: int, w: word, f: fn(int) -> int, half: f32, on: bool, next: *Cell, method get Cell_get }
struct More : Cell { method get Cell_get }
object @cell Cell { value: 5, w: *More, f: &inc, half: 0.5, next: @more }
object @more More { value: -9007199254740993n, w: &add }
graph inc(n: int) -> int
start(n):
  r: int = int_add n, 1
  return r
graph add(a: word, b: word) -> word
start(a, b):
  x: int = of_word a
  y: int = of_word b
  z: int = int_add x, y
  w: word = word_of z
  return w
graph Cell_get(c: *Cell) -> word
start(c):
  w: word = raw_load c, 8, word
  return w
graph main() -> int
start():
  next: *Object = raw_load @cell, 40, ref
  w: word = raw_load @cell, 16, word
  is: bool = type_is next, w
  call printBool, is
  isNot: bool = type_is @cell, w
  call printBool, isNot
  t: type = of_word w
  selected: fn(*Cell) -> word = type_slot t, Cell, get
  m: word = method_at w, 0
  sm: word = word_of selected
  sameCode: bool = word_eq m, sm
  call printBool, sameCode
  v: word = call_word m, r_w, next
  i: int = of_word v
  call printInt, i
  c: word = raw_load next, 16, word
  s: word = call_word c, ww_w, v, 1: word
  same: bool = word_eq s, -9007199254740992n: word
  call printBool, same
  h: int = word_hash w
  plain: bool = int_ge h, 0
  call printBool, plain
  f: word = raw_load @cell, 24, word
  g: fn(int) -> int = of_word f
  n: int = call_indirect g, 41
  call printInt, n
  raw_store @cell, 32, f32, 0.1
  x: float = raw_load @cell, 32, f32
  call printFloat, x
  raw_store @cell, 36, bool, true: word
  on: bool = get_field @cell, on
  call printBool, on
  raw_store @cell, 40, ref, @cell
  me: *Cell = get_field @cell, next
  k: int = get_field me, value
  call printInt, k
  return 0
`;
const EXPECTED = "true\nfalse\ntrue\n-9007199254740993\ntrue\ntrue\n42\n0.10000000149011612\ntrue\n5\n";

test.each(["gcc", "clang"])("%s compiles them without a warning", async (cc) => {
  for (const opt of ["0", "2"] as const) {
    const { stdout, code } = await runIr(PROGRAM, { cc, opt });
    expect({ stdout, code }).toEqual({ stdout: EXPECTED, code: 0 });
  }
});

test("constants print as they are read", () => {
  const text = `${HEAD}graph main() -> int\nstart():\n  a: bool = word_eq *Cell: word, &main: word\n  b: bool = word_eq true: word, 5: word\n  return 0\n`;
  expect(printProgram(parseProgram(text))).toContain(text.slice(text.indexOf("graph main")));
});
