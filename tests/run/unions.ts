// Values of unlike kinds in one place: variables, fields, arrays, maps, keys, parameters, results, closures.

type Value = number | string | boolean | null | undefined | Obj | Value[] | ((n: number) => number);

class Obj {
  readonly items = new Map<string, Value>();
  value: Value = 0;
  get size(): number {
    return this.items.size;
  }
}

const FROZEN: Value[] = [1, -0.5, "text", true, false, null, undefined, [1, "x"], (n) => n + 1];
const START = new Obj();
START.items.set("a", 1);
START.items.set("b", "two");
START.value = "start";

function show(v: Value): string {
  if (typeof v === "number") return `number ${v.toFixed(2)}`;
  if (typeof v === "string") return `string ${v.length} ${v}`;
  if (typeof v === "boolean") return v ? "yes" : "no";
  if (typeof v === "function") return `function ${v(41)}`;
  if (v === null) return "null";
  if (v === undefined) return "undefined";
  if (v instanceof Obj) return `object ${v.size}`;
  return `[${v.map(show).join(", ")}]`;
}

function kind(v: Value): string {
  switch (typeof v) {
    case "number":
      return `n${v + 1}`;
    case "string":
      return `s${v.toUpperCase()}`;
    case "object":
      return v === null ? "null" : Array.isArray(v) ? `array ${v.length}` : `obj ${show(v.value)}`;
    default:
      return typeof v;
  }
}

function add(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "string" || typeof b === "string") return `${show(a)}+${show(b)}`;
  return null;
}

function truths(vs: readonly Value[]): string {
  return vs.map((v) => (v ? "1" : "0")).join("") + vs.map((v) => (!v ? "1" : "0")).join("");
}

function equalities(vs: readonly Value[]): void {
  for (const a of vs) console.log(vs.map((b) => (a === b ? "=" : ".")).join(""));
  console.log(vs[0] === 1, vs[2] === "text", vs[3] === true, vs[5] === null, vs[6] === undefined);
  console.log(vs.indexOf("text"), vs.indexOf(false), vs.includes(null), vs.indexOf(99));
}

function keys(): void {
  const m = new Map<Value, number>();
  for (const k of [1, "1", true, null, undefined, 1.5, -0, 0, NaN, NaN, "a" + "b", "ab", FROZEN[7]])
    m.set(k, (m.get(k) ?? 0) + 1);
  for (const [k, n] of m) console.log(show(k), n);
  const s = new Set<number | string>([1, "1", 2, "2", 1]);
  console.log(s.size, s.has("2"), s.has(3), s.delete(1), s.size);
}

function numbers(n: number): void {
  let x: number | string = n;
  if (n > 100) x = "many";
  let y: number | boolean = n / 4;
  if (n > 100) y = true;
  console.log(x, y, typeof x, typeof y);
  for (let i = 0; i < 3; i++) x = typeof x === "number" ? x + 0.5 : x + "!";
  console.log(x);
  x = "now";
  console.log(x.length);
}

function optional(v?: number | string): string {
  const w = v ?? "none";
  return `${typeof v} ${w}`;
}

function shared(start: Value): () => Value {
  let held = start;
  return () => {
    if (typeof held === "number") held = held + 1;
    else held = 0;
    return held;
  };
}

function cast(v: Value): number {
  try {
    return (v as number) * 2;
  } catch (e) {
    return e instanceof TypeError ? -1 : -2;
  }
}

interface Sized {
  readonly length: number;
}
function sizeOf(v: Sized | number): number {
  return typeof v === "number" ? v : v.length;
}

class Box<T> {
  content: T;
  constructor(content: T) {
    this.content = content;
  }
}

export function entryPoint(argv: string[]): number {
  for (const v of FROZEN) console.log(show(v), kind(v), typeof v);
  console.log(show(START), kind(START), show(START.items.get("b")), show(START.items.get("zz")));
  console.log(show(add(1, 2.25)), show(add("a", true)), show(add(null, 1)));
  console.log(truths(FROZEN), truths([0, "", NaN, "0", [], START]));
  equalities(FROZEN.slice(0, 8));
  keys();
  numbers(argv.length);
  console.log(optional(), optional(5), optional("x"));
  const next = shared(argv.length);
  console.log(next(), next());
  console.log(cast(4), cast(sizeOf("three")));
  const b = new Box<string | number>(argv.length);
  b.content = "now a string";
  console.log(b.content, b.content === "now a string");
  const list: (number | string)[] = [3, "b", 1, "a"];
  console.log(
    list.join("-"),
    list.map((v) => typeof v).join(),
    list.filter((v) => typeof v === "number").length,
  );
  START.value = START;
  console.log(START.value === START, START.value instanceof Obj);
  return 0;
}
