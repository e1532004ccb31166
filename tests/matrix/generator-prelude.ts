// What every program of generator-features.ts begins with: its types, classes and functions.

export const PRELUDE = `
class Pair {
  left: Dyn;
  right: Dyn;
  constructor(left: Dyn, right: Dyn) {
    this.left = left;
    this.right = right;
  }
  swap(): Pair {
    return new Pair(this.right, this.left);
  }
  get size(): number {
    return 1 + sizeOf(this.left) + sizeOf(this.right);
  }
  *[Symbol.iterator](): Generator<Dyn> {
    yield this.left;
    yield this.right;
  }
}
class Named extends Pair {
  #uses = 0;
  readonly name: string;
  constructor(name: string, v: Dyn) {
    super(v, null);
    this.name = name;
  }
  override swap(): Pair {
    this.#uses++;
    return this.#uses > 2 ? super.swap() : this;
  }
}
type Dyn = number | string | boolean | null | Pair | Dyn[];
type Shape =
  | { kind: "circle"; r: number }
  | { kind: "rect"; w: number; h: number; tag?: string }
  | { kind: "text"; text: string; next: Shape | null };
class Problem extends Error {
  readonly code: number;
  constructor(message: string, code: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
// Hides from TypeScript what a variable was just given or tested for, so that every test may follow every other.
function dyn(d: Dyn): Dyn {
  return d;
}
function opt(n: number | undefined): number | undefined {
  return n;
}
function sizeOf(d: Dyn): number {
  if (d instanceof Pair) return 1;
  return Array.isArray(d) ? d.length : typeof d === "string" ? d.length : 0;
}
function show(d: Dyn, depth = 0): string {
  if (depth > 3) return "…";
  if (d === null) return "null";
  if (Array.isArray(d)) return "[" + d.slice(0, 4).map((x) => show(x, depth + 1)).join() + "]";
  if (d instanceof Named) return d.name + "!" + show(d.left, depth + 1);
  if (d instanceof Pair) return "<" + show(d.left, depth + 1) + "|" + show(d.right, depth + 1) + ">";
  switch (typeof d) {
    case "number":
      return String(d);
    case "string":
      return JSONish(d);
    default:
      return d ? "T" : "F";
  }
}
function JSONish(s: string): string {
  return "'" + s.slice(0, 12) + "'";
}
function plus(a: Dyn, b: Dyn): Dyn {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a) < 1e6 && Math.abs(b) < 1e6 ? a + b : 0;
  if (typeof a === "string") return (a + show(b)).slice(0, 16);
  return Array.isArray(a) ? [...a.slice(0, 3), b] : b;
}
function anyPlus(a: Dyn = null, b: Dyn = null): Dyn {
  return plus(a, b);
}
function area(s: Shape): number {
  switch (s.kind) {
    case "circle":
      return s.r * s.r * 3;
    case "rect":
      return s.w * s.h + (s.tag?.length ?? 0);
    case "text":
      return s.text.length + (s.next === null ? 0 : area(s.next));
  }
}
function* walk(d: Dyn): Generator<number | string, number, boolean | undefined> {
  let n = 0;
  try {
    if (Array.isArray(d)) for (const x of d.slice(0, 3)) n += yield* walk(x);
    else if (typeof d === "number" || typeof d === "string") {
      n++;
      if (yield d) return n + 100;
    }
  } finally {
    trace.push(n);
  }
  return n;
}
function makeCounter(step: number): { new (start: number): { value: number; bump(): number } } {
  let made = 0;
  class Counter {
    value: number;
    readonly mine: number;
    readonly peek = (): number => this.value * 1000 + made;
    constructor(start: number) {
      this.value = start;
      this.mine = ++made;
    }
    bump(): number {
      this.value = (this.value + step * this.mine) | 0;
      return this.peek() | 0;
    }
  }
  return Counter;
}
const FROZEN = makeCounter(7);
const OPS = { add: 3, sub: 5, mul: 7 } as const;
const trace: number[] = [];
const makers: Record<string, new (l: Dyn, r: Dyn) => Pair> = { pair: Pair, other: Pair };
`;
