// An interpreter for tests of the JIT: a register machine with ints, floats, boxed values with virtual methods, arrays,
// records, strings, maps, guest exceptions and calls. One instruction a line: `add 1 2 3` is r1 = r2 + r3.

import { JitDriver, promote } from "vmsmith/jit";
import type { int } from "vmsmith/ints";

export abstract class Box {
  abstract plus(other: Box): Box;
  abstract text(): string;
  toInt(): int {
    throw new GuestError(90);
  }
}

class IntBox extends Box {
  readonly value: int;
  constructor(value: int) {
    super();
    this.value = value;
  }
  override plus(other: Box): Box {
    if (other instanceof IntBox) return new IntBox(this.value + other.value);
    if (other instanceof FloatBox) return new FloatBox(this.value + other.value);
    throw new GuestError(91);
  }
  override text(): string {
    return `i${this.value}`;
  }
  override toInt(): int {
    return this.value;
  }
}

class FloatBox extends Box {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  override plus(other: Box): Box {
    if (other instanceof FloatBox) return new FloatBox(this.value + other.value);
    return new FloatBox(this.value + other.toInt());
  }
  override text(): string {
    return `f${this.value.toFixed(3)}`;
  }
}

class TextBox extends Box {
  readonly value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override plus(other: Box): Box {
    return new TextBox(this.value + other.text());
  }
  override text(): string {
    return `"${this.value}"`;
  }
}

class Record {
  next: Record | null = null;
  value: int = 0;
}

export class GuestError extends Error {
  readonly code: int;
  constructor(code: int) {
    super("guest error");
    this.code = code;
  }
}

class Code {
  private readonly ops: string[] = [];
  private readonly args: int[] = [];
  readonly length: int;
  constructor(lines: string[]) {
    this.length = lines.length;
    for (const line of lines) {
      const words = line.split(" ");
      this.ops.push(words[0]!);
      for (let i = 1; i <= 3; i++) this.args.push(words.length > i ? parseInt(words[i]!) | 0 : 0);
    }
  }
  /** @elidable */
  op(pc: int): string {
    return this.ops[pc]!;
  }
  /** @elidable */
  arg(pc: int, i: int): int {
    return this.args[3 * pc + i]!;
  }
}

class State {
  readonly ints: int[] = [];
  readonly floats: Float64Array = new Float64Array(10);
  readonly bytes: Uint8Array = new Uint8Array(64);
  readonly boxes: Box[] = [];
  readonly records: (Record | null)[] = [];
  readonly counts: Map<string, int> = new Map();
  text: string = "";
  handler: int = -1;
  caught: int = 0;
  depth: int = 0;

  constructor() {
    for (let i = 0; i < 10; i++) {
      this.ints.push(0);
      this.boxes.push(new IntBox(i));
      this.records.push(null);
    }
  }
}

const driver = new JitDriver<{ greens: { pc: int; code: Code }; reds: { state: State } }>({
  name: "tiny",
  greens: ["pc", "code"],
  reds: ["state"],
});

function run(code: Code, state: State, start: int): int {
  let pc = start;
  for (;;) {
    driver.jitMergePoint({ pc, code, state });
    if (pc >= code.length) return -1;
    const op = code.op(pc);
    if (op === "ret") return state.ints[code.arg(pc, 0)]!;
    if (op === "jmp" || op === "jlt" || op === "jflt" || op === "jeq") {
      const target = code.arg(pc, 0);
      const jumps = op === "jmp" || condition(code, state, op, pc);
      if (!jumps) pc++;
      else if (target > pc) pc = target;
      else {
        pc = target;
        driver.canEnterJit({ pc, code, state });
      }
      continue;
    }
    try {
      simple(code, state, op, pc);
      pc++;
    } catch (e) {
      if (!(e instanceof GuestError) || state.handler < 0) throw e;
      state.caught = e.code;
      pc = state.handler;
    }
  }
}

function condition(code: Code, state: State, op: string, pc: int): boolean {
  const a = code.arg(pc, 1);
  const b = code.arg(pc, 2);
  if (op === "jlt") return state.ints[a]! < state.ints[b]!;
  if (op === "jeq") return state.ints[a]! === state.ints[b]!;
  return state.floats[a]! < state.floats[b]!;
}

