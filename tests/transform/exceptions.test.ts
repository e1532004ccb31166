// What the exceptions and stack-check phases do to graphs, as text; what it then means is tested in tests/c.

import { describe, expect, test } from "vitest";
import { blocksOf, type Graph } from "../../translator/model/graph.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import { printGraph } from "../../translator/model/text.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { makeExceptionsExplicit } from "../../translator/transform/exceptions.ts";
import { insertStackChecks, uncheckedRecursion } from "../../translator/transform/stack-checks.ts";

const HEAD = `
program p entry main
struct Error : Object { code: int }
struct Str : Object { length: u32, items u8 }
wellknown string Str
wellknown latin1 Str
wellknown utf16 Str
wellknown rope Str
wellknown error Error
makeerror index make
makeerror intRange make
makeerror stack make
makeerror length make
graph make() -> *Error
start():
  e: *Error = new_struct Error
  return e
graph main() -> int
start():
  return 0
`;

/** The named graph after both phases. */
function after(text: string, key: string): string {
  const program = parseProgram(HEAD + text);
  expect(verifyProgram(program, "typed")).toEqual([]);
  insertStackChecks(program);
  makeExceptionsExplicit(program);
  expect(verifyProgram(program, "exceptionsExplicit")).toEqual([]);
  const graph = program.graphs.get(key);
  if (graph === undefined) throw new Error(`no graph ${key}`);
  return printGraph(graph, {}, program);
}

describe("exceptions become explicit", () => {
  test("a check branches to a cold block; its result is its operand", () => {
    expect(
      after(
        "graph f(i: int) -> int\nstart(i):\n  k: int = check_index i, 5\n  m: int = int_add k, 1\n  return m\n",
        "f",
      ),
    ).toBe(`graph f(i: int) -> int
start(i):
  t: bool = uint_lt i, 5
  if t goto start_2() else fail()
start_2():
  m: int = int_add i, 1
  return m
fail():
  error: *Error = call make
  exc_set error
  traceback_reset
  return 0
`);
  });

  test("a call is tested; a handler takes the exception; a position is recorded on the way", () => {
    const text = `graph g(i: int) -> int
start(i):
  k: int = check_index i, 5
  return k
graph f(i: int) -> float [at "a.ts":1]
start(i):
  k: int = call g, i at "a.ts":7
  goto ok(k) raises e: *Error -> bad(e, i)
ok(m: int):
  n: int = call g, m at "a.ts":9
  return 1.5
bad(x: *Error, j: int):
  return 2.5
`;
    expect(after(text, "f")).toBe(`graph f(i: int) -> float
start(i):
  k: int = call g, i
  raised: bool = exc_occurred
  unless raised goto start_2() else unwind_2()
start_2():
  goto ok(k)
ok(m: int):
  n: int = call g, m
  raised_2: bool = exc_occurred
  unless raised_2 goto ok_2() else unwind()
ok_2():
  return 1.5
unwind():
  traceback_add
  return 0.0
unwind_2():
  traceback_add
  e: *Error = exc_take
  goto bad(e, i)
bad(x: *Error, j: int):
  return 2.5
`);
  });

  test("what cannot raise is not tested, through calls, methods and code pointers, and its handler goes", () => {
    const text = `struct A : Object { method m a }
graph a(s: *A) -> int
start(s):
  return 1
graph b(i: int) -> int
start(i):
  x: int = call c, i
  return x
graph c(i: int) -> int
start(i):
  stop: bool = int_lt i, 0
  if stop goto return(1) else more()
more():
  n: *A = new_struct A
  t: type = get_type n
  f: fn(*A) -> int = type_slot t, A, m
  x: int = call_indirect f, n
  goto ok() raises e: *Error -> bad(e)
ok():
  g: fn(int) -> int = same_as &b
  y: int = call_indirect g, x
  return y
bad(e2: *Error):
  raise e2
`;
    const recursive = after(text, "c");
    // b and c call each other, so both have a stack check, and that raises.
    expect(recursive).toContain("stack_is_low");
    expect(recursive).not.toContain("exc_take");
    expect(recursive.match(/exc_occurred/g)).toHaveLength(1);
    const straight = after(
      text.replace("same_as &b", "same_as &d") + "graph d(i: int) -> int\nstart(i):\n  return i\n",
      "c",
    );
    expect(straight).not.toContain("exc_occurred");
    expect(straight).not.toContain("stack_is_low");
  });

  test("catching only to throw again costs nothing", () => {
    const text = `graph g(i: int) -> int
start(i):
  k: int = check_index i, 5
  return k
graph f(i: int) -> int
start(i):
  k: int = call g, i
  goto ok() raises e: *Error -> raise(e)
ok():
  return k
`;
    expect(after(text, "f")).not.toContain("exc_take");
  });

  test("an error maker that fails lets its own failure propagate", () => {
    const program = parseProgram(
      `${HEAD.replace("makeerror index make\n", "makeerror index risky\n")}graph risky() -> *Error
start():
  n: int = check_range 9007199254740993n
  e: *Error = new_struct Error
  return e
graph f(i: int) -> int
start(i):
  k: int = check_index i, 5
  return k
`,
    );
    makeExceptionsExplicit(program);
    expect(verifyProgram(program, "exceptionsExplicit")).toEqual([]);
    const f = program.graphs.get("f");
    expect(f && printGraph(f)).toContain("raised: bool = exc_occurred");
  });
});

