// A pattern as what a function can be made for: the library's tree with repetitions resolved into runs of one
// character, loops and options, and what each part can begin with. Null for what only the library's matcher does:
// references, lookbehind, groups in lookaround, repeated parts that can be empty, and patterns that grow too large.

import { isAnchored, literalPrefix } from "../../../rlib/core/regexp-first.ts";
import { Folder } from "../../../rlib/core/regexp-fold.ts";
import { PatternParser } from "../../../rlib/core/regexp-parse.ts";
import { complement, normalized, wordSet } from "../../../rlib/core/regexp-sets.ts";
import * as tree from "../../../rlib/core/regexp-tree.ts";

/** Borders of characters, members begin at even places. */
export type Chars = readonly number[];

/** What can stand next: units, and whether the text may end; null if anything may. */
export type First = { readonly chars: Chars; readonly end: boolean } | null;

/** What follows the pattern: nothing that could fail. */
export const ACCEPT: First = { chars: [0, 0x110000], end: true };

export type PatternNode =
  | { readonly kind: "one"; readonly set: Chars }
  | {
      readonly kind: "run";
      readonly set: Chars;
      readonly least: number;
      readonly most: number;
      greedy: boolean;
    }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "group"; readonly group: number; readonly inside: PatternNode }
  | {
      readonly kind: "look";
      readonly number: number;
      readonly negative: boolean;
      readonly inside: PatternNode;
    }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "border"; readonly wanted: boolean }
  /** Any number of times, or with `least` 1 at least once; or, as an option, once or not. Never empty. */
  | {
      readonly kind: "loop" | "option";
      readonly inside: PatternNode;
      readonly least: number;
      readonly greedy: boolean;
      /** Groups that each turn forgets: from one number up to another. */
      readonly forgets: readonly [number, number];
    };

export interface PatternPlan {
  readonly root: PatternNode;
  readonly groups: number;
  readonly unicode: boolean;
  readonly multiline: boolean;
  readonly words: Chars;
  /** Every match begins with this text. */
  readonly literal: string;
  /** Every match begins where the text does. */
  readonly anchored: boolean;
}

/** Parts of a pattern beyond which the library's matcher is the smaller binary. */
const MOST_NODES = 400;

const LINE_ENDS: Chars = [10, 11, 13, 14, 0x2028, 0x202a];
const ALL: Chars = [0, 0x110000];

export function patternPlan(source: string, flags: string): PatternPlan | null {
  const folder = new Folder(flags.includes("i"), flags.includes("u"));
  const parser = new PatternParser(source, folder);
  const piece = parser.parse();
  const root = new Planner(parser, flags.includes("s")).plan(piece);
  if (root === null) return null;
  return {
    root,
    groups: parser.names.length,
    unicode: folder.unicode,
    multiline: flags.includes("m"),
    words: wordSet(folder.foldsWords),
    literal: literalPrefix(piece),
    anchored: !flags.includes("m") && isAnchored(piece),
  };
}

/** Does the set have characters that can be halves or pairs of halves? */
export function isWide(set: Chars): boolean {
  return set.some((to, i) => i % 2 === 1 && to > 0xd800 && ((set[i - 1] ?? 0) < 0xe000 || to > 0x10000));
}

class Planner {
  readonly #sets: readonly Chars[];
  readonly #dotAll: boolean;
  readonly #unicode: boolean;
  #nodes = 0;

  constructor(parser: PatternParser, dotAll: boolean) {
    this.#sets = parser.sets;
    this.#unicode = parser.unicode;
    this.#dotAll = dotAll;
  }

  plan(p: tree.Piece): PatternNode | null {
    if (++this.#nodes > MOST_NODES) return null;
    const set = this.#oneOf(p);
    if (set !== null) return { kind: "one", set };
    switch (p.kind) {
      case tree.SEQUENCE:
      case tree.EMPTY:
        return this.#parts("sequence", p.parts);
      case tree.CHOICE:
        return this.#parts("choice", p.parts);
      case tree.GROUP: {
        const inside = this.#inside(p);
        return inside && { kind: "group", group: p.a, inside };
      }
      case tree.LOOK: {
        if (p.b === 1 || hasGroup(p)) return null;
        const number = this.#nodes;
        const inside = this.#inside(p);
        return inside && { kind: "look", number, negative: p.a === 1, inside };
      }
      case tree.LINE_START:
        return { kind: "start" };
      case tree.LINE_END:
        return { kind: "end" };
      case tree.BORDER:
        return { kind: "border", wanted: p.a === 1 };
      case tree.REPEAT:
        return this.#repeat(p);
      default:
        return null;
    }
  }

  #inside(p: tree.Piece): PatternNode | null {
    const inside = p.parts[0];
    return inside === undefined ? null : this.plan(inside);
  }

