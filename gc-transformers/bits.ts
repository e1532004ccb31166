// Sets of small numbers, as words of bits: what dataflow over variables is made of.

export class Bits {
  readonly words: Uint32Array;

  constructor(size: number) {
    this.words = new Uint32Array((size + 31) >>> 5);
  }

  has(n: number): boolean {
    return (((this.words[n >>> 5] as number) >>> (n & 31)) & 1) === 1;
  }

  add(n: number): void {
    this.words[n >>> 5] = (this.words[n >>> 5] as number) | (1 << (n & 31));
  }

  delete(n: number): void {
    this.words[n >>> 5] = (this.words[n >>> 5] as number) & ~(1 << (n & 31));
  }

  copy(): Bits {
    const copy = new Bits(0);
    return Object.assign(copy, { words: this.words.slice() });
  }

  /** Becomes the union; true if it grew. */
  unite(other: Bits): boolean {
    let grown = false;
    for (let i = 0; i < this.words.length; i++) {
      const now = ((this.words[i] as number) | (other.words[i] as number)) >>> 0;
      grown ||= now !== this.words[i];
      this.words[i] = now;
    }
    return grown;
  }

  /** The members, ascending. */
  *[Symbol.iterator](): IterableIterator<number> {
    for (let i = 0; i < this.words.length; i++)
      for (let rest = this.words[i] as number; rest !== 0; rest &= rest - 1)
        yield 32 * i + 31 - Math.clz32(rest & -rest);
  }
}
