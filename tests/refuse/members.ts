// Members that what is stored in a place does not have.

class Counter {
  total = 1;
  getTotal(): number {
    return this.total;
  }
}

interface Misspelt {
  totl: number;
  getTotl(): number;
}

function field(c: Misspelt): number {
  return c.totl; // RTS1202: `totl` of a Counter
}

function method(c: Misspelt): number {
  return c.getTotl(); // RTS1202: `getTotl` of a Counter
}

export function entryPoint(argv: string[]): number {
  const counter = new Counter() as unknown as Misspelt;
  switch (argv.length) {
    case 0:
      return field(counter);
    default:
      return method(counter);
  }
}
