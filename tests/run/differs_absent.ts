// differs: using an absent element, writing beyond the end and leaving out an initialisation raise where they happen
// | error
// | error
// | error
// | error
// | 3 true
// | true
// Elements out of range.

function attempt(f: () => number): void {
  try {
    console.log(f());
  } catch (e) {
    console.log("error");
  }
}

export function entryPoint(): number {
  const xs = [1, 2, 3];
  attempt(() => xs[3]! + 1);
  attempt(() => xs[-1]! + 1);
  attempt(() => {
    xs[7] = 1;
    return xs.length;
  });
  const fs = [0.5];
  attempt(() => fs[1]! * 2);
  console.log(xs.length, xs[3] === undefined);
  const m = new Map<string, number>();
  console.log(m.get("x") === undefined);
  return 0;
}
