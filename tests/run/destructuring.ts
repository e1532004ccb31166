// Destructuring: nested, defaults, rest, parameters, assignments, heads of loops.
interface P {
  x: number;
  y: number;
  n?: string;
}
function f({ x, y = 2, ...rest }: { x: number; y?: number; z: number; w: string }): string {
  return `${x} ${y} ${rest.z} ${rest.w}`;
}
function g([a, [b, c = 7]]: [number, number[]], ...more: number[]): number {
  return a + b! + c + more.length;
}
export function entryPoint(argv: string[]): number {
  console.log(f({ x: 1, z: 3, w: "w" }));
  console.log(g([1, [2]], 4, 5));
  const [first, ...others] = [1, 2, 3];
  console.log(first!, others.length);
  const t: [number, string, boolean] = [1, "a", true];
  const [n, s, b] = t;
  console.log(n, s, b, t[1].length);
  let p = 1,
    q = 2;
  [p, q] = [q, p];
  const o: P = { x: 1, y: 2 };
  ({ x: p, y: q } = o);
  console.log(p, q);
  const m = new Map<string, [number, string]>();
  m.set("k", [1, "one"]);
  for (const [k, [i, w]] of m) console.log(k, i, w);
  for (const { x, y } of [o, { x: 5, y: 6 }]) console.log(x + y);
  const { n: name = "none", ...xy } = o;
  console.log(name, xy.x + xy.y);
  more(argv);
  return 0;
}
interface Point {
  x: number;
  y: number;
  label?: string;
}
class Cell {
  v = 1;
  w: number[] = [1, 2];
}
function swap(o: Point): void {
  [o.x, o.y] = [o.y, o.x];
}
function order(): string {
  const seen: string[] = [];
  const at = (n: number): number => {
    seen.push(String(n));
    return n;
  };
  const list = [0, 0, 0];
  [list[at(1)], list[at(2)]] = [at(3), at(4)];
  return `${seen.join("")} ${list.join()}`;
}
function sumPairs(pairs: [string, number][]): number {
  let s = 0;
  for (const [, n] of pairs) s += n;
  return s;
}
function first({ list: [a = 10, , c = 30] = [] }: { list?: number[] }): number {
  return a + c;
}
function kind([tag, value]: ["n", number] | ["s", string]): string {
  return tag === "n" ? `n${value}` : `s${value}`;
}
function thrown(): string {
  try {
    throw new RangeError("r");
  } catch (e) {
    const { name, message } = e as Error;
    return name + message;
  }
}
function more(argv: string[]): void {
  const p: Point = { x: 1, y: 2 };
  swap(p);
  console.log(p.x, p.y, first({}), first({ list: [1, 2, 3] }), first({ list: [1] }));
  console.log(
    sumPairs([
      ["a", 1],
      ["b", 2],
    ]),
    kind(["n", 1]),
    kind(["s", "t"]),
    thrown(),
  );
  const [
    a,
    [b, ...c],
    {
      v,
      w: [, second],
    },
  ] = [1, [2, 3, 4], new Cell()] as [number, number[], Cell];
  console.log(a, b, c.join(), v, second);
  let x: number, y: string, rest: number[];
  [x, y] = [argv.length, "s"];
  [, ...rest] = [1, 2, 3];
  console.log(x, y, rest.length);
  let label: string, others: { x: number; y: number };
  ({ label = "none", ...others } = p);
  console.log(label, others.x, others.y);
  const entries = new Map([
    ["k", { n: 1 }],
    ["l", { n: 2 }],
  ]);
  for (const [key, { n }] of entries) console.log(key, n);
  let k = "",
    n = 0;
  for ([k, n] of [
    ["q", 5],
    ["r", 6],
  ] as [string, number][])
    console.log(k, n);
  const cell = new Cell();
  [cell.v, cell.w[1]] = [8, 9];
  console.log(cell.v, cell.w.join());
  const [c0, c1 = "z", c2 = "z"] = "héx".slice(0, 2);
  console.log(c0, c1, c2);
  const [s0, s1] = new Set(["u", "v", "w"]);
  console.log(s0, s1);
  const f = ([i, j]: [number, number], { z = i + j } = {} as { z?: number }): number => i * j + z;
  console.log(f([2, 3]), f([2, 3], { z: 1 }), order());
  const { length } = argv,
    { length: len2 } = ["only"];
  console.log(length > 0, len2);
}
