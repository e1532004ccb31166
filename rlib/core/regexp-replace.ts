// `replace` and `replaceAll` of a regular expression; ECMAScript, sections 22.2.6.11 and 22.1.3.19.1.

import { added, appended, textRoom } from "./building.ts";
import { TypeError } from "./errors.ts";
import { allMatches, groupOf, type RegExp } from "./regexp.ts";
import type { Program } from "./regexp-compile.ts";
import type { Matcher } from "./regexp-match.ts";

/** What to put for a match: texts, and between them parts of the match. GetSubstitution: `$1`, `$<name>`, `$&` … */
class Template {
  readonly texts: string[] = [];
  /** After each text: a group, or one of these; after the last one nothing. */
  readonly parts: number[] = [];

  constructor(by: string, program: Program) {
    let next = by.indexOf("$");
    let from = 0;
    while (next >= 0 && next + 1 < by.length) {
      const [part, size] = partAt(by, next, program);
      if (size === 0) next = by.indexOf("$", next + 1);
      else {
        this.texts.push(by.slice(from, next));
        this.parts.push(part);
        from = next + size;
        next = by.indexOf("$", from);
      }
    }
    this.texts.push(by.slice(from));
  }

  put(m: Matcher, out: string): string {
    const { texts, parts } = this;
    const { text, registers } = m;
    let whole = appended(out, texts[0]!);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part >= 0) whole = withGroup(whole, m, part);
      else if (part === BEFORE) whole = added(whole, text, 0, registers[0]!);
      else if (part === AFTER) whole = added(whole, text, registers[1]!, text.length);
      else if (part === DOLLAR) whole = appended(whole, "$");
      whole = appended(whole, texts[i + 1]!);
    }
    return whole;
  }
}

function withGroup(text: string, m: Matcher, group: number): string {
  const from = m.registers[group << 1]!;
  return from < 0 ? text : added(text, m.text, from, m.registers[(group << 1) | 1]!);
}

const BEFORE = -1;
const AFTER = -2;
const DOLLAR = -3;
const NOTHING = -4;

/** What the `$` at a place stands for, and how many units it takes: none if it is itself. */
function partAt(by: string, at: number, program: Program): [number, number] {
  const c = by.charCodeAt(at + 1);
  if (c === 36) return [DOLLAR, 2];
  if (c === 38) return [0, 2];
  if (c === 96) return [BEFORE, 2];
  if (c === 39) return [AFTER, 2];
  if (c >= 48 && c <= 57) {
    const n = groupNumber(by, at + 1, program.groups);
    return n === 0 ? [0, 0] : [n, n > 9 || c === 48 ? 3 : 2];
  }
  if (c !== 60 || !program.hasNames) return [0, 0];
  const end = by.indexOf(">", at);
  if (end < 0) return [0, 0];
  const n = program.names.indexOf(by.slice(at + 2, end));
  return [n > 0 ? n : NOTHING, end + 1 - at];
}

/** One or two digits that are the number of a group; else 0. */
function groupNumber(by: string, at: number, groups: number): number {
  const one = by.charCodeAt(at) - 48;
  const second = at + 1 < by.length ? by.charCodeAt(at + 1) - 48 : -1;
  const two = second >= 0 && second <= 9 ? one * 10 + second : -1;
  if (two > 0 && two < groups) return two;
  return one < groups ? one : 0;
}

/** @perCallSite */
function replaced(s: string, r: RegExp, by: (m: Matcher, out: string) => string): string {
  let out = "";
  let isFound = false;
  let from = 0;
  const put = (m: Matcher): boolean => {
    if (!isFound) out = textRoom(s.length);
    isFound = true;
    out = added(out, s, from, m.registers[0]!);
    from = m.registers[1]!;
    out = by(m, out);
    return true;
  };
  if (r.global) allMatches(r, s, put);
  else {
    const m = r.find(s);
    if (m !== null) put(m);
  }
  return isFound ? added(out, s, from, s.length) : s;
}

function needGlobal(r: RegExp): void {
  if (!r.global) throw new TypeError("replaceAll must be called with a global RegExp");
}

export function string_replaceRegExp(s: string, r: RegExp, by: string): string {
  if (!by.includes("$")) return replaced(s, r, (_m, out) => appended(out, by));
  const template = new Template(by, r.program);
  return replaced(s, r, (m, out) => template.put(m, out));
}

export function string_replaceAllRegExp(s: string, r: RegExp, by: string): string {
  needGlobal(r);
  return string_replaceRegExp(s, r, by);
}

/** The group that a parameter of a function stands for; one that the expression does not have would be the place. */
function given(m: Matcher, i: number): string | undefined {
  if (i >= m.program.groups) throw new TypeError("a function for replace with more parameters than groups");
  return groupOf(m, i);
}

/** @perCallSite */
export function string_replaceRegExpBy1(s: string, r: RegExp, by: (found: string) => string): string {
  return replaced(s, r, (m, out) => appended(out, by(groupOf(m, 0)!)));
}
/** @perCallSite */
export function string_replaceRegExpBy2(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined) => string,
): string {
  return replaced(s, r, (m, out) => appended(out, by(groupOf(m, 0)!, given(m, 1))));
}
/** @perCallSite */
export function string_replaceRegExpBy3(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined, b: string | undefined) => string,
): string {
  return replaced(s, r, (m, out) => appended(out, by(groupOf(m, 0)!, given(m, 1), given(m, 2))));
}
/** @perCallSite */
export function string_replaceRegExpBy4(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined, b: string | undefined, c: string | undefined) => string,
): string {
  return replaced(s, r, (m, out) => appended(out, by(groupOf(m, 0)!, given(m, 1), given(m, 2), given(m, 3))));
}

/** @perCallSite */
export function string_replaceAllRegExpBy1(s: string, r: RegExp, by: (found: string) => string): string {
  needGlobal(r);
  return string_replaceRegExpBy1(s, r, by);
}
/** @perCallSite */
export function string_replaceAllRegExpBy2(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined) => string,
): string {
  needGlobal(r);
  return string_replaceRegExpBy2(s, r, by);
}
