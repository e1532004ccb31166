// Unions at the edges: switches, logic, NaN, tuples, narrowing that a closure undoes, generators of them.
type V = number | string | boolean | null | undefined;
class P {
  a: V = 1;
  b: V[] = [];
}
function pick(n: number): V {
  return n === 0 ? 1 : n === 1 ? 2.5 : n === 2 ? "s" : n === 3 ? false : n === 4 ? null : undefined;
}
function* mixed(): Generator<V, V, V> {
  let last: V = 0;
  for (let i = 0; i < 6; i++) {
    const got: V = yield pick(i);
    if (got !== undefined) last = got;
  }
  return last;
}
function loop(v: V): string {
  let x = v;
  for (let i = 0; i < 4; i++) {
    if (typeof x === "number") {
      x = x * 2;
      if (x > 5) x = "big";
    } else if (typeof x === "string") x = x.length;
    else x = i;
  }
  return String(x);
}
function sw(v: V): number {
  switch (v) {
    case 1:
      return 10;
    case "s":
      return 20;
    case null:
      return 30;
    case false:
      return 40;
    case undefined:
      return 50;
    default:
      return 60;
  }
}
function opt(v?: V): V {
  return v ?? "dflt";
}
function deflt(v: V = 3): V {
  return v;
}
function tup(t: [number, string, boolean]): string {
  const [a, b, c] = t;
  t[0] = a + 1;
  return `${t[0]} ${b} ${c} ${t.length}`;
}
function narrowField(p: P): number {
  if (typeof p.a === "number") {
    const n = p.a + 1;
    p.a = "x";
    return n;
  }
  return -1;
}
function closureNarrow(): string {
  let v: V = 5;
  const set = (x: V): void => {
    v = x;
  };
  set("changed");
  return typeof v === "number" ? "n" + (v as number) : String(v);
}
function sorts(): string {
  const a: (number | string)[] = [10, "9", 1, "b"];
  a.sort((x, y) => (String(x) < String(y) ? -1 : 1));
  return a.join();
}
function logic(a: V, b: V): V {
  return (a || b) && (b ?? a);
}
export function entryPoint(argv: string[]): number {
  for (let i = 0; i < 6; i++) {
    const v = pick(i);
    console.log(loop(v), sw(v), opt(v), deflt(v), typeof v, v === pick(i), v == null, !v);
  }
  for (const v of mixed()) console.log(v);
  const g = mixed();
  let r = g.next();
  r = g.next("one");
  r = g.next(false);
  while (!r.done) r = g.next(undefined);
  console.log(r.value);
  console.log(tup([1, "b", true]), narrowField(new P()), closureNarrow(), sorts());
  for (let i = 0; i < 6; i++)
    console.log([0, 1, 2, 3, 4, 5].map((j) => String(logic(pick(i), pick(j)))).join("|"));
  const p = new P();
  p.b.push(1, "x", null);
  p.b[1] = 7;
  let s = 0;
  for (const e of p.b) if (typeof e === "number") s += e;
  console.log(s, p.b.length, p.b.includes(7), p.b.pop() === null);
  const m = new Map<V, V>([
    [1, "a"],
    ["1", 2],
    [null, true],
  ]);
  console.log(m.get(1), m.get("1"), m.get(null), m.get(undefined), m.size);
  const nan: V = NaN;
  const arr: V[] = [nan, -0];
  console.log(arr[0] === arr[0], arr[1] === 0, arr.includes(NaN), arr.indexOf(NaN), arr[1]);
  let acc: V = argv.length > 50 ? "never" : 0;
  for (let i = 0; i < 100000; i++) if (typeof acc === "number") acc += i;
  console.log(acc);
  return 0;
}
