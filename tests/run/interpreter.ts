// args: "1 2 + 3 * 4 - dup *"
// A small stack interpreter, as targets are written: program as bytes, dispatch by switch, output.

const NAMES = ["push", "add", "sub", "mul", "dup", "print", "jump", "end"];
const PUSH = 0,
  ADD = 1,
  SUB = 2,
  MUL = 3,
  DUP = 4,
  PRINT = 5,
  END = 7;

class Machine {
  private readonly stack = new Int32Array(64);
  private sp = 0;
  steps = 0;
  run(code: Uint8Array): void {
    let pc = 0;
    while (pc < code.length) {
      const op = code[pc++]!;
      this.steps++;
      switch (op) {
        case PUSH:
          this.stack[this.sp++] = code[pc++]!;
          break;
        case ADD: {
          const b = this.stack[--this.sp]!;
          this.stack[this.sp - 1]! += b;
          break;
        }
        case SUB: {
          const b = this.stack[--this.sp]!;
          this.stack[this.sp - 1]! -= b;
          break;
        }
        case MUL: {
          const b = this.stack[--this.sp]!;
          this.stack[this.sp - 1]! *= b;
          break;
        }
        case DUP:
          this.stack[this.sp] = this.stack[this.sp - 1]!;
          this.sp++;
          break;
        case PRINT:
          console.log(this.stack[--this.sp]!);
          break;
        case END:
          return;
        default:
          throw new Error(`bad op ${NAMES[op] ?? "?"}`);
      }
    }
  }
}
function compile(text: string): Uint8Array {
  const out: number[] = [];
  for (const word of text.split(" ")) {
    if (word === "+") out.push(ADD);
    else if (word === "-") out.push(SUB);
    else if (word === "*") out.push(MUL);
    else if (word === "dup") out.push(DUP);
    else out.push(PUSH, parseInt(word, 10));
  }
  out.push(PRINT);
  out.push(END);
  const bytes = new Uint8Array(out.length);
  for (let i = 0; i < out.length; i++) bytes[i] = out[i]!;
  return bytes;
}

export function entryPoint(argv: string[]): number {
  const m = new Machine();
  m.run(compile(argv[1]!));
  console.log(m.steps, NAMES.length);
  return 0;
}
