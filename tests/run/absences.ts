// null and undefined in one place: objects, strings, numbers, booleans, elements of arrays and maps.

class D {
  size: number;
  next: D | null = null;
  constructor(s: number) {
    this.size = s;
  }
}
class Holder {
  a: D | null | undefined = undefined;
  s: string | null | undefined = null;
  n: number | null | undefined = undefined;
  b: boolean | null | undefined = null;
}
function cls(x: D | null | undefined): string {
  if (x === null) return "null";
  if (x === undefined) return "undef";
  return `D${x.size}`;
}
function str(x: string | null | undefined): string {
  return x === undefined ? "U" : x === null ? "N" : x;
}
function num(x: number | null | undefined): string {
  return x === undefined ? "U" : x === null ? "N" : `${x}`;
}
function boo(x: boolean | null | undefined): string {
  return x === undefined ? "U" : x === null ? "N" : x ? "T" : "F";
}
function nothing(f: number): null | undefined {
  return f > 0 ? null : undefined;
}
export function entryPoint(argv: string[]): number {
  const piles: (D | null)[] = [null, new D(3)];
  for (let i = 0; i < 4; i++) {
    const t = piles[i];
    console.log(cls(t), t === null, t === undefined, t == null, t ? "y" : "n", typeof t);
  }
  const h = new Holder();
  console.log(cls(h.a), str(h.s), num(h.n), boo(h.b));
  h.a = null;
  h.s = undefined;
  h.n = null;
  h.b = undefined;
  console.log(cls(h.a), str(h.s), num(h.n), boo(h.b));
  h.a = piles[1];
  h.s = "";
  h.n = 0;
  h.b = false;
  console.log(cls(h.a), str(h.s), num(h.n), boo(h.b), h.s ? 1 : 0, h.n ? 1 : 0);
  console.log(h.a === piles[1], h.a === piles[0], h.s === "", `${h.s}|${h.n}|${h.b}`);
  h.s = null;
  h.n = undefined;
  h.b = null;
  console.log(`${h.s}|${h.n}|${h.b}`);
  const m = new Map<string, D | null>();
  m.set("x", null);
  console.log(cls(m.get("x")), cls(m.get("y")), m.get("x") === m.get("y"));
  const n1 = nothing(1),
    n2 = nothing(0);
  console.log(n1 === null, n2 === null, n1 === undefined, n2 === undefined, `${n1} ${n2}`);
  const strs: (string | null)[] = ["a", null];
  const q = strs[5];
  console.log(q === undefined, strs[1] === null, q === strs[1], q ?? "dflt");
  const fs: (number | null)[] = [1.5, null];
  console.log(num(fs[0]), num(fs[1]));
  try {
    const bad = piles[0];
    console.log(bad!.size);
  } catch (e) {
    console.log((e as Error).name);
  }
  try {
    const bad = piles[9];
    console.log(bad!.size);
  } catch (e) {
    console.log((e as Error).name);
  }
  return 0;
}
