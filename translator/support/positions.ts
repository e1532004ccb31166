// Turns character offsets of a source text into places a person can open.
// Needs: the text exactly as it was parsed. Gives: 1-based lines and columns, counted in UTF-16 units,
// as TypeScript and editors count them. Surprise: `\r\n`, `\n`, a lone `\r`, U+2028 and U+2029 each end one
// line, because they do so in JavaScript.

/** A stretch of one source file. `start` and `end` are offsets; `line` and `col` belong to `start`, from 1. */
export type Place = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly col: number;
};

/** The line starts of one text; build it once per file and ask it often. */
export class LineIndex {
  readonly file: string;
  private readonly text: string;
  private readonly starts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.starts = lineStarts(text);
  }

  /** The place from offset `start` up to, not including, offset `end`. */
  place(start: number, end: number = start): Place {
    const line = this.lineOf(start);
    return { file: this.file, start, end, line: line + 1, col: start - (this.starts[line] ?? 0) + 1 };
  }

  /** The text of 1-based line `line` without its line end, or undefined outside the file. */
  lineText(line: number): string | undefined {
    const from = this.starts[line - 1];
    if (from === undefined) return undefined;
    return this.text.slice(from, this.starts[line] ?? this.text.length).replace(/[\r\n\u2028\u2029]+$/u, "");
  }

  /** The offset of 1-based `line` and `col`, kept inside the text. */
  offset(line: number, col: number): number {
    return Math.min(this.text.length, (this.starts[line - 1] ?? this.text.length) + col - 1);
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const ends = /\r\n|[\n\r\u2028\u2029]/gu;
  while (ends.exec(text) !== null) starts.push(ends.lastIndex);
  return starts;
}
