// Sets of characters for regular expressions: lists of borders, members begin at even places. Categories and properties
// by their names; ECMAScript, sections 22.2.1 and 22.2.2.

import { propertyTable } from "./unicode.ts";

export const LAST_CODE = 0x10ffff;

export function digits(): number[] {
  return [48, 58];
}

/** Letters of words; with the flags i and u also those that are the same as one of them without case. */
export function wordSet(folded: boolean): number[] {
  if (folded) return [48, 58, 65, 91, 95, 96, 97, 123, 0x17f, 0x180, 0x212a, 0x212b];
  return [48, 58, 65, 91, 95, 96, 97, 123];
}

export function spaces(): number[] {
  return [
    9, 14, 32, 33, 160, 161, 0x1680, 0x1681, 0x2000, 0x200b, 0x2028, 0x202a, 0x202f, 0x2030, 0x205f, 0x2060,
    0x3000, 0x3001, 0xfeff, 0xff00,
  ];
}

/** What is in neither. */
export function complement(set: number[]): number[] {
  const out: number[] = [];
  if (set.length === 0 || set[0]! !== 0) out.push(0);
  for (let i = 0; i < set.length; i++) if (set[i]! !== 0) out.push(set[i]!);
  if (out.at(-1)! === LAST_CODE + 1) out.pop();
  else out.push(LAST_CODE + 1);
  return out;
}

/** Pairs of borders in any order, overlapping or not, as a set. */
export function normalized(pairs: number[]): number[] {
  const order: number[] = [];
  for (let i = 0; i < pairs.length; i += 2) order.push(i);
  order.sort((x, y) => pairs[x]! - pairs[y]!);
  const out: number[] = [];
  let end = -1;
  for (const i of order) {
    const from = pairs[i]!;
    const to = pairs[i + 1]!;
    if (from > end) {
      out.push(from);
      out.push(to);
      end = to;
    } else if (to > end) {
      out[out.length - 1] = to;
      end = to;
    }
  }
  return out;
}

/** 1 for those of the first 256 characters that are between the pairs of borders. */
export function tableOf(pairs: number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < pairs.length; i += 2)
    for (let c = pairs[i]!; c < pairs[i + 1]! && c < 256; c++) table[c] = 1;
  return table;
}

export function lineEnds(): number[] {
  return [10, 11, 13, 14, 0x2028, 0x202a];
}

/** Have two sets no character in common? */
export function areApart(a: number[], b: number[]): boolean {
  let i = 0;
  let k = 0;
  while (i < a.length && k < b.length) {
    if (a[i]! < b[k + 1]! && b[k]! < a[i + 1]!) return false;
    if (a[i + 1]! <= b[k + 1]!) i += 2;
    else k += 2;
  }
  return true;
}

export function append(to: number[], more: number[]): void {
  for (const x of more) to.push(x);
}

function longNames(): string[] {
  return "Letter L,Cased_Letter LC,Uppercase_Letter Lu,Lowercase_Letter Ll,Titlecase_Letter Lt,Modifier_Letter Lm,Other_Letter Lo,Mark M,Nonspacing_Mark Mn,Spacing_Mark Mc,Enclosing_Mark Me,Number N,Decimal_Number Nd,Letter_Number Nl,Other_Number No,Punctuation P,Symbol S,Math_Symbol Sm,Currency_Symbol Sc,Modifier_Symbol Sk,Other_Symbol So,Separator Z,Space_Separator Zs,Other C,Control Cc,Format Cf,Alpha Alphabetic,Lower Lowercase,Upper Uppercase,IDS ID_Start,IDC ID_Continue".split(
    ",",
  );
}

function groupedNames(): string[] {
  return "L Lu Ll Lt Lm Lo,LC Lu Ll Lt,M Mn Mc Me,N Nd Nl No,P Pc Pd Ps Pe Pi Pf Po,S Sm Sc Sk So,Z Zs Zl Zp,C Cc Cf Cs Co Cn".split(
    ",",
  );
}

export function propertySet(given: string): number[] {
  let name = given;
  if (name.startsWith("General_Category=")) name = name.slice(17);
  else if (name.startsWith("gc=")) name = name.slice(3);
  if (name === "Any") return [0, LAST_CODE + 1];
  if (name === "ASCII") return [0, 128];
  if (name === "White_Space")
    return normalized([
      9, 14, 32, 33, 133, 134, 160, 161, 0x1680, 0x1681, 0x2000, 0x200b, 0x2028, 0x202a, 0x202f, 0x2030,
      0x205f, 0x2060, 0x3000, 0x3001,
    ]);
  for (const long of longNames()) if (long.startsWith(`${name} `)) name = long.slice(name.length + 1);
  const pairs: number[] = [];
  for (const group of groupedNames())
    if (group.startsWith(`${name} `))
      for (const one of group.slice(name.length + 1).split(" ")) append(pairs, propertyTable(one));
  if (pairs.length > 0) return normalized(pairs);
  return propertyTable(name);
}
