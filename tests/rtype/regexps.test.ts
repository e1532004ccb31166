// The library's regular expressions, run under Node as the TypeScript they are, against Node's own: random patterns and
// texts (VMSMITH_REGEXPS of them), and the tables of Unicode.

import { expect, test } from "vitest";
import { RegExp as Ours } from "../../rlib/core/regexp.ts";

const COUNT = Number(process.env["VMSMITH_REGEXPS"] ?? 20_000);

/** Random numbers that are the same in each run. */
class Random {
  #state = 1;
  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const random = new Random();

// prettier-ignore
const ATOMS = ["a", "b", "c", "A", "1", ".", "\\w", "\\d", "\\s", "\\W", "[ab]", "[^a]", "[a-c1]", "[^\\w]", "^", "$", "\\b", "\\B", " ", "é", "ſ", "K", "ß", "\\n", "\\u0062", "(?:)", "😀", "[😀a]", "_", "-", "[\\d-]", "[\\w-]"];
const UNICODE_ATOMS = ["\\p{L}", "\\P{Lu}", "\\u{1F600}", "[\\p{Ll}1]", "[^😀]"];
const QUANTIFIERS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}"];

function pattern(depth: number, unicode: boolean): string {
  const parts: string[] = [];
  for (let n = 1 + random.below(3); n > 0; n--) parts.push(term(depth, unicode));
  const text = parts.join("");
  return random.below(4) === 0 ? `${text}|${term(depth, unicode)}` : text;
}

function term(depth: number, unicode: boolean): string {
  const kind = random.below(depth > 0 ? 10 : 5);
  if (kind < 5) {
    const atom = random.of(unicode && random.below(4) === 0 ? UNICODE_ATOMS : ATOMS);
    const fixed = /^(?:\^|\$|\\b|\\B|\(\?:\))$/iu.test(atom);
    return fixed || random.below(3) > 0 ? atom : atom + random.of(QUANTIFIERS);
  }
  const inside = pattern(depth - 1, unicode);
  switch (kind) {
    case 5:
      return `(?:${inside})${random.below(2) === 0 ? random.of(QUANTIFIERS) : ""}`;
    case 6:
      return `(${inside})${random.below(2) === 0 ? random.of(QUANTIFIERS) : ""}\\1`;
    case 7:
      return `(?${random.of(["=", "!", "<=", "<!"])}${inside})`;
    default:
      return `(${inside})${random.below(2) === 0 ? random.of(QUANTIFIERS) : ""}`;
  }
}

// prettier-ignore
const LETTERS = ["a", "b", "c", "A", "B", "1", " ", "\n", "é", "É", "k", "K", "K", "s", "ſ", "ß", "😀", "\ud83d", "_", "-"];

function text(): string {
  return Array.from({ length: random.below(9) }, () => random.of(LETTERS)).join("");
}

function outcome(r: { exec(s: string): unknown; lastIndex: number }, s: string): string {
  const m = r.exec(s) as { items?: unknown[]; index: number } | null;
  const items = m === null ? null : (m.items ?? Array.from(m as unknown as ArrayLike<unknown>));
  return JSON.stringify([items, m?.index, r.lastIndex]);
}

/** V8 lets some expressions match between the halves of a pair, where ECMAScript has no place. */
function betweenHalves(s: string, r: RegExp, source: string): boolean {
  const index = new RegExp(source, r.flags.replace("g", "")).exec(s)?.index ?? 0;
  return index > 0 && /^[\ud800-\udbff][\udc00-\udfff]/.test(s.slice(index - 1));
}

test("random patterns", () => {
  const found: string[] = [];
  for (let i = 0; i < COUNT && found.length < 5; i++) {
    const flags = ["g", "i", "m", "s", "y"].filter(() => random.below(4) === 0).join("");
    const unicode = random.below(3) === 0;
    const source = pattern(2, unicode);
    const all = unicode ? `${flags}u` : flags;
    let theirs: RegExp;
    try {
      theirs = new RegExp(source, all);
    } catch {
      expect(() => new Ours(source, all), source).toThrow();
      continue;
    }
    const ours = new Ours(source, all);
    for (let k = 0; k < 3; k++) {
      const s = text();
      // Where a search may begin in the middle of a pair, V8 has ways of its own.
      if (unicode) ours.lastIndex = theirs.lastIndex = 0;
      const [a, b] = [outcome(ours, s), outcome(theirs, s)];
      if (a !== b && !(unicode && betweenHalves(s, theirs, source)))
        found.push(`/${source}/${all} on ${JSON.stringify(s)}: ${a} instead of ${b}`);
    }
  }
  expect(found).toEqual([]);
});

/** Every 7th character, and all up to U+2FFF. */
function characters(): number[] {
  const out: number[] = [];
  for (let c = 0; c < 0x20000; c += c < 0x3000 ? 1 : 7) out.push(c);
  return out;
}

test.each(["\\p{Lu}", "\\P{L}", "\\p{ID_Start}", "\\p{Nd}", "\\w", "\\s", "[^\\W]", "\\p{White_Space}"])(
  "%s",
  (source) => {
    for (const flags of source.includes("p") || source.includes("P") ? ["u", "iu"] : ["", "i", "u", "iu"]) {
      const [ours, theirs] = [new Ours(`^${source}$`, flags), new RegExp(`^${source}$`, flags)];
      const wrong = characters().filter((c) => {
        const s = String.fromCodePoint(c);
        return ours.test(s) !== theirs.test(s);
      });
      expect({ flags, wrong: wrong.slice(0, 5) }).toEqual({ flags, wrong: [] });
    }
  },
);
