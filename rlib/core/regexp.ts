// RegExp, its matches, and the methods of strings that take one; ECMAScript, sections 22.2.4 to 22.2.8.

import { pieceOf } from "./building.ts";
import type { Str } from "./low/intrinsics.ts";
import { flat_find } from "./low/strings.ts";
import { string_flat } from "./low/ropes.ts";
import { TypeError } from "./errors.ts";
import { checkFlags, Program } from "./regexp-compile.ts";
import { Matcher } from "./regexp-match.ts";
import { searchStraight } from "./regexp-walk.ts";

/** What `exec` and `match` give. `m[i]`, `m.length` and methods of arrays use `items` (frontend/flow/matches.ts). */
export class RegExpMatchArray {
  readonly items: (string | undefined)[];
  /** Absent where all matches were asked for. */
  readonly index: number | undefined;
  readonly input: string;
  /** Names of the groups, if there are any. */
  readonly names: string[] | undefined;
  /** Made when it is first asked for. */
  named: Map<string, string | undefined> | undefined = undefined;

  constructor(
    items: (string | undefined)[],
    index: number | undefined,
    input: string,
    names: string[] | undefined,
  ) {
    this.items = items;
    this.index = index;
    this.input = input;
    this.names = names;
  }

  get groups(): Map<string, string | undefined> | undefined {
    const { names, named } = this;
    if (named !== undefined || names === undefined) return named;
    const made = new Map<string, string | undefined>();
    for (let i = 1; i < names.length; i++) {
      const name = names[i]!;
      if (name !== "") made.set(name, this.items[i]);
    }
    this.named = made;
    return made;
  }
}

export class RegExpExecArray extends RegExpMatchArray {}

export class RegExp {
  readonly source: string;
  readonly flags: string;
  lastIndex = 0;
  readonly program: Program;

  /** `known`: the program of a literal, whose source and flags are as they should be. */
  constructor(pattern: string, flags = "", known?: Program) {
    if (known === undefined) {
      checkFlags(pattern, flags);
      this.source = pattern === "" ? "(?:)" : escaped(pattern);
      this.flags = sortedFlags(flags);
      this.program = new Program(pattern, flags);
    } else {
      this.source = pattern;
      this.flags = flags;
      this.program = known;
    }
  }

