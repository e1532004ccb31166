// sort puts undefined last and never asks the comparator about it.

class P {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

function show(a: (number | undefined)[]): string {
  return a.map((x) => (x === undefined ? "-" : `${x}`)).join(" ");
}

export function entryPoint(): number {
  const a: (number | undefined)[] = [3, undefined, 1, undefined, 2];
  let asked = 0;
  a.sort((x, y) => {
    if (x === undefined || y === undefined) asked++;
    return (x ?? 5) - (y ?? 5);
  });
  console.log(show(a), asked);
  const words: (string | undefined)[] = [undefined, "zebra", undefined, "undead", "unit", "apple"];
  console.log(
    words
      .sort()
      .map((w) => w ?? "-")
      .join(" "),
  );
  console.log(show([undefined, undefined].sort()), show([7].sort()), show([10, 9, undefined, 1].sort()));
  const points: (P | null | undefined)[] = [new P(2), undefined, null, new P(1)];
  points.sort((p, q) => (p?.n ?? 9) - (q?.n ?? 9));
  console.log(points.map((p) => (p === undefined ? "undefined" : p === null ? "null" : `${p.n}`)).join(" "));
  const mixed: (number | string | undefined)[] = ["b", undefined, 2.5, "a", 10];
  console.log(
    mixed
      .sort()
      .map((x) => `${x}`)
      .join(" "),
  );
  console.log(
    a.toSorted((x, y) => (y ?? 0) - (x ?? 0)).length,
    show(a.toSorted((x, y) => (y ?? 0) - (x ?? 0))),
  );
  return 0;
}
