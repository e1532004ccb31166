// Iterators of builtin collections, as values: `a.keys()`, `m.entries()`, `s[Symbol.iterator]()`. Loops over them do not
// come here. They see what is added while they walk, as JavaScript's do.

/** @perCallSite @leftOpen */
export function* array_values<T>(a: T[]): Generator<T> {
  for (let i = 0; i < a.length; i++) yield a[i]!;
}

/** @perCallSite @leftOpen */
export function* array_keys<T>(a: T[]): Generator<number> {
  for (let i = 0; i < a.length; i++) yield i;
}

/** @perCallSite @leftOpen */
export function* array_entries<T>(a: T[]): Generator<[number, T]> {
  for (let i = 0; i < a.length; i++) yield [i, a[i]!];
}

/** @perCallSite @leftOpen */
export function* typed_values(a: Uint8Array): Generator<number> {
  for (let i = 0; i < a.length; i++) yield a[i]!;
}

/** @perCallSite @leftOpen */
export function* typed_keys(a: Uint8Array): Generator<number> {
  for (let i = 0; i < a.length; i++) yield i;
}

/** @perCallSite @leftOpen */
export function* typed_entries(a: Uint8Array): Generator<[number, number]> {
  for (let i = 0; i < a.length; i++) yield [i, a[i]!];
}

/** @perCallSite @leftOpen */
export function* map_keys<K, V>(m: Map<K, V>): Generator<K> {
  for (const k of m.keys()) yield k;
}

/** @perCallSite @leftOpen */
export function* map_values<K, V>(m: Map<K, V>): Generator<V> {
  for (const v of m.values()) yield v;
}

/** @perCallSite @leftOpen */
export function* map_entries<K, V>(m: Map<K, V>): Generator<[K, V]> {
  for (const [k, v] of m) yield [k, v];
}

/** @perCallSite @leftOpen */
export function* set_values<K>(s: Set<K>): Generator<K> {
  for (const k of s) yield k;
}

/** @perCallSite @leftOpen */
export function* set_keys<K>(s: Set<K>): Generator<K> {
  for (const k of s) yield k;
}

/** @perCallSite @leftOpen */
export function* set_entries<K>(s: Set<K>): Generator<[K, K]> {
  for (const k of s) yield [k, k];
}

/** @perCallSite @leftOpen */
export function* string_characters(s: string): Generator<string> {
  for (const c of s) yield c;
}