describe("stack checks", () => {
  const program = (text: string): string[] => {
    const p = parseProgram(HEAD + text);
    insertStackChecks(p);
    return [...p.graphs.values()].filter((g) => g.start.ops[0]?.name === "stack_check").map((g) => g.key);
  };

  test("stand where a function may call itself, and only there", () => {
    expect(
      program(`struct A : Object { method m method }
graph self(i: int) -> int
start(i):
  x: int = call self, i
  return x
graph even(i: int) -> int
start(i):
  x: int = call odd, i
  return x
graph odd(i: int) -> int
start(i):
  x: int = call even, i
  return x
graph method(a: *A) -> int
start(a):
  t: type = get_type a
  f: fn(*A) -> int = type_slot t, A, m
  x: int = call_indirect f, a
  return x
graph pointed(f: fn(int) -> int) -> int
start(f):
  g: fn(fn(int) -> int) -> int = same_as &pointed
  x: int = call_indirect g, f
  return x
graph caller() -> int
start():
  x: int = call self, 1
  y: int = call even, 1
  return y
`),
    ).toEqual(["self", "even", "odd", "method", "pointed"]);
  });

  test("stand below what ends the recursion, but above loops, and all calls are below them", () => {
    const p = parseProgram(`${HEAD}
graph fib(n: int) -> int
start(n):
  end: bool = int_lt n, 2
  unless end goto more() else return(n)
more():
  a: int = int_sub n, 1
  x: int = call fib, a
  y: int = call fib, x
  return y
graph loop(n: int) -> int
start(n):
  goto head(n)
head(i: int):
  end: bool = int_lt i, 2
  unless end goto body() else return(i)
body():
  a: int = int_sub i, 1
  x: int = call loop, a
  goto head(x)
graph ways(n: int) -> int
start(n):
  end: bool = int_lt n, 2
  unless end goto more() else return(n)
more():
  big: bool = int_lt n, 9
  if big goto left() else right()
left():
  x: int = call ways, 1
  return x
right():
  y: int = call ways, 2
  return y
`);
    expect(uncheckedRecursion(p)).toEqual(["fib", "loop", "ways"]);
    insertStackChecks(p);
    const placed = ["fib", "loop", "ways"].map((key) =>
      blocksOf(p.graphs.get(key) as Graph)
        .filter((block) => block.ops.some((op) => op.name === "stack_check"))
        .map((block) => block.hint),
    );
    expect(placed).toEqual([["more"], ["start"], ["more"]]);
    expect(uncheckedRecursion(p)).toEqual([]);
  });

  test("a chain of 50,000 calls is no problem", () => {
    const n = 50_000;
    const graphs = Array.from(
      { length: n },
      (_, i) => `graph g${i}() -> int\nstart():\n  x: int = call g${(i + 1) % n}\n  return x\n`,
    );
    expect(program(graphs.join(""))).toHaveLength(n);
  });
});
