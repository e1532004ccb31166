// RegExp, its matches, and the methods of strings that take one; ECMAScript, sections 22.2.4 to 22.2.8.

import { TypeError } from "./errors.ts";
import { checkFlags, Program } from "./regexp-compile.ts";
import { Matcher } from "./regexp-match.ts";

/** What `exec` and `match` give. `m[i]`, `m.length` and methods of arrays use `items` (frontend/flow/matches.ts). */
export class RegExpMatchArray {
  readonly items: (string | undefined)[];
  /** Absent where all matches were asked for. */
  readonly index: number | undefined;
  readonly input: string;
  readonly groups: Map<string, string | undefined> | undefined;
  constructor(
    items: (string | undefined)[],
    index: number | undefined,
    input: string,
    groups: Map<string, string | undefined> | undefined,
  ) {
    this.items = items;
    this.index = index;
    this.input = input;
    this.groups = groups;
  }
}

export class RegExpExecArray extends RegExpMatchArray {}

export class RegExp {
  readonly source: string;
  readonly flags: string;
  lastIndex = 0;
  /** Compiled when it is first used: literals and frozen expressions come without. */
  program: Program | undefined;

  constructor(pattern: string, flags = "") {
    checkFlags(pattern, flags);
    this.source = pattern === "" ? "(?:)" : escaped(pattern);
    this.flags = sortedFlags(flags);
    this.program = new Program(pattern, flags);
  }

  get global(): boolean {
    return this.flags.includes("g");
  }
  get ignoreCase(): boolean {
    return this.flags.includes("i");
  }
  get multiline(): boolean {
    return this.flags.includes("m");
  }
  get dotAll(): boolean {
    return this.flags.includes("s");
  }
  get unicode(): boolean {
    return this.flags.includes("u");
  }
  get sticky(): boolean {
    return this.flags.includes("y");
  }

  toString(): string {
    return `/${this.source}/${this.flags}`;
  }

  exec(s: string): RegExpExecArray | null {
    const m = this.find(s);
    return m === null ? null : matchOf(m);
  }

  test(s: string): boolean {
    return this.find(s) !== null;
  }

  compiled(): Program {
    const known = this.program;
    if (known !== undefined) return known;
    const made = new Program(this.source, this.flags);
    this.program = made;
    return made;
  }

  /** RegExpBuiltinExec: the matcher as it stopped, or null. */
  find(s: string): Matcher | null {
    const moves = this.global || this.sticky;
    const start = moves ? this.lastIndex : 0;
    const m = start < 0 || start > s.length ? null : search(this.compiled(), s, start, this.sticky);
    if (moves) this.lastIndex = m === null ? 0 : m.registers[1]!;
    return m;
  }
}

/** EscapeRegExpPattern: as it would stand in a literal. */
function escaped(pattern: string): string {
  let out = "";
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      out += c + pattern.charAt(i + 1);
      i++;
      continue;
    }
    if (c === "[") inClass = true;
    else if (c === "]") inClass = false;
    out += c === "/" && !inClass ? "\\/" : c === "\n" ? "\\n" : c === "\r" ? "\\r" : c;
  }
  return out;
}

function sortedFlags(flags: string): string {
  let out = "";
  for (const f of "gimsuy") if (flags.includes(f)) out += f;
  return out;
}

/** The first place from `at` on where a match can begin, or -1. */
function possibleStart(program: Program, s: string, at: number): number {
  const { first } = program;
  if (first === undefined) return at;
  for (let i = at; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c > 255 || first[c]! === 1) return i;
  }
  return -1;
}

