// Whole small programs: calls, data, input and output, and properties of the generated C itself.

import { describe, expect, test } from "vitest";
import { buildIr, run, runIr, sourceOf } from "./run-ir.ts";

const SHAPES = `
struct Shape "Calc.Shape" : Object { name: *Latin1 immutable, method area null, method twice Shape_twice }
struct Square "Calc.Square" : Shape { side: float, method area Square_area, method twice Shape_twice }
struct Circle "Καλκ" : Shape { radius: f32, method area Circle_area, method twice Circle_twice }
struct Shapes : Object { length: u32, items *Shape }
object @sq Latin1 { items "square" }
object @a Square { name: @sq, side: 3.0 }
object @b Circle { radius: 0.5 }
object @all Shapes { items [@a, @b, @a] }

graph Shape_twice(self: *Shape) -> float
start(self):
  t: type = get_type self
  m: fn(*Shape) -> float = type_slot t, Shape, area
  x: float = call_indirect m, self
  y: float = float_mul x, 2.0
  return y
graph Circle_twice(self: *Circle) -> float
start(self):
  return -1.5
graph Square_area(self: *Square) -> float
start(self):
  s: float = get_field self, side
  a: float = float_mul s, s
  return a
graph Circle_area(self: *Circle) -> float
start(self):
  r: float = get_field self, radius
  return r
graph main() -> int
start():
  n: int = get_field @all, length
  goto loop(0)
loop(i: int):
  more: bool = int_lt i, n
  if more goto body() else names()
body():
  s: *Shape = get_item @all, i
  t: type = get_type s
  m: fn(*Shape) -> float = type_slot t, Shape, twice
  x: float = call_indirect m, s
  call printFloat, x
  isSquare: bool = instance_of s, Square
  call printBool, isSquare
  isShape: bool = instance_of s, Shape
  call printBool, isShape
  j: int = int_add i, 1
  goto loop(j)
names():
  t2: type = type_const Square
  nm: *Latin1 = type_name t2
  len: int = get_field nm, length
  w: int = call_external fd_write, 1, nm, 0, len
  w2: int = call_external fd_write, 1, @line, 0, 1
  t3: type = type_const Circle
  nm3: *Str = type_name t3
  len3: int = get_field nm3, length
  call printInt, len3
  return 0
`;

const COPIES = `
; A Fibonacci loop: both inputs change at once, and both sources are inputs.
graph main() -> int
start():
  goto loop(0, 1, 10, 1, 2, 3)
loop(a: int, b: int, left: int, x: int, y: int, z: int):
  done: bool = int_le left, 0
  if done goto end() else next()
next():
  s: int = int_add a, b
  l: int = int_sub left, 1
  goto loop(b, s, l, y, z, x)
end():
  call printInt, a
  call printInt, x
  call printInt, y
  call printInt, z
  goto swap(1, 2, 0)
swap(p: int, q: int, n: int):
  more: bool = int_lt n, 3
  m: int = int_add n, 1
  if more goto swap(q, p, m) else out()
out():
  call printInt, p
  return 0
`;

const NARROW = `
struct Cells : Object { i8: i8, u8: u8, i16: i16, u16: u16, i32: i32, u32: u32, f32: f32, flag: bool, wide: int }
struct U16s : Object { length: u16, items i16 }
graph main() -> int
start():
  c: *Cells = new_struct Cells
  set_field c, i8, 200
  set_field c, u8, 511
  set_field c, i16, 40000
  set_field c, u16, -1
  set_field c, i32, 4294967295
  set_field c, u32, -2
  set_field c, f32, 0.1
  set_field c, flag, true
  a: int = get_field c, i8
  call printInt, a
  b: int = get_field c, u8
  call printInt, b
  d: int = get_field c, i16
  call printInt, d
  e: int = get_field c, u16
  call printInt, e
  f: int = get_field c, i32
  call printInt, f
  g: int = get_field c, u32
  g2: int = int_add g, 10
  call printInt, g2
  h: float = get_field c, f32
  call printFloat, h
  k: bool = get_field c, flag
  call printBool, k
  w: int = get_field c, wide
  call printInt, w
  s: *U16s = new_array U16s, 5
  set_item s, 0, 1
  set_item s, 1, 40000
  set_item s, 2, 3
  copy_items s, 0, s, 1, 4
  x: int = get_item s, 2
  call printInt, x
  fill_items s, 0, 2
  y: int = get_item s, 1
  call printInt, y
  z: int = get_item s, 3
  call printInt, z
  return 0
`;

const ECHO = `
graph main() -> int
start():
  buffer: *Latin1 = new_array Latin1, 1000
  n: int = call_external fd_read, 0, buffer, 0, 1000
  w: int = call_external fd_write, 1, buffer, 0, n
  count: int = call_external arg_count
  call printInt, count
  l: int = call_external arg_length, 1
  call_external arg_copy, 1, buffer
  w2: int = call_external fd_write, 2, buffer, 0, l
  return 3
`;

const SWITCH = `
graph pick(n: int) -> int
start(n):
  switch n { 0 -> return(10), -1 -> return(11), 5 -> five(n), 4294967296 -> return(12), default -> return(13) }
five(k: int):
  m: int = int_mul k, k
  return m
graph main() -> int
start():
  a: int = call pick, 0
  call printInt, a
  b: int = call pick, -1
  call printInt, b
  c: int = call pick, 5
  call printInt, c
  d: int = call pick, 4294967296
  call printInt, d
  e: int = call pick, 6
  call printInt, e
  f: fn(int) -> int = same_as &pick
  g: int = call_indirect f, 5
  call printInt, g
  h: bool = func_eq f, &pick
  call printBool, h
  return 0
`;

