// differs: Node has one stack, so that making a coroutine throws there (docs/coroutines.md)
// | 1 2 3 4 5 6 7 true
// | true false false
// | 10 30 60 10 true
// | 0.125 0.875 -11
// | <ab> undefined abcdefghij
// | 1,2,3,4 4 true
// | null true true
// | sum 35 made 1, got 1, made 2, made 3, got 9, made 4, made 5, got 25
// | 168
// | r00! r01. r02. r03. r01r1! r02r1. r03r1. r02r1r2! r03r1r2. r03r1r2r3!
// | 2 6
// | finally 11
// | throws Stop 11
// | again Error: the coroutine is done and cannot be resumed
// | true
// | odd 1 even 2 even 4 odd 3 caught 2,caught 4
// | between Stop 1
// | rethrown Stop 77
// | check RangeError: index out of range
// | resume itself Error: the coroutine is running and cannot be resumed
// | close itself Error: the coroutine is running and cannot be closed
// | resume a waiting one Error: the coroutine waits for another that it has resumed and cannot be resumed
// | suspend another Error: a coroutine is suspended that is not the running one
// | running false true
// | inner 5 false true
// | false false 3 true
// | resume a done one Error: the coroutine is done and cannot be resumed
// | suspend outside Error: a coroutine is suspended that is not the running one
// | suspend a suspended one from outside Error: a coroutine is suspended that is not the running one
// | 9 true
// | suspend a fresh one Error: a coroutine is suspended that is not the running one
// | left 0,left 1,left 2,left 3 true
// | 4 true
// | resume a closed one Error: the coroutine is done and cannot be resumed
// | close fine
// | true
// | in finally Stop 2
// | 40 4
// | true
// | 100 807
// | 1 3 true
// | overflow RangeError: Maximum call stack size exceeded
// | 8910
// | 1
// Coroutines: from any depth of calls, with values of every kind, each rule and its message.

import { Coroutine, CoroutineClosed } from "vmsmith/coroutine";

class Tree {
  readonly left: Tree | null;
  readonly key: number;
  readonly right: Tree | null;
  constructor(left: Tree | null, key: number, right: Tree | null) {
    this.left = left;
    this.key = key;
    this.right = right;
  }
}

function build(from: number, to: number): Tree | null {
  if (from > to) return null;
  const middle = (from + to) >> 1;
  return new Tree(build(from, middle - 1), middle, build(middle + 1, to));
}

function walk(co: Coroutine<void, Tree | null>, tree: Tree | null): void {
  if (tree === null) return;
  walk(co, tree.left);
  co.suspend(tree);
  walk(co, tree.right);
}

function treeWalker(tree: Tree | null): Coroutine<void, Tree | null> {
  return new Coroutine<void, Tree | null>((self) => {
    walk(self, tree);
    return null;
  });
}

/** Do two trees of different shape hold the same keys? */
function sameFringe(a: Tree | null, b: Tree | null): boolean {
  const [left, right] = [treeWalker(a), treeWalker(b)];
  for (;;) {
    const [x, y] = [left.resume(), right.resume()];
    if (x === null || y === null) return x === y;
    if (x.key !== y.key) return false;
  }
}

function trees(): void {
  const walker = treeWalker(build(1, 7));
  const keys: number[] = [];
  for (let t = walker.resume(); t !== null; t = walker.resume()) keys.push(t.key);
  console.log(keys.join(" "), walker.done);
  let list: Tree | null = null;
  for (let i = 30; i >= 1; i--) list = new Tree(null, i, list);
  console.log(sameFringe(build(1, 30), list), sameFringe(build(1, 29), list), sameFringe(build(2, 31), list));
}

// ---- values of every kind, both ways ----

function values(): void {
  const ints = new Coroutine<number, number>((self, first) => {
    let n = first;
    for (let i = 0; i < 3; i++) n += self.suspend(n * 10);
    return n;
  });
  console.log(ints.resume(1), ints.resume(2), ints.resume(3), ints.resume(4), ints.done);

  const floats = new Coroutine<number, number>((self, first) => {
    let sum = first / 2;
    while (sum < 5) sum += self.suspend(sum) / 2;
    return -sum;
  });
  console.log(floats.resume(0.25), floats.resume(1.5), floats.resume(20.25));

  const strings = new Coroutine<string, string | undefined>((self, first) => {
    let text = first;
    while (text.length < 8) {
      const next = self.suspend(text.length > 4 ? undefined : `<${text}>`);
      text += next;
    }
    return text;
  });
  console.log(strings.resume("ab"), strings.resume("cde"), strings.resume("fghij"));

  const lists = new Coroutine<number[], number[]>((self, first) => {
    const all = first;
    for (;;) {
      const more = self.suspend(all);
      if (more.length === 0) return all;
      for (const n of more) all.push(n);
    }
  });
  lists.resume([1]);
  lists.resume([2, 3]);
  console.log(lists.resume([4]).join(), lists.resume([]).length, lists.done);

  const flags = new Coroutine<boolean, boolean | null>((self, first) => {
    let b: boolean | null = first;
    for (let i = 0; i < 2; i++) b = self.suspend(b === true ? null : true);
    return b;
  });
  console.log(flags.resume(true), flags.resume(false), flags.resume(true));
}

