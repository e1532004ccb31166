// Arrays: growth, stores, append by index, methods with callbacks, nested arrays, sorting.

export function entryPoint(): number {
  const xs: number[] = [];
  for (let i = 0; i < 20; i++) xs.push(i * i);
  console.log(xs.length, xs[0], xs[19], xs.indexOf(81), xs.includes(82));
  xs[5] = -1;
  xs[xs.length] = 1000;
  xs.length = 12;
  console.log(xs.join(), xs.length);
  console.log(xs.slice(2, 5).join(" "), xs.slice(-3).join(" "), xs.concat([1, 2]).length);
  console.log(xs.map((x) => x + 1).join(), xs.filter((x) => x % 2 === 0).join());
  console.log(
    xs.reduce((a, x) => a + x, 0),
    xs.some((x) => x < 0),
    xs.every((x) => x < 0),
  );
  console.log(
    xs.find((x) => x > 50) ?? -1,
    xs.findIndex((x) => x > 50),
    xs.lastIndexOf(4),
  );
  xs.reverse();
  console.log(xs.join());
  xs.sort((a, b) => a - b);
  console.log(xs.join(), xs.shift(), xs.pop(), xs.unshift(7), xs[0]);
  console.log(xs.splice(1, 2).join(), xs.join());
  const grid: number[][] = [];
  for (let y = 0; y < 3; y++) {
    const row: number[] = [];
    for (let x = 0; x < 4; x++) row.push(x * y);
    grid.push(row);
  }
  grid[1]![2]! += 100;
  console.log(grid.map((r) => r.join(",")).join(";"));
  const names = ["delta", "alpha", "charlie", "bravo"];
  names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  console.log(names.join(" "));
  const fs = [0.5, 1.5, 2.25];
  fs[1]! *= 2;
  console.log(fs.join(), fs.length);
  const flags = [true, false, true];
  console.log(flags.filter((f) => f).length, flags.join());
  const filled = new Array<number>(4).fill(7);
  console.log(filled.join(), filled.length);
  let text = "";
  xs.forEach((x, i) => {
    text += `${i}:${x} `;
  });
  console.log(text);
  const [a, b] = [3, 4];
  let p = 1;
  let q = 2;
  [p, q] = [q, p];
  console.log(a, b, p, q);
  return 0;
}
