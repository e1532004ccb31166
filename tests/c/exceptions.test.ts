// Exceptions in compiled programs: raised by checks and by hand, caught, rethrown, uncaught with a traceback.

import { describe, expect, test } from "vitest";
import { runIr } from "./run-ir.ts";

/** A main that calls `tryIt` and prints the code of the exception, or 0. */
const CATCHES = `
graph main() -> int
start():
  call tryIt
  goto fine() raises e: *Error -> caught(e)
fine():
  call printInt, 0
  return 0
caught(e2: *Error):
  c: int = get_field e2, code
  call printInt, c
  return 1
`;

const tryIt = (body: string): string => `${CATCHES}\ngraph tryIt() -> void\nstart():\n${body}\n`;

// prettier-ignore
const CHECKS: readonly [name: string, code: number, ops: string][] = [
  ["check_range, largest", 0, "  x: int = check_range 9007199254740991"],
  ["check_range, smallest", 0, "  x: int = check_range -9007199254740991"],
  ["check_range above", 1, "  x: int = check_range 9007199254740992"],
  ["check_range below", 1, "  x: int = check_range -9007199254740992"],
  ["check_range, far above", 1, "  x: int = check_range 9223372036854775807n"],
  ["check_range, far below", 1, "  x: int = check_range -9223372036854775808n"],
  ["int_mul_range within", 0, "  x: int = int_mul_range 94906265, 94906265"],
  ["int_mul_range outside", 1, "  x: int = int_mul_range 94906266, 94906266"],
  ["int_mul_range, wrapping", 1, "  x: int = int_mul_range 9007199254740991, 2147483648"],
  ["int_mul_range by minus one", 0, "  x: int = int_mul_range 9007199254740991, -1"],
  ["check_index first", 0, "  x: int = check_index 0, 1"],
  ["check_index at end", 4, "  x: int = check_index 1, 1"],
  ["check_index negative", 4, "  x: int = check_index -1, 1"],
  ["check_divisor", 0, "  x: int = check_divisor -1"],
  ["check_divisor zero", 3, "  x: int = check_divisor 0"],
  ["check_null of null", 5, "  x: *Latin1 = check_null null: *Latin1"],
  ["check_null", 0, "  x: *Latin1 = check_null @line"],
  ["check_cast fits", 0, "  x: *Latin1 = check_cast @line: *Str, Latin1"],
  ["check_cast to a base", 0, "  x: *Str = check_cast @line: *Object, Str"],
  ["check_cast of another", 7, "  x: *Utf16 = check_cast @line: *Str, Utf16"],
  ["check_cast of null", 7, "  x: *Utf16 = check_cast null: *Str, Utf16"],
  ["check_present", 0, "  x: int = check_present 0"],
  ["check_present, smallest int64 that is one", 0, "  x: int = check_present -9223372036854775806n"],
  ["check_present of undefined", 6, "  x: int = check_present -9223372036854775808n"],
  ["check_present of null", 6, "  x: int = check_present null: int"],
  ["check_present_float", 0, "  x: float = check_present_float nan"],
  ["check_present_float of undefined", 6, "  x: float = check_present_float undefined: float"],
  ["check_present_float of null", 6, "  x: float = check_present_float null: float"],
  ["check_int", 0, "  x: int = check_int 5.0"],
  ["check_int of -0", 0, "  x: int = check_int -0.0"],
  ["check_int of a fraction", 2, "  x: int = check_int 5.5"],
  ["check_int of NaN", 2, "  x: int = check_int nan"],
  ["check_int of infinity", 2, "  x: int = check_int -inf"],
  ["check_int of 2^53", 2, "  x: int = check_int 9007199254740992.0"],
  ["check_true", 0, "  check_true true, count"],
  ["check_true of false", 10, "  check_true false, count"],
  ["new_array of -1", 9, "  x: *Latin1 = new_array Latin1, -1"],
  ["new_array beyond its length field", 9, "  x: *Latin1 = new_array Latin1, 4294967296"],
];

