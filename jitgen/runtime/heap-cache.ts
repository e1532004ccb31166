// What the optimizer knows of memory: values of fields and items that were loaded or stored in the fragment so far.
// A store forgets what may lie in the same place: two places can be one only if their descriptor is one. A call forgets
// all. Storing to a narrow place is not remembered as the value, because the place keeps a part of it only.

import { sameWord } from "vmsmith/raw";
import { STORAGE } from "../tables/pools.ts";
import type { Constants } from "./trace.ts";

/** As `index`: the place is a field. */
export const FIELD = -0x3fffffff;

/** Beyond this many places the oldest are forgotten: lookups stay short. */
const MOST = 64;

export class HeapCache {
  private readonly constants: Constants;
  private readonly descrs: number[] = [];
  private readonly objects: number[] = [];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  constructor(constants: Constants) {
    this.constants = constants;
  }

  /** Position of what is known of a place, or -1. */
  find(descr: number, object: number, index: number): number {
    for (let i = this.descrs.length - 1; i >= 0; i--)
      if (this.descrs[i]! === descr && this.objects[i]! === object && this.indices[i]! === index) return i;
    return -1;
  }

  /** The operand that a place holds. */
  valueAt(position: number): number {
    return this.values[position]!;
  }

  loaded(descr: number, object: number, index: number, value: number): void {
    if (this.descrs.length === MOST) this.keep(32);
    this.descrs.push(descr);
    this.objects.push(object);
    this.indices.push(index);
    this.values.push(value);
  }

  stored(descr: number, object: number, index: number, value: number, storage: number): void {
    let kept = 0;
    for (let i = 0; i < this.descrs.length; i++) if (this.isElsewhere(i, descr, index)) this.move(i, kept++);
    this.cut(kept);
    const keepsAll = storage === STORAGE.word || storage === STORAGE.ref || storage === STORAGE.float;
    if (keepsAll || storage === STORAGE.bool) this.loaded(descr, object, index, value);
  }

  private isElsewhere(i: number, descr: number, index: number): boolean {
    if (this.descrs[i]! !== descr) return true;
    const known = this.indices[i]!;
    if (index === FIELD || index >= 0 || known >= 0) return false;
    return !sameWord(this.constants.words[-1 - index]!, this.constants.words[-1 - known]!);
  }

  clear(): void {
    this.cut(0);
  }

  private keep(n: number): void {
    const first = this.descrs.length - n;
    for (let i = 0; i < n; i++) this.move(first + i, i);
    this.cut(n);
  }

  private move(from: number, to: number): void {
    this.descrs[to] = this.descrs[from]!;
    this.objects[to] = this.objects[from]!;
    this.indices[to] = this.indices[from]!;
    this.values[to] = this.values[from]!;
  }

  private cut(n: number): void {
    this.descrs.length = n;
    this.objects.length = n;
    this.indices.length = n;
    this.values.length = n;
  }
}
