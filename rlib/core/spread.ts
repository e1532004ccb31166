// Builtins of any number of arguments, given as an array: `Math.max(...list)`. Named `spread_` after them.

import { console_checkFormat, console_text } from "./low/io.ts";
import type { Str } from "./low/intrinsics.ts";

/**
 * What console.log prints of these.
 * @perCallSite
 */
function consoleLine<T extends string | number | bigint | boolean | null | undefined>(list: T[]): string {
  let line = "";
  for (let i = 0; i < list.length; i++) {
    const x = list[i];
    if (i === 0 && list.length > 1 && typeof x === "string") console_checkFormat(x as unknown as Str);
    const word = console_text(x) as unknown as string;
    line = i === 0 ? word : `${line} ${word}`;
  }
  return line;
}

/** @perCallSite */
export function spread_log<T extends string | number | bigint | boolean | null | undefined>(list: T[]): void {
  process.stdout.write(`${consoleLine(list)}\n`);
}

/** @perCallSite */
export function spread_error<T extends string | number | bigint | boolean | null | undefined>(
  list: T[],
): void {
  process.stderr.write(`${consoleLine(list)}\n`);
}

/** @perCallSite */
export function spread_max(list: number[]): number {
  let max = -Infinity;
  for (const x of list) max = Math.max(max, x);
  return max;
}

/** @perCallSite */
export function spread_min(list: number[]): number {
  let min = Infinity;
  for (const x of list) min = Math.min(min, x);
  return min;
}

/** @perCallSite */
export function spread_fromCharCode(list: number[]): string {
  let text = "";
  for (const c of list) text += String.fromCharCode(c);
  return text;
}

/** @perCallSite */
export function spread_fromCodePoint(list: number[]): string {
  let text = "";
  for (const c of list) text += String.fromCodePoint(c);
  return text;
}
