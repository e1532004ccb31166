// Counts the changes a pass makes and stops it when its fuel is used up, so that the one change that breaks a program
// can be found by bisection.

export class Changes {
  made = 0;
  readonly #fuel: number;

  constructor(fuel = Infinity) {
    this.#fuel = fuel;
  }

  /** May the pass make one more change? If so it counts as made. */
  allow(): boolean {
    if (this.made >= this.#fuel) return false;
    this.made++;
    return true;
  }
}