// ---- who resumes whom ----

function producerConsumer(): void {
  const log: string[] = [];
  const producer = new Coroutine<void, number>((self) => {
    for (let i = 1; i <= 5; i++) {
      log.push(`made ${i}`);
      self.suspend(i * i);
    }
    return -1;
  });
  const filter = new Coroutine<void, number>((self) => {
    for (let n = producer.resume(); n >= 0; n = producer.resume()) if (n % 2 === 1) self.suspend(n);
    return -1;
  });
  const consumer = new Coroutine<void, string>(() => {
    let sum = 0;
    for (let n = filter.resume(); n >= 0; n = filter.resume()) {
      log.push(`got ${n}`);
      sum += n;
    }
    return `sum ${sum}`;
  });
  console.log(consumer.resume(), log.join(", "));
}

/** Coroutines inside each other, as deep as n. */
function nest(n: number): number {
  if (n === 0) return 0;
  const inner = new Coroutine<number, number>((self, first) => {
    const x = self.suspend(first + nest(n - 1));
    return x + n;
  });
  const a = inner.resume(n);
  return a + inner.resume(1);
}

/** They all go round, in the order in which they were made. */
function roundRobin(): void {
  const tasks: Coroutine<string, string>[] = [];
  for (let i = 0; i < 4; i++)
    tasks.push(
      new Coroutine<string, string>((self, first) => {
        let trail = `${first}${i}`;
        for (let k = 0; k < i; k++) trail += self.suspend(`${trail}.`);
        return `${trail}!`;
      }),
    );
  const lines: string[] = [];
  for (let round = 0; tasks.some((t) => !t.done); round++)
    for (const t of tasks) if (!t.done) lines.push(t.resume(`r${round}`));
  console.log(lines.join(" "));
}

// ---- exceptions ----

class Stop extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`stop ${code}`);
    this.code = code;
  }
}

function attempt(what: string, f: () => void): void {
  try {
    f();
    console.log(what, "fine");
  } catch (e) {
    if (e instanceof Stop) console.log(what, "Stop", e.code);
    else if (e instanceof RangeError) console.log(what, "RangeError:", e.message);
    else if (e instanceof Error) console.log(what, `${e.name}:`, e.message);
  }
}

function exceptions(): void {
  const thrower = new Coroutine<number, number>((self, first) => {
    let n = first;
    try {
      for (;;) {
        n = self.suspend(n + 1);
        if (n > 10) throw new Stop(n);
      }
    } finally {
      console.log("finally", n);
    }
  });
  console.log(thrower.resume(1), thrower.resume(5));
  attempt("throws", () => void thrower.resume(11));
  attempt("again", () => void thrower.resume(1));
  console.log(thrower.done);
  // Handlers of another stack do not see it; one between two switches does.
  const survivor = new Coroutine<number, string>((self, first) => {
    const seen: string[] = [];
    for (let n = first; n > 0;)
      try {
        if (n % 2 === 0) throw new Stop(n);
        n = self.suspend(`odd ${n}`);
      } catch (e) {
        seen.push(e instanceof Stop ? `caught ${e.code}` : "other");
        n = self.suspend(`even ${n}`);
      }
    return seen.join();
  });
  console.log(
    survivor.resume(1),
    survivor.resume(2),
    survivor.resume(4),
    survivor.resume(3),
    survivor.resume(0),
  );
  // While one is being handled here, others come and go there.
  const nested = new Coroutine<number, number>((self, first) => {
    try {
      throw new Stop(first);
    } catch (e) {
      self.suspend(1);
      throw e;
    }
  });
  nested.resume(77);
  attempt("between", () => {
    throw new Stop(1);
  });
  attempt("rethrown", () => void nested.resume(0));
  const rangeIn = new Coroutine<number[], number>((_self, list) => list[5]!);
  attempt("check", () => void rangeIn.resume([1]));
}

