// Brainfuck as bytecode: runs of + - and of < > become one operation each, brackets know their partner.

import type { int } from "vmsmith/ints";

export const Op = { add: 0, move: 1, print: 2, read: 3, open: 4, close: 5 } as const;

/** Operations and their arguments, two parallel arrays. */
export class Program {
  private readonly ops: Uint8Array;
  private readonly args: Int32Array;
  readonly length: int;

  constructor(ops: int[], args: int[]) {
    this.length = ops.length;
    this.ops = new Uint8Array(ops.length);
    this.args = new Int32Array(ops.length);
    for (let i = 0; i < ops.length; i++) {
      this.ops[i] = ops[i]!;
      this.args[i] = args[i]!;
    }
  }

  /** @elidable */
  op(pc: int): int {
    return this.ops[pc]!;
  }

  /** @elidable */
  arg(pc: int): int {
    return this.args[pc]!;
  }
}

class Compiler {
  private readonly ops: int[] = [];
  private readonly args: int[] = [];
  private readonly open: int[] = [];

  /** Adds an operation; one of the same kind before it takes its argument instead. */
  count(op: int, by: int): void {
    const last = this.ops.length - 1;
    if (last >= 0 && this.ops[last]! === op) this.args[last] = this.args[last]! + by;
    else this.emit(op, by);
  }

  emit(op: int, arg: int): void {
    this.ops.push(op);
    this.args.push(arg);
  }

  begin(): void {
    this.open.push(this.ops.length);
    this.emit(Op.open, 0);
  }

  end(): void {
    const start = this.open.pop();
    if (start === undefined) throw new Error("] without [");
    this.args[start] = this.ops.length;
    this.emit(Op.close, start);
  }

  finish(): Program {
    if (this.open.length > 0) throw new Error("[ without ]");
    return new Program(this.ops, this.args);
  }
}

export function compile(text: string): Program {
  const c = new Compiler();
  for (let i = 0; i < text.length; i++) {
    switch (text.charAt(i)) {
      case "+":
        c.count(Op.add, 1);
        break;
      case "-":
        c.count(Op.add, -1);
        break;
      case ">":
        c.count(Op.move, 1);
        break;
      case "<":
        c.count(Op.move, -1);
        break;
      case ".":
        c.emit(Op.print, 0);
        break;
      case ",":
        c.emit(Op.read, 0);
        break;
      case "[":
        c.begin();
        break;
      case "]":
        c.end();
        break;
    }
  }
  return c.finish();
}
