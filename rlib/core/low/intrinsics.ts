// Intrinsics of the low-level dialect in which this folder is written: each is one operation, or a few, in the binary.
// Nothing here runs under Node, which has strings, arrays and tables of its own. Loads, stores and arithmetic are
// unchecked, and ints wrap at 64 bits.

import type { float, int } from "../../ints.ts";

/** A run of items of one type, with its length. */
export interface Items<T> {
  readonly length: int;
  [index: number]: T;
}

export interface List<T> {
  length: int;
  items: Items<T>;
}

/** A string in any form. */
export interface Str {
  readonly length: int;
  hash: int;
}

/** A flat string of code units that fit a byte, or of 16-bit units. */
export interface Flat extends Str {
  [index: number]: int;
}

/** An integer of any size: sign and digits of 64 bits, the lowest first (bigints.ts). */
export interface Big {
  readonly length: int;
  negative: boolean;
  [index: number]: int;
}

/** A concatenation that has not been carried out; afterwards `left` is the flat string and `right` is null. */
export interface Rope extends Str {
  length: int;
  left: Str;
  right: Str;
}

function intrinsic(name: string): never {
  throw new Error(`vmsmith/core/low/intrinsics.${name} exists only in translated code`);
}

/** Fresh zeroed items for a field of `owner`. */
export function newItems<T>(_owner: object, _field: string, _n: int): Items<T> {
  return intrinsic("newItems");
}
/** Fresh zeroed object of the layout that a field of `owner` refers to. */
export function newField<T>(_owner: object, _field: string): T {
  return intrinsic("newField");
}
/** Does the layout have the field? Decided at translation time; the other branch is not translated. */
export function hasField(_object: object, _field: string): boolean {
  return intrinsic("hasField");
}
/** Fresh array of n null strings. */
export function newStrings(_n: int): Items<Str> {
  return intrinsic("newStrings");
}
/** The 256 prebuilt strings of one Latin-1 character. */
export function charStrings(): Items<Str> {
  return intrinsic("charStrings");
}
/** Fresh zeroed object of the same layout. */
export function newLike<T>(_sample: T): T {
  return intrinsic("newLike");
}
/** Fresh zeroed items of the same layout. */
export function newArrayLike<T>(_sample: T, _n: int): T {
  return intrinsic("newArrayLike");
}
/** A positive bigint of n digits that are 0. */
export function newBig(_n: int): Big {
  return intrinsic("newBig");
}
export function newLatin1(_n: int): Flat {
  return intrinsic("newLatin1");
}
export function newUtf16(_n: int): Flat {
  return intrinsic("newUtf16");
}
export function newRope(): Rope {
  return intrinsic("newRope");
}
export function isLatin1(_s: Str): boolean {
  return intrinsic("isLatin1");
}
export function isUtf16(_s: Str): boolean {
  return intrinsic("isUtf16");
}
export function isRope(_s: Str): boolean {
  return intrinsic("isRope");
}
export function asLatin1(_s: Str): Flat {
  return intrinsic("asLatin1");
}
export function asUtf16(_s: Str): Flat {
  return intrinsic("asUtf16");
}
export function asRope(_s: Str): Rope {
  return intrinsic("asRope");
}
export function asString(_s: Str): Str {
  return intrinsic("asString");
}
/** Moves n items; source and destination may overlap. */
export function copyItems(_from: object, _fromStart: int, _to: object, _toStart: int, _n: int): void {
  intrinsic("copyItems");
}
export function clearItems(_items: object, _start: int, _n: int): void {
  intrinsic("clearItems");
}
/** Raises the error of this name in the table of messages. */
export function fail(_message: string): never {
  return intrinsic("fail");
}
/** Calls a C function of the table of externals. */
export function external<T>(_name: string, ..._args: unknown[]): T {
  return intrinsic("external");
}
/** Hash of a map key of any kind; the same for keys that are the same. */
export function hashKey(_key: unknown): int {
  return intrinsic("hashKey");
}
/** SameValueZero of two map keys of one kind. */
export function sameKey(_a: unknown, _b: unknown): boolean {
  return intrinsic("sameKey");
}
/** `undefined` as an optional int holds it. */
export function absentInt(): int {
  return intrinsic("absentInt");
}
export function idiv(_a: int, _b: int): int {
  return intrinsic("idiv");
}
export function imod(_a: int, _b: int): int {
  return intrinsic("imod");
}
/** Unsigned quotient and remainder. */
export function udiv(_a: int, _b: int): int {
  return intrinsic("udiv");
}
export function umod(_a: int, _b: int): int {
  return intrinsic("umod");
}
/** Unsigned less-than. */
export function ult(_a: int, _b: int): boolean {
  return intrinsic("ult");
}
export function mul64(_a: int, _b: int): int {
  return intrinsic("mul64");
}
/** The upper 64 bits of the unsigned product. */
export function mulHigh(_a: int, _b: int): int {
  return intrinsic("mulHigh");
}
/** 0 or 1. */
export function bit(_b: boolean): int {
  return intrinsic("bit");
}
export function and64(_a: int, _b: int): int {
  return intrinsic("and64");
}
export function or64(_a: int, _b: int): int {
  return intrinsic("or64");
}
export function xor64(_a: int, _b: int): int {
  return intrinsic("xor64");
}
export function shl64(_a: int, _n: int): int {
  return intrinsic("shl64");
}
export function shr64(_a: int, _n: int): int {
  return intrinsic("shr64");
}
/** Leading zeros of the low 32 bits. */
export function clz32(_a: int): int {
  return intrinsic("clz32");
}
export function ushr64(_a: int, _n: int): int {
  return intrinsic("ushr64");
}
export function toFloat(_a: int): float {
  return intrinsic("toFloat");
}
/** Towards zero; the operand must be within ±2^63. */
export function toInt(_a: float): int {
  return intrinsic("toInt");
}
export function floatBits(_a: float): int {
  return intrinsic("floatBits");
}
export function bitsFloat(_a: int): float {
  return intrinsic("bitsFloat");
}
export function floor(_a: float): float {
  return intrinsic("floor");
}
export function squareRoot(_a: float): float {
  return intrinsic("squareRoot");
}
export function floatAbs(_a: float): float {
  return intrinsic("floatAbs");
}
/** Is the sign bit set? */
export function isNegativeZero(_a: float): boolean {
  return intrinsic("isNegativeZero");
}
