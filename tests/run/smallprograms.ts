// A dozen small programs: a stack machine, matrices, events, memoisation, word counts, binary search.

type Value = { tag: "int"; i: number } | { tag: "fn"; name: string; body: (a: number) => number };
interface Named {
  name: string;
}
function hello(n: Named): string {
  return "hi " + n.name;
}
class P implements Named {
  name: string;
  age: number;
  constructor(n: string, a: number) {
    this.name = n;
    this.age = a;
  }
}
class Matrix {
  private d: Float64Array;
  readonly n: number;
  constructor(n: number) {
    this.n = n;
    this.d = new Float64Array(n * n);
  }
  get(i: number, j: number): number {
    return this.d[i * this.n + j]!;
  }
  set(i: number, j: number, v: number): void {
    this.d[i * this.n + j] = v;
  }
  mul(o: Matrix): Matrix {
    const r = new Matrix(this.n);
    for (let i = 0; i < this.n; i++)
      for (let j = 0; j < this.n; j++) {
        let s = 0;
        for (let k = 0; k < this.n; k++) s += this.get(i, k) * o.get(k, j);
        r.set(i, j, s);
      }
    return r;
  }
}
class Vm {
  private stack: number[] = [];
  private pc = 0;
  run(code: readonly number[]): number {
    for (;;) {
      const op = code[this.pc++]!;
      switch (op) {
        case 0:
          return this.stack.pop()!;
        case 1:
          this.stack.push(code[this.pc++]!);
          break;
        case 2: {
          const b = this.stack.pop()!;
          const a = this.stack.pop()!;
          this.stack.push(a + b);
          break;
        }
        case 3: {
          const b = this.stack.pop()!;
          const a = this.stack.pop()!;
          this.stack.push(a * b);
          break;
        }
        case 4: {
          const t = code[this.pc++]!;
          if (this.stack[this.stack.length - 1]! > 100) this.pc = t;
          break;
        }
        default:
          throw new Error(`bad op ${op}`);
      }
    }
  }
}
class EventEmitter {
  private handlers = new Map<string, ((x: number) => void)[]>();
  on(e: string, f: (x: number) => void): void {
    const l = this.handlers.get(e);
    if (l) l.push(f);
    else this.handlers.set(e, [f]);
  }
  emit(e: string, x: number): number {
    const l = this.handlers.get(e) ?? [];
    for (const f of l) f(x);
    return l.length;
  }
}
const memo = new Map<number, number>();
function fibm(n: number): number {
  if (n < 2) return n;
  const c = memo.get(n);
  if (c !== undefined) return c;
  const r = fibm(n - 1) + fibm(n - 2);
  memo.set(n, r);
  return r;
}
function show(v: Value): string {
  return v.tag === "int" ? `${v.i}` : `${v.name}(${v.body(3)})`;
}
function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
function isPrime(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return n > 1;
}
function wordFreq(t: string): string {
  const m = new Map<string, number>();
  for (const w of t.toLowerCase().split(" ")) {
    if (w === "") continue;
    m.set(w, (m.get(w) ?? 0) + 1);
  }
  const keys = [...m.keys()];
  keys.sort((a, b) => m.get(b)! - m.get(a)! || (a < b ? -1 : 1));
  return keys.map((k) => `${k}=${m.get(k)!}`).join(" ");
}
function bin(a: number[], x: number): number {
  let lo = 0,
    hi = a.length - 1;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    const v = a[mid]!;
    if (v === x) return mid;
    if (v < x) lo = mid + 1;
    else hi = mid - 1;
  }
  return -1;
}
export function entryPoint(argv: string[]): number {
  console.log(
    show({ tag: "int", i: 4 }),
    show({ tag: "fn", name: "sq", body: (a) => a * a }),
    hello(new P("bob", 3)),
    hello({ name: "lit" }),
  );
  const m = new Matrix(3);
  for (let i = 0; i < 9; i++) m.set((i / 3) | 0, i % 3, i);
  console.log(m.mul(m).get(2, 2));
  console.log(new Vm().run([1, 5, 1, 6, 2, 1, 3, 3, 0]));
  const e = new EventEmitter();
  let acc = 0;
  e.on("a", (x) => {
    acc += x;
  });
  e.on("a", (x) => {
    acc += x * 10;
  });
  console.log(e.emit("a", 2), acc, e.emit("zz", 1));
  console.log(
    fibm(70),
    gcd(48, 18),
    isPrime(97),
    wordFreq("The cat the dog A cat the"),
    bin([1, 3, 5, 7, 9], 7),
  );
  const g: string[][] = [];
  for (let i = 0; i < 3; i++) {
    g[i] = [];
    for (let j = 0; j < 3; j++) g[i]![j] = i === j ? "#" : ".";
  }
  console.log(g.map((r) => r.join("")).join("\n"));
  const sq = Array.from({ length: 4 }, (_, i) => i * i);
  console.log(sq.join(), Array.from("ab").length, Array.from(new Set([1, 1, 2])).join());
  let text = "";
  for (const [i, c] of [..."héy"].entries()) text += `${i}${c}`;
  console.log(text);
  return 0;
}
