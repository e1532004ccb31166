// The tape and the outside world. Cells are bytes that wrap; the tape grows to the right. Reading past the end of
// input leaves 0. Output is gathered and written in blocks.

import { readFileSync, writeSync } from "node:fs";
import type { int } from "vmsmith/ints";

export class Machine {
  private tape: Uint8Array = new Uint8Array(30000);
  private position: int = 0;
  private input: Uint8Array | null = null;
  private inputAt: int = 0;
  private readonly output: Uint8Array = new Uint8Array(4096);
  private outputLength: int = 0;

  add(n: int): void {
    this.tape[this.position] = this.tape[this.position]! + n;
  }

  move(n: int): void {
    this.position += n;
    if (this.position < 0) throw new Error("the head left the tape on the left");
    if (this.position >= this.tape.length) this.grow();
  }

  isZero(): boolean {
    return this.tape[this.position]! === 0;
  }

  print(): void {
    if (this.outputLength === this.output.length) this.flush();
    this.output[this.outputLength++] = this.tape[this.position]!;
  }

  read(): void {
    this.input ??= readFileSync(0);
    this.tape[this.position] = this.inputAt < this.input.length ? this.input[this.inputAt]! : 0;
    this.inputAt++;
  }

  flush(): void {
    let done = 0;
    while (done < this.outputLength) done += writeSync(1, this.output, done, this.outputLength - done);
    this.outputLength = 0;
  }

  private grow(): void {
    const larger = new Uint8Array(Math.max(this.tape.length * 2, this.position + 1));
    for (let i = 0; i < this.tape.length; i++) larger[i] = this.tape[i]!;
    this.tape = larger;
  }
}