describe("programs", () => {
  test("virtual methods, instanceof, class names, prebuilt data", async () => {
    const { stdout } = await runIr(SHAPES);
    const square = "18\ntrue\ntrue\n";
    expect(stdout).toBe(`${square}-1.5\nfalse\ntrue\n${square}Calc.Square\n4\n`);
  });

  test("inputs that depend on each other are assigned at once", async () => {
    expect((await runIr(COPIES)).stdout).toBe("55\n2\n3\n1\n2\n");
  });

  test("narrow fields and items widen and truncate", async () => {
    expect((await runIr(NARROW)).stdout).toBe(
      "-56\n255\n-25536\n65535\n-1\n4294967304\n0.10000000149011612\ntrue\n0\n-25536\n0\n3\n",
    );
  });

  test("switches and code pointers", async () => {
    expect((await runIr(SWITCH)).stdout).toBe("10\n11\n25\n12\n13\n25\ntrue\n");
  });

  test("arguments, standard input, output, error and the exit code", async () => {
    const outcome = await run(await buildIr(ECHO), ["ünd"], { input: "hello\n" });
    expect(outcome).toEqual({ stdout: "hello\n2\n", stderr: "ünd", code: 3 });
  });

  test("output that cannot be written is an error at the end", async () => {
    const program = await buildIr(COPIES);
    const { stderr, code } = await run("/bin/sh", ["-c", `'${program}' > /dev/full`]);
    expect({ stderr, code }).toEqual({ stderr: "cannot write output: No space left on device\n", code: 1 });
  });
});

describe("generated C", () => {
  test("is the same bytes every time", () => {
    expect([...sourceOf(SHAPES, { gc: "boehm" }).files]).toEqual([
      ...sourceOf(SHAPES, { gc: "boehm" }).files,
    ]);
  });

  test("holds one file a module, core ones apart, and points to the source", () => {
    const text =
      'graph main() -> int [at "src/main.ts":0]\nstart():\n  r: int = call help at "src/main.ts":9\n  return r\n' +
      'graph help() -> int [unit core, hint noinline, at "rlib/strings.ts":2]\nstart():\n  call printInt, 1 at "rlib/strings.ts":4\n  return 1\n';
    const { files } = sourceOf(text, {
      sources: { "src/main.ts": "a\nb\nc\nd\ne\nf", "rlib/strings.ts": "\n\n\n\n\n" },
    });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(["main.c", "core_strings.c", "core_helpers.c", "types.c", "data.c"]),
    );
    expect(files.get("main.c")).toContain('#line 1 "src/main.ts"\nint64_t f_main(void) {\n#line 5\n');
    expect(files.get("core_strings.c")).toContain('#line 3 "rlib/strings.ts"\n');
  });

  test("copies small helpers into the files that call them, with what they need, but not where their address counts", async () => {
    const graph = (key: string, unit: string, file: string, ops: string): string =>
      `graph ${key}(n: int) -> int [unit ${unit}, at "${file}":0]\nstart(n):\n${ops}`;
    const text =
      graph("twice", "core", "lib.ts", "  r: int = call plus, n, n\n  return r\n") +
      `graph plus(a: int, b: int) -> int [unit core, at "lib.ts":0]\nstart(a, b):\n  r: int = int_add a, b\n  return r\n` +
      graph("pointed", "core", "lib.ts", "  r: int = int_mul n, n\n  return r\n") +
      graph("other", "target", "other.ts", "  r: int = call twice, n\n  call printInt, r\n  return r\n") +
      `graph main() -> int [at "main.ts":0]\nstart():\n  a: int = call twice, 4\n  b: int = call other, a\n  f: fn(int) -> int = same_as &pointed
  c: int = call_indirect f, b\n  call printInt, c\n  return 0\n`;
    const { files } = sourceOf(text);
    for (const name of ["main.c", "other.c"]) {
      expect(files.get(name)).toContain("static inline int64_t f_plus(int64_t a, int64_t b) {");
      expect(files.get(name)).toContain("static inline int64_t f_twice(int64_t n) {");
    }
    expect(files.get("core_lib.c")).not.toContain("f_twice");
    expect(files.get("core_lib.c")).toContain("int64_t f_pointed(int64_t n) {");
    expect((await runIr(text)).stdout).toBe("16\n256\n");
  });

  test("keeps source lines apart where debug information must be exact", () => {
    const text = `graph main() -> int [at "m.ts":0]\nstart():\n  a: int = call_external arg_count at "m.ts":0
  b: int = int_add a, 1 at "m.ts":2\n  c: int = int_add b, 2 at "m.ts":4\n  d: int = int_add c, 3 at "m.ts":4\n  return d\n`;
    const sources = { "m.ts": "a\nb\nc\n" };
    expect(sourceOf(text, { sources }).files.get("m.c")).toContain("return a + 1 + 2 + 3;");
    expect(sourceOf(text, { sources, debug: true }).files.get("m.c")).toContain(
      "  int64_t b = a + 1;\n  return b + 2 + 3;\n#line 3\n}",
    );
  });

  test("has no functions that nothing reaches", () => {
    const { files } = sourceOf(`${COPIES}\ngraph unused() -> int\nstart():\n  return 0\n`);
    expect([...files.values()].some((text) => text.includes("f_unused"))).toBe(false);
  });

  test("compiles with clang as well", async () => {
    for (const program of [SHAPES, COPIES, NARROW, SWITCH]) {
      const [gcc, clang] = [await runIr(program), await runIr(program, { cc: "clang" })];
      expect(clang).toEqual(gcc);
    }
  });
});
