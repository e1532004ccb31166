// Generators at the edges: delegation with throw and return, nested closing, recursion, running twice.
function* inner(tag: string): Generator<string, string, string> {
  try {
    const a = yield tag + "1";
    console.log("got", a);
    try {
      const b = yield tag + "2";
      return tag + a + b;
    } catch (e) {
      console.log("caught", (e as Error).message);
      yield tag + "c";
      return "after";
    }
  } finally {
    console.log("cleanup", tag);
    yield tag + "f";
  }
}
function* outer(): Generator<string, string, string> {
  const r = yield* inner("x");
  console.log("r", r);
  const s = yield* inner("y");
  console.log("s", s);
  return s + "!";
}
function drive(send: string[]): void {
  const g = outer();
  let r = g.next("");
  for (const s of send) {
    console.log(r.done, r.value);
    if (r.done) break;
    r = s === "!" ? g.throw(new Error("thrown")) : s === "#" ? g.return("99") : g.next(s);
  }
  console.log("last", r.done, r.value);
}
class Lines {
  pos = 0;
  readonly text: string;
  constructor(t: string) {
    this.text = t;
  }
  *lines(): Generator<string> {
    let start = 0;
    for (let i = 0; i <= this.text.length; i++) {
      if (i === this.text.length || this.text[i] === "\n") {
        yield this.text.slice(start, i);
        start = i + 1;
        this.pos = start;
      }
    }
  }
  *numbered(from = 1): Generator<[number, string]> {
    let n = from;
    for (const l of this.lines()) yield [n++, l];
  }
}
function* perm(xs: number[], n = xs.length): Generator<number[]> {
  if (n <= 1) {
    yield xs.slice();
    return;
  }
  for (let i = 0; i < n; i++) {
    yield* perm(xs, n - 1);
    const j = n % 2 ? 0 : i;
    [xs[n - 1], xs[j]] = [xs[j]!, xs[n - 1]!];
  }
}
function* counter(): Generator<number> {
  let i = 0;
  try {
    for (;;) yield i++;
  } finally {
    console.log("closed at", i);
  }
}
function early(): number {
  for (const a of counter()) {
    for (const b of counter()) {
      if (b === 2) break;
      if (a === 2) return a + b;
    }
  }
  return -1;
}
function labelled(): string {
  let s = "";
  outer: for (const a of counter()) {
    for (const b of counter()) {
      if (b > a) continue outer;
      if (a > 2) break outer;
      s += a + "" + b + " ";
    }
  }
  return s;
}
function throws(): string {
  try {
    for (const a of counter()) if (a === 1) throw new Error("body");
    return "no";
  } catch (e) {
    return (e as Error).message;
  }
}

function* zip<A, B>(a: Iterable<A>, b: Iterable<B>): Generator<[A, B]> {
  const i = b[Symbol.iterator]();
  for (const x of a) {
    const r = i.next();
    if (r.done) return;
    yield [x, r.value];
  }
}
export function entryPoint(argv: string[]): number {
  drive(["a", "b", "c", "d", "e", "f", "g"]);
  drive(["a", "!", "b", "c", "#", "z", "q"]);
  drive(["#", "x", "y"]);
  drive(["!"].concat([]).slice(1));
  const l = new Lines("one\ntwo\nthree");
  for (const [n, t] of l.numbered(5)) console.log(n, t, l.pos);
  console.log([...perm([1, 2, 3])].map((p) => p.join("")).join(" "));
  console.log(early(), labelled(), throws());
  const [p, q, ...rest] = perm([1, 2, 3]);
  console.log(p!.join(), q!.join(), rest.length);
  console.log(
    Array.from(counterTo(5), (x) => x * 2).join(),
    Math.max(...counterTo(4)),
    new Set(counterTo(3)).size,
  );
  for (const [x, y] of zip(counterTo(5), new Lines("a\nb").lines())) console.log(x, y);
  const g = counterTo(2);
  console.log([...g].length, [...g].length, g.next().done);

  const it = l.lines()[Symbol.iterator]();
  let step = it.next();
  while (!step.done) {
    console.log(step.value);
    step = it.next();
  }
  const self: Generator<number> = recurse(() => self);
  try {
    console.log(self.next().value);
  } catch (e) {
    console.log((e as Error).name);
  }
  return 0;
}
function* counterTo(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}
function* recurse(f: () => Generator<number>): Generator<number> {
  yield f().next().value as number;
}
