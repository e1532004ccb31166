// The target as the JIT runtime sees it: the pools of jitgen/tables/pools.ts, copied once into arrays of our own, and
// the ways to call its code.

import {
  type GcRef,
  intOf,
  isNoRef,
  loadI32,
  loadRef,
  loadU16,
  loadU32,
  loadU8,
  loadFloat,
} from "vmsmith/raw";
import { loadWord, noRef, runCode, sameWord, storeFloat, storeI32, storeRef, storeWord } from "vmsmith/raw";
import { type Word, wordHash, wordOf } from "vmsmith/raw";
import {
  BORDER_VERSION,
  DESCR_COLUMNS,
  DRIVER_COLUMNS,
  DRIVER_ROW,
  ENTRY_COLUMNS,
  ITEMS_AT,
  JITCODE_COLUMNS,
  JITCODE_ROW,
  POOL,
} from "../tables/pools.ts";

/** Offset of `length` in every pool. */
const LENGTH_AT = 8;
/** A flat Latin-1 string of the target: where its length (32 bits) and its bytes are. */
const TEXT_LENGTH_AT = 8;
const TEXT_AT = 16;

export class Target {
  /** The array of pools: what raw calls want as their way to the target's machine. */
  root: GcRef = noRef();
  code: Int32Array = new Int32Array(0);
  jitcodes: Int32Array = new Int32Array(0);
  liveness: Int32Array = new Int32Array(0);
  descriptors: Int32Array = new Int32Array(0);
  switches: Int32Array = new Int32Array(0);
  drivers: Int32Array = new Int32Array(0);
  entries: Int32Array = new Int32Array(0);
  readonly words: Word[] = [];
  readonly refs: GcRef[] = [];
  readonly floats: number[] = [];
  readonly evaluators: Word[] = [];
  counterCount: number = 0;
  private counters: GcRef = noRef();
  private names: GcRef = noRef();
  private wordBuffer: GcRef = noRef();
  private refBuffer: GcRef = noRef();
  private floatBuffer: GcRef = noRef();
  /** Word of a code pointer → its jitcode, in buckets by hash; see `jitcodeOf`. */
  private buckets: Int32Array = new Int32Array(0);
  private chain: Int32Array = new Int32Array(0);

  /** Reads the pools. False if they are of another version than this runtime. */
  open(root: GcRef): boolean {
    this.root = root;
    const header = ints32(pool(root, POOL.header));
    if (header[0]! !== BORDER_VERSION) return false;
    this.counterCount = header[4]!;
    this.code = units16(pool(root, POOL.code));
    this.liveness = units16(pool(root, POOL.liveness));
    this.jitcodes = ints32(pool(root, POOL.jitcodes));
    this.descriptors = ints32(pool(root, POOL.descriptors));
    this.switches = ints32(pool(root, POOL.switches));
    this.drivers = ints32(pool(root, POOL.drivers));
    this.entries = ints32(pool(root, POOL.entries));
    copyWords(pool(root, POOL.words), this.words);
    copyWords(pool(root, POOL.evaluators), this.evaluators);
    const refs = pool(root, POOL.refs);
    for (let i = 0; i < lengthOf(refs); i++) this.refs.push(loadRef(refs, ITEMS_AT + 8 * i));
    const floats = pool(root, POOL.floats);
    for (let i = 0; i < lengthOf(floats); i++) this.floats.push(loadFloat(floats, ITEMS_AT + 8 * i));
    this.counters = pool(root, POOL.counters);
    this.names = pool(root, POOL.names);
    this.wordBuffer = pool(root, POOL.wordBuffer);
    this.refBuffer = pool(root, POOL.refBuffer);
    this.floatBuffer = pool(root, POOL.floatBuffer);
    this.indexCode();
    return true;
  }

  // ---- buffers ----

  word(i: number): Word {
    return loadWord(this.wordBuffer, ITEMS_AT + 8 * i);
  }
  ref(i: number): GcRef {
    return loadRef(this.refBuffer, ITEMS_AT + 8 * i);
  }
  float(i: number): number {
    return loadFloat(this.floatBuffer, ITEMS_AT + 8 * i);
  }
  putWord(i: number, value: Word): void {
    storeWord(this.wordBuffer, ITEMS_AT + 8 * i, value);
  }
  putRef(i: number, value: GcRef): void {
    storeRef(this.refBuffer, ITEMS_AT + 8 * i, value);
  }
  putFloat(i: number, value: number): void {
    storeFloat(this.floatBuffer, ITEMS_AT + 8 * i, value);
  }

