// Methods of strings and arrays beyond the first ones: searches from the end, copies, replacements, splitting.

declare global {
  interface String {
    isWellFormed(): boolean;
    toWellFormed(): string;
  }
}

function show(label: string, value: string): void {
  console.log(label, `[${value}]`);
}

function strings(): void {
  const s = "héllo, wörld, lo";
  show("at", `${s.at(1)} ${s.at(-1)} ${s.at(99)}`);
  show(
    "lastIndexOf",
    `${s.lastIndexOf("lo")} ${s.lastIndexOf("lo", 5)} ${s.lastIndexOf("", 3)} ${s.lastIndexOf("h", -5)}`,
  );
  show("endsWith", `${s.endsWith("lo")} ${s.endsWith("llo", 5)} ${s.endsWith("", 0)} ${s.endsWith("x", -1)}`);
  show("concat", "a".concat("b", "c", "d") + "x".concat());
  show(
    "split",
    `${s.split(", ").join("|")} ${s.split(", ", 2).join("|")} ${s.split("").length} ${s.split("", 3).join("|")} ${s.split(",", 0).length}`,
  );
  show("replace", "aXbX".replace("X", "[$&$$$`$'$1$]") + "abc".replace("", "-") + "abc".replace("z", "-"));
  show(
    "replaceAll",
    "aXbX".replaceAll("X", "<$&>") + "abc".replaceAll("", "-") + "aaa".replaceAll("aa", "b$"),
  );
  show(
    "replace with a function",
    "one two one".replace("one", (m, at, all) => `${m.toUpperCase()}${at}${all.length}`),
  );
  show(
    "replaceAll with a function",
    "one two one".replaceAll("one", (m) => m + m),
  );
  show(
    "well formed",
    `${"a\ud800b".isWellFormed()} ${"😀".isWellFormed()} ${"a\ud800b".toWellFormed().charCodeAt(1)}`,
  );
  show("codes", String.fromCharCode(72, 105, 0x20ac) + String.fromCodePoint(0x1f600, 33));
  show("radix", `${(255).toString(16)} ${(0.5).toString(2)} ${(-7.25).toString(3)}`);
}

function searches(): void {
  const a = [5, 12, 8, 130, 44, 8];
  show(
    "findLast",
    `${a.findLast((x) => x > 45)} ${a.findLast((x) => x > 450)} ${a.findLastIndex((x) => x === 8)}`,
  );
  show("includes", `${a.includes(8, 3)} ${a.includes(5, 1)} ${a.includes(8, -1)}`);
  show(
    "lastIndexOf",
    `${a.lastIndexOf(8)} ${a.lastIndexOf(8, 4)} ${a.lastIndexOf(8, -2)} ${a.lastIndexOf(5, -7)}`,
  );
  show(
    "reduce",
    `${a.reduce((x, y) => x + y)} ${["a", "b", "c"].reduceRight((x, y) => x + y)} ${a.reduceRight((x, y) => `${x}${y}`, "")}`,
  );
  try {
    console.log([1].slice(1).reduce((x, y) => x + y));
  } catch (e) {
    console.log(e instanceof TypeError);
  }
}

function copies(): void {
  const a = [3, 20, 100, 1];
  show("toSorted", `${a.toSorted().join()} ${a.toSorted((x, y) => x - y).join()} ${a.join()}`);
  show("toReversed", `${a.toReversed().join()} ${a.join()}`);
  show("with", `${a.with(-1, 7).join()} ${a.with(0, 9).join()}`);
  show(
    "toSpliced",
    `${a.toSpliced(1, 2).join()} ${a.toSpliced(1, 0, 7, 8).join()} ${a.toSpliced(-1).join()}`,
  );
  const b = [1, 2, 3, 4, 5];
  show(
    "splice",
    `${b.splice(1, 2, 10, 11, 12).join()} ${b.join()} ${b.splice(-2, 1, 99).join()} ${b.join()}`,
  );
  show(
    "copyWithin",
    `${[1, 2, 3, 4, 5].copyWithin(0, 3).join()} ${[1, 2, 3, 4, 5].copyWithin(1, 0, 3).join()}`,
  );
  show("flat", [[1, 2], [3], []].flat().join());
  show("flatMap", a.flatMap((x) => [x, x * 2]).join());
  show("concat", `${a.concat([1], [2, 3]).join()} ${a.concat().length}`);
  const u = [3];
  show("unshift", `${u.unshift(1, 2)} ${u.join()}`);
  show("sort", `${["b", "a", "C"].sort().join()} ${[10, 9, 1].sort().join()} ${[2.5, 10.5].sort().join()}`);
}

function typed(): void {
  const t = new Uint8Array([1, 2, 3, 250]);
  show("typed", `${t.at(-1)} ${t.indexOf(3)} ${t.lastIndexOf(9)} ${t.includes(250)} ${t.join("-")}`);
  show("reverse", `${t.reverse().join()} ${t.copyWithin(0, 2).join()}`);
  show(
    "each",
    `${t.some((x) => x > 200)} ${t.every((x) => x > 1)} ${t.findIndex((x) => x === 1)} ${t.reduce((x, y) => x + y, 0)}`,
  );
  t.forEach((x, i) => {
    if (i === 0) console.log(x);
  });
}

function typedCopies(): void {
  const t = new Int32Array([5, -3, 100, 7]);
  show("slice", `${t.slice(1, 3).join()} ${t.slice(-1).join()} ${t.slice(2, 1).length} ${t.slice().join()}`);
  show("map", `${t.map((x) => x * 2).join()} ${t.filter((x) => x > 5).join()} ${t.join()}`);
  show("sort", `${t.toSorted().join()} ${t.toReversed().join()} ${t.sort((x, y) => y - x).join()}`);
  show("floats", new Float64Array([0, NaN, -0, 2.5, -1]).sort().join());
}

export function entryPoint(_argv: string[]): number {
  strings();
  searches();
  copies();
  typed();
  typedCopies();
  return 0;
}
