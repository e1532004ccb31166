import { expect, test } from "vitest";
import { freezeFiles, objectAt, show } from "./heap-fixture.ts";

test("captured variables: values where nothing assigns, shared cells where something does", async () => {
  const image = await freezeFiles(`
    function counter(step: number) {
      let n = 0;
      return { next: () => (n += step), reset: () => { n = 0; }, step: () => step };
    }
    const a = counter(1);
    const b = counter(2);
    a.next(); a.next(); b.next();
    export { a, b };
  `);
  expect(show(image, "a")).toBe(
    "a = {next: fn next{n: &1 cell(2), step: 1}, reset: fn reset{n: *1}, step: fn step{step: 1}}",
  );
  expect(show(image, "b")).toBe(
    "b = {next: fn next{n: &1 cell(2), step: 2}, reset: fn reset{n: *1}, step: fn step{step: 2}}",
  );
});

test("each iteration of a loop has variables of its own", async () => {
  const image = await freezeFiles(`
    const gets: (() => number)[] = [];
    const sets: ((x: number) => void)[] = [];
    for (let i = 0; i < 3; i++) {
      let own = i * 10;
      gets.push(() => i + own);
      sets.push((x) => { own = x; });
    }
    const consts = [1, 2].map((x) => () => x);
    const fors: (() => string)[] = [];
    for (const s of ["a", "b"]) fors.push(() => s);
    var shared: (() => number)[] = [];
    (function () { for (var v = 0; v < 2; v++) shared.push(() => v); })();
    sets[1]!(77);
  `);
  expect(show(image, "gets", "sets")).toBe(
    "gets = [fn {i: cell(0), own: &1 cell(0)}, fn {i: cell(1), own: &2 cell(77)}, fn {i: cell(2), own: &3 cell(20)}]\n" +
      "sets = [fn {own: *1}, fn {own: *2}, fn {own: *3}]",
  );
  expect(show(image, "consts", "fors")).toBe(
    'consts = [fn {x: 1}, fn {x: 2}]\nfors = [fn {s: "a"}, fn {s: "b"}]',
  );
  expect(show(image, "shared")).toBe("shared = [fn {v: &1 cell(2)}, fn {v: *1}]");
});

test("closures inside closures, recursion, hoisting, dead zones", async () => {
  const image = await freezeFiles(`
    function make() {
      const early = () => late;
      function even(n: number): boolean { return n === 0 || odd(n - 1); }
      function odd(n: number): boolean { return n !== 0 && even(n - 1); }
      const nested = (x: number) => () => (y: number) => x + y + late.length;
      const inner = nested(5);
      const self = function me(n: number): number { return n === 0 ? 0 : me(n - 1); };
      const late = "done";
      return { early, even, inner, deep: inner(), self };
    }
    function stop() { const seen = () => never; return [seen]; const never = 1; }
    const made = make();
    const stopped = stop();
    const topLevel = () => made;
  `);
  expect(show(image, "made")).toBe(
    'made = {early: fn early{late: "done"}, even: &1 fn even{odd: fn odd{even: *1}}, ' +
      'inner: fn {x: 5, late: "done"}, deep: fn {x: 5, late: "done"}, self: fn me{}}',
  );
  expect(show(image, "stopped")).toBe("stopped = [fn seen{never: tdz}]");
  expect(show(image, "topLevel")).toBe("topLevel = fn topLevel{}");
});

test("this, parameters and their defaults, catch variables, switch scopes", async () => {
  const image = await freezeFiles(`
    class A { n = 1; get = () => this.n; mk() { return () => () => this; } }
    const a = new A();
    const mk = a.mk();
    function defaults(x: number, get = () => x, set = (v: number) => { x = v; }) { set(9); return [get, set]; }
    const dflt = defaults(1);
    function caught() { try { throw new RangeError("no"); } catch ({ message }: any) { return () => message; } }
    const c = caught();
    function sw(n: number) {
      switch (n) {
        case 0: return f;
        case 1: let k = n; function f() { return k; }
      }
      return null;
    }
    const s = sw(0);
    const destructured = (({ p, q: [r] }: { p: number; q: number[] }) => () => p + r!)({ p: 1, q: [2] });
  `);
  expect(show(image, "a", "mk")).toBe("a = &1 A{n: 1, get: fn get{this: *1}}\nmk = fn {this: *1}");
  expect(show(image, "dflt")).toBe("dflt = [fn get{x: &1 cell(9)}, fn set{x: *1}]");
  expect(show(image, "c", "s", "destructured")).toBe(
    'c = fn {message: "no"}\ns = fn f{k: tdz}\ndestructured = fn {p: 1, r: 2}',
  );
});

test("every form of assignment makes a cell; reading does not", async () => {
  const image = await freezeFiles(`
    function f() {
      let a = 1, b = 1, c = 1, d = 1, e = 1, g = 1, h: number | undefined, i = "", j = 1, k = 1;
      a += 1; b++; --c; [d] = [2]; ({ e } = { e: 3 }); ({ x: g = 7 } = {} as { x?: number }); h ??= 4;
      for (i of ["z"]) ; for ({ length: j } of ["four"]) ;
      return () => [a, b, c, d, e, g, h, i, j, k];
    }
    const all = f();
  `);
  expect(show(image, "all")).toBe(
    "all = fn {a: cell(2), b: cell(2), c: cell(0), d: cell(2), e: cell(3), g: cell(7), h: cell(4), " +
      'i: cell("z"), j: cell(4), k: 1}',
  );
});

test("sites are offsets of the nodes in the source, methods and literals included", async () => {
  const source = `// first line
    export async function named() {}
    const arrow = <T>(x: T) => x;
    class K { private static async m() { return 1; } }
    const object = { method() { return this; } };
    const method = object.method;
    const statics = (K as any).m;
    export default function () {}
  `;
  const image = await freezeFiles(source);
  const starts = (name: string): string => {
    const object = objectAt(image, name);
    if (!("site" in object) || object.site === null) throw new Error("no site");
    return source.slice(object.site.start, object.site.start + 12);
  };
  expect(["named", "arrow", "K", "object", "method", "statics"].map(starts)).toEqual([
    "export async",
    "<T>(x: T) =>",
    "class K { pr",
    "{ method() {",
    "method() { r",
    "private stat",
  ]);
  const exported = image.modules[0]?.exports.map(([name]) => name);
  expect(exported).toEqual(["default", "named"]);
});
