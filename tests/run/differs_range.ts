// differs typed: an int beyond 2^53 raises instead of rounding
// | 9007199254740991
// | RangeError
// | RangeError
// | RangeError
// | done
// Ints that leave the safe range.

function name(e: unknown): string {
  return e instanceof RangeError ? "RangeError" : "other";
}
function attempt(f: () => number): void {
  try {
    console.log(f());
  } catch (e) {
    console.log(name(e));
  }
}

export function entryPoint(): number {
  let big = 9007199254740990;
  attempt(() => big + 1);
  attempt(() => big + 2);
  attempt(() => big * 2);
  attempt(() => -big - 5);
  big = 0;
  console.log("done");
  return 0;
}
