// Captured variables that change live in cells, others are copied; two closures called in one place get adapters.

function counter(step: number): () => number {
  let n = 0;
  return () => {
    n += step;
    return n;
  };
}

export function entryPoint(argv: string[]): number {
  const twice = counter(2);
  const f = argv.length > 1 ? twice : () => 7;
  return f() + twice();
}