  get global(): boolean {
    return this.program.global;
  }
  get ignoreCase(): boolean {
    return this.program.ignoreCase;
  }
  get multiline(): boolean {
    return this.program.multiline;
  }
  get dotAll(): boolean {
    return this.flags.includes("s");
  }
  get unicode(): boolean {
    return this.program.unicode;
  }
  get sticky(): boolean {
    return this.program.sticky;
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

  /** RegExpBuiltinExec: the matcher as it stopped, or null. */
  find(s: string): Matcher | null {
    const { program } = this;
    const moves = program.global || program.sticky;
    const start = moves ? this.lastIndex : 0;
    const m = start < 0 || start > s.length ? null : search(program, s, start, program.sticky);
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

/** The first place of flat text from `at` on where a match can begin, or -1. */
function possibleStart(program: Program, s: string, at: number): number {
  const { first, literal } = program;
  if (literal !== "") return s.indexOf(literal, at);
  if (first === undefined) return at;
  const i = flat_find(s as unknown as Str, first, at);
  return i < s.length ? i : -1;
}

/**
 * The first match from a place on; registers 0 and 1 are its ends. The matcher is the program's own: what is wanted of
 * it must be read before anything else can search.
 */
function search(program: Program, s: string, start: number, sticky: boolean): Matcher | null {
  let m = program.matcher;
  if (m === undefined) {
    m = new Matcher(program);
    program.matcher = m;
  }
  m.text = string_flat(s as unknown as Str) as unknown as string;
  const { direct, straight } = program;
  let end = 0;
  if (direct !== undefined) end = direct(m, start, sticky);
  else if (straight !== undefined) end = searchStraight(straight, program, m, start, sticky);
  else end = searchOn(program, m, m.text, start, sticky);
  m.trim();
  if (end < 0) return null;
  m.registers[1] = end;
  return m;
}

/** The end of the first match from a place on, or -1; register 0 is where it begins. */
function searchOn(program: Program, m: Matcher, s: string, start: number, sticky: boolean): number {
  const only = sticky || program.anchored;
  for (let at = start; at <= s.length; at++) {
    if (!only) at = possibleStart(program, s, at);
    if (at < 0) return -1;
    const end = m.matchAt(at);
    if (end >= 0) {
      m.registers[0] = at;
      return end;
    }
    if (only) return -1;
    // With the flag u a pair of surrogates is one place.
    if (program.unicode) at = advance(program, s, at) - 1;
  }
  return -1;
}

export function groupOf(m: Matcher, i: number): string | undefined {
  const from = m.registers[i << 1]!;
  const to = m.registers[(i << 1) | 1]!;
  return from < 0 ? undefined : pieceOf(m.text, from, to);
}

function itemsOf(m: Matcher): (string | undefined)[] {
  const items: (string | undefined)[] = [];
  for (let i = 0; i < m.program.groups; i++) items.push(groupOf(m, i));
  return items;
}

function matchOf(m: Matcher): RegExpExecArray {
  const { names } = m.program;
  return new RegExpExecArray(itemsOf(m), m.registers[0], m.text, m.program.hasNames ? names : undefined);
}

/** A literal: a new object for each evaluation if it has a state. */
export function RegExp_literal(first: RegExp): RegExp {
  return first.global || first.sticky ? RegExp_new(first) : first;
}

/** `new RegExp` of constants: always a new object. */
export function RegExp_new(first: RegExp): RegExp {
  return new RegExp(first.source, first.flags, first.program);
}

/** All matches from the start, as `match` with the flag g and `replace` walk them; empty ones move on by one. */
export function allMatches(r: RegExp, s: string, each: (m: Matcher) => boolean): void {
  r.lastIndex = 0;
  const program = r.program;
  let at = 0;
  while (at <= s.length) {
    const m = search(program, s, at, program.sticky);
    if (m === null) break;
    const end = m.registers[1]!;
    at = end === m.registers[0]! ? advance(program, s, end) : end;
    // May search with the same program itself.
    if (!each(m)) break;
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
  r.lastIndex = 0;
  const { program } = r;
  const items: (string | undefined)[] = [];
  let at = 0;
  while (at <= s.length) {
    const m = search(program, s, at, program.sticky);
    if (m === null) break;
    const start = m.registers[0]!;
    const end = m.registers[1]!;
    items.push(pieceOf(s, start, end));
    at = end === start ? advance(program, s, end) : end;
  }
  return items.length === 0 ? null : new RegExpMatchArray(items, undefined, s, undefined);
}

/** @leftOpen */
function* matchesFrom(program: Program, s: string, start: number): Generator<RegExpExecArray> {
  let at = start;
  while (at >= 0 && at <= s.length) {
    const m = search(program, s, at, program.sticky);
    if (m === null) return;
    const end = m.registers[1]!;
    at = end === m.registers[0]! ? advance(program, s, end) : end;
    yield matchOf(m);
  }
}

/** One match after the other, each when it is asked for; what happens to r after the call does not matter. */
export function string_matchAllRegExp(s: string, r: RegExp): Generator<RegExpExecArray> {
  if (!r.global) throw new TypeError("String.prototype.matchAll called with a non-global RegExp argument");
  return matchesFrom(r.program, s, r.lastIndex);
}

export function string_searchRegExp(s: string, r: RegExp): number {
  const m = search(r.program, s, 0, r.program.sticky);
  return m === null ? -1 : m.registers[0]!;
}

export function string_splitRegExp(s: string, r: RegExp, limit = 4294967295): (string | undefined)[] {
  const out: (string | undefined)[] = [];
  const most = limit >>> 0;
  const program = r.program;
  if (most === 0) return out;
  if (s === "") {
    if (search(program, s, 0, true) === null) out.push(s);
    return out;
  }
  let from = 0;
  let at = 0;
  while (at < s.length) {
    const m = search(program, s, at, program.sticky);
    if (m === null || m.registers[0]! >= s.length) break;
    const end = m.registers[1]!;
    const start = m.registers[0]!;
    if (end === from || (end === start && start === from)) {
      at = advance(program, s, Math.max(at, start));
      continue;
    }
    out.push(pieceOf(s, from, start));
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
