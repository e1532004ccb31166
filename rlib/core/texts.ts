// Methods of strings that are written in the language itself: those that make arrays, take several strings, call back,
// or put a replacement together; ECMAScript, section 22.1.3.

import { added, appended, pieceOf, textRoom } from "./building.ts";

/** @perCallSite */
export function string_concatAll(s: string, ...more: string[]): string {
  let text = s;
  for (const x of more) text += x;
  return text;
}

export function String_fromCharCodes(...codes: number[]): string {
  let text = "";
  for (const c of codes) text += String.fromCharCode(c);
  return text;
}

export function String_fromCodePoints(...codes: number[]): string {
  let text = "";
  for (const c of codes) text += String.fromCodePoint(c);
  return text;
}

/** `split()` without a separator. */
export function string_splitNot(s: string): string[] {
  return [s];
}

export function string_split(s: string, separator: string, limit = 4294967295): string[] {
  const out: string[] = [];
  const most = limit >>> 0;
  if (most === 0) return out;
  if (separator === "") {
    for (let i = 0; i < s.length && i < most; i++) out.push(s.charAt(i));
    return out;
  }
  let from = 0;
  for (;;) {
    const at = s.indexOf(separator, from);
    if (at < 0) break;
    out.push(pieceOf(s, from, at));
    if (out.length === most) return out;
    from = at + separator.length;
  }
  out.push(s.slice(from));
  return out;
}

/** GetSubstitution without groups: `$$`, `$&`, `` $` `` and `$'` in a replacement for [at, at + length) of s. */
export function substitution(by: string, s: string, at: number, length: number): string {
  let next = by.indexOf("$");
  if (next < 0) return by;
  let out = "";
  let from = 0;
  while (next >= 0 && next + 1 < by.length) {
    const c = by.charCodeAt(next + 1);
    let put = "";
    let known = true;
    if (c === 36) put = "$";
    else if (c === 38) put = s.slice(at, at + length);
    else if (c === 96) put = s.slice(0, at);
    else if (c === 39) put = s.slice(at + length);
    else known = false;
    if (known) {
      out += by.slice(from, next) + put;
      from = next + 2;
    }
    next = by.indexOf("$", known ? next + 2 : next + 1);
  }
  return out + by.slice(from);
}

export function string_replace(s: string, what: string, by: string): string {
  const at = s.indexOf(what);
  if (at < 0) return s;
  return s.slice(0, at) + substitution(by, s, at, what.length) + s.slice(at + what.length);
}

export function string_replaceAll(s: string, what: string, by: string): string {
  const n = what.length;
  let from = 0;
  let at = s.indexOf(what);
  if (at < 0) return s;
  let out = textRoom(s.length);
  while (at >= 0) {
    out = appended(added(out, s, from, at), substitution(by, s, at, n));
    from = at + n;
    if (n === 0 && at >= s.length) break;
    at = s.indexOf(what, n === 0 ? at + 1 : from);
  }
  return added(out, s, from, s.length);
}

/**
 * `replace` with a function.
 * @perCallSite
 */
export function string_replaceBy(
  s: string,
  what: string,
  by: (found: string, at: number, s: string) => string,
): string {
  const at = s.indexOf(what);
  if (at < 0) return s;
  return s.slice(0, at) + by(what, at, s) + s.slice(at + what.length);
}

/**
 * `replaceAll` with a function.
 * @perCallSite
 */
export function string_replaceAllBy(
  s: string,
  what: string,
  by: (found: string, at: number, s: string) => string,
): string {
  const n = what.length;
  let from = 0;
  let at = s.indexOf(what);
  if (at < 0) return s;
  let out = textRoom(s.length);
  while (at >= 0) {
    out = appended(added(out, s, from, at), by(what, at, s));
    from = at + n;
    if (n === 0 && at >= s.length) break;
    at = s.indexOf(what, n === 0 ? at + 1 : from);
  }
  return added(out, s, from, s.length);
}

/** Is unit i one half of a pair of surrogates? */
function isPaired(s: string, i: number): boolean {
  const c = s.charCodeAt(i);
  if (c < 0xdc00) return i + 1 < s.length && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
  return i > 0 && (s.charCodeAt(i - 1) & 0xfc00) === 0xd800;
}

function firstUnpaired(s: string): number {
  for (let i = 0; i < s.length; i++) if ((s.charCodeAt(i) & 0xf800) === 0xd800 && !isPaired(s, i)) return i;
  return -1;
}

export function string_isWellFormed(s: string): boolean {
  return firstUnpaired(s) < 0;
}

export function string_toWellFormed(s: string): string {
  if (firstUnpaired(s) < 0) return s;
  let out = "";
  for (let i = 0; i < s.length; i++)
    out += (s.charCodeAt(i) & 0xf800) === 0xd800 && !isPaired(s, i) ? "\ufffd" : s.charAt(i);
  return out;
}

export function string_substr(s: string, start: number, length = 9007199254740991): string {
  const from = start < 0 ? Math.max(s.length + start, 0) : Math.min(start, s.length);
  const to = length > s.length - from ? s.length : from + length;
  return to <= from ? "" : s.slice(from, to);
}