function simple(code: Code, state: State, op: string, pc: int): void {
  const { ints, floats, boxes, records } = state;
  const a = code.arg(pc, 0);
  const b = code.arg(pc, 1);
  const c = code.arg(pc, 2);
  switch (op) {
    case "set":
      ints[a] = b;
      break;
    case "mov":
      ints[a] = ints[b]!;
      break;
    case "add":
      ints[a] = ints[b]! + ints[c]!;
      break;
    case "addi":
      ints[a] = ints[b]! + c;
      break;
    case "sub":
      ints[a] = ints[b]! - ints[c]!;
      break;
    case "mul":
      ints[a] = ints[b]! * ints[c]!;
      break;
    case "div":
      if (ints[c]! === 0) throw new GuestError(1);
      ints[a] = (ints[b]! / ints[c]!) | 0;
      break;
    case "mod":
      ints[a] = ints[b]! % ints[c]!;
      break;
    case "and":
      ints[a] = ints[b]! & ints[c]!;
      break;
    case "xor":
      ints[a] = ints[b]! ^ ints[c]!;
      break;
    case "shl":
      ints[a] = ints[b]! << c;
      break;
    case "seven": {
      const v = ints[b]!;
      ints[a] = v === 7 ? v * 3 : v;
      break;
    }
    case "late": {
      const v = (ints[b]! ^ 5) & 1023;
      if (ints[c]! > 20) ints[a] = v;
      break;
    }
    case "sweep":
      sweep(state);
      break;
    case "promote":
      ints[a] = promote(ints[b]!);
      break;
    case "fset":
      floats[a] = b / c;
      break;
    case "fadd":
      floats[a] = floats[b]! + floats[c]!;
      break;
    case "fmul":
      floats[a] = floats[b]! * floats[c]!;
      break;
    case "fdiv":
      floats[a] = floats[b]! / floats[c]!;
      break;
    case "fint":
      floats[a] = ints[b]!;
      break;
    case "ftrunc":
      ints[a] = floats[b]! | 0;
      break;
    case "store":
      state.bytes[ints[a]!] = ints[b]!;
      break;
    case "load":
      ints[a] = state.bytes[ints[b]!]!;
      break;
    case "boxi":
      boxes[a] = new IntBox(ints[b]!);
      break;
    case "boxf":
      boxes[a] = new FloatBox(floats[b]!);
      break;
    case "boxt":
      boxes[a] = new TextBox(`t${b}`);
      break;
    case "plus":
      boxes[a] = boxes[b]!.plus(boxes[c]!);
      break;
    case "unbox":
      ints[a] = boxes[b]!.toInt();
      break;
    case "cons": {
      const r = new Record();
      r.next = records[b]!;
      r.value = ints[c]!;
      records[a] = r;
      break;
    }
    case "car": {
      const r = records[b]!;
      if (r === null) throw new GuestError(2);
      ints[a] = r.value;
      break;
    }
    case "cdr": {
      const r = records[b]!;
      if (r === null) throw new GuestError(2);
      records[a] = r.next;
      break;
    }
    case "count": {
      const key = `k${ints[a]! % b}`;
      state.counts.set(key, (state.counts.get(key) ?? 0) + 1);
      break;
    }
    case "text":
      state.text += String.fromCharCode(97 + (ints[a]! % 26));
      break;
    case "throw":
      throw new GuestError(ints[a]!);
    case "handler":
      state.handler = a;
      break;
    case "caught":
      ints[a] = state.caught;
      break;
    case "call":
      ints[a] = call(code, state, b);
      break;
    case "print":
      console.log(ints[a]!);
      break;
    case "fprint":
      console.log(floats[a]!);
      break;
    case "bprint":
      console.log(boxes[a]!.text());
      break;
    case "tprint":
      console.log(state.text);
      break;
    case "cprint":
      printCounts(state);
      break;
    default:
      throw new Error(`no instruction ${op}`);
  }
}

/** Changes memory behind the tracer's back: its loop is not looked into. */
function sweep(state: State): void {
  for (let i = 1; i < 5; i++) state.ints[i] = (state.ints[i]! + i) & 1023;
}

function printCounts(state: State): void {
  for (const [key, n] of state.counts) console.log(key, n);
}

function call(code: Code, state: State, target: int): int {
  if (state.depth === 60) throw new GuestError(60);
  state.depth++;
  const handler = state.handler;
  state.handler = -1;
  try {
    return run(code, state, target);
  } finally {
    state.depth--;
    state.handler = handler;
  }
}

export function entryPoint(argv: string[]): number {
  const lines = argv[1]!
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  try {
    const result = run(new Code(lines), new State(), 0);
    console.log("result", result);
    return 0;
  } catch (e) {
    if (!(e instanceof GuestError)) throw e;
    console.log("uncaught", e.code);
    return 1;
  }
}
