// A guest whose driver lists a variable that the loop never looks at again.

import { JitDriver } from "vmsmith/jit";
import type { int } from "vmsmith/ints";

const driver = new JitDriver<{ greens: { pc: int; code: string }; reds: { regs: Int32Array; limit: int } }>({
  name: "deadRed",
  greens: ["pc", "code"],
  reds: ["regs", "limit"],
});

/** d: counts down, j: to the start until that is done. */
function run(code: string, regs: Int32Array, limit: int): int {
  let pc = 0;
  while (pc < code.length) {
    driver.jitMergePoint({ pc, code, regs, limit });
    if (code.charCodeAt(pc) === 100) {
      regs[0] = regs[0]! - 1;
      regs[1] = (regs[1]! * 3 + regs[0]) & 0xffff;
      pc++;
    } else if (regs[0]! > 0) {
      pc = 0;
      driver.canEnterJit({ pc, code, regs, limit });
    } else pc++;
  }
  return regs[1]!;
}

export function entryPoint(argv: string[]): number {
  const limit = argv.length * 100;
  const regs = new Int32Array(2);
  regs[0] = limit;
  console.log(run(argv[1]!, regs, limit));
  return 0;
}
