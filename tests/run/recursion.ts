// Deep but finite recursion; a stack overflow that is caught as RangeError.

function depth(n: number): number {
  return n === 0 ? 0 : 1 + depth(n - 1);
}
function endless(n: number): number {
  return endless(n + 1) + 1;
}
function ackermann(m: number, n: number): number {
  if (m === 0) return n + 1;
  if (n === 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

export function entryPoint(): number {
  console.log(depth(3000), ackermann(2, 9));
  try {
    console.log(endless(0));
  } catch (e) {
    console.log(e instanceof RangeError ? "overflow" : "other");
  }
  console.log(depth(100));
  return 0;
}
