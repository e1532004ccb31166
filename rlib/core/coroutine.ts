// Coroutines, as vmsmith/coroutine shows them: the rules, over stacks that the runtime switches.

import type { int } from "../ints.ts";
import { Error, RangeError } from "./errors.ts";
import { coroutine_current, coroutine_open, coroutine_resume, coroutine_suspend } from "./low/coroutine.ts";
import { gc_collect } from "./low/memory.ts";

/**
 * What the collector sees of a coroutine: while it is suspended, this object leads to all that stands on its stack.
 * @coroutine
 */
class CoroutineStack {
  /** The runtime sets it, and clears it when the coroutine ends. */
  handle: int;
  constructor() {
    this.handle = 0;
  }
}

export class CoroutineClosed extends Error {
  constructor() {
    super("the coroutine is closed");
    this.name = "CoroutineClosed";
  }
}

/** It has not been resumed, or is what its stack says, or there is nothing more to run. */
const FRESH = 0;
const BEGUN = 1;
const DONE = 2;

export class Coroutine<In, Out> {
  private readonly body: (self: Coroutine<In, Out>, first: In) => Out;
  private readonly stack = new CoroutineStack();
  private readonly begin: () => void;
  /** At most one value each, on its way. */
  private readonly given: In[] = [];
  private readonly result: Out[] = [];
  private error: Error | null = null;
  private state: int = FRESH;
  /** It runs, or waits for one that it has resumed. */
  private isActive = false;
  private isClosing = false;

  constructor(body: (self: Coroutine<In, Out>, first: In) => Out) {
    this.body = body;
    this.begin = () => {
      this.run();
    };
  }

  get done(): boolean {
    return this.state === DONE;
  }

  get running(): boolean {
    return this.isActive && coroutine_current() === this.stack.handle;
  }

  resume(value: In): Out {
    if (this.state === DONE) throw new Error("the coroutine is done and cannot be resumed");
    if (this.isActive) throw new Error(this.whyActive("cannot be resumed"));
    if (this.state === FRESH) this.open();
    this.given.push(value);
    this.enter();
    const { error } = this;
    if (error !== null) {
      this.error = null;
      throw error;
    }
    const out = this.result[0]!;
    this.result.length = 0;
    return out;
  }

  suspend(value: Out): In {
    if (!this.running) throw new Error("a coroutine is suspended that is not the running one");
    if (this.isClosing) throw new Error("a coroutine that is being closed cannot be suspended");
    this.result.push(value);
    this.isActive = false;
    coroutine_suspend();
    if (this.isClosing) throw new CoroutineClosed();
    const next = this.given[0]!;
    this.given.length = 0;
    return next;
  }

  close(): void {
    if (this.state === DONE) return;
    if (this.isActive) throw new Error(this.whyActive("cannot be closed"));
    if (this.state === FRESH) {
      this.state = DONE;
      return;
    }
    this.isClosing = true;
    this.enter();
    this.result.length = 0;
    const { error } = this;
    this.error = null;
    if (error !== null && !(error instanceof CoroutineClosed)) throw error;
  }

  private whyActive(what: string): string {
    return this.running
      ? `the coroutine is running and ${what}`
      : `the coroutine waits for another that it has resumed and ${what}`;
  }

  private open(): void {
    if (coroutine_open(this.stack) === 0) {
      // What nobody can resume any more has a stack until it is collected.
      gc_collect();
      if (coroutine_open(this.stack) === 0)
        throw new RangeError("too many coroutines (VMSMITH_COROUTINES=max=… sets the limit)");
    }
    this.state = BEGUN;
  }

  /** Until it suspends or ends. */
  private enter(): void {
    this.isActive = true;
    coroutine_resume(this.stack.handle, this.begin);
    if (this.stack.handle === 0) {
      this.isActive = false;
      this.state = DONE;
    }
  }

  /** On its own stack. */
  private run(): void {
    const first = this.given[0]!;
    this.given.length = 0;
    try {
      this.result.push(this.body(this, first));
    } catch (e) {
      this.error = e as Error;
    }
  }
}
