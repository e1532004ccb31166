// vmsmith/raw: memory and code of another unit of the same binary, as the JIT runtime sees them. References, words and
// code pointers are opaque: no operator works on them, only the functions below, each of which is one operation in the
// binary, unchecked. Under Node the same functions work on a simulated heap: what a reference is there knows how to
// load and store, so nothing has to be set up. Internal to the product: interpreters do not import this.

import type { float, int } from "./ints.ts";

declare const REFERENCE: unique symbol;
declare const WORD: unique symbol;

/** A reference to a collected object of any layout, or to none, or a tagged int. */
export interface GcRef {
  readonly [REFERENCE]: never;
}

/** 64 bits that are no reference: an int, a bool, a code pointer, a type description. */
export interface Word {
  readonly [WORD]: never;
}

/** What a reference is under Node. Values are those of the simulated machine; words of every kind stay what they are. */
export interface SimulatedObject {
  /** Offset in bytes from the object's header. */
  loadAt(offset: int): unknown;
  storeAt(offset: int, value: unknown): void;
  /** The type description. */
  typeWord(): unknown;
  isInstance(type: unknown): boolean;
  /** Not negative, 31 bits, the same for the object's whole life. */
  identityHash(): int;
}

/** What `target` is under Node: the array of pools, which knows the machine that runs code. */
export interface SimulatedTarget extends SimulatedObject {
  callCode(code: unknown, args: readonly unknown[]): unknown;
  methodOf(type: unknown, slot: int): unknown;
}

/** Tagged ints are no objects; the simulated machine has bigints for them. */
function isTagged(reference: unknown): reference is bigint {
  return typeof reference === "bigint";
}

function object(reference: GcRef): SimulatedObject {
  return reference as unknown as SimulatedObject;
}

function machine(target: GcRef): SimulatedTarget {
  return target as unknown as SimulatedTarget;
}

// ---- references ----

export function noRef(): GcRef {
  return null as unknown as GcRef;
}
export function isNoRef(reference: GcRef): boolean {
  return (reference as unknown) === null;
}
export function sameRef(a: GcRef, b: GcRef): boolean {
  return a === b;
}
/** Not negative, 31 bits, the same for the object's whole life; 0 for none. */
export function refHash(reference: GcRef): int {
  if (isNoRef(reference)) return 0;
  const value: unknown = reference;
  return (isTagged(value) ? Number(BigInt.asIntN(32, value)) : object(reference).identityHash()) & 0x7fffffff;
}
export function typeOf(reference: GcRef): Word {
  return object(reference).typeWord() as Word;
}
/** Not none, not a tagged int, and of the type or one that extends it. */
export function isInstance(reference: GcRef, type: Word): boolean {
  return !isNoRef(reference) && !isTagged(reference) && object(reference).isInstance(type);
}

/** n references to none. */
export function refArray(n: int): GcRef[] {
  return new Array<GcRef>(n).fill(noRef());
}

// ---- words ----

export function wordOf(i: int): Word {
  return i as unknown as Word;
}
/** The caller knows that it is an int within ±(2^53−1). */
export function intOf(word: Word): int {
  return word as unknown as int;
}
export function boolWord(b: boolean): Word {
  return b as unknown as Word;
}
export function isTrue(word: Word): boolean {
  return Boolean(word as unknown);
}
/** The same value; both words are of one kind. */
export function sameWord(a: Word, b: Word): boolean {
  return a === b;
}
/** Not negative, 31 bits. */
export function wordHash(word: Word): int {
  const value: unknown = word;
  if (typeof value === "number") return value & 0x7fffffff;
  let hash = 0;
  for (const c of String(value)) hash = (Math.imul(hash, 31) + (c.codePointAt(0) ?? 0)) & 0x7fffffff;
  return hash;
}

/** n words 0. */
export function wordArray(n: int): Word[] {
  return new Array<Word>(n).fill(wordOf(0));
}

// ---- floats of the other unit: any 64 bits ----

export function sameFloat(a: float, b: float): boolean {
  return Object.is(a, b);
}
/** Not negative, 31 bits. */
export function floatHash(value: float): int {
  return wordHash(String(value) as unknown as Word);
}

// ---- memory; offsets in bytes ----

export function loadI8(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadU8(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadI16(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadU16(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadI32(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadU32(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
/** All 64 bits: an int, a code pointer, a type description. */
export function loadWord(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadBool(reference: GcRef, offset: int): Word {
  return object(reference).loadAt(offset) as Word;
}
export function loadF32(reference: GcRef, offset: int): float {
  return object(reference).loadAt(offset) as float;
}
export function loadFloat(reference: GcRef, offset: int): float {
  return object(reference).loadAt(offset) as float;
}
export function loadRef(reference: GcRef, offset: int): GcRef {
  return object(reference).loadAt(offset) as GcRef;
}
/** Stores truncate to the size of the place. */
export function storeI8(reference: GcRef, offset: int, value: Word): void {
  object(reference).storeAt(offset, value);
}
export function storeI16(reference: GcRef, offset: int, value: Word): void {
  object(reference).storeAt(offset, value);
}
export function storeI32(reference: GcRef, offset: int, value: Word): void {
  object(reference).storeAt(offset, value);
}
export function storeWord(reference: GcRef, offset: int, value: Word): void {
  object(reference).storeAt(offset, value);
}
export function storeBool(reference: GcRef, offset: int, value: Word): void {
  object(reference).storeAt(offset, value);
}
export function storeF32(reference: GcRef, offset: int, value: float): void {
  object(reference).storeAt(offset, value);
}
export function storeFloat(reference: GcRef, offset: int, value: float): void {
  object(reference).storeAt(offset, value);
}
export function storeRef(reference: GcRef, offset: int, value: GcRef): void {
  object(reference).storeAt(offset, value);
}

// ---- types and code; `target` is the unit's array of pools ----

/** The method of a type description by slot. */
export function methodOf(target: GcRef, type: Word, slot: int): Word {
  return machine(target).methodOf(type, slot) as Word;
}
/** Calls code of () -> int that raises nothing. */
export function runCode(target: GcRef, code: Word): int {
  return machine(target).callCode(code, []) as int;
}

// Calls code that depends on its operands alone, by signature: w word, f float, r reference.

export function callW_W(target: GcRef, code: Word, a: Word): Word {
  return machine(target).callCode(code, [a]) as Word;
}
export function callWW_W(target: GcRef, code: Word, a: Word, b: Word): Word {
  return machine(target).callCode(code, [a, b]) as Word;
}
export function callF_F(target: GcRef, code: Word, a: float): float {
  return machine(target).callCode(code, [a]) as float;
}
export function callFF_F(target: GcRef, code: Word, a: float, b: float): float {
  return machine(target).callCode(code, [a, b]) as float;
}
export function callFF_W(target: GcRef, code: Word, a: float, b: float): Word {
  return machine(target).callCode(code, [a, b]) as Word;
}
export function callF_W(target: GcRef, code: Word, a: float): Word {
  return machine(target).callCode(code, [a]) as Word;
}
export function callW_F(target: GcRef, code: Word, a: Word): float {
  return machine(target).callCode(code, [a]) as float;
}
export function callW_R(target: GcRef, code: Word, a: Word): GcRef {
  return machine(target).callCode(code, [a]) as GcRef;
}
export function callR_W(target: GcRef, code: Word, a: GcRef): Word {
  return machine(target).callCode(code, [a]) as Word;
}
export function callRR_W(target: GcRef, code: Word, a: GcRef, b: GcRef): Word {
  return machine(target).callCode(code, [a, b]) as Word;
}
