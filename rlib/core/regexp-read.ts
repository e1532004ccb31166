// What reads the text of a pattern: characters, numbers, names and the escapes that stand for one character;
// ECMAScript, section 22.2.1 with the additions of annex B for patterns without the flag u.

import { SyntaxError } from "./errors.ts";
import { LAST_CODE } from "./regexp-sets.ts";

export class PatternReader {
  readonly text: string;
  readonly unicode: boolean;
  at = 0;

  constructor(text: string, unicode: boolean) {
    this.text = text;
    this.unicode = unicode;
  }

  fail(what: string): never {
    throw new SyntaxError(`Invalid regular expression: /${this.text}/: ${what}`);
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
