// Nine small benchmark programs in the object-oriented style, one iteration each.

class Random {
  private seed = 74755;
  next(): number {
    this.seed = (this.seed * 1309 + 13849) & 65535;
    return this.seed;
  }
}
abstract class Benchmark {
  abstract benchmark(): number;
  innerLoop(n: number): number {
    let r = 0;
    for (let i = 0; i < n; i++) r = this.benchmark();
    return r;
  }
}
class Ball {
  private x: number;
  private y: number;
  private xVel: number;
  private yVel: number;
  constructor(r: Random) {
    this.x = r.next() % 500;
    this.y = r.next() % 500;
    this.xVel = (r.next() % 300) - 150;
    this.yVel = (r.next() % 300) - 150;
  }
  bounce(): boolean {
    const xL = 500,
      yL = 500;
    let b = false;
    this.x += this.xVel;
    this.y += this.yVel;
    if (this.x > xL) {
      this.x = xL;
      this.xVel = 0 - Math.abs(this.xVel);
      b = true;
    }
    if (this.x < 0) {
      this.x = 0;
      this.xVel = Math.abs(this.xVel);
      b = true;
    }
    if (this.y > yL) {
      this.y = yL;
      this.yVel = 0 - Math.abs(this.yVel);
      b = true;
    }
    if (this.y < 0) {
      this.y = 0;
      this.yVel = Math.abs(this.yVel);
      b = true;
    }
    return b;
  }
}
class Bounce extends Benchmark {
  benchmark(): number {
    const random = new Random();
    let bounces = 0;
    const balls = new Array<Ball>();
    for (let i = 0; i < 100; i++) balls.push(new Ball(random));
    for (let i = 0; i < 50; i++) for (const ball of balls) if (ball.bounce()) bounces++;
    return bounces;
  }
}
class Element {
  val: number;
  next: Element | null = null;
  constructor(v: number) {
    this.val = v;
  }
  length(): number {
    return this.next === null ? 1 : 1 + this.next.length();
  }
}
class List extends Benchmark {
  benchmark(): number {
    return this.tail(this.make(15), this.make(10), this.make(6))!.length();
  }
  make(n: number): Element | null {
    if (n === 0) return null;
    const e = new Element(n);
    e.next = this.make(n - 1);
    return e;
  }
  isShorter(x: Element | null, y: Element | null): boolean {
    let a = x,
      b = y;
    while (b !== null) {
      if (a === null) return true;
      a = a.next;
      b = b.next;
    }
    return false;
  }
  tail(x: Element | null, y: Element | null, z: Element | null): Element | null {
    return this.isShorter(y, x)
      ? this.tail(this.tail(x!.next, y, z), this.tail(y!.next, z, x), this.tail(z!.next, x, y))
      : z;
  }
}
class Permute extends Benchmark {
  private count = 0;
  private v: number[] = [];
  benchmark(): number {
    this.count = 0;
    this.v = new Array<number>(6).fill(0);
    this.permute(6);
    return this.count;
  }
  permute(n: number): void {
    this.count++;
    if (n !== 0) {
      const n1 = n - 1;
      this.permute(n1);
      for (let i = n1; i >= 0; i--) {
        this.swap(n1, i);
        this.permute(n1);
        this.swap(n1, i);
      }
    }
  }
  swap(i: number, j: number): void {
    const t = this.v[i]!;
    this.v[i] = this.v[j]!;
    this.v[j] = t;
  }
}
class Queens extends Benchmark {
  private freeMaxs: boolean[] = [];
  private freeRows: boolean[] = [];
  private freeMins: boolean[] = [];
  private queenRows: number[] = [];
  benchmark(): number {
    let r = true;
    for (let i = 0; i < 10; i++) r = r && this.queens();
    return r ? 1 : 0;
  }
  queens(): boolean {
    this.freeRows = new Array<boolean>(8).fill(true);
    this.freeMaxs = new Array<boolean>(16).fill(true);
    this.freeMins = new Array<boolean>(16).fill(true);
    this.queenRows = new Array<number>(8).fill(-1);
    return this.place(0);
  }
  place(c: number): boolean {
    for (let r = 0; r < 8; r++)
      if (this.get(r, c)) {
        this.queenRows[r] = c;
        this.set(r, c, false);
        if (c === 7) return true;
        if (this.place(c + 1)) return true;
        this.set(r, c, true);
      }
    return false;
  }
  get(r: number, c: number): boolean {
    return this.freeRows[r]! && this.freeMaxs[c + r]! && this.freeMins[c - r + 7]!;
  }
  set(r: number, c: number, v: boolean): void {
    this.freeRows[r] = v;
    this.freeMaxs[c + r] = v;
    this.freeMins[c - r + 7] = v;
  }
}
class Sieve extends Benchmark {
  benchmark(): number {
    const f = new Array<boolean>(5000).fill(true);
    return this.sieve(f, 5000);
  }
  sieve(f: boolean[], size: number): number {
    let p = 0;
    for (let i = 2; i <= size; i++)
      if (f[i - 1]) {
        p++;
        let k = i + i;
        while (k <= size) {
          f[k - 1] = false;
          k += i;
        }
      }
    return p;
  }
}
class Tree {
  kids: Tree[] = [];
}
class Storage extends Benchmark {
  private count = 0;
  benchmark(): number {
    this.count = 0;
    this.build(7, new Random());
    return this.count;
  }
  build(d: number, r: Random): Tree {
    this.count++;
    const t = new Tree();
    if (d === 1) {
      for (let i = 0; i < (r.next() % 10) + 1; i++) t.kids.push(new Tree());
      return t;
    }
    for (let i = 0; i < 4; i++) t.kids.push(this.build(d - 1, r));
    return t;
  }
}
class Disk {
  size: number;
  next: Disk | null = null;
  constructor(s: number) {
    this.size = s;
  }
}
class Towers extends Benchmark {
  private piles: (Disk | null)[] = [];
  private moved = 0;
  benchmark(): number {
    this.piles = [null, null, null];
    this.buildAt(0, 13);
    this.moved = 0;
    this.move(13, 0, 1);
    return this.moved;
  }
  push(d: Disk, p: number): void {
    const top = this.piles[p]!;
    if (top !== null && d.size >= top.size) throw new Error("Cannot put a big disk on a smaller one");
    d.next = top;
    this.piles[p] = d;
  }
  popFrom(p: number): Disk {
    const top = this.piles[p];
    if (top === null || top === undefined) throw new Error("empty pile");
    this.piles[p] = top.next;
    top.next = null;
    return top;
  }
  moveTop(a: number, b: number): void {
    this.push(this.popFrom(a), b);
    this.moved++;
  }
  buildAt(p: number, n: number): void {
    for (let i = n; i >= 0; i--) this.push(new Disk(i), p);
  }
  move(n: number, a: number, b: number): void {
    if (n === 1) {
      this.moveTop(a, b);
      return;
    }
    const o = 3 - a - b;
    this.move(n - 1, a, o);
    this.moveTop(a, b);
    this.move(n - 1, o, b);
  }
}
class Mandelbrot extends Benchmark {
  benchmark(): number {
    return this.run(100);
  }
  run(size: number): number {
    let sum = 0,
      byteAcc = 0,
      bitNum = 0,
      y = 0;
    while (y < size) {
      const ci = (2.0 * y) / size - 1.0;
      let x = 0;
      while (x < size) {
        const cr = (2.0 * x) / size - 1.5;
        let zrzr = 0.0,
          zi = 0.0,
          zizi = 0.0,
          z = 0,
          notDone = true,
          escape = 0;
        while (notDone && z < 50) {
          const zr = zrzr - zizi + cr;
          zi = 2.0 * zr * zi + ci;
          zrzr = zr * zr;
          zizi = zi * zi;
          if (zrzr + zizi > 4.0) {
            notDone = false;
            escape = 1;
          }
          z++;
        }
        byteAcc = (byteAcc << 1) + escape;
        bitNum++;
        if (bitNum === 8) {
          sum ^= byteAcc;
          byteAcc = 0;
          bitNum = 0;
        } else if (x === size - 1) {
          byteAcc <<= 8 - bitNum;
          sum ^= byteAcc;
          byteAcc = 0;
          bitNum = 0;
        }
        x++;
      }
      y++;
    }
    return sum;
  }
}
abstract class JsonValue {
  isString(): boolean {
    return false;
  }
  asObject(): JsonObject {
    throw new Error("not an object");
  }
  abstract write(): string;
}
class JsonNumber extends JsonValue {
  private s: string;
  constructor(s: string) {
    super();
    this.s = s;
  }
  write(): string {
    return this.s;
  }
}
class JsonString extends JsonValue {
  private s: string;
  constructor(s: string) {
    super();
    this.s = s;
  }
  override isString(): boolean {
    return true;
  }
  write(): string {
    return `"${this.s}"`;
  }
}
class JsonLiteral extends JsonValue {
  static readonly NULL = new JsonLiteral("null");
  static readonly TRUE = new JsonLiteral("true");
  private v: string;
  constructor(v: string) {
    super();
    this.v = v;
  }
  write(): string {
    return this.v;
  }
}
class JsonArray extends JsonValue {
  readonly values: JsonValue[] = [];
  add(v: JsonValue): void {
    this.values.push(v);
  }
  write(): string {
    return "[" + this.values.map((v) => v.write()).join(",") + "]";
  }
}
class JsonObject extends JsonValue {
  private names: string[] = [];
  private table = new Map<string, JsonValue>();
  add(n: string, v: JsonValue): void {
    this.names.push(n);
    this.table.set(n, v);
  }
  get(n: string): JsonValue | null {
    return this.table.get(n) ?? null;
  }
  override asObject(): JsonObject {
    return this;
  }
  write(): string {
    let s = "{";
    for (let i = 0; i < this.names.length; i++) {
      if (i > 0) s += ",";
      s += `"${this.names[i]!}":${this.table.get(this.names[i]!)!.write()}`;
    }
    return s + "}";
  }
}
class ParseException extends Error {
  offset: number;
  constructor(m: string, o: number) {
    super(m);
    this.offset = o;
  }
}
class JsonParser {
  private i = 0;
  private readonly s: string;
  constructor(s: string) {
    this.s = s;
  }
  parse(): JsonValue {
    const v = this.value();
    this.ws();
    if (this.i < this.s.length) throw new ParseException("trailing", this.i);
    return v;
  }
  private ws(): void {
    while (this.i < this.s.length && " \n\t".includes(this.s[this.i]!)) this.i++;
  }
  private value(): JsonValue {
    this.ws();
    const c = this.s.charAt(this.i);
    switch (c) {
      case "{": {
        const o = new JsonObject();
        this.i++;
        this.ws();
        if (this.s[this.i] === "}") {
          this.i++;
          return o;
        }
        for (;;) {
          this.ws();
          const k = this.str();
          this.ws();
          this.expect(":");
          o.add(k, this.value());
          this.ws();
          if (this.s[this.i] === ",") {
            this.i++;
            continue;
          }
          this.expect("}");
          return o;
        }
      }
      case "[": {
        const a = new JsonArray();
        this.i++;
        this.ws();
        if (this.s[this.i] === "]") {
          this.i++;
          return a;
        }
        do {
          a.add(this.value());
          this.ws();
        } while (this.s[this.i] === "," && this.i++ >= 0);
        this.expect("]");
        return a;
      }
      case '"':
        return new JsonString(this.str());
      case "n":
        this.i += 4;
        return JsonLiteral.NULL;
      case "t":
        this.i += 4;
        return JsonLiteral.TRUE;
      default: {
        const st = this.i;
        while (this.i < this.s.length && "-+.eE0123456789".includes(this.s[this.i]!)) this.i++;
        if (st === this.i) throw new ParseException("unexpected " + c, this.i);
        return new JsonNumber(this.s.slice(st, this.i));
      }
    }
  }
  private expect(c: string): void {
    if (this.s[this.i] !== c) throw new ParseException(`expected ${c}`, this.i);
    this.i++;
  }
  private str(): string {
    this.expect('"');
    const st = this.i;
    while (this.s[this.i] !== '"') this.i++;
    return this.s.substring(st, this.i++);
  }
}
class Json extends Benchmark {
  benchmark(): number {
    const v = new JsonParser(
      '{"head":{"requestCounter":4, "list":[1,2.5e3,-7,null,true,"x"]},"operations":[["destroy","w54"],[],{}]}',
    ).parse();
    return v.asObject().get("operations") === null ? -1 : v.write().length;
  }
}
const all = new Map<string, Benchmark>();
all.set("Bounce", new Bounce());
all.set("List", new List());
all.set("Permute", new Permute());
all.set("Queens", new Queens());
all.set("Sieve", new Sieve());
all.set("Storage", new Storage());
all.set("Towers", new Towers());
all.set("Mandelbrot", new Mandelbrot());
all.set("Json", new Json());
export function entryPoint(argv: string[]): number {
  for (const [name, b] of all) console.log(name, b.innerLoop(3));
  try {
    new JsonParser('{"a":}').parse();
  } catch (e) {
    if (e instanceof ParseException) console.log(e.message, e.offset);
  }
  return 0;
}
