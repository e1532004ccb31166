// Choices from a tape of numbers, which generated programs are made of. An empty tape picks what is simplest, so that
// shrinking the tape shrinks the program.

export class Tape {
  private readonly numbers: readonly number[];
  private at = 0;
  private names = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** One of n choices; 0 once the tape is used up. */
  protected pick(n: number): number {
    return (this.numbers[this.at++] ?? 0) % n;
  }

  protected of<T>(list: readonly T[]): T {
    return list[this.pick(list.length)] as T;
  }

  /** A name that no other has. */
  protected fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }
}
