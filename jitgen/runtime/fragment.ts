// What the optimizer makes of a trace and a backend runs: a fragment. It begins with inputs, ends with a jump to a
// fragment or by leaving the portal, and has guards in between.
//
//   code      one operation after the other: number + 256 × (length in units); result, if any; descriptor, if any;
//             plain number, if any; guard, if it is one; operands
//   operand   a slot (≥ 0), or -1 - index in the fragment's constants of its class
//   resume    rows of frames: row of the caller or -1, jitcode, position, then an operand for each live register
//
// Slots are numbered over all classes: a slot is used for values of one class only.

import { KIND } from "../tables/operations.ts";
import { JITCODE_ROW } from "../tables/pools.ts";
import { TRACE_FLAG, TRACE_FLAGS, TRACE_RESULTS } from "../tables/trace-ops.ts";
import type { Target } from "./target.ts";
import type { Constants } from "./trace.ts";

/** As `extraSlot`: the last slot of the fragment, which holds the exceptions of its guards. */
export const EXCEPTION = -2;

export class Guard {
  readonly fragment: Fragment;
  /** Its operation (TRACE, or above LOW_BASE). */
  readonly op: number;
  /** Row in `fragment.resume` of the innermost frame. */
  readonly resume: number;
  /** The slot that decides guard_true and guard_false; -1 for others. */
  readonly decider: number;
  /**
   * What the frame still lacks: after guard_not_raised the exception's slot, after guard_raised that of the call's
   * result, with its KIND. KIND.none: nothing.
   */
  readonly extraKind: number;
  readonly extraSlot: number;
  failures: number = 0;
  /** Fragment to go on in, with the values of `sources` as inputs. */
  bridge: Fragment | null = null;
  sources: readonly number[] = [];
  /** Tracing from here was given up. */
  isHopeless: boolean = false;

  constructor(
    fragment: Fragment,
    op: number,
    resume: number,
    decider: number,
    extraKind: number,
    extraSlot: number,
  ) {
    this.fragment = fragment;
    this.op = op;
    this.resume = resume;
    this.decider = decider;
    this.extraKind = extraKind;
    this.extraSlot = extraSlot;
  }
}

export class Fragment {
  readonly number: number;
  /** For logs: where the interpreted program was. */
  readonly name: string;
  readonly constants: Constants;
  /** Classes of the inputs, which are the slots from 0 on. */
  readonly inputs: readonly number[];
  code: Int32Array = new Int32Array(0);
  readonly resume: number[] = [];
  readonly guards: Guard[] = [];
  slots: number = 0;
  entered: number = 0;

  constructor(number: number, name: string, constants: Constants, inputs: readonly number[]) {
    this.number = number;
    this.name = name;
    this.constants = constants;
    this.inputs = inputs;
  }

  opCount(): number {
    let n = 0;
    for (let at = 0; at < this.code.length; at += this.code[at]! >> 8) n++;
    return n;
  }
}

/** Units before the operands of an operation in a fragment. */
export function operandsAt(op: number): number {
  const flags = TRACE_FLAGS[op]!;
  let at = 1;
  if (TRACE_RESULTS[op]! !== KIND.none) at++;
  if ((flags & TRACE_FLAG.descr) !== 0) at++;
  if ((flags & TRACE_FLAG.number) !== 0) at++;
  return (flags & TRACE_FLAG.guard) !== 0 ? at + 1 : at;
}

/** Number of live registers at a position of a jitcode. */
export function liveCount(target: Target, jitcode: number, position: number): number {
  const pc = target.jitcodeColumn(jitcode, JITCODE_ROW.start) + position;
  let set = target.jitcodeColumn(jitcode, JITCODE_ROW.liveness) + target.code[pc + 1]!;
  let count = 0;
  for (let kind = 0; kind < 3; kind++) {
    const n = target.liveness[set]!;
    count += n;
    set += 1 + n;
  }
  return count;
}
