// Spread: in calls, arrays and objects; rest parameters and properties.
interface P {
  x: number;
  y: number;
}
interface Options {
  depth?: number;
  name?: string;
  deep: boolean;
}
const DEFAULTS: Options = { depth: 1, name: "d", deep: false };
class Base {
  readonly all: number[];
  constructor(...all: number[]) {
    this.all = all;
  }
  count(...more: string[]): number {
    return this.all.length + more.length;
  }
}
class Derived extends Base {
  constructor(first: number, ...rest: number[]) {
    super(first, ...rest, 0);
  }
}
function sum(...ns: number[]): number {
  return ns.reduce((a, b) => a + b, 0);
}
function tag(prefix: string, ...parts: (string | number)[]): string {
  return prefix + parts.join("|");
}
function three(a: number, b: string, c: boolean): string {
  return `${a}${b}${c}`;
}
function options(o: Options): Options {
  return { ...DEFAULTS, ...o };
}
function forward(...args: number[]): number {
  return sum(...args, args.length);
}
export function entryPoint(argv: string[]): number {
  const ns = [1, 2, 3];
  console.log(sum(...ns), sum(0, ...ns, 4), sum(...[]), forward(5, 6), forward());
  const p: P = { x: 1, y: 2 };
  const q: P = { ...p, y: 5 };
  const r = { ...p, z: 3 };
  const s = { v: 0, ...r, w: "w", ...q };
  console.log(q.x, q.y, r.x + r.z, s.z, s.w, s.y);
  q.x = 100;
  console.log(p.x, q.x);
  console.log(
    Math.max(...ns),
    Math.min(7, ...ns),
    Math.max(...[1.5, 0.5]),
    Math.max(...([] as number[])),
    [...ns, ...ns].length,
  );
  console.log(String.fromCharCode(...[104, 105]), tag("t", ...["a", 1], 2), tag("u"));
  const t: [number, string, boolean] = [1, "b", true];
  console.log(three(...t), three(2, ...(["c", false] as [string, boolean])));
  console.log(new Derived(1, ...ns).all.join(), new Base(...ns).count("a", ...argv.slice(argv.length)));
  const { depth, ...rest } = options({ deep: true });
  console.log(depth, rest.name, rest.deep, options({ deep: true, depth: 9, name: "n" }).depth);
  const m = new Map([
    ["a", 1],
    ["b", 2],
  ] as [string, number][]);
  console.log([...m].length, [...m.entries()].map(([k, v]) => k + v).join(), [...m.keys(), ..."xy"].join());
  const copy = new Map(m);
  copy.set("c", 3);
  console.log(
    m.size,
    copy.size,
    [...new Set([...m.values(), 2, 3])].join(),
    Array.from(copy, ([k]) => k).join(),
  );
  const f = (...xs: number[]): number => xs.length;
  console.log(f(...ns, ...ns));
  const list: number[] = [];
  list.push(...ns, 9, ...ns);
  console.log(list.join());
  return 0;
}
