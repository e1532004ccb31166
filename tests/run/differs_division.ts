// differs typed: integer division and remainder by zero raise instead of giving Infinity and NaN
// | 0 3
// | RangeError
// | RangeError
// | RangeError
// | 3.5 Infinity
// Division by zero.

function attempt(f: () => number): void {
  try {
    console.log(f());
  } catch (e) {
    console.log(e instanceof RangeError ? "RangeError" : "other");
  }
}

export function entryPoint(): number {
  let zero = 1;
  zero--;
  console.log((7 / zero) | 0, (7 / (zero + 2)) | 0);
  attempt(() => 7 % zero);
  attempt(() => Math.floor(7 / zero));
  attempt(() => Math.trunc(7 / zero));
  console.log(7 / 2, 7 / zero);
  return 0;
}
