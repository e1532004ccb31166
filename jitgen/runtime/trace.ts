// A recorded trace: operations as bytes, snapshots of the frames behind guards as bytes, constants in pools. Compact,
// because recording is the part of warm-up that every program pays for: operands are distances to the operation that
// made the value, so most take one byte.
//
//   operation   number (one byte); descriptor, if it has one; plain number, if it has one; operands; snapshot, if it is a guard
//   operand     2 × (values made since), or 2 × (index in the constants of its class) + 1
//   snapshot    1 + place of the caller's snapshot, or 0; jitcode; position; for each live register 2 × value, or
//               2 × constant + 1. Callers' snapshots are shared: they form a tree.
//
// Numbers are written 7 bits to a byte, the lowest first; the highest bit says that another byte follows. Values are
// numbered from 0: inputs first, then results in their order.

import { type GcRef, refHash, sameFloat, sameRef, sameWord, type Word, wordHash } from "vmsmith/raw";
import { floatHash } from "vmsmith/raw";

/** A growing array of bytes. */
export class Bytes {
  data: Uint8Array = new Uint8Array(256);
  length: number = 0;

  put(n: number): void {
    if (this.length + 5 > this.data.length) this.grow();
    let rest = n;
    while (rest >= 128) {
      this.data[this.length++] = (rest & 127) | 128;
      rest = rest >>> 7;
    }
    this.data[this.length++] = rest;
  }

  /** A number below 256, in one byte. */
  byte(n: number): void {
    if (this.length + 5 > this.data.length) this.grow();
    this.data[this.length++] = n;
  }

  private grow(): void {
    const larger = new Uint8Array(this.data.length * 2);
    for (let i = 0; i < this.length; i++) larger[i] = this.data[i]!;
    this.data = larger;
  }
}

/** Reads numbers out of Bytes. */
export class ByteReader {
  private readonly bytes: Bytes;
  at: number;

  constructor(bytes: Bytes, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.bytes.data[this.at++]!;
  }

  next(): number {
    const { data } = this.bytes;
    let byte = data[this.at++]!;
    if (byte < 128) return byte;
    let result = byte & 127;
    let shift = 7;
    while (byte >= 128) {
      byte = data[this.at++]!;
      result = result | ((byte & 127) << shift);
      shift += 7;
    }
    return result;
  }
}

/** Constants of a trace or fragment, each once. */
export class Constants {
  readonly words: Word[] = [];
  readonly refs: GcRef[] = [];
  readonly floats: number[] = [];
  private readonly wordIndex = new Map<number, number>();
  private readonly refIndex = new Map<number, number>();
  private readonly floatIndex = new Map<number, number>();

  // Where two hashes are the same the later constant is appended each time: rare, and correct.

  word(value: Word): number {
    const hash = wordHash(value);
    const known = this.wordIndex.get(hash);
    if (known !== undefined && sameWord(this.words[known]!, value)) return known;
    this.wordIndex.set(hash, this.words.length);
    this.words.push(value);
    return this.words.length - 1;
  }

  ref(value: GcRef): number {
    const hash = refHash(value);
    const known = this.refIndex.get(hash);
    if (known !== undefined && sameRef(this.refs[known]!, value)) return known;
    this.refIndex.set(hash, this.refs.length);
    this.refs.push(value);
    return this.refs.length - 1;
  }

  float(value: number): number {
    const hash = floatHash(value);
    const known = this.floatIndex.get(hash);
    if (known !== undefined && sameFloat(this.floats[known]!, value)) return known;
    this.floatIndex.set(hash, this.floats.length);
    this.floats.push(value);
    return this.floats.length - 1;
  }
}

export class Trace {
  readonly ops: Bytes = new Bytes();
  readonly snapshots: Bytes = new Bytes();
  readonly constants: Constants = new Constants();
  /** Values so far, inputs included. */
  values: number = 0;
  opCount: number = 0;

  /** Memory that the recorded operations take, in bytes, without constants. */
  size(): number {
    return this.ops.length + this.snapshots.length;
  }
}
