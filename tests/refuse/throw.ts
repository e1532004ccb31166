// Only errors are thrown.

class Problem {
  readonly code = 1;
}

function text(): never {
  throw "text"; // RTS1205: a string
}

function number(n: number): never {
  throw n; // RTS1205: a number
}

function object(): never {
  throw new Problem(); // RTS1205: a Problem
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return text();
    case 1:
      return number(1);
    case 2:
      return object();
    default:
      throw new RangeError("this is how");
  }
}