function rules(): void {
  const held: Coroutine<number, number>[] = [];
  const self0 = new Coroutine<number, number>((self) => {
    attempt("resume itself", () => void self.resume(1));
    attempt("close itself", () => self.close());
    const inner = new Coroutine<number, number>((own) => {
      attempt("resume a waiting one", () => void self.resume(1));
      attempt("suspend another", () => void self.suspend(1));
      console.log("running", self.running, own.running);
      return own.suspend(5);
    });
    held.push(inner);
    console.log("inner", inner.resume(1), inner.running, self.running);
    return 3;
  });
  console.log(self0.running, self0.done, self0.resume(0), self0.done);
  attempt("resume a done one", () => void self0.resume(1));
  attempt("suspend outside", () => void self0.suspend(1));
  attempt("suspend a suspended one from outside", () => void held[0]!.suspend(1));
  console.log(held[0]!.resume(9), held[0]!.done);
  const fresh = new Coroutine<number, number>(() => 1);
  attempt("suspend a fresh one", () => void fresh.suspend(1));
}

function closing(): void {
  const log: string[] = [];
  function deep(co: Coroutine<number, number>, n: number): void {
    try {
      if (n === 0) co.suspend(0);
      else deep(co, n - 1);
    } finally {
      log.push(`left ${n}`);
    }
  }
  const body = (co: Coroutine<number, number>): number => {
    deep(co, 3);
    return 1;
  };
  const closed = new Coroutine<number, number>(body);
  closed.resume(0);
  closed.close();
  closed.close();
  console.log(log.join(), closed.done);
  const unbegun = new Coroutine<number, number>(body);
  unbegun.close();
  console.log(log.length, unbegun.done);
  attempt("resume a closed one", () => void unbegun.resume(0));
  const stubborn = new Coroutine<number, number>((self) => {
    for (;;)
      try {
        self.suspend(1);
      } catch (e) {
        if (e instanceof CoroutineClosed) console.log("seen:", e.message);
        else throw e;
      }
  });
  stubborn.resume(0);
  attempt("close", () => stubborn.close());
  console.log(stubborn.done);
  const raising = new Coroutine<number, number>((self) => {
    try {
      return self.suspend(1);
    } finally {
      attempt("in finally", () => {
        throw new Stop(2);
      });
      const other = new Coroutine<number, number>((o) => o.suspend(40) + 2);
      console.log(other.resume(0), other.resume(2));
    }
  });
  raising.resume(0);
  raising.close();
  console.log(raising.done);
}

function depth(co: Coroutine<number, number>, n: number): number {
  return n === 0 ? co.suspend(100) : 1 + depth(co, n - 1);
}

function endless(n: number): number {
  return 1 + endless(n + 1);
}

function stacks(): void {
  const deep = new Coroutine<number, number>((self, n) => depth(self, n));
  console.log(deep.resume(800), deep.resume(7));
  const overflowing = new Coroutine<number, number>((self, first) => {
    try {
      return endless(first);
    } catch (e) {
      return self.suspend(e instanceof RangeError ? 1 : 0) + 1;
    }
  });
  console.log(overflowing.resume(0), overflowing.resume(2), overflowing.done);
  const uncaught = new Coroutine<number, number>((_self, first) => endless(first));
  attempt("overflow", () => void uncaught.resume(0));
}

/** Some are finished, some suspended at the end, with garbage made in between. */
function many(): void {
  const all: Coroutine<number, number>[] = [];
  let sum = 0;
  for (let i = 0; i < 60; i++) {
    const list = [i, i + 1];
    const co = new Coroutine<number, number>((self, first) => {
      const own = [first, ...list];
      for (;;) {
        const got = self.suspend(own.length + list[0]!);
        own.push(got);
        if (own.length > 20) return own.reduce((a, b) => a + b, 0);
      }
    });
    all.push(co);
    sum += co.resume(i);
  }
  for (let round = 0; round < 5; round++)
    all.forEach((co, i) => {
      if (i % 3 !== round % 3) sum += co.resume(round);
    });
  console.log(sum);
}

export function entryPoint(): number {
  try {
    trees();
  } catch (e) {
    if (!(e instanceof Error) || !e.message.includes("one stack")) throw e;
    console.log("no coroutines");
    return 0;
  }
  values();
  producerConsumer();
  console.log(nest(12));
  roundRobin();
  exceptions();
  rules();
  closing();
  stacks();
  many();
  // Suspended still at the end of the program.
  const left = treeWalker(build(1, 3));
  console.log(left.resume()?.key);
  return 0;
}
