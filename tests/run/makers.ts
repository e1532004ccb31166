// Further functions of Array, typed arrays, Object and console: of, from, several arguments, spread, records.

function arrayof(): void {
  const a = Array.of(1, 2, 3);
  console.log(a.length);
}

function arraytoString(): void {
  console.log([1, 2].toString());
}

function arraycall(): void {
  const a: number[] = Array(3);
  a.fill(2);
  console.log(a.join());
}

function arraynewlist(): void {
  const a = new Array<number>(1, 2, 3);
  console.log(a.join());
}

function arraylengthset(): void {
  const a = [1, 2, 3];
  a.length = 1;
  console.log(a.length);
  a.length = 0;
  console.log(a.length);
}

function arrayconcatspread(): void {
  const l = [[1], [2]];
  console.log([0].concat(...l).join());
}

function arrayincludesfrom(): void {
  console.log(
    [1, 2, 1].includes(1, 1),
    [1, 2, 1].indexOf(1, 1),
    [1, 2, 1].lastIndexOf(1, 1),
    [1, 2, 1].indexOf(1, -1),
  );
}

function arraylogspread(): void {
  const l = [1, 2, 3];
  console.log(...l);
  console.log("a", ...l);
}

function arrayjoinabsent(): void {
  const a: (number | undefined)[] = [1, undefined, 2];
  console.log(a.join("-"));
}

function consolemore(): void {
  console.warn("w");
  console.info("i");
  console.debug("d");
}

function typedfind(): void {
  console.log(
    new Uint8Array([1, 2]).find((x) => x > 1),
    new Uint8Array([1, 2]).findLast((x) => x > 0),
    new Uint8Array([1, 2]).findLastIndex((x) => x > 1),
  );
}

function typedwith(): void {
  console.log(new Uint8Array([1, 2]).with(0, 9).join());
}

function typedreduce(): void {
  console.log(
    new Uint8Array([1, 2]).reduce((a, b) => a + b),
    new Uint8Array([1, 2]).reduceRight((a, b) => a - b),
    new Uint8Array([1, 2]).reduceRight((a, b) => a + b, 10),
  );
}

function typedfrom(): void {
  console.log(
    Uint8Array.from([1, 2]).join(),
    Uint8Array.of(3, 4).join(),
    Float64Array.from([1], (x) => x / 2).join(),
    Int16Array.from(new Set([1, 2])).join(),
  );
}

function typedfrom2(): void {
  console.log(Uint8Array.from({ length: 3 }, (_, i) => i * 2).join());
}

function typedtoString(): void {
  console.log(new Uint8Array([1, 2]).toString());
}

function typednewset(): void {
  console.log(new Uint8Array(new Set([1, 2])).join(), new Uint8Array().length);
}

function typedbpe(): void {
  console.log(Float64Array.BYTES_PER_ELEMENT, Uint8Array.BYTES_PER_ELEMENT);
}

function typedlastfrom(): void {
  console.log(new Uint8Array([1, 2, 1]).lastIndexOf(1, 1), new Uint8Array([1, 2, 1]).includes(1, 1));
}

function typedinstance(): void {
  const a: Uint8Array | string = process.uptime() > -1 ? new Uint8Array(2) : "x";
  if (a instanceof Uint8Array) console.log(a.length);
}

function stringvalueof(): void {
  console.log("a".valueOf());
}

function objectassign(): void {
  const r: Record<string, number> = { a: 1 };
  const more: Record<string, number> = { b: 2, a: 3 };
  const s = Object.assign(r, more);
  console.log(s["b"], r["b"], r["a"], Object.keys(r).join());
}

function objectassign2(): void {
  const words = Object.fromEntries(["x", "y"].map((w, i) => [w, i * 2] as const));
  console.log(Object.keys(words).join(), words["y"]);
}

function objectfromentries(): void {
  const r: Record<string, number> = Object.fromEntries([
    ["a", 1],
    ["b", 2],
  ]);
  console.log(Object.keys(r).join());
  const s: Record<string, number> = Object.fromEntries(new Map([["z", 1]]));
  console.log(s["z"]);
}

function objecthasown(): void {
  const r: Record<string, number> = { a: 1 };
  console.log(Object.hasOwn(r, "a"), Object.hasOwn(r, "b"));
}

function objectis(): void {
  console.log(Object.is(NaN, NaN), Object.is(0, -0), Object.is("a", "a"), Object.is(1, 1.0));
}

export function entryPoint(): number {
  arrayof();
  arraytoString();
  arraycall();
  arraynewlist();
  arraylengthset();
  arrayconcatspread();
  arrayincludesfrom();
  arraylogspread();
  arrayjoinabsent();
  consolemore();
  typedfind();
  typedwith();
  typedreduce();
  typedfrom();
  typedfrom2();
  typedtoString();
  typednewset();
  typedbpe();
  typedlastfrom();
  typedinstance();
  stringvalueof();
  objectassign();
  objectassign2();
  objectfromentries();
  objecthasown();
  objectis();
  return 0;
}
