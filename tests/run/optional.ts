// Absent values: optional ints, floats, booleans, strings and objects; ??, ?., null and undefined told apart.

class Person {
  name: string;
  age: number | undefined;
  height: number | null;
  boss: Person | null;
  admin?: boolean;
  constructor(name: string, age: number | undefined, height: number | null, boss: Person | null) {
    this.name = name;
    this.age = age;
    this.height = height;
    this.boss = boss;
  }
}
function find(xs: number[], x: number): number | undefined {
  for (const y of xs) if (y === x) return y;
  return undefined;
}
function parse(s: string): number | null {
  return s === "" ? null : s.length;
}

export function entryPoint(): number {
  const root = new Person("root", undefined, 1.5, null);
  const kid = new Person("kid", 7, null, root);
  for (const p of [root, kid]) {
    console.log(
      p.name,
      p.age ?? -1,
      p.height ?? 0.5,
      p.boss?.name ?? "none",
      p.age === undefined,
      p.height === null,
    );
  }
  console.log(
    kid.boss?.boss?.name === undefined,
    kid.boss!.name,
    kid.admin === undefined,
    kid.admin ?? false,
  );
  kid.admin = true;
  console.log(kid.admin);
  console.log(find([1, 2], 2), find([1, 2], 3) === undefined, find([], 1) ?? 99);
  console.log(parse("abc") ?? -1, parse("") === null);
  let x: number | undefined;
  x ??= 5;
  x ??= 6;
  console.log(x);
  const xs = [10, 20, 30];
  const e = xs[5];
  console.log(e === undefined ? "absent" : "present", xs[1] ?? 0, xs.pop() ?? 0, xs.length);
  const empty: number[] = [];
  console.log(empty.pop() === undefined);
  const p: Person | null = kid.boss;
  if (p !== null && p.age === undefined) console.log("narrowed", p.name);
  return 0;
}
