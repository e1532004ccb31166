// Sets, maps and typed arrays made from elements, at module level and at run time.

const KEY = new Set(["let", "fun"]);
const PREC = new Map<string, number>([
  ["+", 1],
  ["*", 2],
]);
function isKey(s: string): boolean {
  return KEY.has(s);
}
class Env {
  private vars = new Map<string, number>();
  parent: Env | null;
  constructor(p: Env | null) {
    this.parent = p;
  }
  get(n: string): number | undefined {
    const v = this.vars.get(n);
    if (v !== undefined) return v;
    return this.parent?.get(n);
  }
  set(n: string, v: number): void {
    this.vars.set(n, v);
  }
}
export function entryPoint(argv: string[]): number {
  const m = new Map<string, number>([
    ["a", 1],
    ["b", 2],
  ]);
  const s = new Set([3, 1, 3]);
  const u = new Uint8Array([1, 2, 300]);
  const f = new Float64Array([1.5, 2]);
  console.log(m.get("b") ?? 0, s.size, u[2]!, f[0]! + f[1]!, isKey("let"), isKey("x"), PREC.get("*") ?? -1);
  u.set([9, 8], 1);
  console.log(u[1]!, u[2]!);
  const e = new Env(null);
  e.set("x", 5);
  const e2 = new Env(e);
  console.log(e2.get("x") ?? -1, e2.get("y") ?? -1);
  const copy = new Set(s);
  copy.add(7);
  console.log(copy.size, s.size);
  return 0;
}
