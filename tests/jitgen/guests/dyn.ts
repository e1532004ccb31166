// A guest of dynamically typed values: unions with primitives, boxed and narrowed by typeof and instanceof.

import { JitDriver } from "vmsmith/jit";
type Value = number | string | boolean | null | Cell;
class Cell {
  value: Value = null;
}
class Code {
  readonly ops: number[];
  readonly length: number;
  constructor(ops: number[]) {
    this.ops = ops;
    this.length = ops.length;
  }
  /** @elidable */ at(i: number): number {
    return this.ops[i]!;
  }
}
const driver = new JitDriver<{ greens: { pc: number; code: Code }; reds: { regs: Value[] } }>({
  name: "dyn",
  greens: ["pc", "code"],
  reds: ["regs"],
});
function add(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "string") return a + (typeof b === "string" ? b : typeof b === "number" ? `${b}` : "?");
  if (a instanceof Cell) return add(a.value, b);
  throw new Error("bad operands");
}
function less(a: Value, b: Value): boolean {
  return typeof a === "number" && typeof b === "number" ? a < b : false;
}
function run(code: Code, regs: Value[]): Value {
  let pc = 0;
  for (;;) {
    driver.jitMergePoint({ pc, code, regs });
    switch (code.at(pc)) {
      case 0:
        regs[code.at(pc + 1)] = add(regs[code.at(pc + 2)]!, regs[code.at(pc + 3)]!);
        pc += 4;
        break;
      case 1:
        if (less(regs[code.at(pc + 1)]!, regs[code.at(pc + 2)]!)) {
          pc = code.at(pc + 3);
          driver.canEnterJit({ pc, code, regs });
        } else pc += 4;
        break;
      case 2: {
        const c = regs[code.at(pc + 1)]!;
        if (c instanceof Cell) c.value = regs[code.at(pc + 2)]!;
        pc += 3;
        break;
      }
      default:
        return regs[0]!;
    }
  }
}
function show(v: Value): string {
  return v === null
    ? "null"
    : v instanceof Cell
      ? `cell ${show(v.value)}`
      : typeof v === "string"
        ? v.slice(0, 30)
        : `${v}`;
}
export function entryPoint(argv: string[]): number {
  const n = argv.length > 1 ? parseInt(argv[1]!) : 1000;
  const cell = new Cell();
  // r1 += r2; r3 = r3 + r1 ; cell = r3; while r1 < r4
  const code = new Code([0, 1, 1, 2, 0, 3, 3, 1, 2, 5, 3, 0, 6, 6, 2, 1, 1, 4, 0, 9]);
  console.log(show(run(code, [0, 0, 1, 0, n, cell, "t"])), show(cell));
  const regs: Value[] = [true, 0.5, 0.25, "s", 40, cell, 1];
  console.log(show(run(code, regs)), show(cell), show(regs[3]!), show(regs[6]!));
  return 0;
}
