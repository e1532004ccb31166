// Generic code that would need endlessly many instances.

function depth<T>(x: T, n: number): number { // RTS1104: instances of `depth`
  return n === 0 ? 0 : 1 + depth<T[]>([x], n - 1);
}

class Nest<T> { // RTS1104: instances of `Nest`
  readonly v: T;
  constructor(v: T) {
    this.v = v;
  }
  wrap(n: number): number {
    return n === 0 ? 0 : 1 + new Nest<Nest<T>>(this).wrap(n - 1);
  }
}

function nested(n: number): number {
  return new Nest(n).wrap(n);
}

export function entryPoint(argv: string[]): number {
  return argv.length > 1 ? depth(argv, 3) : nested(2);
}
