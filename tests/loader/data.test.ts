import { expect, test } from "vitest";
import { pathTo } from "../../translator/frontend/heap-paths.ts";
import { binding, freezeFiles, objectAt, show } from "./heap-fixture.ts";

test("primitive values, exactly", async () => {
  const image = await freezeFiles(`
    const values = [0, -0, 1.5, NaN, Infinity, -Infinity, 2 ** 53, true, null, undefined, "\\ud800 \\u00e9", 12n, -(2n ** 80n)];
    let declared: string | undefined;
  `);
  expect(show(image, "values")).toBe(
    'values = [0, -0, 1.5, NaN, Infinity, -Infinity, 9007199254740992, true, null, undefined, "\\ud800 é", 12, ' +
      "-1208925819614629174706176]",
  );
  expect(binding(image, "declared")).toEqual({ k: "undefined" });
});

test("objects, accessors, null prototypes, frozen ones, arrays with holes, sharing, cycles", async () => {
  const image = await freezeFiles(`
    const shared = { x: 1 };
    const cycle: any = { shared, list: [shared, , 3] };
    cycle.self = cycle;
    const accessors = { n: 2, get twice() { return this.n * 2; }, set twice(v) { this.n = v; } };
    const bare = Object.assign(Object.create(null), { a: 1 });
    const ice = Object.freeze({ deep: Object.freeze([1]) });
    const assigned = {} as any; ({ a: assigned.b } = { a: 5 });
    const keyed = { [Symbol.iterator]: 1, [Symbol("mine")]: 2 };
  `);
  expect(show(image, "cycle")).toBe("cycle = &1 {shared: &2 {x: 1}, list: [*2, hole, 3], self: *1}");
  expect(show(image, "accessors")).toBe("accessors = {n: 2, get twice: fn twice{}, set twice: fn twice{}}");
  expect(show(image, "bare", "ice", "assigned")).toBe(
    "bare = null{a: 1}\nice = {deep: [1] frozen} frozen\nassigned = {b: 5}",
  );
  expect(show(image, "keyed")).toBe(
    "keyed = {@@iterator: 1, @@symbol:mine: !the value of a property named by a Symbol}",
  );
});

test("maps, sets, regular expressions", async () => {
  const image = await freezeFiles(`
    const key = { id: 1 };
    const map = new Map<unknown, unknown>([["a", 1], [2, "b"], [key, key], [NaN, null]]);
    const set = new Set([3, "x", map]);
    const re = /a+\\/b/gi;
  `);
  expect(show(image, "map", "set", "re")).toBe(
    'map = &1 map{a: 1, 2: "b", key2: &2 {id: 1}, value2: *2, NaN: null}\n' +
      'set = set{3, "x", *1}\nre = /a+\\/b/gi',
  );
});

test("typed arrays share their buffers; small Node Buffers bring only their own bytes", async () => {
  const image = await freezeFiles(`
    const words = Uint32Array.of(1, 2);
    const tail = words.subarray(1);
    const view = new DataView(words.buffer, 4, 2);
    const floats = Float64Array.of(1.5);
    const buffer = Buffer.from("hey");
    const part = buffer.subarray(1);
    const big = BigInt64Array.of(-1n);
  `);
  expect(show(image, "words", "tail", "view")).toBe(
    "words = Uint32Array@0+2(&1 bytes 0100000002000000)\ntail = Uint32Array@4+1(*1)\nview = DataView@4+2(*1)",
  );
  expect(show(image, "floats", "big")).toBe(
    "floats = Float64Array@0+1(bytes 000000000000f83f)\nbig = BigInt64Array@0+1(bytes ffffffffffffffff)",
  );
  const [buffer, part] = [objectAt(image, "buffer"), objectAt(image, "part")];
  if (buffer.kind !== "typedarray" || part.kind !== "typedarray") throw new Error("not bytes");
  expect([part.buffer, part.offset - buffer.offset, part.length]).toEqual([buffer.buffer, 1, 2]);
  const bytes = image.objects[buffer.buffer];
  const all = Buffer.from(bytes?.kind === "arraybuffer" ? bytes.data : "", "base64");
  expect(all.length).toBeLessThan(16);
  expect(all.toString("latin1", buffer.offset, buffer.offset + buffer.length)).toBe("hey");
});

test("what JavaScript and Node provide is named", async () => {
  const image = await freezeFiles(`
    import fs, { readFileSync } from "node:fs";
    import * as path from "node:path";
    export const use = [fs, readFileSync, path].length;
    const all = [Math, Math.max, parseFloat, Number.parseFloat, Array.prototype.push, console, console.log, process,
      process.exit, process.env, process.stdout, Date.now, Symbol.iterator, Error, performance, globalThis, JSON.stringify];
  `);
  expect(show(image, "all")).toBe(
    "all = [<Math>, <Math.max>, &1 <parseFloat>, *1, <Array.prototype.push>, <console>, <console.log>, <process>, " +
      "<process.exit>, <process.env>, <process.stdout>, <Date.now>, <Symbol.iterator>, <Error>, <performance>, " +
      "<globalThis>, <JSON.stringify>]",
  );
  expect(show(image, "fs", "readFileSync", "path")).toBe(
    "fs = <node:fs>\nreadFileSync = <node:fs.readFileSync>\npath = <node:path>",
  );
});

test("what has no form as data says what it is, and how it is reached", async () => {
  const image = await freezeFiles({
    "node_modules/lib/package.json": '{ "name": "lib", "main": "index.js" }',
    "node_modules/lib/index.js": "exports.helper = function helper() {}; exports.data = [1, 2];",
    "main.ts": `
      import lib from "lib";
      class Handler { constructor(private run: unknown) {} }
      const table = new Map([["print", new Handler(() => 1)], ["bad", new Handler(Promise.resolve(1))]]);
      const things = [new Proxy({}, {}), (() => 1).bind(null), new WeakMap(), new Date(0), Symbol("s"), lib.helper, lib.data,
        [1].values(), new URL("file:///x"), Object.create({ a: 1 }), new (class { #p = 1; })().constructor,
        (function* () {})(), Object.defineProperty({}, "x", { get: Math.max }), structuredClone];
    `,
  });
  expect(show(image, "things").split(", ")).toEqual([
    "things = [!a Proxy",
    "!a bound function (bound )",
    "!a WeakMap",
    "whose entries cannot be listed",
    "!a Date",
    "!a Symbol other than JavaScript's own",
    "!a function (helper) from JavaScript that is not translated",
    "such as an npm package",
    "[1",
    "2]",
    "!an object whose prototype is another object",
    "!an instance of URL",
    "which is no class of the translated program",
    "!an object whose prototype is another object",
    "class {}",
    "!a generator that has been started",
    "{x: !an accessor property that was defined while the program ran}",
    "<structuredClone>]",
  ]);
  const promise = image.objects.findIndex((each) => each.kind === "unfreezable" && each.what === "a Promise");
  expect(pathTo(image, promise)).toBe('main.ts: table → get("bad") → run');
});
