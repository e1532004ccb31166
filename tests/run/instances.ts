// Generic classes and functions at several types, subclasses of instances, generic methods, static arrays.

class Stack<T> {
  private items: T[] = [];
  push(x: T): this {
    this.items.push(x);
    return this;
  }
  pop(): T | undefined {
    return this.items.pop();
  }
  get size(): number {
    return this.items.length;
  }
  map<U>(f: (x: T) => U): Stack<U> {
    const s = new Stack<U>();
    for (const x of this.items) s.push(f(x));
    return s;
  }
}
class Pair<A, B> {
  readonly a: A;
  readonly b: B;
  constructor(a: A, b: B) {
    this.a = a;
    this.b = b;
  }
  swap(): Pair<B, A> {
    return new Pair(this.b, this.a);
  }
}
class Base<T> {
  value: T;
  constructor(v: T) {
    this.value = v;
  }
  describe(): string {
    return `v=${this.value}`;
  }
}
class Derived<T> extends Base<T> {
  count = 0;
  bump(): number {
    return ++this.count;
  }
}
class IntD extends Derived<number> {
  twice(): number {
    return this.value * 2;
  }
}
function id<T>(x: T): T {
  return x;
}
function last<T>(xs: T[]): T | undefined {
  return xs.length === 0 ? undefined : xs[xs.length - 1]!;
}
function mapAll<T, U>(xs: T[], f: (x: T) => U): U[] {
  const out: U[] = [];
  for (const x of xs) out.push(f(x));
  return out;
}
function rec<T>(x: T, n: number): T {
  return n === 0 ? x : rec(x, n - 1);
}
class Session {
  static readonly all: Session[] = [];
  static n = 0;
  readonly id: number;
  constructor() {
    this.id = ++Session.n;
    Session.all.push(this);
  }
}
class LinkedList<T> {
  private head: LNode<T> | null = null;
  add(v: T): void {
    this.head = new LNode(v, this.head);
  }
  forEach(f: (v: T) => void): void {
    for (let n = this.head; n !== null; n = n.next) f(n.value);
  }
}
class LNode<T> {
  value: T;
  next: LNode<T> | null;
  constructor(v: T, n: LNode<T> | null) {
    this.value = v;
    this.next = n;
  }
}
export function entryPoint(argv: string[]): number {
  const a = new Stack<number>().push(1).push(2);
  const b = new Stack<string>().push("x");
  console.log(a.size, b.size, a.pop() ?? -1, b.pop() ?? "none", b.pop() ?? "none");
  console.log(a.map((x) => `n${x}`).pop() ?? "?");
  const p = new Pair(1, "one");
  const q = p.swap();
  console.log(p.a, p.b, q.a, q.b);
  console.log(
    id(5),
    id("s"),
    last([1, 2]) ?? 0,
    last(["q"]) ?? "-",
    mapAll([1, 2], (x) => x * 1.5).join(),
    mapAll(["a"], (s) => s.length).join(),
    rec("r", 3),
    rec(7, 2),
  );
  const d = new Derived("str");
  const i = new IntD(21);
  console.log(
    d.describe(),
    d.bump(),
    i.describe(),
    i.twice(),
    i.bump(),
    i.bump(),
    d instanceof Base,
    i instanceof Derived,
  );
  new Session();
  new Session();
  console.log(Session.all.length, Session.all[1]!.id);
  const l = new LinkedList<string>();
  l.add("p");
  l.add("q");
  let s = "";
  l.forEach((v) => {
    s += v;
  });
  const l2 = new LinkedList<number>();
  l2.add(4);
  let t = 0;
  l2.forEach((v) => {
    t += v;
  });
  console.log(s, t);
  return 0;
}
