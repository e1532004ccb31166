// Random programs of the tiny guest (tiny.ts): nested loops that end, branches, handlers, calls, values of every kind.
// The same seed gives the same program.

/** mulberry32: a small generator with a 32-bit state. */
export function randomSource(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Registers 1 to 4 are for bodies, 5 for masks, 6 to 9 for loops: counters and limits. */
const LOOPS: readonly (readonly [counter: number, limit: number])[] = [
  [6, 7],
  [8, 9],
];

class Generator {
  private readonly lines: string[] = [];
  private readonly random: (below: number) => number;
  /** Where the function that calls go to begins; its place is filled in at the end. */
  private readonly calls: number[] = [];
  private budget = 40;

  constructor(seed: number) {
    this.random = randomSource(seed);
  }

  program(): string {
    this.emit("set 5 1023");
    this.body(0);
    for (let r = 1; r <= 4; r++) this.emit(`print ${r}`);
    this.emit("fprint 1", "bprint 1", "tprint", "cprint", "ret 1");
    const start = this.lines.length;
    for (const at of this.calls) this.lines[at] = `call 4 ${start}`;
    this.simple();
    this.emit("addi 3 3 1", "and 3 3 5", "ret 3");
    return this.lines.join("\n");
  }

  private emit(...lines: string[]): void {
    this.lines.push(...lines);
  }

  private body(depth: number): void {
    const n = 2 + this.random(4);
    for (let i = 0; i < n && this.budget > 0; i++) {
      this.budget--;
      const choice = this.random(10);
      if (choice < 2 && depth < LOOPS.length) this.loop(depth);
      else if (choice < 4) this.branch(depth);
      else if (choice === 4) this.guarded();
      else this.simple();
    }
  }

  private loop(depth: number): void {
    const [counter, limit] = LOOPS[depth] ?? [6, 7];
    this.emit(`set ${counter} 0`, `set ${limit} ${3 + this.random(depth === 0 ? 25 : 8)}`);
    const start = this.lines.length;
    this.body(depth + 1);
    this.emit(`addi ${counter} ${counter} 1`, `jlt ${start} ${counter} ${limit}`);
  }

  private branch(depth: number): void {
    const at = this.lines.length;
    const test = `${1 + this.random(4)} ${[1, 2, 3, 4, 6, 8][this.random(6)] ?? 1}`;
    this.emit("");
    this.body(depth + 1 > LOOPS.length ? depth : LOOPS.length);
    this.lines[at] = `${["jlt", "jeq", "jflt"][this.random(3)] ?? "jlt"} ${this.lines.length} ${test}`;
  }

  /** Something that may throw, with a handler behind it. */
  private guarded(): void {
    const at = this.lines.length;
    this.emit("");
    const zero = this.random(3) === 0 ? "set 2 0" : "and 2 2 5";
    this.emit(
      zero,
      [`div 1 3 2`, "car 1 1", "unbox 1 1", "throw 2", "plus 1 2 1"][this.random(5)] ?? "throw 1",
    );
    this.emit(`jmp ${this.lines.length + 3}`);
    this.lines[at] = `handler ${this.lines.length}`;
    this.emit("caught 4", "add 3 3 4", "and 3 3 5", "handler -1");
  }

  private simple(): void {
    const r = (): number => 1 + this.random(4);
    const [a, b, c] = [r(), r(), r()];
    const lines: readonly (readonly string[])[] = [
      [`add ${a} ${b} ${c}`, `and ${a} ${a} 5`],
      [`sub ${a} ${b} ${c}`],
      [`mul ${a} ${b} ${c}`, `and ${a} ${a} 5`],
      [`addi ${a} ${b} ${this.random(100) - 50}`],
      [`xor ${a} ${b} ${c}`, `and ${a} ${a} 5`],
      [`shl ${a} ${b} ${this.random(4)}`, `and ${a} ${a} 5`],
      [`set ${a} ${this.random(200) - 100}`],
      [`mov ${a} 6`],
      [`promote ${a} ${b}`],
      ["sweep"],
      [`seven ${a} ${b}`],
      [`late ${a} ${b} ${c}`, `and ${a} ${a} 5`],
      [`fset ${a} ${this.random(9) - 4} 3`, `fadd 1 ${a} ${b}`],
      [`fint ${a} ${b}`, `fmul ${b} ${a} ${c}`, `ftrunc ${a} ${b}`, `and ${a} ${a} 5`],
      ["set 2 63", "and 1 1 2", `store 1 ${c}`, `load ${a} 1`],
      [`boxi 2 ${a}`, "plus 1 1 2"],
      [`boxf 2 ${a}`, "plus 1 1 2"],
      [this.random(4) === 0 ? "boxt 1 3" : `boxi 1 ${a}`],
      [`cons 1 1 ${a}`],
      [`text ${a > 2 ? 6 : 8}`],
      [`and ${a} ${a} 5`, `count ${a} 5`],
    ];
    if (this.random(12) === 0) {
      this.calls.push(this.lines.length);
      this.emit("");
    } else this.emit(...(lines[this.random(lines.length)] ?? []));
  }
}

export function randomProgram(seed: number): string {
  return new Generator(seed).program();
}
