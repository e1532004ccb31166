// Idioms that programs of every kind use: visitors, generic containers, a machine of bytecodes, a parser of JSON.
const Op = { Push: 0, Add: 1, Mul: 2, Jmp: 3, Jz: 4, Print: 5, Halt: 6, Dup: 7, Call: 8, Ret: 9 } as const;
type Op = (typeof Op)[keyof typeof Op];
const NAMES: readonly string[] = Object.keys(Op);

interface Visitor<R> {
  visitNum(n: Num): R;
  visitBin(b: Bin): R;
}
abstract class Node1 {
  abstract accept<R>(v: Visitor<R>): R;
  get isLeaf(): boolean {
    return false;
  }
}
class Num extends Node1 {
  static readonly ZERO = new Num(0);
  static of(n: number): Num {
    return n === 0 ? Num.ZERO : new Num(n);
  }
  readonly n: number;
  private constructor(n: number) {
    super();
    this.n = n;
  }
  accept<R>(v: Visitor<R>): R {
    return v.visitNum(this);
  }
  override get isLeaf(): boolean {
    return true;
  }
}
class Bin extends Node1 {
  readonly op: string;
  readonly l: Node1;
  readonly r: Node1;
  constructor(op: string, l: Node1, r: Node1) {
    super();
    this.op = op;
    this.l = l;
    this.r = r;
  }
  accept<R>(v: Visitor<R>): R {
    return v.visitBin(this);
  }
}
const evaluator: Visitor<number> = {
  visitNum: (n) => n.n,
  visitBin(b) {
    const [x, y] = [b.l.accept(this), b.r.accept(this)];
    return b.op === "+" ? x + y : x * y;
  },
};
class Printer implements Visitor<string> {
  depth = 0;
  visitNum({ n }: Num): string {
    return String(n);
  }
  visitBin({ op, l, r }: Bin): string {
    this.depth++;
    const s = `(${l.accept(this)} ${op} ${r.accept(this)})`;
    this.depth--;
    return s;
  }
}

