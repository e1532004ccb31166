// Map and Set: entries in insertion order (`keys`, `values`, `hashes`) and an open-addressing index of entry numbers.
// index[slot] is an entry's number plus 1, or 0. A deleted entry keeps its slot and has hash 0; real hashes are never
// 0. Compaction drops deleted entries; iterators notice by the chain of `layout` records and move their position.
// Tables frozen at translation time come without index: hashes depend on the seed of the process.

import type { int } from "../../ints.ts";
import { clearItems, hasField, hashKey, type Items, newField, newItems, sameKey, ult } from "./intrinsics.ts";

interface Layout {
  hashes: Items<int>;
  next: Layout;
}

interface Table<K> {
  size: int;
  used: int;
  index: Items<int>;
  hashes: Items<int>;
  keys: Items<K>;
  layout: Layout;
}

interface MapTable<K, V> extends Table<K> {
  values: Items<V>;
}

interface Iterator<K> {
  table: Table<K>;
  position: int;
  layout: Layout;
}

const NO_TABLE = null as unknown as Items<int>;
const NO_LAYOUT = null as unknown as Layout;

/** A hash that fits 32 bits and is never 0. */
function hashOf<K>(key: K): int {
  const h = hashKey(key) >>> 0;
  return h === 0 ? 1 : h;
}

function slotStart(hash: int, mask: int): int {
  return (hash ^ (hash >>> 15)) & mask;
}

function fillIndex<K>(t: Table<K>, slots: int): void {
  const index: Items<int> = newItems<int>(t, "index", slots);
  const mask = slots - 1;
  for (let e = 0; e < t.used; e++) {
    const h = t.hashes[e]!;
    if (h !== 0) {
      let s = slotStart(h, mask);
      while (index[s]! !== 0) s = (s + 1) & mask;
      index[s] = e + 1;
    }
  }
  t.index = index;
}

function slotsFor(entries: int): int {
  let slots = 8;
  while (slots * 3 < entries * 4) slots = slots * 2;
  return slots;
}

/** A table from the heap image gets its hashes and index now. */
function prepare<K>(t: Table<K>): void {
  const n = t.used;
  const hashes: Items<int> = newItems<int>(t, "hashes", n);
  for (let e = 0; e < n; e++) hashes[e] = hashOf(t.keys[e]!);
  t.hashes = hashes;
  fillIndex(t, slotsFor(n + 1));
}

/**
 * Number of the key's entry, or -1.
 * @known
 */
export function table_find<K>(t: Table<K>, key: K): int {
  if (t.index === NO_TABLE) {
    if (t.used === 0) return -1;
    prepare(t);
  }
  const hash = hashOf(key);
  const mask = t.index.length - 1;
  let s = slotStart(hash, mask);
  for (;;) {
    const e = t.index[s]! - 1;
    if (e < 0) return -1;
    if (t.hashes[e]! === hash && sameKey(t.keys[e]!, key)) return e;
    s = (s + 1) & mask;
  }
}

/**
 * Number of the key's entry, made if need be (its value is then zero).
 * @known
 */
export function table_insert<K>(t: Table<K>, key: K): int {
  const found = table_find(t, key);
  if (found >= 0) return found;
  if (t.index === NO_TABLE) start(t);
  if (t.used === t.keys.length || t.used * 4 >= t.index.length * 3) makeRoom(t);
  const hash = hashOf(key);
  const e = t.used;
  t.used = e + 1;
  t.size = t.size + 1;
  t.keys[e] = key;
  t.hashes[e] = hash;
  const mask = t.index.length - 1;
  let s = slotStart(hash, mask);
  while (t.index[s]! !== 0) s = (s + 1) & mask;
  t.index[s] = e + 1;
  return e;
}

function start<K>(t: Table<K>): void {
  t.keys = newItems<K>(t, "keys", 6);
  t.hashes = newItems<int>(t, "hashes", 6);
  growValues(t, 6, 0);
  t.index = newItems<int>(t, "index", 8);
}

/** Drops deleted entries and leaves room to grow. */
function makeRoom<K>(t: Table<K>): void {
  const capacity = t.size + (t.size >> 1) + 6;
  const keys: Items<K> = newItems<K>(t, "keys", capacity);
  const hashes: Items<int> = newItems<int>(t, "hashes", capacity);
  let n = 0;
  for (let e = 0; e < t.used; e++) {
    if (t.hashes[e]! !== 0) {
      keys[n] = t.keys[e]!;
      hashes[n] = t.hashes[e]!;
      n = n + 1;
    }
  }
  growValues(t, capacity, t.used);
  const old = t.hashes;
  t.keys = keys;
  t.hashes = hashes;
  retire(t, old, n < t.used);
  t.used = n;
  fillIndex(t, slotsFor(capacity));
}

/** Moves the values of live entries to the front of a larger array; a Set has none. */
function growValues<K>(t: Table<K>, capacity: int, used: int): void {
  if (!hasField(t, "values")) return;
  const m = t as MapTable<K, int>;
  const values: Items<int> = newItems<int>(m, "values", capacity);
  let n = 0;
  for (let e = 0; e < used; e++) {
    if (m.hashes[e]! !== 0) {
      values[n] = m.values[e]!;
      n = n + 1;
    }
  }
  m.values = values;
}

/** Iterators that stand in the old arrangement find the way to the new one. */
function retire<K>(t: Table<K>, old: Items<int>, moved: boolean): void {
  if (!moved || t.layout === NO_LAYOUT) return;
  const next: Layout = newField<Layout>(t, "layout");
  t.layout.hashes = old;
  t.layout.next = next;
  t.layout = next;
}

/** @known */
export function table_delete<K>(t: Table<K>, key: K): boolean {
  const e = table_find(t, key);
  if (e < 0) return false;
  t.hashes[e] = 0;
  clearItems(t.keys, e, 1);
  clearValue(t, e);
  t.size = t.size - 1;
  return true;
}

function clearValue<K>(t: Table<K>, e: int): void {
  if (!hasField(t, "values")) return;
  const m = t as MapTable<K, int>;
  clearItems(m.values, e, 1);
}

export function table_clear<K>(t: Table<K>): void {
  if (t.used === 0) return;
  if (t.index === NO_TABLE) prepare(t);
  const gone: Items<int> = newItems<int>(t, "hashes", t.used);
  retire(t, gone, true);
  t.used = 0;
  t.size = 0;
  start(t);
}

/** The record of the present arrangement, which an iterator keeps. */
export function table_layout<K>(t: Table<K>): Layout {
  if (t.layout === NO_LAYOUT) t.layout = newField<Layout>(t, "layout");
  return t.layout;
}

/** Moves on to the next live entry; its number is then position - 1. */
export function table_next<K>(it: Iterator<K>): boolean {
  const t = it.table;
  while (it.layout.next !== NO_LAYOUT) {
    let before = 0;
    for (let e = 0; e < it.position; e++) if (it.layout.hashes[e]! === 0) before = before + 1;
    it.position = it.position - before;
    it.layout = it.layout.next;
  }
  if (t.index === NO_TABLE && t.used > 0) prepare(t);
  while (ult(it.position, t.used)) {
    const e = it.position;
    it.position = e + 1;
    if (t.hashes[e]! !== 0) return true;
  }
  return false;
}
