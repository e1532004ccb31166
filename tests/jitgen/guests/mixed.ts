// A guest whose registers hold values of a union: tagged ints, boxed floats, strings, null. Usage: mixed PROGRAM LIMIT.
import { JitDriver } from "vmsmith/jit";
type V = number | string | null;
const driver = new JitDriver<{ greens: { pc: number; code: string }; reds: { regs: V[] } }>({
  name: "mixed",
  greens: ["pc", "code"],
  reds: ["regs"],
});
function add(a: V, b: V): V {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "string") return a.length > 40 ? null : `${a}${b ?? "nil"}`;
  return b;
}
function isLess(a: V, b: V): boolean {
  return typeof a === "number" && typeof b === "number" ? a < b : false;
}
function at(regs: readonly V[], i: number): V {
  return regs[i] ?? null;
}
function run(code: string, limit: number, start: V): V {
  const regs: V[] = [start, 0, limit, 0.5, "t", 1];
  let pc = 0;
  while (pc < code.length) {
    driver.jitMergePoint({ pc, code, regs });
    const c = code.charAt(pc);
    pc++;
    if (c === "a") regs[0] = add(at(regs, 0), at(regs, 1));
    else if (c === "f") regs[0] = add(at(regs, 0), at(regs, 3));
    else if (c === "s") regs[0] = add(at(regs, 4), at(regs, 0));
    else if (c === "i") regs[1] = add(at(regs, 1), at(regs, 5));
    else if (c === "e") regs[0] = regs[0] === regs[1] ? null : at(regs, 0);
    else if (c === "j" && isLess(at(regs, 1), at(regs, 2))) {
      pc = 0;
      driver.canEnterJit({ pc, code, regs });
    }
  }
  return at(regs, 0);
}
export function entryPoint(argv: string[]): number {
  const limit = parseInt(argv[2] ?? "", 10);
  const starts: V[] = [0, -7, 1.5, "s", null];
  for (const start of starts) console.log(run(argv[1] ?? "", limit, start) ?? "null");
  return 0;
}
