// A root stack: where programs fitted to a collector keep the references that they use after a collection. Coroutines
// have one each (translator/c/runtime/coroutine.h). Frames are entered and left like those of the native stack.

import { broken } from "../support/diagnostics.ts";
import type { HeapObject } from "./heap.ts";
import type { MachineValue } from "./values.ts";

/** What stands at a place; undefined: nothing yet. */
type Root = HeapObject | MachineValue | undefined;

export class RootStack {
  private readonly roots: Root[] = [];
  private readonly frames: number[] = [];

  enter(n: number): number {
    const frame = this.roots.length;
    this.frames.push(frame);
    for (let i = 0; i < n; i++) this.roots.push(undefined);
    return frame;
  }

  leave(frame: number): void {
    if (this.frames.pop() !== frame) broken("a frame of roots is left that is not the innermost");
    this.roots.length = frame;
  }

  save(frame: number, i: number, value: MachineValue): void {
    this.roots[this.place(frame, i)] = value;
  }

  load(frame: number, i: number): MachineValue {
    const root = this.roots[this.place(frame, i)];
    return root === undefined ? broken("a root is loaded that was never saved") : root;
  }

  private place(frame: number, i: number): number {
    if (this.frames.at(-1) !== frame) broken("roots of a frame that is not the innermost");
    const place = frame + i;
    return place < this.roots.length ? place : broken(`the frame has no place ${i}`);
  }

  /** Frames that were not left. */
  get depth(): number {
    return this.frames.length;
  }

  /** Visits every place, and puts there what is given back. */
  replace(move: (value: MachineValue) => MachineValue): void {
    this.roots.forEach((root, i) => {
      if (root === undefined) broken("a place of the root stack was never written");
      this.roots[i] = move(root);
    });
  }
}

/** A coroutine as a collector sees it: an object of the special layout `coroutine`, and the references it has. */
export interface RootOwner {
  /** Where the object is now. */
  object: HeapObject;
  readonly roots: RootStack;
  /** It runs, or waits for one that it has resumed: its references are roots, and no longer those of the object. */
  isActive: boolean;
}
