// vmsmith/gc: what a program may ask of its garbage collector (docs/gc.md). Under Node, whose collector cannot be asked,
// collections happen if it was started with --expose-gc, numbers are 0, and nothing is ever reported as dead.

import type { int } from "./ints.ts";

/** A full collection: everything unreachable is freed, weak references to it are cleared, finalizers are due. */
export function collectGarbage(): void {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
}

/** Tells the collector of memory outside of its heap that objects keep; a negative number when it has been freed. */
export function memoryPressure(_bytes: int): void {}

/** What `gcStatistic` can be asked for: bytes in use, most bytes ever taken, collections, nanoseconds. */
export const HEAP_USED = 0;
export const HEAP_PEAK = 1;
export const MINOR_COLLECTIONS = 2;
export const MAJOR_COLLECTIONS = 3;
export const GC_TIME = 4;
export const LONGEST_PAUSE = 5;

/** One of the numbers above. */
export function gcStatistic(_which: int): int {
  return 0;
}

/** Calls the registry's callback for every target that has died since; how many there were. */
export function runFinalizers(_registry: FinalizationRegistry<never>): int {
  return 0;
}

/**
 * Gives objects back after they have died, each once, the one registered last first: for finalizers that need the
 * object itself. What is given back is alive again and may be kept, or registered anew.
 */
export class FinalizerQueue<T extends object> {
  private readonly objects: T[] = [];

  /** Under Node it would never be reported, so it is only kept. */
  register(object: T): void {
    this.objects.push(object);
  }

  /** An object that has died, or undefined. */
  nextDead(): T | undefined {
    return undefined;
  }
}
