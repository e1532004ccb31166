// Writes rlib/core/unicode-data.ts: what Node knows of characters, packed into strings, so that the binary needs no
// library for it. Run again when the Node of package.json changes: node tests/tools/write-unicode.ts

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./repository.ts";

const LAST = 0x10ffff;
const isSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdfff;

/** Runs of characters with a common difference to what they are mapped to: start, length, step, difference. */
function runs(map: (c: number) => number): number[][] {
  const out: number[][] = [];
  for (let c = 0x80; c <= LAST; c++) {
    if (isSurrogate(c)) continue;
    const difference = map(c) - c;
    if (difference === 0) continue;
    const run = out.at(-1);
    const [start = 0, count = 0, step = 0, d = 0] = run ?? [];
    const gap = c - (start + (count - 1) * step);
    if (run !== undefined && d === difference && (count === 1 ? gap <= 2 : gap === step)) {
      run[1] = count + 1;
      run[2] = gap;
    } else out.push([c, 1, 1, difference]);
  }
  return out;
}

/** 64 characters that need no escape: five bits of a number each, and whether more follow. */
const DIGITS = Array.from({ length: 65 }, (_, i) => String.fromCharCode(35 + i)).filter((c) => c !== "\\");

/** Numbers as text, each as its difference from the one before it, the lowest five bits first, the sign in the first. */
function packed(numbers: readonly number[]): string {
  let last = 0;
  let out = "";
  for (const n of numbers) {
    const d = n - last;
    let rest = d < 0 ? -2 * d + 1 : 2 * d;
    do {
      out += DIGITS[(rest & 31) + (rest > 31 ? 32 : 0)] ?? "";
      rest >>= 5;
    } while (rest > 0);
    last = n;
  }
  return out;
}

/** Four columns, one after the other: each changes little. */
function columns(rows: readonly number[][]): string {
  return [0, 1, 2, 3].map((i) => packed(rows.map((r) => r[i] ?? 0))).join(" ");
}

function literal(text: string): string {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const body = units
    .map((u) =>
      u >= 0x20 && u < 0x7f && u !== 0x22 && u !== 0x5c
        ? String.fromCharCode(u)
        : `\\u${u.toString(16).padStart(4, "0")}`,
    )
    .join("");
  return `"${body}"`;
}

const single = (s: string, c: number): number =>
  Array.from(s).length === 1 ? (s.codePointAt(0) as number) : c;
const mapping =
  (f: (s: string) => string) =>
  (c: number): number =>
    single(f(String.fromCodePoint(c)), c);

/** Characters whose mapping has several: pairs of the character and its mapping, separated by NUL. */
function special(f: (s: string) => string): string {
  const out: string[] = [];
  for (let c = 0x80; c <= LAST; c++) {
    if (isSurrogate(c)) continue;
    const s = String.fromCodePoint(c);
    const mapped = f(s);
    if (Array.from(mapped).length > 1) out.push(`${s}${mapped}\0`);
  }
  return `\0${out.join("")}`;
}

/** Where membership begins and ends, alternately. */
function borders(source: string): number[] {
  const test = new RegExp(`^${source}$`, "u");
  const out: number[] = [];
  let inside = false;
  for (let c = 0; c <= LAST; c++) {
    const now = test.test(String.fromCodePoint(c));
    if (now !== inside) out.push(c);
    inside = now;
  }
  if (inside) out.push(LAST + 1);
  return out;
}

/** Simple case folding as /iu has it, found by asking: of each character with case, the least equivalent one. */
function folding(): (c: number) => number {
  const candidates = new Map<number, number[]>();
  for (let c = 0; c <= LAST; c++) {
    if (isSurrogate(c)) continue;
    const s = String.fromCodePoint(c);
    for (const other of [
      s.toLowerCase(),
      s.toUpperCase(),
      s.toUpperCase().toLowerCase(),
      s.toLowerCase().toUpperCase(),
    ]) {
      const o = single(other, c);
      if (o !== c) candidates.set(o, [...(candidates.get(o) ?? []), c]);
      if (o !== c) candidates.set(c, [...(candidates.get(c) ?? []), o]);
    }
  }
  const fold = new Map<number, number>();
  for (const [c, others] of candidates) {
    const self = new RegExp(`^\\u{${c.toString(16)}}$`, "iu");
    const near = new Set([c, ...others, ...others.flatMap((o) => candidates.get(o) ?? [])]);
    const equal = [...near].filter((o) => self.test(String.fromCodePoint(o)));
    fold.set(c, Math.min(...equal));
  }
  return (c) => fold.get(c) ?? c;
}

// prettier-ignore
const CATEGORIES = ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn"];
const PROPERTIES = ["Alphabetic", "Lowercase", "Uppercase", "ID_Start", "ID_Continue"];

const table = (name: string, doc: string, text: string): string =>
  `/** ${doc} */\nexport function ${name}(): string {\n  return ${literal(text)};\n}\n`;
const properties = [...CATEGORIES, ...PROPERTIES].map((p) => [p, packed(borders(`\\p{${p}}`))] as const);
const upper = (s: string): string => s.toUpperCase();
const lower = (s: string): string => s.toLowerCase();
const text = `// Written by tests/tools/write-unicode.ts; do not edit. Unicode as Node ${process.versions["unicode"] ?? ""} has it.
// Numbers are differences in digits of 5 bits, as unpack in unicode.ts reads them.

${table("upperRuns", "Runs of characters and what to add: columns of first, count, step, difference.", columns(runs(mapping(upper))))}
${table("lowerRuns", "The same for lower case.", columns(runs(mapping(lower))))}
${table("foldRuns", "The same for comparing without case, as regular expressions with the flags i and u do.", columns(runs(folding())))}
${table("upperSpecial", "Characters with several characters as upper case: character, mapping, NUL.", special(upper))}
${table("casedBorders", "Where characters that have case begin and end.", packed(borders(String.raw`[\p{Lt}\p{Lowercase}\p{Uppercase}]`)))}
${table("ignorableBorders", "Where characters begin and end that the rule for the final sigma skips.", packed(borders(String.raw`\p{Case_Ignorable}`)))}
/** Where the characters of a category or property begin and end; empty if it is not known. */
export function propertyBorders(name: string): string {
${properties.map(([p, t]) => `  if (name === "${p}") return ${literal(t)};`).join("\n")}
  return "";
}
`;
writeFileSync(join(ROOT, "rlib/core/unicode-data.ts"), text);
