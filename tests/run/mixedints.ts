// Mixed values at the edges: ints, floats that equal them, -0, NaN, absent values, objects; through every operation.
type V = number | string | boolean | null | undefined | Point;
type N = number | string;

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}

const FROZEN: readonly V[] = [
  0,
  -0,
  1,
  -1,
  2 ** 31,
  -(2 ** 31) - 1,
  9007199254740991,
  -9007199254740991,
  0.5,
  NaN,
];
const NAMES = new Map<V, string>([
  [1, "one"],
  [-0, "zero"],
  ["1", "text"],
  [NaN, "nan"],
  [2 ** 40, "large"],
  [null, "null"],
]);
let global: V = 7;

function show(v: V): string {
  if (typeof v === "number") return Object.is(v, -0) ? "-0" : String(v);
  if (v instanceof Point) return `P${v.x}`;
  return typeof v === "string" ? `"${v}"` : String(v);
}

/** Only ints among its numbers: one test of the reference tells them. */
function sumOfInts(values: N[]): number {
  let sum = 0;
  for (const v of values) sum += typeof v === "number" ? v : v.length;
  return sum;
}

function kind(v: V): string {
  switch (typeof v) {
    case "number":
      return "number";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "undefined":
      return "undefined";
    default:
      return v === null ? "null" : "point";
  }
}

function chosen(v: V): number {
  switch (v) {
    case 0:
      return 100;
    case 1:
      return 101;
    case -1:
      return 99;
    case 9007199254740991:
      return 200;
    case 0.5:
      return 300;
    case "1":
      return 400;
    case true:
      return 500;
    case null:
      return 600;
    default:
      return -1;
  }
}

function rank(v: V): number {
  return typeof v === "number" ? 0 : typeof v === "string" ? 1 : typeof v === "boolean" ? 2 : 3;
}

function compare(a: V, b: V): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return rank(a) - rank(b);
}

function twice<T>(v: T): [T, T] {
  return [v, v];
}

class Box<T> {
  value: T;
  constructor(value: T) {
    this.value = value;
  }
  swap(other: T): T {
    const old = this.value;
    this.value = other;
    return old;
  }
}

function closures(v: V): (() => V)[] {
  let current = v;
  const step = (): V => {
    current = typeof current === "number" ? current + 1 : 1;
    return current;
  };
  return [step, (): V => current];
}

function half(n: number): V {
  const h = n / 2;
  return h === Math.floor(h) ? Math.trunc(h) : h;
}

function equalities(values: readonly V[]): void {
  let line = "";
  for (const a of values) for (const b of values) line += a === b ? "=" : ".";
  console.log(line);
}

function tables(values: readonly V[]): void {
  const counts = new Map<V, number>();
  const seen = new Set<V>();
  for (const v of values) {
    counts.set(v, (counts.get(v) ?? 0) + 1);
    seen.add(v);
  }
  console.log(
    counts.size,
    seen.size,
    seen.has(1),
    seen.has("1"),
    seen.has(2),
    counts.delete(NaN),
    counts.has(NaN),
  );
  for (const [k, n] of counts) console.log(show(k), n);
  const many = new Set<N>();
  for (let i = 0; i < 3000; i++) many.add(i % 3 === 0 ? `k${i}` : (i * 7919) % 1000);
  console.log(many.size, many.has("k3"), many.has(7919 % 1000), many.has(-1));
}

function holes(n: number): void {
  const list: V[] = [];
  list[0] = undefined;
  for (let i = 1; i < n; i++)
    list.push(i % 4 === 0 ? null : i % 4 === 1 ? undefined : i % 4 === 2 ? i : i / 4);
  console.log(list.map(show).join(" "));
  console.log(list.indexOf(2), list.includes(undefined), list.indexOf(0.75), list.lastIndexOf(null));
  console.log(
    list.filter((v) => typeof v === "number").length,
    list.findIndex((v) => v === 6),
  );
  list.fill(5, 1, 3);
  console.log(list.slice(0, 5).map(show).join(" "), list.pop() === undefined, list.length);
}

function isPoint(v: V): boolean {
  return v instanceof Point;
}

/** `!` takes nothing away from what is there. */
function elements(list: (number | string | null)[]): string {
  let text = "";
  for (let i = 0; i < list.length; i++) text += `${list[i]!} `;
  return text;
}

export function entryPoint(argv: string[]): number {
  const n = argv.length;
  const one: V = half(2);
  const values: V[] = [0, -0, 1, one, n * 1.0, 0.5, -1, 2 ** 31, 9007199254740991, -9007199254740991, NaN];
  values.push(
    "1",
    "",
    true,
    false,
    null,
    undefined,
    new Point(1),
    half(4 * n),
    half(2 * n + 1),
    2 ** 31 + 0.5,
  );
  console.log(values.map(show).join(" "));
  console.log(values.map(kind).join(" "));
  console.log(values.map(chosen).join(" "));
  console.log(values.map((v) => (v ? 1 : 0)).join(""), values.map(isPoint).filter((is) => is).length);
  console.log(FROZEN.map(show).join(" "), FROZEN.indexOf(1), FROZEN.includes(NaN));
  console.log(values.map((v) => NAMES.get(v) ?? "-").join(" "));
  equalities(values);
  tables(values);
  holes(14);
  // NaN is in no order, and undefined in none that the comparator says.
  const ordered = values.filter((v) => v === v && v !== undefined);
  console.log(ordered.sort(compare).map(show).join(" "));
  console.log(sumOfInts([1, "three", -4, n, 9007199254740000]));
  const [p, q] = twice<V>(n);
  const box = new Box<V>(p);
  console.log(
    show(box.swap(q === p ? 0.25 : "no")),
    show(box.swap(-0)),
    show(box.value),
    show(twice<N>("t")[1]),
  );
  for (const start of [n, "s", 1.5, 9007199254740990, null] as V[]) {
    const [step, get] = closures(start);
    console.log(show(step!()), show(get!()), show(global));
    global = get!();
  }
  // One too many is not an int any more.
  for (const v of values)
    console.log(show(v), typeof v === "number" && v < 9007199254740991 ? show(v + 1) : "");
  console.log(elements([1, "two", null, n, null]));
  const reduced = values.reduce<V>(
    (acc, v) => (typeof acc === "number" && typeof v === "number" ? acc * 0 + v : v),
    1,
  );
  console.log(show(reduced));
  let acc: V = 0;
  for (let i = 0; i < 200000; i++) acc = typeof acc === "number" ? acc + (i & 3) : 0;
  console.log(show(acc));
  return 0;
}
