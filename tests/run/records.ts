// Records: objects with any keys, frozen and made at run time; tables indexed by a key of their type; `in`.

const table: Record<string, number> = { a: 1, b: 2 };
const handlers: { [name: string]: (n: number) => number } = { inc: (n) => n + 1, dec: (n) => n - 1 };
const OPS = { add: 1, sub: 2, mul: 3 } as const;
const BINARY = { plus: (a: number, b: number) => a + b, times: (a: number, b: number) => a * b } as const;
const NAMES = ["add", "sub", "mul"] as const;
const KINDS = { x: "ex", y: "why" } as const satisfies Record<string, string>;
type Op = keyof typeof OPS;
type Shape = { kind: "circle"; r: number } | { kind: "square"; side: number };

class Scope {
  readonly vars: Record<string, number | string> = {};
  parent: Scope | null = null;
  #secret = 1;
  lookup(name: string): number | string {
    if (name in this.vars) return this.vars[name]!;
    return this.parent === null ? "unbound" : this.parent.lookup(name);
  }
  static is(o: object): boolean {
    return #secret in o;
  }
  get secret(): number {
    return this.#secret;
  }
}

function count(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const w of words) counts[w] = (counts[w] ?? 0) + 1;
  return counts;
}

function area(s: Shape): number {
  return "r" in s ? s.r * s.r : s.side;
}

function point(o: { x: number; y: number }, axis: "x" | "y"): number {
  return o[axis];
}

export function entryPoint(argv: string[]): number {
  const r: Record<string, number> = {};
  r["x"] = 1;
  r["y"] = 2;
  r["x"] += 10;
  r["z"] ??= 7;
  r["z"]++;
  for (const k in r) console.log(k, r[k]!);
  console.log("x" in r, "zz" in r, r["zz"] ?? -1, r["zz"] === undefined, r["nothing"] === undefined);
  delete r["x"];
  delete r["nothing"];
  console.log(Object.keys(r).length, Object.keys(r).join(), table[argv[5] ?? "a"] ?? 0);
  for (const [k, v] of Object.entries(table)) console.log(k, v);
  const numbers: Record<number, string> = { 10: "ten", 2: "two" };
  numbers[1] = "one";
  const mixed: Record<string, boolean> = {
    b: true,
    "10": false,
    "9": true,
    "01": false,
    ["c" + argv.length * 0]: true,
  };
  console.log(Object.values(numbers).join(), numbers[2], Object.keys(mixed).join());
  for (const k in mixed) {
    if (k === "b") continue;
    delete mixed["c0"];
    console.log(k, mixed[k]!);
  }
  const h = handlers["inc"];
  if (h) console.log(h(4), handlers["dec"]!(4), handlers["none"]?.(1) === undefined);
  const copy: Record<string, number> = { ...table, c: 3 };
  table["d"] = 4;
  console.log(Object.keys(copy).join(), Object.keys(table).join());
  const op: Op = argv.length > 5 ? "add" : "mul";
  for (const n of NAMES) console.log(n, OPS[n]);
  console.log(
    OPS[op],
    BINARY[argv.length > 5 ? "plus" : "times"](6, 7),
    KINDS.x,
    KINDS[argv.length > 5 ? "x" : "y"],
  );
  const inner = new Scope();
  inner.parent = new Scope();
  inner.parent.vars["g"] = "global";
  inner.vars["n"] = 5;
  console.log(inner.lookup("n"), inner.lookup("g"), inner.lookup("q"), Scope.is(inner), inner.secret);
  console.log(
    Object.entries(count(["a", "b", "a"]))
      .map(([k, n]) => `${k}${n}`)
      .join(),
  );
  console.log(
    area({ kind: "circle", r: 3 }),
    area({ kind: "square", side: 4 }),
    point({ x: 1, y: 2 }, argv.length > 5 ? "x" : "y"),
  );
  const nested: Record<string, Record<string, number>> = { one: { two: 3 } };
  nested["four"] = { five: 6 };
  (nested["one"] ??= {})["seven"] = 8;
  console.log(
    Object.keys(nested).join(),
    nested["one"]?.["two"],
    nested["one"]!["seven"],
    nested["none"]?.["two"] ?? "no",
  );
  return 0;
}