/** The first match from a place on; registers 0 and 1 are its ends. */
function search(program: Program, s: string, start: number, sticky: boolean): Matcher | null {
  const m = new Matcher(program, s);
  const { literal } = program;
  for (let at = start; at <= s.length; at++) {
    if (literal !== "" && !sticky) {
      at = s.indexOf(literal, at);
      if (at < 0) return null;
    }
    if (!sticky) {
      at = possibleStart(program, s, at);
      if (at < 0) return null;
    }
    const end = m.matchAt(at);
    if (end >= 0) {
      m.registers[0] = at;
      m.registers[1] = end;
      return m;
    }
    if (sticky) return null;
    // With the flag u a pair of surrogates is one place.
    if (program.unicode && at + 1 < s.length && (s.charCodeAt(at) & 0xfc00) === 0xd800)
      if ((s.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at++;
  }
  return null;
}

function groupOf(m: Matcher, i: number): string | undefined {
  const from = m.registers[i * 2]!;
  return from < 0 ? undefined : m.text.slice(from, m.registers[i * 2 + 1]);
}

function itemsOf(m: Matcher): (string | undefined)[] {
  const items: (string | undefined)[] = [];
  for (let i = 0; i < m.program.groups; i++) items.push(groupOf(m, i));
  return items;
}

function namedGroups(m: Matcher): Map<string, string | undefined> | undefined {
  const { names } = m.program;
  let groups: Map<string, string | undefined> | undefined = undefined;
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    if (name === "") continue;
    groups ??= new Map<string, string | undefined>();
    groups.set(name, groupOf(m, i));
  }
  return groups;
}

function matchOf(m: Matcher): RegExpExecArray {
  return new RegExpExecArray(itemsOf(m), m.registers[0], m.text, namedGroups(m));
}

/** A literal: a new object for each evaluation if it has a state. */
export function RegExp_literal(first: RegExp): RegExp {
  if (!first.global && !first.sticky) return first;
  const again = new RegExp("", first.flags);
  return copyOf(again, first);
}

function copyOf(to: RegExp, from: RegExp): RegExp {
  to.program = from.compiled();
  (to as { source: string }).source = from.source;
  return to;
}

/** All matches from the start, as `match` with the flag g and `replace` walk them; empty ones move on by one. */
function allMatches(r: RegExp, s: string, each: (m: Matcher) => boolean): void {
  r.lastIndex = 0;
  const program = r.compiled();
  let at = 0;
  while (at <= s.length) {
    const m = search(program, s, at, r.sticky);
    if (m === null || !each(m)) break;
    at = m.registers[1]!;
    if (at === m.registers[0]!) at = advance(program, s, at);
  }
}

function advance(program: Program, s: string, at: number): number {
  const pair =
    program.unicode &&
    at + 1 < s.length &&
    (s.charCodeAt(at) & 0xfc00) === 0xd800 &&
    (s.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  return pair ? at + 2 : at + 1;
}

export function string_matchRegExp(s: string, r: RegExp): RegExpMatchArray | null {
  if (!r.global) return r.exec(s);
  const items: (string | undefined)[] = [];
  allMatches(r, s, (m) => {
    items.push(groupOf(m, 0));
    return true;
  });
  return items.length === 0 ? null : new RegExpMatchArray(items, undefined, s, undefined);
}

export function string_matchAllRegExp(s: string, r: RegExp): RegExpExecArray[] {
  if (!r.global) throw new TypeError("String.prototype.matchAll called with a non-global RegExp argument");
  const out: RegExpExecArray[] = [];
  allMatches(r, s, (m) => {
    out.push(matchOf(m));
    return true;
  });
  return out;
}

export function string_searchRegExp(s: string, r: RegExp): number {
  const m = search(r.compiled(), s, 0, r.sticky);
  return m === null ? -1 : m.registers[0]!;
}

export function string_splitRegExp(s: string, r: RegExp, limit = 4294967295): (string | undefined)[] {
  const out: (string | undefined)[] = [];
  const most = limit >>> 0;
  const program = r.compiled();
  if (most === 0) return out;
  if (s === "") {
    if (search(program, s, 0, true) === null) out.push(s);
    return out;
  }
  let from = 0;
  let at = 0;
  while (at < s.length) {
    const m = search(program, s, at, r.sticky);
    if (m === null || m.registers[0]! >= s.length) break;
    const end = m.registers[1]!;
    const start = m.registers[0]!;
    if (end === from || (end === start && start === from)) {
      at = advance(program, s, Math.max(at, start));
      continue;
    }
    out.push(s.slice(from, start));
    for (let i = 1; i < program.groups && out.length < most; i++) out.push(groupOf(m, i));
    if (out.length >= most) {
      while (out.length > most) out.pop();
      return out;
    }
    from = end;
    at = end === start ? advance(program, s, end) : end;
  }
  out.push(s.slice(from));
  return out;
}

/** GetSubstitution: `$1`, `$<name>` and what strings have. */
function expanded(by: string, m: Matcher): string {
  let next = by.indexOf("$");
  if (next < 0) return by;
  let out = "";
  let from = 0;
  while (next >= 0 && next + 1 < by.length) {
    const c = by.charCodeAt(next + 1);
    let size = 2;
    let put: string | undefined = undefined;
    if (c === 36) put = "$";
    else if (c === 38) put = groupOf(m, 0);
    else if (c === 96) put = m.text.slice(0, m.registers[0]);
    else if (c === 39) put = m.text.slice(m.registers[1]);
    else if (c >= 48 && c <= 57) {
      const n = groupNumber(by, next + 1, m.program.groups);
      size = n > 9 || by.charCodeAt(next + 1) === 48 ? 3 : 2;
      if (n > 0) put = groupOf(m, n) ?? "";
    } else if (c === 60 && m.program.names.some((n) => n !== "")) {
      const end = by.indexOf(">", next);
      if (end > 0) {
        const n = m.program.names.indexOf(by.slice(next + 2, end));
        put = n > 0 ? (groupOf(m, n) ?? "") : "";
        size = end + 1 - next;
      }
    }
    if (put === undefined) next = by.indexOf("$", next + 1);
    else {
      out += by.slice(from, next) + put;
      from = next + size;
      next = by.indexOf("$", from);
    }
  }
  return out + by.slice(from);
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
function replaced(s: string, r: RegExp, by: (m: Matcher) => string): string {
  let out = "";
  let from = 0;
  const put = (m: Matcher): boolean => {
    out += s.slice(from, m.registers[0]) + by(m);
    from = m.registers[1]!;
    return true;
  };
  if (r.global) allMatches(r, s, put);
  else {
    const m = r.find(s);
    if (m !== null) put(m);
  }
  return out + s.slice(from);
}

function needGlobal(r: RegExp): void {
  if (!r.global) throw new TypeError("replaceAll must be called with a global RegExp");
}

export function string_replaceRegExp(s: string, r: RegExp, by: string): string {
  return replaced(s, r, (m) => expanded(by, m));
}

export function string_replaceAllRegExp(s: string, r: RegExp, by: string): string {
  needGlobal(r);
  return replaced(s, r, (m) => expanded(by, m));
}

/** The group that a parameter of a function stands for; one that the expression does not have would be the place. */
function given(m: Matcher, i: number): string | undefined {
  if (i >= m.program.groups) throw new TypeError("a function for replace with more parameters than groups");
  return groupOf(m, i);
}

/** @perCallSite */
export function string_replaceRegExpBy1(s: string, r: RegExp, by: (found: string) => string): string {
  return replaced(s, r, (m) => by(groupOf(m, 0)!));
}
/** @perCallSite */
export function string_replaceRegExpBy2(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined) => string,
): string {
  return replaced(s, r, (m) => by(groupOf(m, 0)!, given(m, 1)));
}
/** @perCallSite */
export function string_replaceRegExpBy3(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined, b: string | undefined) => string,
): string {
  return replaced(s, r, (m) => by(groupOf(m, 0)!, given(m, 1), given(m, 2)));
}
/** @perCallSite */
export function string_replaceRegExpBy4(
  s: string,
  r: RegExp,
  by: (found: string, a: string | undefined, b: string | undefined, c: string | undefined) => string,
): string {
  return replaced(s, r, (m) => by(groupOf(m, 0)!, given(m, 1), given(m, 2), given(m, 3)));
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
