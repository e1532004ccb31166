// Object literals, interfaces and discriminated unions: shapes that meet, narrowing, frozen literals, spread.

interface Token {
  kind: string;
  text: string;
  pos: number;
  extra?: string;
}
type Expr =
  { kind: "num"; value: number } | { kind: "add"; left: Expr; right: Expr } | { kind: "neg"; arg: Expr };
interface Shape {
  area(): number;
  readonly name: string;
}
class Sq implements Shape {
  readonly name = "sq";
  private s: number;
  constructor(s: number) {
    this.s = s;
  }
  area(): number {
    return this.s * this.s;
  }
}
class Ci implements Shape {
  readonly name = "ci";
  private r: number;
  constructor(r: number) {
    this.r = r;
  }
  area(): number {
    return 3 * this.r * this.r;
  }
}
const config = { debug: false, level: 3, names: ["a", "b"] };
const consts = { A: 1, B: 2 } as const;
const point = { x: 1.5, y: 2 };
function lex(s: string): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < s.length; i++) out.push({ kind: s[i]! >= "a" ? "id" : "num", text: s[i]!, pos: i });
  out.push({ kind: "eof", text: "", pos: s.length, extra: "end" });
  return out;
}
function ev(e: Expr): number {
  switch (e.kind) {
    case "num":
      return e.value;
    case "add":
      return ev(e.left) + ev(e.right);
    case "neg":
      return -ev(e.arg);
  }
}
function show(e: Expr): string {
  if (e.kind === "num") return `${e.value}`;
  if (e.kind === "add") return `(${show(e.left)}+${show(e.right)})`;
  return `-${show(e.arg)}`;
}
function mk(n: number): Expr {
  return n === 0
    ? { kind: "num", value: 7 }
    : n % 2 === 0
      ? { kind: "neg", arg: mk(n - 1) }
      : { kind: "add", left: mk(n - 1), right: { kind: "num", value: n } };
}
function total(xs: Shape[]): number {
  let t = 0;
  for (const x of xs) t += x.area();
  return t;
}
interface Visitor {
  visit(n: number): void;
  done: () => string;
}
function walk(n: number, v: Visitor): string {
  for (let i = 0; i < n; i++) v.visit(i);
  return v.done();
}
interface Pt {
  x: number;
  y: number;
}
interface Pt3 extends Pt {
  z: number;
}
function len(p: Pt): number {
  return p.x + p.y;
}
export function entryPoint(argv: string[]): number {
  for (const t of lex("a1b")) console.log(t.kind, t.text, t.pos, t.extra ?? "-");
  const e = mk(5);
  console.log(ev(e), show(e));
  const shapes: Shape[] = [new Sq(2), new Ci(3), { name: "lit", area: () => 100 }];
  console.log(total(shapes));
  for (const s of shapes) console.log(s.name, s.area());
  config.level += 2;
  console.log(config.level, config.debug, config.names.length, consts.A + consts.B, point.x + point.y);
  point.x = 10;
  console.log(len(point), len({ x: 1, y: 2 }));
  const p3: Pt3 = { x: 1, y: 2, z: 3 };
  console.log(len(p3), p3.z);
  let sum = 0;
  console.log(
    walk(4, {
      visit(n) {
        sum += n;
      },
      done: () => `sum ${sum}`,
    }),
  );
  const { kind, text } = lex("z")[0]!;
  console.log(kind, text);
  const a = [1, 2, 3];
  const b = [0, ...a, 4, ...a];
  console.log(b.join());
  b.push(...a, 9);
  console.log(b.length, [...new Set<number>().add(3).add(4)].join());
  const o = { n: 1, next: null as { n: number } | null };
  o.next = { n: 5 };
  console.log(o.next.n);
  const local = { count: 0, inc: (k: number) => k + 1 };
  local.count = local.inc(local.count);
  console.log(local.count);
  return 0;
}
