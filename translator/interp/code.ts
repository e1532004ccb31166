// Compiled graphs: what the machine (low-interpreter.ts) runs. A block becomes one or more segments, cut after each
// call; a segment is a row of steps — closures over register numbers — and an end that tells what comes next.

import type { Graph, Op } from "../model/graph.ts";
import type { MachineValue } from "./values.ts";

export type Registers = MachineValue[];
export type Step = (r: Registers) => void;

export interface Segment {
  steps: Step[];
  /** The operation behind each step, for messages; the call that ends the segment comes after them. */
  ops: Op[];
  /** Leaves the segment; gives the next one, in this graph or another, or null at the end of the program. */
  end: (r: Registers) => Segment | null;
  /** Where a returned value goes and how it goes on then, if the segment ends in a call. */
  resume: Resume | null;
  /** The operation whose exceptions are handled here: the last of a raising block. */
  raising: Op | null;
  handler: Handler | null;
}

export interface Resume {
  readonly accept: (r: Registers, value: MachineValue) => void;
  readonly next: Segment;
}

export interface Handler {
  readonly enter: (r: Registers, exception: MachineValue) => Segment;
}

export interface Code {
  readonly graph: Graph;
  /** Registers as a call finds them: arguments come first, constants are in place. */
  readonly template: readonly MachineValue[];
  readonly start: Segment;
}

/** An empty segment, to be filled. */
export function newSegment(): Segment {
  return { steps: [], ops: [], end: () => null, resume: null, raising: null, handler: null };
}
