// Coroutines of an interpreted program: a stack of frames each, of which one runs. What a stack is made of is the
// machine's business (frames.ts); here is who waits for whom. Handles are numbers from 1 on; 0 is the program itself.

import { broken } from "../support/diagnostics.ts";
import type { Code, Segment } from "./code.ts";
import type { Frame } from "./frames.ts";

/** Where a stack of frames was left, at the end of a segment. */
export interface Context<V> {
  readonly frames: Frame<V>[];
  readonly base: number;
  readonly code: Code<V> | undefined;
  readonly registers: V[];
  readonly segment: Segment<V>;
}

interface Coroutine<V> {
  readonly handle: number;
  /** Where it was left; null before it has begun and while it is active. */
  left: Context<V> | null;
  /** Who waits for it, and how many runs were inside each other then; null unless it is active. */
  resumer: {
    readonly context: Context<V>;
    readonly running: Coroutine<V> | null;
    readonly runs: number;
  } | null;
}

export class Coroutines<V> {
  private readonly alive = new Map<number, Coroutine<V>>();
  private opened = 0;
  private running: Coroutine<V> | null = null;

  /** A new one, which has not begun; its handle. */
  open(): number {
    const handle = ++this.opened;
    this.alive.set(handle, { handle, left: null, resumer: null });
    return handle;
  }

  /** The handle of the one that runs. */
  get current(): number {
    return this.running?.handle ?? 0;
  }

  /** The active ones, the one that runs first. */
  active(): number[] {
    const handles: number[] = [];
    for (let c = this.running; c !== null; c = c.resumer?.running ?? null) handles.push(c.handle);
    return handles;
  }

  /** Is the code of this run that of the running coroutine, and not called by a step of it? */
  isOutermost(runs: number): boolean {
    return this.running?.resumer?.runs === runs;
  }

  /** Makes it the one that runs; where it was left, null if it has not begun. */
  resume(handle: number, context: Context<V>, runs: number): Context<V> | null {
    const coroutine = this.alive.get(handle) ?? broken(`there is no coroutine ${handle}`);
    if (coroutine.resumer !== null) broken(`the coroutine ${handle} is resumed while it is active`);
    const { left } = coroutine;
    coroutine.left = null;
    coroutine.resumer = { context, running: this.running, runs };
    this.running = coroutine;
    return left;
  }

  /** The running one stops here; where its resumer was left. */
  suspend(context: Context<V>, runs: number): Context<V> {
    const { running } = this;
    if (running === null) return broken("nothing is suspended outside of coroutines");
    if (!this.isOutermost(runs))
      broken("a coroutine suspends in a function that was called by the host, which has one stack only");
    running.left = context;
    return this.back(running);
  }

  /** The running one has ended; where its resumer was left. */
  end(): Context<V> {
    const { running } = this;
    if (running === null) return broken("no coroutine runs");
    this.alive.delete(running.handle);
    return this.back(running);
  }

  private back(from: Coroutine<V>): Context<V> {
    const { resumer } = from;
    if (resumer === null) return broken("a coroutine that nobody resumed");
    from.resumer = null;
    this.running = resumer.running;
    return resumer.context;
  }
}
