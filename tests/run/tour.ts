// A tour of the language: classes, closures, control flow, exceptions, collections, strings, numbers.

class Shape {
  static count = 0;
  readonly id: number;
  constructor() {
    Shape.count++;
    this.id = Shape.count;
  }
  get area(): number {
    return 0;
  }
  set scale(k: number) {
    this.k = k;
  }
  k = 1;
  static make(n: number): Shape {
    return n % 2 === 0 ? new Circle(n) : new Square(n);
  }
  toString(): string {
    return `#${this.id}:${this.area.toFixed(2)}`;
  }
}
class Circle extends Shape {
  #r: number;
  constructor(r: number) {
    super();
    this.#r = r;
  }
  override get area(): number {
    return Math.PI * this.#r * this.#r * this.k;
  }
}
class Square extends Shape {
  s: number;
  constructor(s: number) {
    super();
    this.s = s;
  }
  override get area(): number {
    return this.s * this.s * this.k;
  }
  override toString(): string {
    return "sq" + super.toString();
  }
}
function opt(a: number, b = 10, c?: number): number {
  return a + b + (c ?? 100);
}
function rest(first: string, ...more: number[]): string {
  return first + more.length + more.join("|");
}

function labelled(): string {
  let out = "";
  outer: for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) {
      if (j === 3) continue outer;
      if (i === 3) break outer;
      out += `${i}${j} `;
    }
  }
  return out;
}
function fin(n: number): string {
  let log = "";
  for (let i = 0; i < 4; i++) {
    try {
      log += "t" + i;
      if (i === n) break;
      if (i === 1) continue;
      if (n === 9 && i === 2) return log + "!";
      if (n === 7) throw new RangeError("seven");
    } catch (e) {
      if (e instanceof RangeError) log += "c" + e.message;
      else throw e;
    } finally {
      log += "f";
    }
  }
  return log;
}
function sw(x: number): string {
  let r = "";
  switch (x) {
    case 1:
    case 2:
      r += "two";
      break;
    case 5:
      r += "five";
      break;
    default:
      r += "other";
  }
  return r;
}
function strsw(x: string): number {
  switch (x) {
    case "a":
      return 1;
    case "b":
      return 2;
    case "":
      return 0;
    default:
      return -1;
  }
}
class LinkedList {
  head: Cell | null = null;
  size = 0;
  push(v: number): void {
    this.head = new Cell(v, this.head);
    this.size++;
  }
  sum(): number {
    let s = 0;
    for (let c = this.head; c !== null; c = c.next) s += c.value;
    return s;
  }
}
class Cell {
  value: number;
  next: Cell | null;
  constructor(value: number, next: Cell | null) {
    this.value = value;
    this.next = next;
  }
}
class MyErr extends Error {
  code: number;
  constructor(m: string, code: number) {
    super(m);
    this.name = "MyErr";
    this.code = code;
  }
}
function thrower(n: number): number {
  if (n === 0) throw new MyErr("zero", 42);
  return n;
}
const fns: ((x: number) => number)[] = [];
for (let i = 0; i < 3; i++) fns.push((x) => x * 10 + i);
const shared = (() => {
  let v = 5;
  return [() => v++, () => v] as const;
})();
export function entryPoint(argv: string[]): number {
  const shapes: Shape[] = [];
  for (let i = 1; i <= 4; i++) shapes.push(Shape.make(i));
  shapes[0]!.scale = 3;
  for (const s of shapes) console.log(s.toString(), s.area);
  console.log(Shape.count);
  console.log(opt(1), opt(1, 2), opt(1, 2, 3), rest("a"), rest("b", 1, 2, 3));
  console.log(labelled());
  for (const n of [0, 2, 5, 7, 9]) console.log(fin(n));
  for (const x of [1, 2, 5, 7, 8]) console.log(sw(x));
  console.log(strsw("a"), strsw("b"), strsw(""), strsw("zz"));
  const l = new LinkedList();
  for (let i = 0; i < 10; i++) l.push(i * i);
  console.log(l.sum(), l.size);
  try {
    thrower(0);
  } catch (e) {
    if (e instanceof MyErr) console.log(e.name, e.message, e.code);
  }
  for (const f of fns) console.log(f(7));
  console.log(shared[0](), shared[0](), shared[1]());
  const closures: (() => number)[] = [];
  for (let i = 0; i < 3; i++) {
    let k = i * 2;
    closures.push(() => {
      k++;
      return k + i;
    });
  }
  for (const c of closures) {
    c();
    console.log(c());
  }
  const s = new Set<string>();
  for (const w of ["a", "b", "a", "c"]) s.add(w);
  console.log(s.size, s.has("a"), s.has("z"));
  for (const w of s) console.log(w);
  const m = new Map<number, string>();
  m.set(3, "three");
  m.set(1, "one");
  m.set(3, "drei");
  m.delete(1);
  m.set(2, "two");
  m.forEach((v, k) => console.log(k, v));
  console.log(m.get(5) ?? "none", m.get(2)?.length ?? -1);
  const arr = [5, 3, 9, 1];
  arr.sort((a, b) => a - b);
  console.log(
    arr.join(),
    arr.indexOf(9),
    arr.includes(4),
    arr.reverse().join(" "),
    arr.slice(1, 3).join(),
    arr.pop()!,
    arr.length,
  );
  const fl = [1.5, 2, 3];
  console.log(
    fl.reduce((a, b) => a + b, 0),
    fl.map((x) => x / 2).join(),
    fl.filter((x) => x > 1.6).length,
    fl.some((x) => x > 2),
    fl.every((x) => x > 2),
    fl.find((x) => x > 1.6) ?? -1,
  );
  console.log(
    "héllo wörld €".length,
    "héllo".toUpperCase(),
    "abc".charCodeAt(1),
    "a,b,,c".split(",").length,
    "  trim ".trim() + "|",
    "abc".indexOf("c"),
    "x".repeat(3),
    "abcdef".slice(-3, -1),
    "abc" < "abd",
    "€uro".charAt(0),
    "ab".padStart(5, "-"),
    "ab".padEnd(4) + "|",
  );
  for (const c of "a€😀b") console.log(c, c.length);
  console.log(
    7 / 2,
    (7 / 2) | 0,
    -7 % 3,
    2 ** 10,
    1 << 31,
    -1 >>> 0,
    ~5,
    5 & 3,
    5 ^ 3,
    0.1 + 0.2,
    1e21,
    1 / 3,
    -0,
    100000000000000000000,
    123456789012345680000,
    Math.floor(-7 / 2),
    Math.trunc(-7 / 2),
    Math.max(1, 2.5),
    Math.min(3, 1, 2),
    Math.abs(-4),
    Math.round(2.5),
    Math.round(-2.5),
    Math.sign(-3),
  );
  console.log(
    NaN,
    Infinity,
    -Infinity,
    1 / 0,
    5 % 0.3,
    parseInt("42abc", 10),
    parseFloat("3.14xyz"),
    Number("12"),
    Number(""),
    Number("x"),
    (255).toString(16),
    (3.14159).toFixed(2),
    isNaN(NaN),
    Number.isInteger(5.0),
  );
  const u8 = new Uint8Array(4);
  u8[0] = 300;
  u8[1] = -1;
  u8[9] = 5;
  const f64 = new Float64Array(2);
  f64[0] = 1.5;
  console.log(u8[0], u8[1], u8[2], u8.length, f64[0], f64[1]);
  let x: number | undefined;
  console.log(x === undefined, x ?? 5);
  x = 4;
  console.log(x + 1);
  const o: string | null = argv.length > 5 ? "big" : null;
  console.log(o === null, o ?? "null!", `${o}`);
  let t = 0;
  do {
    t += 2;
  } while (t < 7);
  console.log(t);
  let i = 0;
  while (true) {
    if (i++ > 3) break;
  }
  console.log(i);
  const [p, q] = [3, 4];
  console.log(p, q);
  let aa = 1,
    bb = 2;
  [aa, bb] = [bb, aa];
  console.log(aa, bb);
  console.log(typeof x, argv.length > 0 ? "yes" : "no", argv.length > 0 ? "gt" : "le", true, null, undefined);
  return argv.length - 1;
}
