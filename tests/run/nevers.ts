// What TypeScript takes for impossible: exhaustive switches; Number of anything.
type Shape = { kind: "a"; n: number } | { kind: "b"; s: string };
function unreachable(x: never): never {
  throw new Error(`impossible: ${String(x)}`);
}
function area(s: Shape): number {
  switch (s.kind) {
    case "a":
      return s.n;
    case "b":
      return s.s.length;
    default: {
      const never: never = s;
      return unreachable(never);
    }
  }
}
type Any = number | string | boolean | null | undefined | bigint;
function num(x: Any): number {
  return Number(x);
}
export function entryPoint(argv: string[]): number {
  console.log(area({ kind: "a", n: argv.length }), area({ kind: "b", s: "xyz" }));
  const all: Any[] = [1, "2", true, false, null, undefined, "x", 4.5, 12n, ""];
  console.log(all.map((x) => num(x)).join());
  const m = new Map<string, number>([["a", 3]]);
  console.log(Number(m.get("a")), Number(m.get("b")), Number(argv.length > 5), Number(null));
  const maybe: string | undefined = argv.length > 5 ? "7" : undefined;
  console.log(Number(maybe), Number(maybe ?? "8") + 1);
  try {
    const odd = { kind: "c" } as unknown as Shape;
    console.log(area(odd));
  } catch (e) {
    console.log(e instanceof Error);
  }
  return 0;
}
