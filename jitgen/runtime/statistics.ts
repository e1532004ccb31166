// What the JIT did, for `VMSMITH_LOG=jit-summary:-` and for tests.

import { ABORT_NAMES } from "./aborts.ts";

export class Statistics {
  loops: number = 0;
  bridges: number = 0;
  /** Operations recorded, and the bytes they took with their snapshots. */
  recordedOps: number = 0;
  recordedBytes: number = 0;
  /** Operations left after optimization, and the bytes of their fragments. */
  fragmentOps: number = 0;
  fragmentBytes: number = 0;
  /** Entries into compiled code from the interpreter, and guards that led back. */
  entries: number = 0;
  guardFailures: number = 0;
  /** By reason (ABORT). */
  readonly aborts: number[] = ABORT_NAMES.map(() => 0);

  summary(): string {
    let text = `jit: ${this.loops} loops, ${this.bridges} bridges, ${this.entries} entries, `;
    text += `${this.guardFailures} guard failures\n`;
    text += `jit: ${this.recordedOps} operations recorded in ${this.recordedBytes} bytes, `;
    text += `${this.fragmentOps} left after optimization in ${this.fragmentBytes} bytes\n`;
    for (let i = 1; i < this.aborts.length; i++)
      if (this.aborts[i]! > 0) text += `jit: ${this.aborts[i]!} times given up: ${ABORT_NAMES[i]!}\n`;
    return text;
  }
}
