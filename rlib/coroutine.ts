// vmsmith/coroutine: functions that can stop in the middle, at any depth of calls, and go on later (docs/coroutines.md).
// They need stacks of their own, which Node cannot give: there, making one throws.

const UNDER_NODE =
  "vmsmith/coroutine: Node has one stack and cannot switch it. Translate the program and run the binary; " +
  "what you debug under Node, write with generators.";

/** Thrown by `suspend` in a coroutine that is being closed. Let it pass. */
export class CoroutineClosed extends Error {
  constructor() {
    super("the coroutine is closed");
    this.name = "CoroutineClosed";
  }
}

/**
 * A function that runs on a stack of its own. It begins when it is first resumed, with that value as its second
 * argument; each `suspend`, at any depth of calls, gives a value to who resumed it and waits for the next one.
 */
export class Coroutine<In, Out> {
  constructor(_body: (self: Coroutine<In, Out>, first: In) => Out) {
    throw new Error(UNDER_NODE);
  }

  /** It has returned, thrown, or was closed. */
  get done(): boolean {
    throw new Error(UNDER_NODE);
  }

  /** It is the one that runs; not one that waits for another it has resumed. */
  get running(): boolean {
    throw new Error(UNDER_NODE);
  }

  /**
   * Lets it run until it suspends or returns; the value it gives. What it throws, this throws. An Error if it is done,
   * runs, or waits for another; a RangeError if there is no room for its stack.
   */
  resume(_value: In): Out {
    throw new Error(UNDER_NODE);
  }

  /** Only inside of it: gives a value to who resumed it; the value of the next `resume`. */
  suspend(_value: Out): In {
    throw new Error(UNDER_NODE);
  }

  /** Ends it: where it is suspended, CoroutineClosed is thrown, so that its `finally` blocks run. */
  close(): void {
    throw new Error(UNDER_NODE);
  }
}
