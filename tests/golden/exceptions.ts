// Operations that may raise end their block inside try; finally is built once for each way out.

function risky(n: number): number {
  if (n > 2) throw new RangeError("too much");
  return n;
}

export function entryPoint(argv: string[]): number {
  let log = 0;
  try {
    log = risky(argv.length);
  } catch (e) {
    if (e instanceof TypeError) return 1;
    log = -1;
  } finally {
    log += 10;
  }
  return log;
}
