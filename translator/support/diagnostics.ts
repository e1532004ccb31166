// What vmsmith says when it cannot go on, and how rooms say it.
// A room reports with `sink.report(diagnostic(code, place, { seen, why, instead }))` and goes on to find the next
// error, or throws `refusal(…)` where it cannot; the driver shows all errors of a run at once (format-diagnostics.ts,
// sarif.ts). Wrong states of vmsmith itself are `broken(…)`, never a diagnostic of the user's program.

import { catalogueRow, type CatalogueCode, type Family } from "./catalogue.ts";
import type { Place } from "./positions.ts";

export type { CatalogueCode, Family } from "./catalogue.ts";
export type { Place } from "./positions.ts";

/** A second place that takes part: where the other type came from, one step of a call chain. */
export type Related = { readonly place?: Place; readonly message: string };

/** What was seen, why it cannot be translated, what to write instead: whole sentences, no code frame. */
export type Parts = {
  readonly seen: string;
  readonly why: string;
  readonly instead: string;
  /** In the order in which to read them. */
  readonly related?: readonly Related[];
};

/** One finished message. TypeScript's own carry their code and text in `seen`, and empty `why` and `instead`. */
export type Diagnostic = Parts & {
  readonly family: Family;
  readonly code: CatalogueCode | `TS${number}`;
  readonly place?: Place;
};

/** Makes a diagnostic; its family is that of the catalogue's row. */
export function diagnostic(code: CatalogueCode, place: Place | undefined, parts: Parts): Diagnostic {
  const { family } = catalogueRow(code);
  return place === undefined ? { family, code, ...parts } : { family, code, place, ...parts };
}

/** Stops the work at hand. Whoever catches it reports its diagnostics, never its `message`. */
export class Refusal extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.code}: ${d.seen}`).join("\n"));
    this.name = "Refusal";
    this.diagnostics = diagnostics;
  }
}

/** `throw refusal(…)`: one diagnostic that leaves no way to go on with this piece of work. */
export function refusal(code: CatalogueCode, place: Place | undefined, parts: Parts): Refusal {
  return new Refusal([diagnostic(code, place, parts)]);
}

/** Collects the errors of a run so that all of them are shown, sorted by place and without repeats. */
export class Diagnostics {
  private readonly byKey = new Map<string, Diagnostic>();

  /** Adds one error; saying the same thing at the same place twice counts once. */
  report(found: Diagnostic): void {
    const { place } = found;
    const key = JSON.stringify([found.code, place?.file, place?.start, place?.end, found.seen]);
    if (!this.byKey.has(key)) this.byKey.set(key, found);
  }

  /** Runs `work`; a Refusal thrown in it is reported and gives undefined, any other throw goes on. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      for (const found of problem.diagnostics) this.report(found);
      return undefined;
    }
  }

  /** All errors so far, by place (file, then offset), those without a place last. */
  sorted(): Diagnostic[] {
    return sortDiagnostics([...this.byKey.values()]);
  }

  /** How many different errors there are so far. */
  get count(): number {
    return this.byKey.size;
  }

  /** Ends a phase: throws one Refusal holding every error so far, or does nothing when there are none. */
  throwIfAny(): void {
    if (this.byKey.size > 0) throw new Refusal(this.sorted());
  }
}

/** A sorted copy: by file, offset, code; those without a place last, in the order given. */
export function sortDiagnostics(all: readonly Diagnostic[]): Diagnostic[] {
  return [...all].sort((a, b) => {
    if (a.place === undefined || b.place === undefined) return Number(!a.place) - Number(!b.place);
    return compare(a.place.file, b.place.file) || a.place.start - b.place.start || compare(a.code, b.code);
  });
}

// Not localeCompare: the order of messages may not depend on the machine's locale.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** vmsmith itself is wrong: the third family, shown with the phase and function the runner was in. */
export class InternalError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InternalError";
  }
}

/** Throws an InternalError. `broken("link passes 2 values, block takes 3")`: say what is and what should be. */
export function broken(message: string): never {
  throw new InternalError(message);
}

/** For the default of an exhaustive switch: the compiler proves it unreachable, and it fails loudly if not. */
export function assertNever(value: never, what = "value"): never {
  return broken(`unexpected ${what}: ${JSON.stringify(value)}`);
}
