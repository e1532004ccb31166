// Library methods that call back: exceptions through them, nested calls, captured accumulators, methods as arguments.

class Counter {
  hits = 0;
  touch(n: number): number {
    this.hits += n;
    return this.hits;
  }
}

export function entryPoint(): number {
  const c = new Counter();
  console.log([1, 2, 3].map((n) => c.touch(n)).join(), c.hits);
  const nested = [1, 2].map((a) => [10, 20].map((b) => a * b).join("-"));
  console.log(nested.join(" "));
  let seen = 0;
  try {
    [1, 2, 3].forEach((x) => {
      seen++;
      if (x === 2) throw new RangeError("stop");
    });
  } catch (e) {
    console.log(e instanceof RangeError ? e.message : "?", seen);
  }
  const words = ["pear", "fig", "banana"];
  words.sort((a, b) => a.length - b.length);
  console.log(words.join(), words.map((w, i) => `${i}${w}`).join());
  const total = words.reduce((n, w) => n + w.length, 0);
  console.log(
    total,
    words.reduce((s, w) => s + w.charAt(0), ""),
  );
  const m = new Map<string, number>();
  m.set("a", 1);
  m.set("b", 2);
  let sum = 0;
  m.forEach((v, k) => {
    sum += v + k.length;
  });
  console.log(sum);
  return 0;
}
