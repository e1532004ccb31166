// The values of a driver's greens at a merge point: which position of the interpreted program it is. Objects count as
// the same by identity.

import {
  floatHash,
  type GcRef,
  refHash,
  sameFloat,
  sameRef,
  sameWord,
  type Word,
  wordHash,
} from "vmsmith/raw";
import type { Runner } from "./runner.ts";

export class Greens {
  readonly driver: number;
  readonly words: Word[] = [];
  readonly refs: GcRef[] = [];
  readonly floats: number[] = [];

  /** The greens of the merge point that the runner stands at: [merge_point, live, driver, words, refs, floats]. */
  constructor(runner: Runner) {
    const { code } = runner.target;
    this.driver = code[runner.pc + 2]!;
    let at = runner.pc + 3;
    for (let n = code[at++]!; n > 0; n--) this.words.push(runner.w(code[at++]!));
    for (let n = code[at++]!; n > 0; n--) this.refs.push(runner.r(code[at++]!));
    for (let n = code[at++]!; n > 0; n--) this.floats.push(runner.f(code[at++]!));
  }

  /** Not negative, 31 bits. */
  hash(): number {
    let h = this.driver;
    for (const w of this.words) h = (h * 31 + wordHash(w)) % 0x7fffffff;
    for (const r of this.refs) h = (h * 31 + refHash(r)) % 0x7fffffff;
    for (const f of this.floats) h = (h * 31 + floatHash(f)) % 0x7fffffff;
    return h;
  }

  equals(other: Greens): boolean {
    if (this.driver !== other.driver) return false;
    for (let i = 0; i < this.words.length; i++) if (!sameWord(this.words[i]!, other.words[i]!)) return false;
    for (let i = 0; i < this.refs.length; i++) if (!sameRef(this.refs[i]!, other.refs[i]!)) return false;
    for (let i = 0; i < this.floats.length; i++)
      if (!sameFloat(this.floats[i]!, other.floats[i]!)) return false;
    return true;
  }
}
