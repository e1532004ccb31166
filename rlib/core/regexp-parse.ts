// Regular expressions, first half: a pattern becomes a tree. ECMAScript, section 22.2.1 with the additions of annex B
// for patterns without the flag u.

import type { Folder } from "./regexp-fold.ts";
import { PatternReader } from "./regexp-read.ts";
import { append, complement, digits, normalized, propertySet, spaces, wordSet } from "./regexp-sets.ts";
import {
  ANY,
  BORDER,
  CHAR,
  CHOICE,
  FOREVER,
  GROUP,
  leaf,
  LINE_END,
  LINE_START,
  LOOK,
  Piece,
  REFERENCE,
  REPEAT,
  SEQUENCE,
  SET,
} from "./regexp-tree.ts";

export class PatternParser extends PatternReader {
  /** What is the same without case is in the sets already: the tree knows nothing of it. */
  readonly folder: Folder;
  readonly sets: number[][] = [];
  /** Names of groups, "" without; the whole match is group 0. */
  readonly names: string[] = [""];
  /** Groups in the whole pattern. */
  readonly groups: number;
  readonly hasNames: boolean;
  /** Names that \k asked for, and the references that wait for their numbers. */
  readonly wanted: string[] = [];

  constructor(text: string, folder: Folder) {
    super(text, folder.unicode);
    this.folder = folder;
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

  parse(): Piece {
    const whole = this.choice();
    if (this.at < this.text.length) this.fail("Unmatched ')'");
    for (const name of this.wanted)
      if (!this.names.includes(name)) this.fail("Invalid named capture referenced");
    return whole;
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
    return this.character(this.next());
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
    const accepted = this.folder.accepted(borders);
    this.sets.push(negated ? complement(accepted) : accepted);
    return leaf(SET, this.sets.length - 1, 0);
  }

  character(c: number): Piece {
    const same = this.folder.variants(c);
    if (same.length === 2) return leaf(CHAR, c, 0);
    this.sets.push(same);
    return leaf(SET, this.sets.length - 1, 0);
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
    return this.character(this.characterEscape(false));
  }

  /** \d, \W, \p{…}: taken, as borders; else nothing. */
  classEscape(): number[] {
    const c = this.text.charAt(this.at);
    let set: number[] = [];
    if (c === "d" || c === "D") set = digits();
    else if (c === "w" || c === "W") set = wordSet(this.folder.foldsWords);
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
