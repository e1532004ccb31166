// The interpreter that docs/jit-walkthrough.md follows: three instructions, one loop.

import { JitDriver } from "vmsmith/jit";
import type { int } from "vmsmith/ints";

const Op = { add: 0, decrement: 1, loop: 2 } as const;

class Code {
  private readonly ops: Uint8Array;
  readonly length: int;
  constructor(text: string) {
    this.length = text.length;
    this.ops = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) this.ops[i] = text.charCodeAt(i) - 48;
  }
  /** @elidable */
  op(pc: int): int {
    return this.ops[pc]!;
  }
}

class Frame {
  count: int;
  sum: int = 0;
  constructor(count: int) {
    this.count = count;
  }
}

const driver = new JitDriver<{ greens: { pc: int; code: Code }; reds: { frame: Frame } }>({
  name: "sum",
  greens: ["pc", "code"],
  reds: ["frame"],
});

function run(code: Code, frame: Frame): int {
  let pc = 0;
  while (pc < code.length) {
    driver.jitMergePoint({ pc, code, frame });
    switch (code.op(pc)) {
      case Op.add:
        frame.sum = frame.sum + frame.count;
        pc++;
        break;
      case Op.decrement:
        frame.count = frame.count - 1;
        pc++;
        break;
      default:
        if (frame.count === 0) return frame.sum;
        pc = 0;
        driver.canEnterJit({ pc, code, frame });
    }
  }
  return -1;
}

export function entryPoint(argv: string[]): number {
  console.log(run(new Code(argv[1]!), new Frame(parseInt(argv[2]!) | 0)));
  return 0;
}
