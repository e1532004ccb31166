// Compiled graphs: what a machine (frames.ts) runs. A block becomes one or more segments, cut after each call; a
// segment is a row of steps — closures over register numbers — and an end that tells what comes next. `V` is what
// registers hold: machine values after the rtyper, JavaScript values before.

import type { Graph, Op } from "../model/graph.ts";

export type Step<V> = (r: V[]) => void;
/** Leaves a segment; gives the next one, in this graph or another, or null at the end of the run. */
export type End<V> = (r: V[]) => Segment<V> | null;

export interface Segment<V> {
  steps: Step<V>[];
  /** The operation behind each step, for messages; the call that ends the segment comes after them. */
  ops: Op[];
  end: End<V>;
  /** Where a returned value goes and how it goes on then, if the segment ends in a call. */
  resume: Resume<V> | null;
  /** The operation whose exceptions are handled here: the last of a raising block. */
  raising: Op | null;
  handler: Handler<V> | null;
}

export interface Resume<V> {
  readonly accept: (r: V[], value: V) => void;
  readonly next: Segment<V>;
}

export interface Handler<V> {
  readonly enter: (r: V[], exception: V) => Segment<V>;
}

export interface Code<V> {
  readonly graph: Graph;
  /** Registers as a call finds them: arguments come first, constants are in place. */
  readonly template: readonly V[];
  readonly start: Segment<V>;
}

/** An empty segment, to be filled. */
export function newSegment<V>(): Segment<V> {
  return { steps: [], ops: [], end: () => null, resume: null, raising: null, handler: null };
}

/** Registers for a call of `code` with the arguments in `args`. */
export function passArguments<V>(code: Code<V>, args: readonly number[], r: readonly V[]): V[] {
  const callee = code.template.slice();
  for (let i = 0; i < args.length; i++) callee[i] = r[args[i] as number] as V;
  return callee;
}
