// The optimizer's last pass, backwards: operations whose results nobody needs are left out of the fragment's code. What
// a guard would resume is needed.

import { KIND } from "../tables/operations.ts";
import { TRACE, TRACE_FLAG, TRACE_FLAGS, TRACE_RESULTS } from "../tables/trace-ops.ts";
import { type Fragment, liveCount, operandsAt } from "./fragment.ts";
import type { Target } from "./target.ts";

export class Needed {
  private readonly target: Target;
  private readonly fragment: Fragment;
  /** The operations, and where each begins. */
  private readonly out: readonly number[];
  private readonly starts: readonly number[];

  constructor(target: Target, fragment: Fragment, out: readonly number[], starts: readonly number[]) {
    this.target = target;
    this.fragment = fragment;
    this.out = out;
    this.starts = starts;
  }

  /** Gives the fragment its code. */
  keepNeeded(): void {
    const { fragment, out, starts } = this;
    const needed = new Uint8Array(fragment.slots + 1);
    const rowDone = new Uint8Array(fragment.resume.length + 1);
    const kept = new Uint8Array(starts.length + 1);
    let size = 0;
    for (let i = starts.length - 1; i >= 0; i--) {
      const start = starts[i]!;
      const op = out[start]! & 255;
      const length = out[start]! >> 8;
      const hasResult = TRACE_RESULTS[op]! !== KIND.none;
      if (hasResult && isRemovable(op) && needed[out[start + 1]!]! === 0) continue;
      kept[i] = 1;
      size += length;
      if ((TRACE_FLAGS[op]! & TRACE_FLAG.guard) !== 0) {
        const guard = fragment.guards[out[start + (hasResult ? 2 : 1)]!]!;
        this.needRow(guard.resume, needed, rowDone);
        if (guard.extraSlot >= 0) needed[guard.extraSlot] = 1;
      }
      for (let at = start + operandsAt(op); at < start + length; at++)
        if (out[at]! >= 0) needed[out[at]!] = 1;
    }
    const code = new Int32Array(size);
    let to = 0;
    for (let i = 0; i < starts.length; i++) {
      if (kept[i]! === 0) continue;
      const start = starts[i]!;
      for (let at = start; at < start + (out[start]! >> 8); at++) code[to++] = out[at]!;
    }
    fragment.code = code;
  }

  private needRow(row: number, needed: Uint8Array, rowDone: Uint8Array): void {
    const { resume } = this.fragment;
    let at = row;
    while (at >= 0 && rowDone[at]! === 0) {
      rowDone[at] = 1;
      const count = liveCount(this.target, resume[at + 1]!, resume[at + 2]!);
      for (let i = at + 3; i < at + 3 + count; i++) if (resume[i]! >= 0) needed[resume[i]!] = 1;
      at = resume[at]!;
    }
  }
}

/** May go if its result is not needed. */
function isRemovable(op: number): boolean {
  if ((TRACE_FLAGS[op]! & TRACE_FLAG.pure) !== 0) return true;
  return (op >= TRACE.get_field_w.n && op <= TRACE.get_item_f.n) || op === TRACE.new_struct.n;
}