class Stack<T> implements Iterable<T> {
  #items: T[] = [];
  static from<U>(xs: Iterable<U>): Stack<U> {
    const s = new Stack<U>();
    for (const x of xs) s.push(x);
    return s;
  }
  push(...xs: T[]): this {
    this.#items.push(...xs);
    return this;
  }
  pop(): T {
    const x = this.#items.pop();
    if (x === undefined) throw new RangeError("empty");
    return x;
  }
  peek(): T | undefined {
    return this.#items.at(-1);
  }
  get size(): number {
    return this.#items.length;
  }
  *[Symbol.iterator](): Generator<T> {
    for (let i = this.#items.length - 1; i >= 0; i--) yield this.#items[i]!;
  }
}

class VM {
  private readonly stack = new Stack<number>();
  private calls: number[] = [];
  pc = 0;
  steps = 0;
  private readonly code: Int32Array;
  private readonly out: (s: string) => void;
  constructor(code: Int32Array, out: (s: string) => void = (s) => console.log(s)) {
    this.code = code;
    this.out = out;
  }
  run(limit = 1000): boolean {
    loop: while (this.steps++ < limit) {
      const op = this.code[this.pc++] as Op;
      switch (op) {
        case Op.Push:
          this.stack.push(this.code[this.pc++]!);
          break;
        case Op.Dup:
          this.stack.push(this.stack.peek() ?? 0);
          break;
        case Op.Add:
        case Op.Mul: {
          const [b, a] = [this.stack.pop(), this.stack.pop()];
          this.stack.push(op === Op.Add ? a + b : a * b);
          break;
        }
        case Op.Jmp:
          this.pc = this.code[this.pc]!;
          break;
        case Op.Jz: {
          const to = this.code[this.pc++]!;
          if (this.stack.pop() === 0) this.pc = to;
          break;
        }
        case Op.Print:
          this.out(`out ${this.stack.pop()}`);
          break;
        case Op.Call:
          this.calls.push(this.pc + 1);
          this.pc = this.code[this.pc]!;
          break;
        case Op.Ret: {
          const back = this.calls.pop();
          if (back === undefined) break loop;
          this.pc = back;
          break;
        }
        case Op.Halt:
          return true;
        default:
          throw new Error(`bad op ${NAMES[op] ?? op}`);
      }
    }
    return false;
  }
}

function groupBy<K, V>(xs: readonly V[], key: (v: V) => K): Map<K, V[]> {
  const m = new Map<K, V[]>();
  for (const x of xs) {
    const k = key(x);
    const list = m.get(k);
    if (list) list.push(x);
    else m.set(k, [x]);
  }
  return m;
}
const memo = new Map<number, number>();
const fib = (n: number): number => {
  const known = memo.get(n);
  if (known !== undefined) return known;
  const v = n < 2 ? n : fib(n - 1) + fib(n - 2);
  memo.set(n, v);
  return v;
};
type Json = null | boolean | number | string | Json[] | { [k: string]: Json };
class JsonParser {
  private i = 0;
  private readonly s: string;
  constructor(s: string) {
    this.s = s;
  }
  static parse(s: string): Json {
    const p = new JsonParser(s);
    const v = p.value();
    p.ws();
    if (p.i < s.length) throw new SyntaxError(`trailing at ${p.i}`);
    return v;
  }
  private ws(): void {
    while (" \n\t".includes(this.s[this.i] ?? "x")) this.i++;
  }
  private value(): Json {
    this.ws();
    const c = this.s[this.i];
    if (c === "{") {
      const o: { [k: string]: Json } = {};
      this.i++;
      for (this.ws(); this.s[this.i] !== "}"; this.ws()) {
        const k = this.value();
        if (typeof k !== "string") throw new SyntaxError("key");
        this.ws();
        this.expect(":");
        o[k] = this.value();
        this.ws();
        if (this.s[this.i] !== "}") this.expect(",");
      }
      this.i++;
      return o;
    }
    if (c === "[") {
      const a: Json[] = [];
      this.i++;
      for (this.ws(); this.s[this.i] !== "]"; this.ws()) {
        a.push(this.value());
        this.ws();
        if (this.s[this.i] !== "]") this.expect(",");
      }
      this.i++;
      return a;
    }
    if (c === '"') {
      const end = this.s.indexOf('"', this.i + 1);
      const t = this.s.slice(this.i + 1, end);
      this.i = end + 1;
      return t;
    }
    for (const [word, v] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const)
      if (this.s.startsWith(word, this.i)) {
        this.i += word.length;
        return v;
      }
    const m = /^-?\d+(\.\d+)?/.exec(this.s.slice(this.i));
    if (!m) throw new SyntaxError(`unexpected ${c ?? "end"} at ${this.i}`);
    this.i += m[0].length;
    return Number(m[0]);
  }
  private expect(c: string): void {
    if (this.s[this.i] !== c) throw new SyntaxError(`expected ${c}`);
    this.i++;
  }
}
function dump(j: Json): string {
  if (j === null || typeof j !== "object") return typeof j === "string" ? `"${j}"` : String(j);
  if (Array.isArray(j)) return `[${j.map(dump).join(",")}]`;
  return `{${Object.entries(j)
    .map(([k, v]) => `"${k}":${dump(v)}`)
    .join(",")}}`;
}

export function entryPoint(argv: string[]): number {
  const e = new Bin("+", Num.of(2), new Bin("*", Num.of(3), Num.of(0)));
  console.log(e.accept(evaluator), e.accept(new Printer()), e.isLeaf, e.l.isLeaf);
  const code = Int32Array.of(Op.Push, 5, Op.Call, 6, Op.Print, Op.Halt, Op.Dup, Op.Mul, Op.Ret);
  console.log(new VM(code).run(), new VM(new Int32Array([Op.Jmp, 0])).run(10));
  try {
    new VM(new Int32Array([Op.Add])).run();
  } catch (err) {
    console.log(err instanceof RangeError ? err.message : "?");
  }
  console.log([...Stack.from([1, 2, 3])].join(), Stack.from("ab").push("c", "d").size);
  const groups = groupBy(["apple", "bob", "cat", "alice"], (s) => s.charAt(0));
  for (const [k, v] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(k, v.join("+"));
  console.log(
    fib(50),
    [...Array(5).keys()].map((i) => i ** 2).join(),
    Array.from({ length: 3 }, (_, i) => "x".repeat(i)).join("|"),
  );
  const grid = Array.from({ length: 3 }, () => new Array<number>(3).fill(0));
  for (const [y, row] of grid.entries()) for (let x = 0; x < row.length; x++) row[x]! += x * y;
  console.log(grid.map((r) => r.join("")).join("/"));
  console.log(dump(JsonParser.parse(' {"a": [1, -2.5, true, null], "b": {"c": "d"}, "e": []} ')));
  try {
    JsonParser.parse("[1, ?]");
  } catch (err) {
    if (!(err instanceof SyntaxError)) throw err;
    console.log(`${err.name}: ${err.message}`);
  }
  const counts: Record<string, number> = {};
  for (const w of "the cat the dog".split(" ")) counts[w] = (counts[w] ?? 0) + 1;
  console.log(
    Object.entries(counts)
      .map(([w, n]) => `${w}=${n}`)
      .join(),
    Math.max(...Object.values(counts)),
  );
  let a = 1,
    b = 2;
  [a, b] = [b, a + b];
  console.log(
    a,
    b,
    argv.length > 99 ? "many" : `few${argv.length}`,
    (0.1 + 0.2).toFixed(2),
    parseInt("ff", 16),
    (255).toString(2),
  );
  return 0;
}
