// A Brainfuck interpreter: the program is compiled to a small bytecode once, then run by a dispatch loop that carries
// its JitDriver. Usage: bf program.bf (input from stdin).

import { readFileSync } from "node:fs";
import { JitDriver } from "vmsmith/jit";
import type { int } from "vmsmith/ints";
import { Machine } from "./machine.ts";
import { compile, Op, type Program } from "./program.ts";

const driver = new JitDriver<{ greens: { pc: int; program: Program }; reds: { machine: Machine } }>({
  name: "brainfuck",
  greens: ["pc", "program"],
  reds: ["machine"],
});

function run(program: Program, machine: Machine): void {
  let pc = 0;
  while (pc < program.length) {
    driver.jitMergePoint({ pc, program, machine });
    switch (program.op(pc)) {
      case Op.add:
        machine.add(program.arg(pc));
        break;
      case Op.move:
        machine.move(program.arg(pc));
        break;
      case Op.print:
        machine.print();
        break;
      case Op.read:
        machine.read();
        break;
      case Op.open:
        if (machine.isZero()) pc = program.arg(pc);
        break;
      case Op.close:
        if (!machine.isZero()) {
          pc = program.arg(pc);
          driver.canEnterJit({ pc, program, machine });
        }
        break;
    }
    pc++;
  }
}

export function entryPoint(argv: string[]): number {
  const file = argv[1];
  if (file === undefined) {
    console.error("usage: bf PROGRAM");
    return 2;
  }
  const machine = new Machine();
  run(compile(readFileSync(file, "utf8")), machine);
  machine.flush();
  return 0;
}
