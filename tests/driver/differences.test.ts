// Differences from Node (docs/differences.md) that show in the whole process: each is shown to exist, on both sides, so
// that the list is true in both directions.

import { expect, test } from "vitest";
import { type Outcome, Workshop } from "./workshop.ts";

async function both(body: string, ...args: string[]): Promise<{ native: Outcome; node: Outcome }> {
  const w = new Workshop({ "p.ts": body });
  expect(await w.run(["-q", "p.ts"])).toEqual({ code: 0, stdout: "", stderr: "" });
  return { native: w.execute("p", ...args), node: await w.run(["--host", "p.ts", "--", ...args]) };
}

test("-0 in an int is 0", async () => {
  const { native, node } = await both(`
function negate(n: number): number {
  return -n;
}
export function entryPoint(argv: string[]): number {
  console.log(1 / negate(argv.length - argv.length), 1 / -(argv.length * 0.5 - argv.length * 0.5));
  return 0;
}`);
  expect(node.stdout).toBe("-Infinity -Infinity\n");
  // A float keeps its sign.
  expect(native.stdout).toBe("Infinity -Infinity\n");
});

test("errors of the runtime have their own words, of the same class", async () => {
  const { native, node } = await both(`
class P {
  next: P | null = null;
  v = 1;
}
function words(f: () => number): void {
  try {
    f();
  } catch (e) {
    if (e instanceof TypeError) console.log("TypeError", e.message);
    else if (e instanceof RangeError) console.log("RangeError", e.message);
  }
}
export function entryPoint(argv: string[]): number {
  words(() => new P().next!.v);
  words(() => "a".repeat(-argv.length).length);
  return 0;
}`);
  const classes = (s: string): string[] => s.split("\n").map((l) => l.split(" ")[0] ?? "");
  expect(classes(native.stdout)).toEqual(["TypeError", "RangeError", ""]);
  expect(classes(node.stdout)).toEqual(classes(native.stdout));
  expect(native.stdout).not.toBe(node.stdout);
});

test("absent values behind a cast or `!` throw where they are used", async () => {
  const { native, node } = await both(`
class A {
  x = 1;
}
class B extends A {
  y = 2;
}
function make(n: number): A {
  return n > 5 ? new B() : new A();
}
function add(a: number, b: number): number {
  return a + b;
}
function attempt(f: () => number): void {
  try {
    console.log(f());
  } catch (e) {
    console.log(e instanceof TypeError ? "TypeError" : "other");
  }
}
export function entryPoint(argv: string[]): number {
  const m = new Map<string, number>();
  attempt(() => m.get("x")! + 1);
  attempt(() => (add as unknown as (a: number) => number)(argv.length));
  attempt(() => (make(argv.length) as B).y + 1);
  return 0;
}`);
  expect(node.stdout).toBe("NaN\nNaN\nNaN\n");
  expect(native.stdout).toBe("TypeError\nTypeError\nTypeError\n");
});

test("an uncaught error prints the program's own frames", async () => {
  const { native, node } = await both(`
function deep(n: number): number {
  if (n === 0) throw new RangeError("too deep");
  return deep(n - 1) + 1;
}
export function entryPoint(argv: string[]): number {
  return deep(argv.length);
}`);
  expect(native).toMatchObject({ code: 1, stdout: "" });
  expect(native.stderr).toMatch(
    /^Uncaught RangeError: too deep\n {4}at deep \(.*p\.ts:3:\d+\)\n {4}at deep \(.*p\.ts:4:\d+\)\n {4}at entryPoint \(.*p\.ts:7:\d+\)\n$/u,
  );
  expect(node.code).toBe(1);
  expect(node.stderr).toMatch(/^Uncaught RangeError: too deep\n/u);
});
