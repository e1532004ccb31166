// Regular expressions, first half: a pattern becomes a tree. ECMAScript, section 22.2.1 with the additions of annex B
// for patterns without the flag u.

import { SyntaxError } from "./errors.ts";
import {
  append,
  complement,
  digits,
  LAST_CODE,
  normalized,
  propertySet,
  spaces,
  wordSet,
} from "./regexp-sets.ts";

export const EMPTY = 0;
export const CHAR = 1;
export const ANY = 2;
/** `a` is the number of the set, `b` whether it is negated. */
export const SET = 3;
export const SEQUENCE = 4;
export const CHOICE = 5;
export const GROUP = 6;
export const REFERENCE = 7;
/** `a`: negative, `b`: behind. */
export const LOOK = 8;
export const LINE_START = 9;
export const LINE_END = 10;
/** `a`: 1 for \b, 0 for \B. */
export const BORDER = 11;
/** `a` to `b` times, `c`: greedy; groups `d` to `e` are inside. */
export const REPEAT = 12;

const FOREVER = 9007199254740991;

/** A node of the tree. */
export class Piece {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  c = 0;
  d = 0;
  e = 0;
  readonly parts: Piece[];
  constructor(kind: number, a: number, b: number, parts: Piece[]) {
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.parts = parts;
  }
}

function leaf(kind: number, a: number, b: number): Piece {
  const none: Piece[] = [];
  return new Piece(kind, a, b, none);
}

export class PatternParser {
  readonly text: string;
  readonly unicode: boolean;
  readonly foldedWords: boolean;
  readonly sets: number[][] = [];
  /** Names of groups, "" without; the whole match is group 0. */
  readonly names: string[] = [""];
  /** Groups in the whole pattern. */
  readonly groups: number;
  readonly hasNames: boolean;
  /** Names that \k asked for, and the references that wait for their numbers. */
  readonly wanted: string[] = [];
  at = 0;

  constructor(text: string, unicode: boolean, ignoreCase: boolean) {
    this.text = text;
    this.foldedWords = unicode && ignoreCase;
    this.unicode = unicode;
    let count = 0;
    let named = false;
    let inClass = false;
    for (let i = 0; i < text.length; i++) {
      const c = text.charAt(i);
      if (c === "\\") i++;
      else if (c === "[") inClass = true;
      else if (c === "]") inClass = false;
      else if (c === "(" && !inClass) {
        const isNamed =
          text.startsWith("?<", i + 1) && !text.startsWith("?<=", i + 1) && !text.startsWith("?<!", i + 1);
        if (isNamed) named = true;
        if (isNamed || text.charAt(i + 1) !== "?") count++;
      }
    }
    this.groups = count;
    this.hasNames = named;
  }

  fail(what: string): never {
    throw new SyntaxError(`Invalid regular expression: /${this.text}/: ${what}`);
  }

  parse(): Piece {
    const whole = this.choice();
    if (this.at < this.text.length) this.fail("Unmatched ')'");
    for (const name of this.wanted)
      if (!this.names.includes(name)) this.fail("Invalid named capture referenced");
    return whole;
  }

  peek(): number {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
  }

  eat(what: string): boolean {
    if (!this.text.startsWith(what, this.at)) return false;
    this.at += what.length;
    return true;
  }

  /** The next character: of two units with the flag u. */
  next(): number {
    const c = this.unicode ? this.text.codePointAt(this.at)! : this.text.charCodeAt(this.at);
    this.at += c > 0xffff ? 2 : 1;
    return c;
  }

  choice(): Piece {
    const parts: Piece[] = [this.sequence()];
    while (this.eat("|")) parts.push(this.sequence());
    return parts.length === 1 ? parts[0]! : new Piece(CHOICE, 0, 0, parts);
  }

  sequence(): Piece {
    const parts: Piece[] = [];
    for (;;) {
      const c = this.peek();
      if (c < 0 || c === 124 || c === 41) break;
      const before = this.names.length;
      parts.push(this.repeated(this.term(), before));
    }
    return parts.length === 1 ? parts[0]! : new Piece(SEQUENCE, 0, 0, parts);
  }

  term(): Piece {
    const c = this.peek();
    switch (c) {
      case 94:
        this.at++;
        return leaf(LINE_START, 0, 0);
      case 36:
        this.at++;
        return leaf(LINE_END, 0, 0);
      case 40:
        return this.group();
      case 46:
        this.at++;
        return leaf(ANY, 0, 0);
      case 91:
        return this.characterClass();
      case 92:
        return this.escape();
      case 42:
      case 43:
      case 63:
        return this.fail("Nothing to repeat");
      case 123:
        if (this.unicode || this.braces()) this.fail("Nothing to repeat");
        break;
      case 93:
      case 125:
        if (this.unicode) this.fail("Lone quantifier brackets");
        break;
      default:
        break;
    }
    return leaf(CHAR, this.next(), 0);
  }

