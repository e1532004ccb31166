// Case in regular expressions: Canonicalize of ECMAScript, section 22.2.2.7.3, and with it the characters that a
// character or a set of a pattern stands for. The parser puts those into its sets, so that nothing after it knows case.

import { append, normalized } from "./regexp-sets.ts";
import { CaseRuns, within } from "./unicode.ts";
import { foldRuns, upperRuns } from "./unicode-data.ts";

export class Folder {
  readonly ignoreCase: boolean;
  readonly unicode: boolean;
  readonly runs: CaseRuns;

  constructor(ignoreCase: boolean, unicode: boolean) {
    this.ignoreCase = ignoreCase;
    this.unicode = unicode;
    this.runs = new CaseRuns(ignoreCase ? (unicode ? foldRuns() : upperRuns()) : "  ");
  }

  /** Do \w and \b take what folds to their characters? */
  get foldsWords(): boolean {
    return this.ignoreCase && this.unicode;
  }

  /** The character that stands for all that are the same without case. */
  canonical(c: number): number {
    if (c < 128) return c >= 97 && c <= 122 ? c - 32 : c;
    const mapped = this.runs.map(c);
    return mapped < 128 && !this.unicode ? c : mapped;
  }

  /** All characters that are the same as one of the set: borders, as the set. */
  accepted(set: number[]): number[] {
    if (!this.ignoreCase) return set;
    const pairs: number[] = [];
    append(pairs, set);
    this.eachChanged((c, to) => {
      if (within(set, c)) append(pairs, [to, to + 1]);
    });
    const folded = normalized(pairs);
    const all: number[] = [];
    append(all, folded);
    this.eachChanged((c, to) => {
      if (within(folded, to)) append(all, [c, c + 1]);
    });
    return normalized(all);
  }

  /** The characters that are the same as this one, itself among them: borders. */
  variants(c: number): number[] {
    if (!this.ignoreCase) return [c, c + 1];
    // Of these no other character is a variant, or a letter of ASCII alone: nothing need be looked for.
    const letter = (c | 32) >= 97 && (c | 32) <= 122;
    if (c < 128 && !letter) return [c, c + 1];
    const isMore = this.unicode && ((c | 32) === 107 || (c | 32) === 115);
    if (c < 128 && !isMore) {
      const upper = c & ~32;
      return [upper, upper + 1, upper + 32, upper + 33];
    }
    const wanted = this.canonical(c);
    const pairs: number[] = [c, c + 1, wanted, wanted + 1];
    this.eachChanged((x, to) => {
      if (to === wanted) append(pairs, [x, x + 1]);
    });
    return normalized(pairs);
  }

  /** Every character that another one stands for, with that. */
  eachChanged(tell: (c: number, to: number) => void): void {
    const { starts, counts, steps } = this.runs;
    for (let c = 97; c <= 122; c++) tell(c, c - 32);
    for (let i = 0; i < starts.length; i++)
      for (let k = 0; k < counts[i]!; k++) {
        const c = starts[i]! + k * steps[i]!;
        const to = c < 128 ? c : this.canonical(c);
        if (to !== c) tell(c, to);
      }
  }
}
