// Classes that extend what has no layout of its own.

class Listing extends Array<number> {} // RTS1103: a class that extends `Array`

class Table extends Map<string, number> {} // RTS1103: a class that extends `Map`

function mixin(): new () => { x: number } {
  return class {
    x = 1;
  };
}
class Mixed extends mixin() {} // RTS1103: a class that extends `mixin()`

class Problem extends RangeError {}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return list();
    case 1:
      return table();
    case 2:
      return mixed();
    default:
      throw new Problem("this works");
  }
}

function list(): number {
  return new Listing().length;
}

function table(): number {
  return new Table().size;
}

function mixed(): number {
  return new Mixed().x;
}