  // ---- code ----

  /** Calls through a stub, arguments in the buffers; false if it raised, with the exception in ref(0). */
  call(stub: Word, code: Word): boolean {
    this.putWord(0, code);
    return runCode(this.root, stub) === 0;
  }

  /** The jitcode of a code pointer, or -1. */
  jitcodeOf(code: Word): number {
    let i = this.buckets[wordHash(code) % this.buckets.length]!;
    while (i >= 0) {
      if (sameWord(this.words[this.jitcodeColumn(i, JITCODE_ROW.code)]!, code)) return i;
      i = this.chain[i]!;
    }
    return -1;
  }

  jitcodeColumn(jitcode: number, column: number): number {
    return this.jitcodes[jitcode * JITCODE_COLUMNS + column]!;
  }
  descr(descr: number, column: number): number {
    return this.descriptors[descr * DESCR_COLUMNS + column]!;
  }
  driver(driver: number, column: number): number {
    return this.drivers[driver * DRIVER_COLUMNS + column]!;
  }
  entry(entry: number, column: number): number {
    return this.entries[entry * ENTRY_COLUMNS + column]!;
  }

  setCounter(i: number, passes: number): void {
    storeI32(this.counters, ITEMS_AT + 4 * i, wordOf(passes));
  }

  jitcodeCount(): number {
    return Math.floor(this.jitcodes.length / JITCODE_COLUMNS);
  }
  driverCount(): number {
    return Math.floor(this.drivers.length / DRIVER_COLUMNS);
  }
  jitcodeName(jitcode: number): string {
    return textOf(loadRef(this.names, ITEMS_AT + 8 * jitcode));
  }
  driverName(driver: number): string {
    return textOf(loadRef(this.names, ITEMS_AT + 8 * (this.jitcodeCount() + driver)));
  }
  /** Position of the driver's merge point in its portal. */
  mergePointOf(driver: number): number {
    return this.driver(driver, DRIVER_ROW.mergePoint);
  }

  private indexCode(): void {
    const n = this.jitcodeCount();
    this.buckets = new Int32Array(2 * n + 1);
    this.chain = new Int32Array(n);
    for (let i = 0; i < this.buckets.length; i++) this.buckets[i] = -1;
    for (let i = 0; i < n; i++) {
      const code = this.jitcodeColumn(i, JITCODE_ROW.code);
      if (code < 0) continue;
      const bucket = wordHash(this.words[code]!) % this.buckets.length;
      this.chain[i] = this.buckets[bucket]!;
      this.buckets[bucket] = i;
    }
  }
}

function pool(root: GcRef, place: number): GcRef {
  return loadRef(root, ITEMS_AT + 8 * place);
}

function lengthOf(items: GcRef): number {
  return intOf(loadWord(items, LENGTH_AT));
}

function ints32(items: GcRef): Int32Array {
  const copy = new Int32Array(lengthOf(items));
  for (let i = 0; i < copy.length; i++) copy[i] = intOf(loadI32(items, ITEMS_AT + 4 * i));
  return copy;
}

function units16(items: GcRef): Int32Array {
  const copy = new Int32Array(lengthOf(items));
  for (let i = 0; i < copy.length; i++) copy[i] = intOf(loadU16(items, ITEMS_AT + 2 * i));
  return copy;
}

function copyWords(items: GcRef, into: Word[]): void {
  const n = lengthOf(items);
  for (let i = 0; i < n; i++) into.push(loadWord(items, ITEMS_AT + 8 * i));
}

function textOf(text: GcRef): string {
  if (isNoRef(text)) return "?";
  const n = intOf(loadU32(text, TEXT_LENGTH_AT));
  let result = "";
  for (let i = 0; i < n; i++) result += String.fromCharCode(intOf(loadU8(text, TEXT_AT + i)));
  return result;
}
