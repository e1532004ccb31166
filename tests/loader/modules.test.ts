import { expect, test } from "vitest";
import { basename } from "node:path";
import type { HeapImage } from "../../translator/frontend/heap-image.ts";
import { binding, freezeFiles, show } from "./heap-fixture.ts";

const names = (image: HeapImage): string[] => image.modules.map((module) => basename(module.file));

test("modules stand in evaluation order, the entry first; bindings in source order, unstarted ones dead", async () => {
  const image = await freezeFiles({
    "main.ts": `
      import { a } from "./a.ts";
      import type { T } from "./types.ts";
      import { b, type T as U } from "./b.ts";
      export { a as renamed } from "./a.ts";
      export let first: T = a, second: U = b;
      export function third() { return fourth; }
      export default class fourth {}
      var fifth = 5;
    `,
    "a.ts": `import { b } from "./b.ts"; export const a = b + 1; export const useB = () => b;`,
    "b.ts": `export const b = 1; export type T = number;`,
    "types.ts": `export type T = number; globalThis.process.exit(1);`,
  });
  expect(names(image)).toEqual(["main.ts", "b.ts", "a.ts"]);
  expect(image.modules[0]?.bindings.map(([name]) => name)).toEqual([
    "fifth",
    "first",
    "second",
    "third",
    "fourth",
  ]);
  expect(image.modules[0]?.exports.map(([name]) => name)).toEqual([
    "default",
    "first",
    "renamed",
    "second",
    "third",
  ]);
  expect(show(image, "first", "second", "fifth")).toBe("first = 2\nsecond = 1\nfifth = 5");
});

test("module cycles run as under Node, with functions that are called before their module", async () => {
  const image = await freezeFiles({
    "main.ts": `
      import { early } from "./other.ts";
      export function later(n: number) { return () => n; }
      export const done = early;
    `,
    "other.ts": `import { later, done } from "./main.ts"; export const early = later(3); export const see = () => done;`,
  });
  expect(names(image)).toEqual(["main.ts", "other.ts"]);
  expect(show(image, "done")).toBe("done = fn {n: 3}");
});

test("vmsmith/… is the library's own source, wherever the target lies", async () => {
  const image = await freezeFiles(`
    import { JitDriver, promote } from "vmsmith/jit";
    import type { int } from "vmsmith/ints";
    const driver = new JitDriver({ name: "t", greens: ["pc"], reds: ["frame"], getPrintableLocation: () => "here" });
    const one: int = promote(1);
  `);
  expect(names(image)).toEqual(["main.ts", "jit.ts"]);
  expect(show(image, "driver")).toBe(
    'driver = JitDriver{options: {name: "t", greens: ["pc"], reds: ["frame"], ' +
      "getPrintableLocation: fn getPrintableLocation{}}}",
  );
});

test("imported types need no `import type`; an unused import still runs its module", async () => {
  const image = await freezeFiles({
    "main.ts": `
      import D, { A, type B, value } from "./lib.ts";
      import { C } from "./lib.ts";
      import Only from "./lib.ts";
      import * as Types from "./lib.ts";
      import E, * as More from "./lib.ts";
      export const x: A | B | C | D | E | Types.A | Only | More.B = value;
    `,
    "lib.ts": `export type A = number; export type B = number; export interface C {} export default interface D {}
      export const value = 1;`,
  });
  expect(names(image)).toEqual(["main.ts", "lib.ts"]);
  expect(show(image, "x")).toBe("x = 1");
});

test("namespaces of translated modules are references to them", async () => {
  const image = await freezeFiles({
    "main.ts": `import * as lib from "./lib.ts"; const held = [lib];`,
    "lib.ts": `export const a = 1;`,
  });
  expect(show(image, "held")).toBe("held = [namespace]");
});

test("reads that differ from run to run are noted, Node's own are not", async () => {
  const image = await freezeFiles(`
    const t = Date.now(), r = Math.random(), d = new Date(), fixed = new Date(0), home = process.env.HOME;
    const known = "VMSMITH_X" in process.env, p = performance.now(), h = process.hrtime.bigint();
    console.error(typeof t, typeof r, typeof d, fixed instanceof Date, d.constructor === Date, typeof home, known, p > 0, h > 0n);
  `);
  expect(image.reads).toEqual([
    "Date.now",
    "Math.random",
    "new Date",
    "performance.now",
    "process.env.HOME",
    "process.env.VMSMITH_X",
    "process.hrtime.bigint",
  ]);
  expect((await freezeFiles(`console.error("quiet"); export const a = [1].map(String);`)).reads).toEqual([]);
});

test("loading goes on until the event loop is empty", async () => {
  const image = await freezeFiles(`
    import { readFile } from "node:fs/promises";
    let late = 0;
    setTimeout(() => { late = 42; }, 20);
    const text = (await readFile(import.meta.filename, "utf8")).length > 10;
  `);
  expect(show(image, "late", "text")).toBe("late = 42\ntext = true");
});

test("two runs give the same image", async () => {
  const files = {
    "main.ts": `
      import { B } from "./b.ts";
      const list = [new B(1), { f: () => B }, new Map([[{}, new Set([1])]]), Buffer.from("abc")];
    `,
    "b.ts": `export class B { constructor(n: number) { this.n = n; } n: number; #x = {}; peek() { return this.#x; } }`,
  };
  const [first, second] = [await freezeFiles(files), await freezeFiles(files)];
  const plain = (image: HeapImage): string => JSON.stringify(image).replace(/vmsmith-test-\w+/gu, "folder");
  expect(plain(first)).toBe(plain(second));
  expect(binding(first, "list")).toEqual({ k: "ref", id: 0 });
});
