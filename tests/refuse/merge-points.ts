// Merge points that do not fit their driver.

import { JitDriver } from "vmsmith/jit";

const driver = new JitDriver<{ greens: { pc: number }; reds: { sum: number } }>({
  name: "loop",
  greens: ["pc"],
  reds: ["sum"],
});

function withoutLiteral(pc: number, sum: number): number {
  const state = { pc, sum };
  driver.jitMergePoint(state); // RTS1402: jitMergePoint without an object literal
  return pc;
}

const short = new JitDriver<{ greens: { pc: number }; reds: { sum: number } }>({
  name: "short",
  greens: ["pc"],
  reds: [],
});

function unknownRed(pc: number, sum: number): number {
  short.jitMergePoint({ pc, sum }); // RTS1402: sum
  return pc;
}

export function entryPoint(argv: string[]): number {
  return argv.length === 1 ? withoutLiteral(1, 2) : unknownRed(argv.length, 1);
}
