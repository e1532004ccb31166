// Generators and iterator classes: in loops, spread, destructuring and by hand; early exits close them.
class Range {
  readonly a: number;
  readonly b: number;
  constructor(a: number, b: number) {
    this.a = a;
    this.b = b;
  }
  [Symbol.iterator](): Iterator<number> {
    let i = this.a;
    const b = this.b;
    return { next: () => (i < b ? { value: i++, done: false } : { value: undefined, done: true }) };
  }
}
function* gen(n: number): Generator<number, string, boolean | undefined> {
  try {
    for (let i = 0; i < n; i++) {
      const stop = yield i;
      if (stop) return "stopped";
    }
  } finally {
    console.log("fin");
  }
  return "done";
}
function* both(): Generator<number> {
  yield* [1, 2];
  const r = yield* gen(2);
  console.log(r);
}
class Tree {
  readonly v: number;
  readonly l: Tree | null;
  readonly r: Tree | null;
  constructor(v: number, l: Tree | null = null, r: Tree | null = null) {
    this.v = v;
    this.l = l;
    this.r = r;
  }
  *[Symbol.iterator](): Generator<number> {
    if (this.l) yield* this.l;
    yield this.v;
    if (this.r) yield* this.r;
  }
}
class Countdown implements Iterator<number> {
  n: number;
  closed = false;
  constructor(n: number) {
    this.n = n;
  }
  [Symbol.iterator](): this {
    return this;
  }
  next(): IteratorResult<number> {
    return this.n > 0 ? { value: this.n--, done: false } : { value: undefined, done: true };
  }
  return(): IteratorResult<number> {
    this.closed = true;
    console.log("closed");
    return { value: undefined, done: true };
  }
}
function find(c: Countdown, x: number): boolean {
  for (const v of c) if (v === x) return true;
  return false;
}
function* nested(): Generator<string, number> {
  for (const a of ["x", "y"]) {
    try {
      for (const b of new Countdown(2)) {
        yield a + b;
        if (a === "y") return 7;
      }
    } finally {
      yield "f" + a;
    }
  }
  return 1;
}
function* squares(limit: number): Generator<number> {
  let i = 0;
  while (true) {
    if (i * i > limit) return;
    yield i * i;
    i++;
  }
}
function* echo(): Generator<string, void, string> {
  let s = yield "ready";
  while (s !== "quit") {
    try {
      s = yield "got " + s;
    } catch (e) {
      s = yield "err " + (e as Error).message;
    }
  }
}
function* fails(): Generator<number> {
  yield 1;
  throw new Error("boom");
}
function* closure(): Generator<() => number> {
  for (let i = 0; i < 3; i++) yield () => i * 10;
}
function* fibs(): Generator<number> {
  let [a, b] = [0, 1];
  for (;;) {
    yield a;
    [a, b] = [b, a + b];
  }
}
const lazy = {
  *items(): Generator<number> {
    yield 5;
    yield 6;
  },
};
function take<T>(it: Iterable<T>, n: number): T[] {
  const out: T[] = [];
  for (const x of it) {
    if (out.length >= n) break;
    out.push(x);
  }
  return out;
}
export function entryPoint(argv: string[]): number {
  for (const x of new Range(1, 4)) console.log(x);
  for (const x of gen(3)) {
    console.log(x);
    if (x === 1) break;
  }
  console.log([...both()].join());
  const it = gen(5);
  console.log(it.next().value, it.next(true).value, it.next().done);
  console.log(Array.from(new Tree(2, new Tree(1), new Tree(3))).join());
  const [a, b] = both();
  console.log(a, b);
  const c = new Countdown(5);
  console.log(find(c, 3), c.closed, find(c, 99));
  for (const s of nested()) console.log(s);
  const n = nested();
  let r = n.next();
  while (!r.done) {
    console.log(r.value);
    r = n.next();
  }
  console.log("end", r.value);
  console.log([...squares(50)].join(), Math.max(...squares(30)));
  const e = echo();
  console.log(e.next("").value, e.next("a").value, e.throw(new Error("bad")).value, e.next("quit").done);
  try {
    for (const x of fails()) console.log(x);
  } catch (err) {
    console.log((err as Error).message);
  }
  console.log([...closure()].map((f) => f()).join());
  const [f0, f1, ...rest] = take(fibs(), 8);
  console.log(f0, f1, rest.join());
  console.log(n.next().done, gen(1).return("early").value);
  for (const x of lazy.items()) console.log(x);
  const g2 = gen(2);
  g2.next();
  console.log(g2.return("r").value, g2.next().value);
  return 0;
}
