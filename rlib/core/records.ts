// Records (`Record<string, T>`) are Maps from strings; what JavaScript does with objects and Map has not.

/** The number that a key is, if it is one that JavaScript puts before all names; else -1. */
function keyNumber(key: string): number {
  if (key.length === 0 || key.length > 10 || (key.length > 1 && key.charCodeAt(0) === 48)) return -1;
  let n = 0;
  for (let i = 0; i < key.length; i++) {
    const c = key.charCodeAt(i);
    if (c < 48 || c > 57) return -1;
    n = n * 10 + (c - 48);
  }
  return n < 4294967295 ? n : -1;
}

/**
 * Whole numbers in their order, then names as they came.
 * @perCallSite
 */
export function map_recordKeys<T>(m: Map<string, T>): string[] {
  const numbers: number[] = [];
  const names: string[] = [];
  for (const key of m.keys()) {
    const n = keyNumber(key);
    if (n < 0) names.push(key);
    else numbers.push(n);
  }
  if (numbers.length === 0) return names;
  numbers.sort((a, b) => a - b);
  const keys: string[] = [];
  for (const n of numbers) keys.push(String(n));
  for (const key of names) keys.push(key);
  return keys;
}

/** @perCallSite */
export function map_recordValues<T>(m: Map<string, T>): T[] {
  const values: T[] = [];
  for (const key of map_recordKeys(m)) values.push(m.get(key)!);
  return values;
}

/** @perCallSite */
export function map_recordEntries<T>(m: Map<string, T>): [string, T][] {
  const entries: [string, T][] = [];
  for (const key of map_recordKeys(m)) entries.push([key, m.get(key)!]);
  return entries;
}

/** @perCallSite */
export function map_recordAssign<T>(m: Map<string, T>, from: Map<string, T>): void {
  for (const key of map_recordKeys(from)) m.set(key, from.get(key)!);
}
