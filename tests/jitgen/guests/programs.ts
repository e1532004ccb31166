// Programs of the tiny guest (tiny.ts) for tests of the whole JIT: each goes through something a tracing JIT can get
// wrong. Registers are 0 to 9 of each kind; loops jump backwards.

export const TINY_PROGRAMS: Readonly<Record<string, string>> = {
  sum: "set 1 0|set 2 60|set 3 0|add 3 3 1|addi 1 1 1|jlt 3 1 2|print 3|ret 3",
  nested: "set 1 0|set 9 12|set 2 0|add 3 3 2|addi 2 2 1|jlt 3 2 9|addi 1 1 1|jlt 2 1 9|print 3|ret 3",
  threeDeep:
    "set 9 6|set 1 0|set 2 0|set 3 0|add 4 4 3|addi 3 3 1|jlt 4 3 9|addi 2 2 1|jlt 3 2 9|addi 1 1 1|jlt 2 1 9|print 4|ret 4",
  innerNotAlways:
    "set 1 0|set 9 30|mov 2 1|set 8 3|mod 2 2 8|set 8 0|jlt 11 8 2|jmp 14|addi 9 9 0|addi 9 9 0|addi 9 9 0|addi 3 3 2|sub 2 2 7|set 2 0|addi 1 1 1|jlt 2 1 9|print 3|ret 1",
  alternating:
    "set 9 80|set 8 2|mod 2 1 8|jeq 6 2 0|addi 3 3 10|jmp 7|addi 3 3 1|addi 1 1 1|jlt 2 1 9|print 3|ret 3",
  threeWays:
    "set 9 90|set 8 3|mod 2 1 8|set 7 1|jeq 10 2 0|jeq 8 2 7|addi 3 3 100|jmp 11|addi 3 3 10|jmp 11|addi 3 3 1|addi 1 1 1|jlt 2 1 9|print 3|ret 3",
  phases: "set 9 40|set 8 20|jlt 5 1 8|addi 3 3 7|jmp 6|addi 3 3 1|addi 1 1 1|jlt 2 1 9|print 3|ret 3",
  floats:
    "set 9 50|fset 1 1 3|fset 2 0 1|fadd 2 2 1|fmul 1 1 1|fset 3 1 7|fadd 1 1 3|addi 1 1 1|jlt 3 1 9|fprint 2|fprint 1|ret 1",
  floatLoop: "fset 1 0 1|fset 2 1 8|fset 3 9 1|fadd 1 1 2|jflt 3 1 3|fprint 1|ret 0",
  nan: "set 9 30|fset 1 0 1|fdiv 2 1 1|fadd 3 3 2|addi 1 1 1|jlt 3 1 9|fprint 3|fprint 2|ret 1",
  truncate:
    "set 9 40|fset 1 -7 2|fint 2 1|fmul 2 2 1|ftrunc 3 2|add 4 4 3|addi 1 1 1|jlt 2 1 9|print 4|ret 4",
  bits: "set 9 60|set 3 12345|shl 4 3 3|xor 3 4 1|set 5 1048575|and 3 3 5|addi 1 1 1|jlt 2 1 9|print 3|ret 3",
  divide: "set 9 50|set 3 -100000|set 4 7|addi 5 1 1|div 6 3 5|add 7 7 6|addi 1 1 1|jlt 3 1 9|print 7|ret 7",
  bytes: "set 9 64|mov 2 1|set 8 5|mul 3 1 8|store 2 3|load 4 2|add 5 5 4|addi 1 1 1|jlt 1 1 9|print 5|ret 5",
  wrap: "set 9 70|set 2 3|load 3 2|addi 3 3 11|store 2 3|addi 1 1 1|jlt 2 1 9|load 3 2|print 3|ret 3",
  indexError: "set 9 90|store 1 1|addi 1 1 1|jlt 1 1 9|ret 1",
  absentByte: "set 9 90|load 2 1|addi 1 1 1|jlt 1 1 9|ret 1",
  overflow: "set 9 90|set 3 3|mul 3 3 3|addi 1 1 1|jlt 2 1 9|ret 3",
  boxes: "set 9 50|boxi 1 0|boxi 2 1|plus 1 1 2|addi 1 1 1|jlt 2 1 9|bprint 1|ret 1",
  unbox: "set 9 50|boxi 1 1|unbox 2 1|add 3 3 2|addi 1 1 1|jlt 1 1 9|print 3|ret 3",
  changingTypes:
    "set 9 60|boxi 1 0|set 8 20|set 7 40|boxi 2 1|jlt 9 1 8|fset 1 1 4|boxf 2 1|jmp 9|plus 1 1 2|addi 1 1 1|jlt 4 1 9|bprint 1|ret 1",
  intsThenText:
    "set 9 40|boxi 1 0|set 8 30|boxi 2 1|jlt 6 1 8|boxt 1 5|plus 1 1 2|addi 1 1 1|jlt 3 1 9|bprint 1|ret 1",
  badTypes:
    "set 9 40|boxi 1 0|boxt 2 1|handler 6|plus 1 1 2|jmp 8|caught 3|add 4 4 3|addi 1 1 1|jlt 4 1 9|print 4|ret 4",
  list: "set 9 40|cons 1 1 1|addi 1 1 1|jlt 1 1 9|car 2 1|add 3 3 2|cdr 1 1|addi 1 1 -1|set 8 0|jlt 4 8 1|print 3|ret 3",
  emptyList:
    "set 9 40|cons 1 1 1|addi 1 1 1|jlt 1 1 9|handler 8|car 2 1|cdr 1 1|jmp 5|caught 2|print 2|ret 2",
  maps: "set 9 60|count 1 7|addi 1 1 1|jlt 1 1 9|cprint|ret 1",
  text: "set 9 45|text 1|addi 1 1 1|jlt 1 1 9|tprint|ret 1",
  throwsSometimes:
    "set 9 60|handler 7|set 8 5|mod 2 1 8|div 3 1 2|add 4 4 3|jmp 9|caught 5|add 6 6 5|addi 1 1 1|jlt 2 1 9|print 4|print 6|ret 6",
  throwsAlways: "set 9 50|handler 4|throw 1|jmp 6|caught 5|add 6 6 5|addi 1 1 1|jlt 2 1 9|print 6|ret 6",
  throwsOut: "set 9 50|set 8 37|addi 1 1 1|jeq 5 1 8|jlt 2 1 9|throw 1|ret 0",
  calls: "set 9 30|call 2 6|add 3 3 2|addi 1 1 1|jlt 1 1 9|ret 3|addi 4 4 3|ret 4",
  callsWithLoops:
    "set 9 25|call 2 6|add 3 3 2|addi 1 1 1|jlt 1 1 9|ret 3|set 5 0|addi 5 5 1|addi 6 6 2|jlt 7 5 9|ret 6",
  recursion: "set 9 20|addi 1 1 1|jeq 5 1 9|call 2 1|ret 2|ret 1",
  tooDeep: "set 9 3|handler 5|call 2 2|addi 1 1 1|jlt 2 1 9|caught 3|print 3|ret 3",
  returnsFromLoop: "set 9 1000|addi 1 1 1|set 8 55|jeq 5 1 8|jlt 1 1 9|ret 1",
  promotes: "set 9 60|set 8 4|mod 2 1 8|promote 3 2|add 4 4 3|addi 1 1 1|jlt 1 1 9|print 4|ret 4",
  promotesMany: "set 9 60|promote 3 1|add 4 4 3|addi 1 1 1|jlt 1 1 9|print 4|ret 4",
  long: `set 9 40|${"addi 3 3 1|xor 4 3 1|".repeat(40)}addi 1 1 1|jlt 1 1 9|print 4|ret 3`,
  twoLoops:
    "set 9 40|addi 1 1 1|jlt 1 1 9|set 1 0|addi 2 2 3|addi 1 1 1|jlt 4 1 9|set 1 0|add 3 3 2|addi 1 1 1|jlt 8 1 9|ret 3",
  sweeps: "set 9 40|add 3 3 2|sweep|add 4 3 2|sweep|add 3 3 4|addi 6 6 1|jlt 1 6 9|print 3|print 4|ret 3",
  aliases:
    "set 9 40|set 1 5|set 2 5|load 3 1|addi 3 3 1|store 2 3|load 4 1|add 7 7 4|addi 6 6 1|jlt 3 6 9|print 7|ret 7",
  sevens: "set 9 40|set 8 8|mod 2 1 8|seven 3 2|add 4 4 3|addi 1 1 1|jlt 1 1 9|print 4|ret 4",
  onlySevens: "set 9 40|set 2 7|seven 3 2|add 4 4 3|addi 1 1 1|jlt 2 1 9|print 4|ret 4",
  late: "set 9 40|late 2 1 1|add 3 3 2|addi 1 1 1|jlt 1 1 9|print 3|ret 3",
  callsThatThrow:
    "set 9 40|handler 8|call 2 11|add 3 3 2|addi 1 1 1|jlt 2 1 9|print 3|ret 3|caught 4|add 3 3 4|jmp 4|set 8 5|mod 5 1 8|set 8 2|jeq 16 5 8|ret 1|throw 1",
  crossing: "set 9 40|addi 3 3 1|jmp 6|add 4 4 3|addi 1 1 1|jmp 7|jmp 3|addi 3 3 2|jlt 1 1 9|print 4|ret 3",
  sharedHeader: "set 9 50|set 8 2|addi 1 1 1|mod 2 1 8|jeq 1 2 0|addi 3 3 1|jlt 2 1 9|print 3|ret 3",
};

export function tinyText(name: string): string {
  return (TINY_PROGRAMS[name] ?? "").split("|").join("\n");
}
