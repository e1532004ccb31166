// Loops over arrays of booleans and ints: sieve, matrix product, string building, sorting by hand.

export function entryPoint(): number {
  const n = 2000;
  const composite: boolean[] = [];
  for (let i = 0; i <= n; i++) composite.push(false);
  const primes: number[] = [];
  for (let i = 2; i <= n; i++) {
    if (composite[i]!) continue;
    primes.push(i);
    for (let j = i * i; j <= n; j += i) composite[j] = true;
  }
  console.log(primes.length, primes[100], primes[primes.length - 1]);
  const size = 8;
  const a: number[][] = [];
  const b: number[][] = [];
  for (let i = 0; i < size; i++) {
    const ra: number[] = [];
    const rb: number[] = [];
    for (let j = 0; j < size; j++) {
      ra.push(i + j);
      rb.push(i === j ? 0.5 : 0);
    }
    a.push(ra);
    b.push(rb);
  }
  let trace = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let s = 0;
      for (let k = 0; k < size; k++) s += a[i]![k]! * b[k]![j]!;
      if (i === j) trace += s;
    }
  console.log(trace);
  const xs: number[] = [];
  let seed = 12345;
  for (let i = 0; i < 50; i++) {
    seed = (seed * 16807 + 12345) % 2147483647;
    xs.push(seed % 1000);
  }
  for (let i = 1; i < xs.length; i++) {
    const x = xs[i]!;
    let j = i - 1;
    while (j >= 0 && xs[j]! > x) {
      xs[j + 1] = xs[j]!;
      j--;
    }
    xs[j + 1] = x;
  }
  console.log(xs.join(" "));
  return 0;
}
