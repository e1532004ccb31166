// What the loader's child process tells its parent: one JSON text on file descriptor 3, then it ends.

import type { HeapImage } from "../heap-image.ts";

/** A stretch of a source file by offsets; the parent knows the lines. */
export type Spot = { readonly file: string; readonly start: number };

/** Why there is no image. Spots are in the target's sources, the innermost call first. */
export type LoadFailure =
  | { readonly kind: "threw"; readonly message: string; readonly spots: readonly Spot[] }
  | { readonly kind: "exit"; readonly call: string; readonly spots: readonly Spot[] }
  /** Still at work: in the calls `spots`, or waiting with an event loop that has `active` things to wait for. */
  | { readonly kind: "endless"; readonly active: readonly string[]; readonly spots: readonly Spot[] }
  | { readonly kind: "await" }
  /** The process ended without a word: by a signal, or out of memory. */
  | { readonly kind: "killed"; readonly how: string }
  /** The freezer itself is wrong. */
  | { readonly kind: "broken"; readonly stack: string };

export type ChildReport = { readonly image: HeapImage } | { readonly failure: LoadFailure };

/** Arguments of the child process, in this order. */
export type ChildArguments = readonly [target: string, library: string, timeoutSeconds: string];

/** The file descriptor of the report. */
export const REPORT_FD = 3;
