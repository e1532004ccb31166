// Random regular expressions, and texts that they find something in.

/** Random numbers that are the same in each run. */
export class Random {
  #state = 1;
  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

// prettier-ignore
const ATOMS = ["a", "b", "c", "A", "1", ".", "\\w", "\\d", "\\s", "\\W", "[ab]", "[^a]", "[a-c1]", "[^\\w]", "^", "$", "\\b", "\\B", " ", "é", "ſ", "K", "ß", "\\n", "\\u0062", "(?:)", "😀", "[😀a]", "_", "-", "[\\d-]", "[\\w-]"];
const UNICODE_ATOMS = ["\\p{L}", "\\P{Lu}", "\\u{1F600}", "[\\p{Ll}1]", "[^😀]"];
const QUANTIFIERS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}"];

export function pattern(random: Random, depth: number, unicode: boolean): string {
  const parts: string[] = [];
  for (let n = 1 + random.below(3); n > 0; n--) parts.push(term(random, depth, unicode));
  const text = parts.join("");
  return random.below(4) === 0 ? `${text}|${term(random, depth, unicode)}` : text;
}

function term(random: Random, depth: number, unicode: boolean): string {
  const kind = random.below(depth > 0 ? 10 : 5);
  if (kind < 5) {
    const atom = random.of(unicode && random.below(4) === 0 ? UNICODE_ATOMS : ATOMS);
    const fixed = /^(?:\^|\$|\\b|\\B|\(\?:\))$/iu.test(atom);
    return fixed || random.below(3) > 0 ? atom : atom + random.of(QUANTIFIERS);
  }
  const inside = pattern(random, depth - 1, unicode);
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

export function text(random: Random): string {
  return Array.from({ length: random.below(9) }, () => random.of(LETTERS)).join("");
}

/** V8 lets some expressions match between the halves of a pair, where ECMAScript has no place. */
export function betweenHalves(s: string, r: RegExp, source: string): boolean {
  const index = new RegExp(source, r.flags.replace("g", "")).exec(s)?.index ?? 0;
  return index > 0 && /^[\ud800-\udbff][\udc00-\udfff]/.test(s.slice(index - 1));
}