  #parts(kind: "sequence" | "choice", parts: readonly tree.Piece[]): PatternNode | null {
    const planned: PatternNode[] = [];
    for (const part of parts) {
      const one = this.plan(part);
      if (one === null) return null;
      planned.push(one);
    }
    return { kind, parts: planned };
  }

  /** The characters of a piece that takes one. */
  #oneOf(p: tree.Piece): Chars | null {
    switch (p.kind) {
      case tree.CHAR:
        return [p.a, p.a + 1];
      case tree.SET:
        return this.#sets[p.a] ?? null;
      case tree.ANY:
        return this.#dotAll ? ALL : complement([...LINE_ENDS]);
      default:
        return null;
    }
  }

  #repeat(p: tree.Piece): PatternNode | null {
    const [body] = p.parts;
    if (body === undefined) return null;
    const [least, most, greedy] = [p.a, p.b, p.c === 1];
    if (most === 0) return { kind: "sequence", parts: [] };
    if (least === 1 && most === 1) return this.plan(body);
    const set = this.#oneOf(body);
    if (set !== null) {
      // Where characters have one unit or two, the run is not counted.
      if (this.#unicode && isWide(set) && (most < tree.FOREVER || least > 4)) return null;
      return { kind: "run", set, least, most, greedy };
    }
    if (canBeEmpty(body) && least < most) return null;
    return this.#turns(p, body);
  }

  /** So many copies as there must be; then a loop, or options in options. */
  #turns(p: tree.Piece, body: tree.Piece): PatternNode | null {
    const [least, most, greedy] = [p.a, p.b, p.c === 1];
    const forever = most >= tree.FOREVER;
    const copies = forever ? Math.max(0, least - 1) : least;
    if (copies > 50 || (!forever && most > 50)) return null;
    const parts: PatternNode[] = [];
    // Groups that a turn before has set are forgotten: only a loop does it. What surrounds the piece has done it before.
    if (p.d < p.e && (copies > 0 || (!forever && most > 1))) return null;
    for (let i = 0; i < copies; i++) {
      const one = this.plan(body);
      if (one === null) return null;
      parts.push(one);
    }
    const forgets = [p.d, p.e] as const;
    if (forever) {
      const inside = this.plan(body);
      if (inside === null) return null;
      parts.push({ kind: "loop", inside, least: Math.min(least, 1), greedy, forgets });
    }
    let options: PatternNode | null = null;
    for (let i = forever ? 0 : most - least; i > 0; i--) {
      const inside = this.plan(body);
      if (inside === null) return null;
      const both: PatternNode =
        options === null ? inside : { kind: "sequence", parts: [inside, options] satisfies PatternNode[] };
      options = { kind: "option", inside: both, least: 0, greedy, forgets: [0, 0] };
    }
    if (options !== null) parts.push(options);
    return { kind: "sequence", parts };
  }
}

function hasGroup(p: tree.Piece): boolean {
  return p.kind === tree.GROUP || p.parts.some(hasGroup);
}

function canBeEmpty(p: tree.Piece): boolean {
  switch (p.kind) {
    case tree.CHAR:
    case tree.ANY:
    case tree.SET:
      return false;
    case tree.SEQUENCE:
      return p.parts.every(canBeEmpty);
    case tree.CHOICE:
      return p.parts.some(canBeEmpty);
    case tree.GROUP:
      return p.parts.every(canBeEmpty);
    case tree.REPEAT:
      return p.a === 0 || p.parts.every(canBeEmpty);
    default:
      return true;
  }
}

export function union(a: First, b: First): First {
  if (a === null || b === null) return null;
  return { chars: normalized([...a.chars, ...b.chars]), end: a.end || b.end };
}

/** Can nothing stand next that both allow? */
export function isDisjoint(a: First, b: First): boolean {
  if (a === null || b === null || (a.end && b.end)) return false;
  const outside = complement([...b.chars]);
  const both = normalized([...a.chars, ...outside]);
  return both.length === outside.length && both.every((x, i) => x === outside[i]);
}

/** Units that characters can begin with: of those beyond U+FFFF the halves that come first. */
function unitsOf(set: Chars): Chars {
  if ((set.at(-1) ?? 0) <= 0x10000) return set;
  const below = set.filter((x) => x < 0x10000);
  return normalized([...below, ...(below.length % 2 === 1 ? [0x10000] : []), 0xd800, 0xdc00]);
}

/** What can stand where the node begins, if `after` can stand behind it. */
export function firstOf(node: PatternNode, after: First, multiline: boolean): First {
  switch (node.kind) {
    case "one":
      return { chars: unitsOf(node.set), end: false };
    case "run": {
      const own = { chars: unitsOf(node.set), end: false };
      return node.least > 0 ? own : union(own, after);
    }
    case "sequence":
      return node.parts.reduceRight<First>((next, part) => firstOf(part, next, multiline), after);
    case "choice":
      return node.parts.map((part) => firstOf(part, after, multiline)).reduce(union);
    case "group":
      return firstOf(node.inside, after, multiline);
    case "loop":
    case "option": {
      const own = firstOf(node.inside, after, multiline);
      return node.least > 0 ? own : union(own, after);
    }
    case "end":
      return { chars: multiline ? LINE_ENDS : [], end: true };
    default:
      // It may fail itself.
      return after === ACCEPT ? null : after;
  }
}
