// Runs straight programs (regexp-straight.ts): no stack, and nothing is ever undone. Texts are flat here.

import type { Str } from "./low/intrinsics.ts";
import { flat_find, flat_scan } from "./low/strings.ts";
import type { Program } from "./regexp-compile.ts";
import { isLineEnd, type MatchState, unitAt } from "./regexp-state.ts";
import { type Straight, T_CHAR, T_END, T_MATCH, T_RUN, T_SAVE, T_SET, T_START } from "./regexp-straight.ts";
import { within } from "./unicode.ts";

/**
 * Matches at a place of the matcher's text; the end, or -1. Indices are right by construction of the program.
 * @unchecked
 */
export function matchStraight(straight: Straight, m: MatchState, text: string, start: number): number {
  const { code, stops, sets } = straight;
  const n = text.length;
  let pc = 0;
  let at = start;
  for (;;) {
    switch (code[pc]!) {
      case T_MATCH:
        return at;
      case T_CHAR:
        if (at >= n || unitAt(text, at) !== code[pc + 1]!) return -1;
        at++;
        pc += 2;
        break;
      case T_SET: {
        if (at >= n) return -1;
        const set = code[pc + 1]!;
        const c = unitAt(text, at);
        if (c < 256 ? stops[set]![c]! !== 0 : !within(sets[set]!, c)) return -1;
        at++;
        pc += 2;
        break;
      }
      case T_RUN: {
        const set = code[pc + 3]!;
        const most = code[pc + 2]!;
        const end = runEnd(text, stops[set]!, sets[set]!, at, most < n - at ? at + most : n);
        if (end - at < code[pc + 1]!) return -1;
        at = end;
        pc += 4;
        break;
      }
      case T_SAVE:
        m.registers[code[pc + 1]!] = at;
        pc += 2;
        break;
      case T_START:
        if (at > 0 && !(m.program.multiline && isLineEnd(unitAt(text, at - 1)))) return -1;
        pc += 1;
        break;
      case T_END:
        if (at < n && !(m.program.multiline && isLineEnd(unitAt(text, at)))) return -1;
        pc += 1;
        break;
      default:
        if ((isWord(m, text, at - 1) !== isWord(m, text, at)) !== (code[pc + 1]! === 1)) return -1;
        pc += 2;
        break;
    }
  }
}

function isWord(m: MatchState, text: string, i: number): boolean {
  if (i < 0 || i >= text.length) return false;
  const c = unitAt(text, i);
  return c < 256 ? m.wordTable[c]! === 1 : within(m.program.words, c);
}

/** Where characters of a set end that begin at a place. */
function runEnd(text: string, stops: Uint8Array, set: number[], start: number, limit: number): number {
  let at = start;
  for (;;) {
    at = flat_scan(text as unknown as Str, stops, at, limit);
    if (at >= limit) return limit;
    const c = unitAt(text, at);
    if (c < 256 || !within(set, c)) return at;
    at++;
  }
}

/** The end of the first match from a place on, or -1; register 0 is where it begins. `sticky`: at that place only. */
export function searchStraight(
  straight: Straight,
  program: Program,
  m: MatchState,
  start: number,
  sticky: boolean,
): number {
  const only = sticky || program.anchored;
  const { first, literal } = program;
  const { text } = m;
  const n = text.length;
  for (let at = start; at <= n; at++) {
    if (only) {
      // There is one place only.
    } else if (literal.length > 0) {
      at = text.indexOf(literal, at);
      if (at < 0) return -1;
    } else if (first !== undefined) {
      at = flat_find(text as unknown as Str, first, at);
      if (at === n) return -1;
    }
    const end = matchStraight(straight, m, text, at);
    if (end >= 0) {
      m.registers[0] = at;
      return end;
    }
    if (only) return -1;
  }
  return -1;
}
