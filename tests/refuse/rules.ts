// What the rules of docs/language.md exclude and no other file here shows.

function holes(): number {
  return [1, , 3].length; // RTS2101: a hole in an array
}

function compared(a: string, b: string): number {
  return a.localeCompare(b); // RTS2201: `localeCompare`
}

class Account {
  readonly total: number = 0;
}
function field(a: Account): void {
  (a as unknown as { sum: number }).sum = 3; // RTS1202: `sum` of an Account
}

function* numbers(): Generator<number> {
  yield 1;
}
function asArray(): number {
  return (numbers() as unknown as number[])[0] ?? 0; // RTS1203: an array, typed array or string
}

function pattern(n: number): number {
  const a = n;
  const name = "a" as string;
  const { [name]: b } = { a } as unknown as { [k: string]: number; a: number }; // RTS1101: a computed property name
  return a + (b ?? 0);
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return holes();
    case 1:
      return compared("a", "b");
    case 3:
      field(new Account());
      return 0;
    case 4:
      return asArray();
    default:
      return pattern(argv.length);
  }
}
