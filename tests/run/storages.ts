// Storage strategies: a list whose items are machine ints, floats or anything, behind one field that is a union: of kinds
// of arrays, told apart by Array.isArray and instanceof, or of objects with arrays, told apart by a field.
import type { int } from "vmsmith/ints";

type Value = number | string | boolean | null;

function show(v: Value): string {
  return typeof v === "string" ? `"${v}"` : Object.is(v, -0) ? "-0" : String(v);
}

class List {
  storage: Int32Array | Value[] = new Int32Array(4);
  length = 0;

  get(i: number): Value {
    const s = this.storage;
    if (i < 0 || i >= this.length) return null;
    return s instanceof Int32Array ? s[i]! : s[i]!;
  }

  push(v: Value): void {
    this.set(this.length, v);
  }

  set(i: number, v: Value): void {
    const s = this.makeRoomFor(v);
    if (Array.isArray(s)) {
      if (i === s.length) s.push(v);
      else s[i] = v;
    } else if (typeof v === "number") s[i] = v;
    if (i === this.length) this.length++;
  }

  /** Storage that can hold the value, and one item more than there are. */
  private makeRoomFor(v: Value): Int32Array | Value[] {
    const s = this.storage;
    if (Array.isArray(s)) return s;
    if (typeof v !== "number" || v !== (v | 0) || Object.is(v, -0)) this.storage = this.generic();
    else if (this.length === s.length) {
      const larger = new Int32Array(2 * s.length);
      larger.set(s);
      this.storage = larger;
    }
    return this.storage;
  }

  private generic(): Value[] {
    const made: Value[] = [];
    for (let i = 0; i < this.length; i++) made.push(this.get(i));
    return made;
  }

  sum(): number {
    const s = this.storage;
    let sum = 0;
    if (s instanceof Int32Array) for (let i = 0; i < this.length; i++) sum += s[i]!;
    else for (const v of s) sum += typeof v === "number" ? v : 1;
    return sum;
  }

  show(): string {
    let text = Array.isArray(this.storage) ? "generic" : "ints";
    for (let i = 0; i < this.length; i++) text += ` ${show(this.get(i))}`;
    return text;
  }
}

/** Three strategies: the items of each are an array of their own machine type. */
interface Ints {
  readonly kind: "ints";
  readonly items: int[];
}
interface Floats {
  readonly kind: "floats";
  readonly items: number[];
}
interface Generic {
  readonly kind: "generic";
  readonly items: Value[];
}
type Vector = Ints | Floats | Generic;

function floats(of: Ints): Floats {
  const items: number[] = [];
  for (const n of of.items) items.push(n / 1);
  return { kind: "floats", items };
}

/** A parameter that took both arrays would make them one kind of array. */
function generic(of: Ints | Floats): Generic {
  const items: Value[] = [];
  if (of.kind === "ints") for (const n of of.items) items.push(n);
  else for (const n of of.items) items.push(n);
  return { kind: "generic", items };
}

function appendInt(to: Ints, n: int): Ints {
  to.items.push(n);
  return to;
}

/** The vector with one more item: the same one while its strategy can hold that. */
function append(to: Vector, v: Value): Vector {
  switch (to.kind) {
    case "ints":
      if (typeof v !== "number") return append(generic(to), v);
      if (!Number.isSafeInteger(v) || Object.is(v, -0)) return append(floats(to), v);
      return appendInt(to, v);
    case "floats":
      if (typeof v !== "number") return append(generic(to), v);
      to.items.push(v);
      return to;
    default:
      to.items.push(v);
      return to;
  }
}

function sum(of: Vector): number {
  let total = 0;
  switch (of.kind) {
    case "ints":
      for (const n of of.items) total += n;
      return total;
    case "floats":
      for (const n of of.items) total += n;
      return total;
    default:
      for (const v of of.items) total += typeof v === "number" ? v : 1;
      return total;
  }
}

function vectorText(v: Vector): string {
  if (v.kind === "generic") return `generic ${v.items.map(show).join(",")}`;
  let text: string = v.kind;
  if (v.kind === "ints") for (const n of v.items) text += ` ${n}`;
  else for (const x of v.items) text += ` ${show(x)}`;
  return text;
}

export function entryPoint(argv: string[]): number {
  const list = new List();
  for (let i = 0; i < 10; i++) list.push(i * 3 - argv.length);
  list.set(3, 2 ** 31 - 1);
  console.log(list.show(), list.sum());
  list.push(2 ** 31);
  list.push(-0);
  list.set(0, "text");
  list.set(1, null);
  console.log(list.show(), list.get(99), list.get(-1), list.sum());
  const large = new List();
  for (let i = 0; i < 100000; i++) large.push(i & 1023);
  let total = 0;
  for (let round = 0; round < 5; round++) total += large.sum();
  large.push(0.25);
  console.log(total, large.sum(), large.length);
  const start = argv.length;
  const steps: readonly Value[] = [2, 3, 9007199254740981, -0, 0.5, NaN, "text", null, true, 7];
  let v: Vector = { kind: "ints", items: [start] };
  for (const x of steps) {
    const next = append(v, x);
    console.log(next === v ? "same" : "other", vectorText(next), sum(next));
    v = next;
  }
  let ints: Vector = { kind: "ints", items: [] };
  for (let i = 0; i < 100000; i++) ints = append(ints, i);
  console.log(ints.kind, sum(ints), sum(append(ints, 0.5)), sum(append(ints, "x")));
  return 0;
}
