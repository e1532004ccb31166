import { expect, test } from "vitest";
import { freezeFiles, objectAt, show } from "./heap-fixture.ts";

test("fields, private fields of each class of a chain, statics, accessors left in the source", async () => {
  const image = await freezeFiles(`
    class Base { #secret = 1; private hidden = 2; readonly shown = "x"; get twice() { return this.#secret * 2; } }
    class Derived extends Base { #secret = "own"; static count = 3; static #priv = [1]; static m() { return 1; }
      static { this.count = 4; } override readonly shown = "y"; peek() { return this.#secret; } }
    const d = new Derived();
    const bases = [Base, Derived];
  `);
  expect(show(image, "d")).toBe('d = Derived{hidden: 2, shown: "y", #secret: 1, #secret: "own"}');
  expect(show(image, "bases")).toBe(
    "bases = [&1 class Base{}, class Derived{extends: *1, count: 4, #priv: [1]}]",
  );
  const instance = objectAt(image, "d");
  const declaring = instance.kind === "instance" ? instance.privates.map(([id]) => image.objects[id]) : [];
  expect(declaring.map((each) => (each?.kind === "class" ? each.name : "?"))).toEqual(["Base", "Derived"]);
});

test("classes made by functions capture like closures; each evaluation is a class", async () => {
  const image = await freezeFiles(`
    function mixin(tag: string) {
      let made = 0;
      return class Tagged { id = ++made; tag() { return tag; } self() { return Tagged; } static get made() { return made; } };
    }
    const A = mixin("a"), B = mixin("b");
    const list = [new A(), new A(), new B()];
    const method = A.prototype.tag;
    const Named = class { static who = this.name; };
  `);
  expect(show(image, "A", "B")).toBe(
    'A = &1 class Tagged{made: cell(2), tag: "a", Tagged: *1}\nB = &2 class Tagged{made: cell(1), tag: "b", Tagged: *2}',
  );
  expect(show(image, "list")).toBe("list = [Tagged{id: 1}, Tagged{id: 2}, Tagged{id: 1}]");
  expect(show(image, "method")).toBe('method = fn tag{tag: "a"}');
  expect(show(image, "Named")).toBe('Named = class Named{who: "Named"}');
});

test("instances of classes that extend builtins keep the builtin part", async () => {
  const image = await freezeFiles(`
    class Oops extends RangeError { code = 7; constructor(m: string) { super(m, { cause: "why" }); this.name = "Oops"; } }
    class Table extends Map<string, number> { label = "t"; }
    class Stack extends Array<number> { top() { return this[this.length - 1]; } }
    class Bytes extends Uint8Array { note = 1; }
    const oops = new Oops("bad");
    const table = new Table([["a", 1]]);
    const stack = Stack.of(1, 2);
    const bytes = Bytes.of(5, 6);
    const plain = new TypeError("t");
  `);
  expect(show(image, "oops", "table", "stack", "bytes", "plain")).toBe(
    'oops = Oops{message: "bad", cause: "why", code: 7, name: "Oops"}\n' +
      'table = Table{a: 1, label: "t"}\n' +
      "stack = Stack{1, 2}\n" +
      "bytes = Bytes{bytes 0506, note: 1}\n" +
      'plain = TypeError{message: "t"}',
  );
  const oops = objectAt(image, "oops");
  expect(oops.kind === "instance" && oops.base).toEqual({ kind: "error", class: "RangeError" });
});

test("methods that were replaced, added or removed after the class was made are told apart", async () => {
  const image = await freezeFiles(`
    class P { a() { return 1; } b() { return 2; } static s() { return 3; } kept() { return 4; } }
    const proto = P.prototype as any;
    proto.a = () => 10;
    delete proto.b;
    proto.c = function added() { return 5; };
    (P as any).s = 6;
  `);
  const added = objectAt(image, "P");
  const patches = added.kind === "class" ? added.patches.map(([on, name, value]) => [on, name, value.k]) : [];
  expect(patches).toEqual([
    ["static", "s", "num"],
    ["prototype", "a", "ref"],
    ["prototype", "c", "ref"],
    ["prototype", "b", "undefined"],
  ]);
});

test("parameter properties and enums work although Node cannot strip them", async () => {
  const image = await freezeFiles(`
    enum Colour { Red = 1, Green }
    class Point { constructor(readonly x: number, private y = x * 2) {} sum() { return this.x + this.y; } }
    const p = new Point(3);
    const f = ((n: number) => () => n + Colour.Green)(4);
  `);
  expect(show(image, "p", "f")).toBe("p = Point{x: 3, y: 6}\nf = fn {n: 4}");
  expect(show(image, "Colour")).toBe('Colour = {1: "Red", 2: "Green", Red: 1, Green: 2}');
});
