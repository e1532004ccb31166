// Syntax of the language that this version does not translate.

function regexp(s: string): boolean {
  return /\p{Script=Greek}/u.test(s); // RTS2101: scripts in a regular expression
}

function contains(o: object): boolean {
  return "length" in o; // RTS2101: the operator `in`
}

function lazily(): void {
  void import("node:fs"); // RTS2101: an import keyword
}

function enumerate(o: object): number {
  let n = 0;
  for (const k in o) n += k.length; // RTS2101: a `for…in` over something other than a record
  return n;
}

function decoder(): string {
  return new TextDecoder("utf-8", { fatal: true }).encoding; // RTS2101: a TextDecoder with options
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return regexp("a") ? 1 : 0;
    case 2:
      return contains(argv) ? 1 : 0;
    case 3:
      lazily();
      return 0;
    case 4:
      return decoder().length;
    default:
      return enumerate(argv);
  }
}
