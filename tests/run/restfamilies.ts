// Functions that are called in one way, some with rest parameters; callbacks whose results nobody uses.
type Value = number | string | boolean | null;
type Builtin = (...args: Value[]) => Value;
const log: string[] = [];
const table: Record<string, Builtin> = {
  count: (...args) => args.length,
  first: (a) => a ?? null,
  second: (_a, b) => b ?? null,
  rest2: (a, ...more) => `${String(a)}:${more.length}:${more.map((m) => String(m)).join("/")}`,
  const: () => 42,
};
abstract class Op {
  abstract run(...xs: number[]): number;
  label(): string {
    return "op";
  }
}
class Sum extends Op {
  override run(...xs: number[]): number {
    let s = 0;
    for (const x of xs) s += x;
    return s;
  }
}
class First extends Op {
  override run(a: number, b = 100): number {
    return a * 1000 + b;
  }
}
class Tail extends Op {
  override run(_a: number, ...rest: number[]): number {
    return rest.length;
  }
  override label(): string {
    return "tail";
  }
}

interface Listener {
  notify(n: number): void;
}
class A implements Listener {
  xs: number[] = [];
  notify(n: number): number {
    return this.xs.push(n);
  }
}
class B implements Listener {
  s = "";
  notify(n: number): string {
    this.s += String(n);
    return this.s;
  }
}

const hooks: (() => void)[] = [];
function each(fs: readonly (() => void)[]): void {
  for (const f of fs) f();
}

export function entryPoint(argv: string[]): number {
  const names = ["count", "first", "second", "rest2", "const"];
  const list: Value[] = [1, "b", true, null];
  for (const n of names) {
    const f = table[n]!;
    console.log(
      n,
      String(f()),
      String(f(7)),
      String(f("x", 8)),
      String(f("x", 8, false)),
      String(f(...list)),
      String(f("p", ...list)),
    );
  }
  const ops: Op[] = [new Sum(), new First(), new Tail()];
  for (const op of ops)
    console.log(op.label(), op.run(1), op.run(1, 2), op.run(1, 2, 3), op.run(...[4, 5, 6, 7]));
  const a = new A();
  const b = new B();
  const ls: Listener[] = [a, b];
  for (const l of ls) {
    l.notify(3);
    l.notify(argv.length);
  }
  console.log(a.xs.join(), b.s);
  let n = 0;
  const m = new Map<string, number>();
  hooks.push(
    () => n++,
    () => log.push("x"),
    () => m.set("k", n),
    () => {
      n += 10;
    },
    () => "str" + n,
  );
  each(hooks);
  hooks.forEach((h) => h());
  console.log(n, log.length, m.get("k") ?? -1);
  return 0;
}
