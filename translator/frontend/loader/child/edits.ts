// Text insertions into one source, and the way back from the edited text to the source.
// Needs: insertions at one offset are added in the order in which they shall stand. Holds: no insertion contains a
// line end, so lines keep their numbers and only columns need mapping.

type Insertion = { readonly at: number; readonly text: string };

/** Collects insertions, then applies them all. */
export class Edits {
  private insertions: Insertion[] = [];

  /** Puts `text` before the character at offset `at` of the source. */
  insert(at: number, text: string): void {
    this.insertions.push({ at, text });
  }

  /** The source with all insertions. */
  apply(source: string): string {
    // Array.prototype.sort is stable: insertions at one offset keep their order.
    this.insertions.sort((a, b) => a.at - b.at);
    const parts: string[] = [];
    let done = 0;
    for (const { at, text } of this.insertions) {
      parts.push(source.slice(done, at), text);
      done = at;
    }
    parts.push(source.slice(done));
    return parts.join("");
  }

  /** The source offset behind an offset of the edited text; inside an insertion, the place where it stands. */
  toSource(edited: number): number {
    let shift = 0;
    for (const { at, text } of this.insertions) {
      if (at + shift > edited) break;
      if (at + shift + text.length > edited) return at;
      shift += text.length;
    }
    return edited - shift;
  }
}