describe("checks", () => {
  test.each(["0", "2"] as const)("each raises when and only when it should, -O%s", async (opt) => {
    // All in one program: graph k raises or not, main prints the code.
    const graphs = CHECKS.map(([, , ops], k) => `graph try${k}() -> void\nstart():\n${ops}\n  return\n`);
    const calls = CHECKS.map(
      (_, k) =>
        `b${k}():\n  call try${k}\n  goto f${k}() raises e${k}: *Error -> c${k}(e${k})\nf${k}():\n  call printInt, 0\n  goto b${k + 1}()\n` +
        `c${k}(x${k}: *Error):\n  n${k}: int = get_field x${k}, code\n  call printInt, n${k}\n  goto b${k + 1}()\n`,
    );
    const main = `graph main() -> int\nstart():\n  goto b0()\n${calls.join("")}b${CHECKS.length}():\n  return 0\n`;
    const { stdout } = await runIr(`${graphs.join("")}${main}`, { opt });
    const codes = stdout.trim().split("\n").map(Number);
    expect(CHECKS.map(([name], k) => [name, codes[k]])).toEqual(CHECKS.map(([name, code]) => [name, code]));
  });
});

describe("exceptions", () => {
  test("an operation that raises in mid-block leaves the rest of it undone", async () => {
    const { stdout, code } = await runIr(
      tryIt("  call printInt, 1\n  x: int = check_index 2, 2\n  call printInt, 2\n  return"),
    );
    expect({ stdout, code }).toEqual({ stdout: "1\n4\n", code: 1 });
  });

  test("a raising check with a handler of its own", async () => {
    const { stdout } = await runIr(
      tryIt(
        "  x: int = check_index 2, 2\n  goto ok() raises e: *Error -> h(e, 70)\nok():\n  return\n" +
          "h(f: *Error, k: int):\n  c: int = get_field f, code\n  s: int = int_add c, k\n  call printInt, s\n  return",
      ),
    );
    expect(stdout).toBe("74\n0\n");
  });

  test("what is thrown by hand passes through two callers to the handler, values intact", async () => {
    const { stdout } = await runIr(
      `graph inner(n: int) -> float
start(n):
  c: bool = int_gt n, 0
  if c goto more() else raise(e)
more():
  m: int = int_sub n, 1
  r: float = call inner, m
  s: float = float_add r, 1.0
  return s
`.replace("start(n):\n", "start(n):\n  e: *Error = call makeCount\n") +
        tryIt("  call printInt, 3\n  x: float = call inner, 5\n  call printFloat, x\n  return"),
    );
    expect(stdout).toBe("3\n10\n");
  });

  test("code after a handler runs with no exception left over", async () => {
    const { stdout } = await runIr(
      tryIt(
        "  a: *Error = call makeNull\n  goto t(a)\nt(b: *Error):\n  call thrower, b\n  goto ok() raises e: *Error -> h(e)\nok():\n  return\nh(f: *Error):\n" +
          "  call printInt, 1\n  call printInt, 2\n  return",
      ) + "\ngraph thrower(e: *Error) -> void\nstart(e):\n  raise e\n",
    );
    expect(stdout).toBe("1\n2\n0\n");
  });

  test("endless recursion raises, and the stack is fit for use again", async () => {
    const { stdout } = await runIr(
      tryIt("  x: int = call deep, 1\n  return") +
        "\ngraph deep(n: int) -> int\nstart(n):\n  m: int = int_add n, 1\n  r: int = call deep, m\n  s: int = int_add r, 1\n  return s\n",
      { opt: "0" },
    );
    expect(stdout).toBe("8\n");
  });
});

describe("tracebacks", () => {
  const source = "function inner() {\n  throw new Error();\n}\nfunction outer() {\n    inner();\n}\n";
  const offset = (text: string): number => source.indexOf(text);
  const program = (handler: string): string => `
graph inner() -> void [at "calc.ts":0]
start():
  e: *Error = call makeIndex at "calc.ts":${offset("throw")}
  raise e
graph outer() -> void [name "Calc.outer", at "calc.ts":${offset("function outer")}]
start():
  call inner at "calc.ts":${offset("inner();\n")}
${handler}
graph main() -> int
start():
  call outer
  return 0
`;
  const lines = "uncaught Error\n    at inner (calc.ts:2:3)\n    at Calc.outer (calc.ts:5:5)\n";

  test("an uncaught exception names every frame, innermost first", async () => {
    const { stderr, code } = await runIr(program("  return"), { sources: { "calc.ts": source } });
    expect({ stderr, code }).toEqual({ stderr: lines.replace("Error", "RangeError"), code: 1 });
  });

  test("catching and throwing the same again keeps the place it came from", async () => {
    const handler =
      "  goto ok() raises e: *Error -> h(e)\nok():\n  return\nh(f: *Error):\n  call printInt, 7\n  raise f";
    const { stderr, stdout } = await runIr(program(handler), { sources: { "calc.ts": source } });
    expect({ stderr, stdout }).toEqual({ stderr: lines.replace("Error", "RangeError"), stdout: "7\n" });
  });
});
