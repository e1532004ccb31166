// Variables by name, in a chain of scopes.

import { CalcError, type Value } from "./values.ts";

export class Scope {
  private readonly variables: Map<string, Value> = new Map();
  private readonly outer: Scope | null;

  constructor(outer: Scope | null) {
    this.outer = outer;
  }

  /**
   * A scope inside this one with variables for a call's arguments: as many rounds as the function has parameters.
   * @unrollSafe
   */
  inner(names: string[], values: Value[]): Scope {
    const s = new Scope(this);
    for (let i = 0; i < names.length; i++) s.declare(names[i]!, values[i]!);
    return s;
  }

  declare(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  /**
   * Goes outwards: at most as many rounds as blocks are nested in the program's text.
   * @unrollSafe
   */
  get(name: string): Value {
    let s: Scope | null = this;
    while (s !== null) {
      const v = s.variables.get(name);
      if (v !== undefined) return v;
      s = s.outer;
    }
    throw new CalcError(`no variable ${name}`);
  }

  /**
   * Goes outwards, like `get`.
   * @unrollSafe
   */
  set(name: string, value: Value): void {
    let s: Scope | null = this;
    while (s !== null) {
      if (s.variables.has(name)) {
        s.variables.set(name, value);
        return;
      }
      s = s.outer;
    }
    throw new CalcError(`no variable ${name}`);
  }
}