  group(): Piece {
    this.at++;
    // A node of its own: what stands in it may be repeated even if it may not alone.
    if (this.eat("?:")) return new Piece(SEQUENCE, 0, 0, [this.closed(this.choice())]);
    if (this.eat("?=")) return new Piece(LOOK, 0, 0, [this.closed(this.choice())]);
    if (this.eat("?!")) return new Piece(LOOK, 1, 0, [this.closed(this.choice())]);
    if (this.eat("?<=")) return new Piece(LOOK, 0, 1, [this.closed(this.choice())]);
    if (this.eat("?<!")) return new Piece(LOOK, 1, 1, [this.closed(this.choice())]);
    let name = "";
    if (this.eat("?<")) {
      name = this.groupName();
      if (this.names.includes(name)) this.fail("Duplicate capture group name");
    } else if (this.peek() === 63) this.fail("Invalid group");
    const number = this.names.length;
    this.names.push(name);
    return new Piece(GROUP, number, 0, [this.closed(this.choice())]);
  }

  closed(inside: Piece): Piece {
    if (!this.eat(")")) this.fail("Unterminated group");
    return inside;
  }

  groupName(): string {
    const end = this.text.indexOf(">", this.at);
    const name = end < 0 ? "" : this.text.slice(this.at, end);
    if (name === "" || (name.charCodeAt(0) >= 48 && name.charCodeAt(0) <= 57))
      this.fail("Invalid capture group name");
    for (let i = 0; i < name.length; i++) {
      const c = name.charCodeAt(i);
      const letter = (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
      if (!letter && c !== 95 && c !== 36 && c < 128) this.fail("Invalid capture group name");
    }
    this.at = end + 1;
    return name;
  }

  /** Do braces of a quantifier begin here? Nothing is taken. */
  braces(): boolean {
    let i = this.at + 1;
    const first = i;
    while (isDigit(this.text, i)) i++;
    if (i === first) return false;
    if (this.text.charAt(i) === ",") {
      i++;
      while (isDigit(this.text, i)) i++;
    }
    return this.text.charAt(i) === "}";
  }

  number(): number {
    let n = 0;
    while (isDigit(this.text, this.at)) {
      n = n < 100000000 ? n * 10 + this.text.charCodeAt(this.at) - 48 : n;
      this.at++;
    }
    return n;
  }

  repeated(piece: Piece, firstGroup: number): Piece {
    let least = 0;
    let most = FOREVER;
    if (this.eat("+")) least = 1;
    else if (this.eat("?")) most = 1;
    else if (this.peek() === 123 && this.braces()) {
      this.at++;
      least = this.number();
      most = least;
      if (this.eat(",")) most = this.peek() === 125 ? FOREVER : this.number();
      this.at++;
      if (most < least) this.fail("numbers out of order in {} quantifier");
    } else if (!this.eat("*")) {
      if (this.peek() === 123 && this.unicode) this.fail("Incomplete quantifier");
      return piece;
    }
    const isLook = piece.kind === LOOK;
    const isAssertion = piece.kind === LINE_START || piece.kind === LINE_END || piece.kind === BORDER;
    if (isAssertion || (isLook && (this.unicode || piece.b === 1))) this.fail("Nothing to repeat");
    const r = new Piece(REPEAT, least, most, [piece]);
    r.c = this.eat("?") ? 0 : 1;
    r.d = firstGroup;
    r.e = this.names.length;
    return r;
  }

  set(borders: number[], negated: boolean): Piece {
    this.sets.push(borders);
    return leaf(SET, this.sets.length - 1, negated ? 1 : 0);
  }

  escape(): Piece {
    this.at++;
    const c = this.text.charAt(this.at);
    if (c === "") this.fail("\\ at end of pattern");
    if (c === "b" || c === "B") {
      this.at++;
      return leaf(BORDER, c === "b" ? 1 : 0, 0);
    }
    if (c === "k" && (this.unicode || this.hasNames)) {
      this.at++;
      if (!this.eat("<")) this.fail("Invalid named reference");
      this.wanted.push(this.groupName());
      return leaf(REFERENCE, -this.wanted.length, 0);
    }
    if (c >= "1" && c <= "9") {
      const start = this.at;
      const n = this.number();
      if (n <= this.groups) return leaf(REFERENCE, n, 0);
      if (this.unicode) this.fail("Invalid escape");
      this.at = start;
    }
    const known = this.classEscape();
    if (known.length > 0) return this.set(known, false);
    return leaf(CHAR, this.characterEscape(false), 0);
  }

  /** \d, \W, \p{…}: taken, as borders; else nothing. */
  classEscape(): number[] {
    const c = this.text.charAt(this.at);
    let set: number[] = [];
    if (c === "d" || c === "D") set = digits();
    else if (c === "w" || c === "W") set = wordSet(this.foldedWords);
    else if (c === "s" || c === "S") set = spaces();
    else if ((c === "p" || c === "P") && this.unicode) set = this.property();
    else return set;
    this.at++;
    return c === "D" || c === "W" || c === "S" || c === "P" ? complement(set) : set;
  }

  /** The set of `p{name}`; its last unit is left. */
  property(): number[] {
    const end = this.text.indexOf("}", this.at);
    if (this.text.charAt(this.at + 1) !== "{" || end < 0) this.fail("Invalid property name");
    const name = this.text.slice(this.at + 2, end);
    this.at = end;
    const set = propertySet(name);
    if (set.length === 0) this.fail(`Invalid property name, or one that vmsmith does not have: ${name}`);
    return set;
  }

  /** The character of an escape; \ has been taken. */
  characterEscape(inClass: boolean): number {
    const c = this.text.charAt(this.at);
    const code = this.next();
    switch (c) {
      case "t":
        return 9;
      case "n":
        return 10;
      case "v":
        return 11;
      case "f":
        return 12;
      case "r":
        return 13;
      case "c":
        return this.controlEscape(inClass);
      case "x":
        return this.hexEscape(2, code);
      case "u":
        return this.unicodeEscape(code);
      default:
        break;
    }
    if (code >= 48 && code <= 55 && !this.unicode) return this.octalEscape(code - 48);
    if (code === 48 && !isDigit(this.text, this.at)) return 0;
    if (this.unicode && !"^$\\.*+?()[]{}|/".includes(c) && !(inClass && c === "-"))
      this.fail("Invalid escape");
    return code;
  }

  controlEscape(inClass: boolean): number {
    const letter = this.peek();
    const isLetter = (letter >= 65 && letter <= 90) || (letter >= 97 && letter <= 122);
    const isMore = inClass && !this.unicode && ((letter >= 48 && letter <= 57) || letter === 95);
    if (isLetter || isMore) {
      this.at++;
      return letter & 31;
    }
    if (this.unicode) this.fail("Invalid unicode escape");
    this.at--;
    return 92;
  }

  octalEscape(first: number): number {
    let n = first;
    for (let i = 0; i < 2; i++) {
      const d = this.peek() - 48;
      if (d < 0 || d > 7 || n * 8 + d > 255) break;
      n = n * 8 + d;
      this.at++;
    }
    return n;
  }

  /** Digits of a code; without them the letter itself, which the flag u forbids. */
  hexEscape(digits: number, letter: number): number {
    const n = hexValue(this.text, this.at, this.at + digits);
    if (n >= 0) this.at += digits;
    else if (this.unicode) this.fail("Invalid escape");
    return n >= 0 ? n : letter;
  }

  unicodeEscape(letter: number): number {
    if (this.unicode && this.eat("{")) {
      const end = this.text.indexOf("}", this.at);
      const n = end <= this.at ? -1 : hexValue(this.text, this.at, end);
      if (n < 0 || n > LAST_CODE) this.fail("Invalid Unicode escape");
      this.at = end + 1;
      return n;
    }
    const high = this.hexEscape(4, letter);
    if (!this.unicode || high < 0xd800 || high > 0xdbff || !this.text.startsWith("\\u", this.at)) return high;
    const low = hexValue(this.text, this.at + 2, this.at + 6);
    if (low < 0xdc00 || low > 0xdfff) return high;
    this.at += 6;
    return (high - 0xd800) * 1024 + low - 0xdc00 + 0x10000;
  }

  characterClass(): Piece {
    this.at++;
    const negated = this.eat("^");
    const pairs: number[] = [];
    while (!this.eat("]")) {
      if (this.at >= this.text.length) this.fail("Unterminated character class");
      const from = this.classAtom(pairs);
      if (this.peek() !== 45 || this.text.charAt(this.at + 1) === "]" || this.at + 1 >= this.text.length) {
        if (from >= 0) append(pairs, [from, from + 1]);
        continue;
      }
      this.at++;
      const to = this.classAtom(pairs);
      if (from >= 0 && to >= 0) {
        if (to < from) this.fail("Range out of order in character class");
        append(pairs, [from, to + 1]);
        continue;
      }
      // A set is no end of a range: the hyphen is one itself.
      if (this.unicode) this.fail("Invalid character class");
      append(pairs, [45, 46]);
      if (from >= 0) append(pairs, [from, from + 1]);
      if (to >= 0) append(pairs, [to, to + 1]);
    }
    return this.set(normalized(pairs), negated);
  }

  /** A character of a class; −1 if it was a set, whose members are then among the pairs. */
  classAtom(pairs: number[]): number {
    if (this.peek() !== 92) return this.next();
    this.at++;
    if (this.at >= this.text.length) this.fail("\\ at end of pattern");
    if (this.eat("b")) return 8;
    const known = this.classEscape();
    if (known.length === 0) return this.characterEscape(true);
    append(pairs, known);
    return -1;
  }
}

function isDigit(s: string, i: number): boolean {
  return i < s.length && s.charCodeAt(i) >= 48 && s.charCodeAt(i) <= 57;
}

/** −1 unless all are hexadecimal digits. */
function hexValue(s: string, from: number, to: number): number {
  if (to > s.length) return -1;
  let n = 0;
  for (let i = from; i < to; i++) {
    const c = s.charCodeAt(i) | 32;
    const digit = isDigit(s, i) ? c - 48 : c >= 97 && c <= 102 ? c - 87 : -1;
    if (digit < 0) return -1;
    n = Math.min(n * 16 + digit, 0x7fffffff);
  }
  return n;
}
