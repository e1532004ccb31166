// The library's regular expressions, run under Node as the TypeScript they are, against Node's own: random patterns and
// texts (VMSMITH_REGEXPS of them), and the tables of Unicode.

import { expect, test, vi } from "vitest";
import { RegExp as Ours } from "../../rlib/core/regexp.ts";
import { betweenHalves, pattern, Random, text } from "./random-regexps.ts";

// What the library knows of the representation of texts, for Node's: they are no ropes, and arrays of their units.
vi.mock(import("../../rlib/core/low/intrinsics.ts"), async (original) => {
  const units = new Map<string, number[]>();
  const unitsOf = (s: object): never => {
    const text = s as unknown as string;
    const known = units.get(text) ?? Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    if (units.size > 100) units.clear();
    units.set(text, known);
    return known as never;
  };
  return {
    ...(await original()),
    isRope: () => false,
    isLatin1: (s) => (unitsOf(s) as number[]).every((unit) => unit < 256),
    asLatin1: unitsOf,
    asUtf16: unitsOf,
  };
});
vi.mock(import("../../rlib/core/building.ts"), async (original) => ({
  ...(await original()),
  pieceOf: (text: string, from: number, to: number) => text.slice(from, to),
}));

const COUNT = Number(process.env["VMSMITH_REGEXPS"] ?? 20_000);

function outcome(r: { exec(s: string): unknown; lastIndex: number }, s: string): string {
  const m = r.exec(s) as { items?: unknown[]; index: number } | null;
  const items = m === null ? null : (m.items ?? Array.from(m as unknown as ArrayLike<unknown>));
  return JSON.stringify([items, m?.index, r.lastIndex]);
}

const random = new Random();

test("random patterns", () => {
  const found: string[] = [];
  for (let i = 0; i < COUNT && found.length < 5; i++) {
    const flags = ["g", "i", "m", "s", "y"].filter(() => random.below(4) === 0).join("");
    const unicode = random.below(3) === 0;
    const source = pattern(random, 2, unicode);
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
      const s = text(random);
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
