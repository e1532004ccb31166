// Ctrl-C and its like. The first signal asks everything under way to end and is told to whoever awaits `happened`;
// a second one ends the process at once.

import { once } from "node:events";

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof SIGNALS;

/** Raised in the main flow when a signal came. */
export class Interrupted extends Error {
  readonly signal: string;
  /** What shells expect of a program that a signal ended. */
  readonly exitCode: number;

  constructor(signal: Signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
    this.exitCode = SIGNALS[signal];
  }
}

/** Runs `work`; when a signal comes, aborts, waits a moment for `work` to wind up, and throws Interrupted. */
export async function interruptible(work: () => Promise<void>, abort: AbortController): Promise<void> {
  const calm = new AbortController();
  const signal = Promise.race(
    (Object.keys(SIGNALS) as Signal[]).map(async (s) => {
      await once(process, s, { signal: calm.signal });
      return s;
    }),
  );
  // Rejected when `calm` ends the waiting, which is no error.
  signal.catch(() => undefined);
  let stopped: Interrupted | undefined;
  // What is aborted fails in its own way; the reason is the signal.
  const done = work().catch((problem: unknown) => {
    throw stopped ?? problem;
  });
  try {
    await Promise.race([
      done,
      signal.then(async (s) => {
        const { exitCode } = (stopped = new Interrupted(s));
        for (const again of Object.keys(SIGNALS)) process.once(again, () => process.exit(exitCode));
        abort.abort();
        await Promise.race([done.catch(() => undefined), new Promise((go) => setTimeout(go, WIND_UP_MS))]);
        throw stopped;
      }),
    ]);
  } finally {
    calm.abort();
  }
}

/** Compilers end at once when told to; whatever does not is left to the end of the process. */
const WIND_UP_MS = 1000;
