// Arrays whose elements may be null or undefined, through the methods of arrays.
function numbers(argv: string[]): number {
  const list: (number | null)[] = [1, 2, null];
  const u: (boolean | undefined)[] = [true, undefined];
  if (argv.length > 4) list.push(5);
  console.log(
    list.map((m) => String(m)).join("/"),
    list.filter((x) => x !== null).length,
    list.indexOf(null),
  );
  for (const x of list) console.log(String(x));
  console.log(
    list.some((x) => x === null),
    u.map((x) => x ?? false).length,
    list.reduce<number>((a, b) => a + (b ?? 0), 0),
  );
  return 0;
}
type Value = number | string | boolean | null;
export function entryPoint(argv: string[]): number {
  numbers(argv);
  const list: Value[] = [1, "b", true, null];
  if (argv.length > 4) list.push("x");
  console.log(list.map((m) => String(m)).join("/"));
  return 0;
}
