// Operations on values they are not defined for. TypeScript accepts each because of a cast.

function minus(s: string): number {
  return (s as unknown as number) - 1; // RTS1203: a string where a number is needed
}

function plus(list: string[]): number {
  return 1 + (list as unknown as number); // RTS1203: an array where a number is needed
}

function less(s: string, n: number): boolean {
  return (s as unknown as number) < n; // RTS1203: a number where
}

function index(list: string[]): string {
  return list["key" as unknown as number] ?? ""; // RTS1202: `key` of an array
}

function instance(list: unknown): boolean {
  return list instanceof Date; // RTS1203: `instanceof` a value that is not the name of a class
}

function print(list: string[]): void {
  console.log(list); // RTS1203: an array where a string, number, bigint or boolean is needed
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return minus("a");
    case 1:
      return plus(argv);
    case 2:
      return less("a", argv.length) ? 1 : 0;
    case 3:
      return index(argv).length;
    case 4:
      return instance(argv) ? 1 : 0;
    default:
      print(argv);
      return 0;
  }
}
