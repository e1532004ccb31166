// Builtins of any number of arguments, given as an array: `Math.max(...list)`. Named `spread_` after them.

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
