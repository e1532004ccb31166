// Upper and lower case of all of Unicode, and the tables that regular expressions need. The tables are what Node says
// (unicode-data.ts); ECMAScript's toLowerCase and toUpperCase follow the Unicode Standard, section 3.13, without locale.

import { latin1_lower, latin1_upper } from "./low/strings.ts";
import type { Str } from "./low/intrinsics.ts";
import {
  casedBorders,
  ignorableBorders,
  lowerRuns,
  propertyBorders,
  upperRuns,
  upperSpecial,
} from "./unicode-data.ts";

/** Numbers of a table from unit `from` up to a blank; each is written as its difference from the one before. */
export function unpack(text: string, from: number): number[] {
  const out: number[] = [];
  let last = 0;
  let i = from;
  while (i < text.length && text.charCodeAt(i) !== 32) {
    let u = 0;
    let shift = 0;
    let more = true;
    while (more) {
      const c = text.charCodeAt(i);
      const digit = c < 92 ? c - 35 : c - 36;
      u += (digit & 31) << shift;
      shift += 5;
      more = digit >= 32;
      i++;
    }
    last += (u & 1) === 1 ? -(u >> 1) : u >> 1;
    out.push(last);
  }
  return out;
}

/** How a table maps characters: runs of `counts` characters from `starts`, `steps` apart, moved by `differences`. */
export class CaseRuns {
  readonly starts: number[];
  readonly counts: number[];
  readonly steps: number[];
  readonly differences: number[];
  constructor(text: string) {
    const second = text.indexOf(" ") + 1;
    const third = text.indexOf(" ", second) + 1;
    const fourth = text.indexOf(" ", third) + 1;
    this.starts = unpack(text, 0);
    this.counts = unpack(text, second);
    this.steps = unpack(text, third);
    this.differences = unpack(text, fourth);
  }
  map(c: number): number {
    const run = lastAtMost(this.starts, c);
    if (run < 0) return c;
    const away = c - this.starts[run]!;
    const step = this.steps[run]!;
    if (away % step !== 0 || away > (this.counts[run]! - 1) * step) return c;
    return c + this.differences[run]!;
  }
}

/** Number of the last entry that is at most c; -1 if there is none. */
function lastAtMost(sorted: number[], c: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= c) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Is c between a border with an even number and the next? */
export function within(borders: number[], c: number): boolean {
  return (lastAtMost(borders, c) & 1) === 0;
}

/** The borders of a general category, a group of them, or a property; empty if it is unknown. */
export function propertyTable(name: string): number[] {
  const text = propertyBorders(name);
  return unpack(text, 0);
}

export function string_toUpperCase(s: string): string {
  const quick = latin1_upper(s as unknown as Str) as unknown as string | undefined;
  if (quick !== undefined) return quick;
  const runs = new CaseRuns(upperRuns());
  const special = upperSpecial();
  let out = "";
  for (const c of s) {
    const code = c.codePointAt(0)!;
    const at = code < 128 ? -1 : special.indexOf(`\0${c}`);
    if (at >= 0) out += special.slice(at + 2, special.indexOf("\0", at + 1));
    else if (code < 128) out += c.toUpperCase();
    else out += String.fromCodePoint(runs.map(code));
  }
  return out;
}

export function string_toLowerCase(s: string): string {
  const quick = latin1_lower(s as unknown as Str) as unknown as string | undefined;
  if (quick !== undefined) return quick;
  const runs = new CaseRuns(lowerRuns());
  let out = "";
  let i = 0;
  for (const c of s) {
    const code = c.codePointAt(0)!;
    if (code < 128) out += c.toLowerCase();
    else if (code === 0x130) out += "i\u0307";
    else if (code === 0x3a3 && isFinalSigma(s, i)) out += "\u03c2";
    else out += String.fromCodePoint(runs.map(code));
    i += c.length;
  }
  return out;
}

/** Does a letter with case stand before unit i and none behind it? What case ignores is skipped. */
function isFinalSigma(s: string, i: number): boolean {
  const cased = unpack(casedBorders(), 0);
  const ignorable = unpack(ignorableBorders(), 0);
  let before = i - 1;
  let found = false;
  while (before >= 0) {
    let c = s.charCodeAt(before);
    if ((c & 0xfc00) === 0xdc00 && before > 0 && (s.charCodeAt(before - 1) & 0xfc00) === 0xd800) {
      before--;
      c = s.codePointAt(before)!;
    }
    if (!within(ignorable, c)) {
      found = within(cased, c);
      break;
    }
    before--;
  }
  if (!found) return false;
  let after = i + 1;
  while (after < s.length) {
    const c = s.codePointAt(after)!;
    if (!within(ignorable, c)) return !within(cased, c);
    after += c > 0xffff ? 2 : 1;
  }
  return true;
}
