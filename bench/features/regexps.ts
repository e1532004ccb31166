// Regular expressions as interpreters and tools use them: literals, which have functions of their own in the binary,
// and one that is made at run time.

const LINE = "let count = 10 + (width * 25) - foo(bar, 3.5); // The end\n";
const TEXT = LINE.repeat(4000);
const TOKEN =
  /(?<space>\s+)|(?<comment>\/\/[^\n]*)|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|(?<mark>[-+*/=();,])/y;
const NAMES = [
  "width",
  "x",
  "9lives",
  "snake_case",
  "with space",
  "kebab-case",
  "CamelCase",
  "trailing1 ",
  "",
  "_",
];

/** A lexer: sticky alternatives with names. */
export function lexer(): number {
  let sum = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < TEXT.length) {
    const m = TOKEN.exec(TEXT);
    if (m === null) return -1;
    if (m[4] !== undefined) sum += m[4].length;
    else if (m[3] !== undefined) sum += 100;
    else sum++;
  }
  return sum;
}

export function matchWords(): number {
  return TEXT.match(/\w+/g)!.length;
}

export function replaceGroups(): number {
  return TEXT.replace(/(\w+) ([-+*=]) /g, "$2 $1 ").length;
}

export function splitLines(): number {
  let n = 0;
  for (const line of TEXT.split(/;?\s*\n|\s+/)) n += line.length;
  return n;
}

/** An anchored test of many short strings. */
export function testNames(): number {
  let n = 0;
  for (let i = 0; i < 200000; i++) if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(NAMES[i % NAMES.length]!)) n++;
  return n;
}

/** Each `a` can be one of two, and none of the ways leads to the end. */
export function backtracking(): number {
  return /^(?:a|ab|b|ba)*c$/.test("abba".repeat(9)) ? 1 : 0;
}

export function anyCase(): number {
  return TEXT.match(/count|THE|fOO/gi)!.length;
}

export function unicodeWords(): number {
  return "naïve café — 😀 Straße, ἀρχή и мир. ".repeat(3000).match(/\p{L}+|[😀-😎]/gu)!.length;
}

const QUOTED = `say "one \\"two\\" three" and 'four' then "five";`.repeat(3000);

export function quotedStrings(): number {
  let n = 0;
  for (const m of QUOTED.matchAll(/"((?:[^"\\]|\\.)*)"/g)) n += m[1]!.length;
  return n;
}

const MADE = ["\\b\\w+", "\\d+\\.\\d*"];

/** Patterns that only the running program knows. */
export function runTimePattern(): number {
  let n = 0;
  for (let i = 0; i < MADE.length; i++) n += TEXT.match(new RegExp(`(${MADE[i]!})`, "g"))!.length;
  return n;
}
