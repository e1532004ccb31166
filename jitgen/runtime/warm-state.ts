// What the JIT remembers of the positions of the interpreted program: which are compiled, which it has given up on.

import type { Fragment } from "./fragment.ts";
import type { Greens } from "./greens.ts";

/** A position where loops begin. */
export class Cell {
  readonly greens: Greens;
  /** The fragment that begins there, once there is one. */
  fragment: Fragment | null = null;
  /** Recordings that began there and were given up. */
  aborts: number = 0;
  /** It is being recorded: nested runs of the interpreter must not begin again. */
  isBusy: boolean = false;
  /** How often it got hot meanwhile. */
  waits: number = 0;
  /** The next cell with the same hash. */
  readonly next: Cell | null;

  constructor(greens: Greens, next: Cell | null) {
    this.greens = greens;
    this.next = next;
  }

  isCompiled(): boolean {
    return this.fragment !== null;
  }
}

export class WarmState {
  private readonly cells = new Map<number, Cell>();

  find(greens: Greens): Cell | null {
    let cell = this.cells.get(greens.hash()) ?? null;
    while (cell !== null && !cell.greens.equals(greens)) cell = cell.next;
    return cell;
  }

  cellOf(greens: Greens): Cell {
    const known = this.find(greens);
    if (known !== null) return known;
    const hash = greens.hash();
    const cell = new Cell(greens, this.cells.get(hash) ?? null);
    this.cells.set(hash, cell);
    return cell;
  }
}
