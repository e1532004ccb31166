// Expressions of generated programs about the language above numbers (generator-features.ts), from a tape of numbers.

import { Tape } from "./tape.ts";

/** Names in scope, by what they are. */
export interface Names {
  readonly ints: string[];
  readonly strings: string[];
  /** Variables of type Dyn, that may be assigned. */
  readonly dyns: string[];
  /** Arrays of Dyn. */
  readonly lists: string[];
  readonly records: string[];
  readonly shapes: string[];
  /** Functions (...args: Dyn[]) => Dyn. */
  readonly functions: string[];
  /** Variables of type number | undefined. */
  readonly maybes: string[];
}

/** Picks from the tape; an empty tape picks what is simplest. */
export class FeatureValues extends Tape {
  protected int(s: Names): string {
    return this.of([
      () => this.of(s.ints),
      () => String(this.pick(9) - 3),
      () => `(${this.of(s.ints)} + ${this.pick(5)})`,
      () => `sizeOf(${this.dyn(s, 1)})`,
      () => `(opt(${this.of(s.maybes)}) ?? ${this.pick(7)})`,
      () => `${this.of(s.lists)}.length`,
      () => `(area(${this.of(s.shapes)}) | 0)`,
    ])();
  }

  protected string(s: Names): string {
    return this.of([
      () => this.of(s.strings),
      () => this.of(['"a"', '""', '"b"', '"kind"', '"é€"']),
      () => `show(${this.dyn(s, 1)})`,
      () => `\`\${${this.int(s)}}-\${${this.of(s.strings)}}\``,
    ])();
  }

  protected dyn(s: Names, depth: number): string {
    if (depth === 0) return this.of(s.dyns);
    const d = (): string => this.dyn(s, depth - 1);
    return this.of([
      () => this.of(s.dyns),
      () => this.of(["null", "true", "false", "0", "-0.5", '"q"', "1e9"]),
      () => this.int(s),
      () => this.string(s),
      () => `[${d()}, ${d()}]`,
      () => `new Pair(${d()}, ${d()})`,
      () => `new Named(${this.string(s)}, ${d()})`,
      () => `(${this.of(s.lists)}[${this.pick(3)}] ?? null)`,
      () => `(${this.of(s.records)}[${this.string(s)}] ?? ${d()})`,
      () => `${this.of(s.functions)}(${d()}, ${d()})`,
      () => `plus(${d()}, ${d()})`,
      () => `(${this.test(s)} ? ${d()} : ${d()})`,
      () => `(dyn(${d()}) || ${d()})`,
    ])();
  }

  protected test(s: Names): string {
    const d = `dyn(${this.of(s.dyns)})`;
    return this.of([
      () => `${d} === null`,
      () => `typeof ${d} === "${this.of(["number", "string", "boolean", "object"])}"`,
      () => `${d} instanceof ${this.of(["Pair", "Named"])}`,
      () => `Array.isArray(${d})`,
      () => `${d} === ${this.of(s.dyns)}`,
      () => `${d} === ${this.of(["1", '"q"', "true", "2.5"])}`,
      () => `!${d}`,
      () => `opt(${this.of(s.maybes)}) === undefined`,
      () => `${this.string(s)} in ${this.of(s.records)}`,
      () => `${this.int(s)} > ${this.pick(4)}`,
      () => `sizeOf(${d}) > 1 && ${d} !== null`,
    ])();
  }

  protected shape(s: Names): string {
    return this.of([
      () => this.of(s.shapes),
      () => `{ kind: "circle", r: ${this.int(s)} }`,
      () => `{ kind: "rect", w: ${this.int(s)}, h: 2 }`,
      () => `{ kind: "rect", w: 1, h: ${this.int(s)}, tag: ${this.string(s)} }`,
      () => `{ kind: "text", text: ${this.string(s)}, next: ${this.of(["null", ...s.shapes])} }`,
    ])();
  }
}
