// Misspelt and misplaced hints.

/** @elidabel */ // RTS1401: the tag `@elidabel`
function misspelt(n: number): number {
  return n;
}

/** @quasiImmutable */ // RTS1401: the tag `@quasiImmutable`
function misplaced(n: number): number {
  return n;
}

/** @returns a number: documentation is no hint */
function documented(n: number): number {
  return n;
}

export function entryPoint(argv: string[]): number {
  const n = argv.length;
  if (n === 1) return misspelt(n);
  return n === 2 ? misplaced(n) : documented(n);
}
