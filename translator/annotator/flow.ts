// Places as the fixpoint fills them: values flow in, annotations join, containers that meet are united, and the blocks
// that read a place are flowed again when it grows. What cannot join is remembered and told at the end, when all that
// flows into a place is known: messages then do not depend on the order of work.

import type { Block, Position } from "../model/graph.ts";
import type { CatalogueCode, Parts } from "../support/diagnostics.ts";
import type { Place as SourcePlace } from "../support/positions.ts";
import { isWord } from "./big-ranges.ts";
import type { Container, Origin, Place } from "./containers.ts";
import { type Annotation, BOTTOM, Clash, describe, isBottom, join } from "./lattice.ts";

export abstract class Flow {
  readonly #clashed = new Set<Place>();

  /** Flows the block again, if it is reached at all. */
  protected abstract wake(block: Block): void;
  protected abstract sourcePlace(pos: Position): SourcePlace;
  abstract report(code: CatalogueCode, pos: Position | null, parts: Parts): void;

  #wakeAll(blocks: Iterable<Block>): void {
    for (const b of blocks) this.wake(b);
  }

  /** Reports every place in which values met that have nothing in common. */
  protected reportClashes(): void {
    for (const place of this.#clashed) this.#reportClash(place);
  }

  /** Lets a value flow into a place; whoever reads it is scheduled again if that changes anything. */
  flowInto(place: Place, annotation: Annotation, from: { pos: Position | null; what: string }): void {
    if (isBottom(annotation)) return;
    const origin: Origin = { annotation, pos: from.pos, what: from.what };
    this.#remember(place, origin);
    let joined: Annotation;
    try {
      joined = join(place.annotation, annotation, (a, b) => this.unify(a, b, from.pos));
    } catch (problem) {
      if (!(problem instanceof Clash)) throw problem;
      this.#clashed.add(place);
      return;
    }
    if (joined === place.annotation) return;
    if (joined.base?.kind === "raw" && joined.absent !== 0) {
      this.#clashed.add(place);
      return;
    }
    place.annotation = joined;
    this.#wakeAll(place.readers);
  }

  // One origin per kind of value, the earliest in the source, so that messages do not depend on the order of work.
  #remember(place: Place, origin: Origin): void {
    const kind = kindOf(origin.annotation);
    const i = place.origins.findIndex((o) => kindOf(o.annotation) === kind);
    if (i < 0) place.origins.push(origin);
    else if (before(origin.pos, (place.origins[i] as Origin).pos)) place.origins[i] = origin;
  }

  // Told when all is known: which value came first depends on the order of work, where they come from does not.
  #reportClash(place: Place): void {
    // Absence clashes with raw values only.
    const isRaw = place.origins.some((o) => o.annotation.base?.kind === "raw");
    const origins = place.origins.filter((o) => isRaw || o.annotation.base !== null).sort(byPlaceAndKind);
    const first = origins[0];
    const second =
      origins.find((o) => first !== undefined && clashKind(o.annotation) !== clashKind(first.annotation)) ??
      origins[1];
    if (first === undefined || second === undefined) return;
    this.report("RTS1201", second.pos ?? first.pos, {
      seen: `${describe(first.annotation)} and ${describe(second.annotation)} meet in ${place.what}.`,
      why: "Each place has one representation in the binary, and these have nothing in common.",
      instead: isRaw
        ? "Values of vmsmith/raw share a place only with their own kind and are never absent: write noRef(), refArray(n) or wordArray(n)."
        : "Split it in two, convert one of the values, or give the classes a common base class.",
      related: [first, second].flatMap((o) =>
        o.pos === null
          ? []
          : [{ place: this.sourcePlace(o.pos), message: `${describe(o.annotation)} comes from here` }],
      ),
    });
  }

  originIn(place: Place, wanted: (a: Annotation) => boolean): Position | null {
    return [...place.origins].sort(byPlaceAndKind).find((o) => wanted(o.annotation))?.pos ?? null;
  }

  /** Reads a place in the name of the current operation's block. */
  read(cx: { readonly block: Block }, place: Place): Annotation {
    place.readers.add(cx.block);
    return place.annotation;
  }

  unify(a: Container, b: Container, pos: Position | null): void {
    const united = a.absorb(b);
    if (united === null) return;
    const { kept } = united;
    const gone = united.gone.placesOfGone();
    this.#merge(kept.item, gone.item, pos);
    if (kept.keys !== null && gone.keys !== null) this.#merge(kept.keys, gone.keys, pos);
  }

  #merge(kept: Place, gone: Place, pos: Position | null): void {
    if (kept === gone) return;
    if (this.#clashed.delete(gone)) this.#clashed.add(kept);
    const readers = [...gone.readers];
    for (const b of readers) kept.readers.add(b);
    for (const o of gone.origins) this.#remember(kept, o);
    const before = kept.annotation;
    this.flowInto(kept, gone.annotation, gone.origins[0] ?? { pos, what: "" });
    // Readers of the one that is gone may have seen less than the united annotation.
    if (gone.annotation !== kept.annotation || before !== kept.annotation) this.#wakeAll(readers);
  }

  /** Joins with a message at a position; for places without memory of origins. */
  joinAt(a: Annotation, b: Annotation, pos: Position | null, what: string): Annotation {
    try {
      return join(a, b, (x, y) => this.unify(x, y, pos));
    } catch (problem) {
      if (!(problem instanceof Clash)) throw problem;
      const [x, y] = [describe(problem.left), describe(problem.right)].sort();
      this.report("RTS1201", pos, {
        seen: `${what} is ${x ?? ""} in one case and ${y ?? ""} in another.`,
        why: "Each value has one representation in the binary, and these have nothing in common.",
        instead: "Convert one of the values, or give the classes a common base class.",
      });
      return a;
    }
  }

  /** The join of all; null if they have nothing in common. */
  tryJoin(all: readonly Annotation[]): Annotation | null {
    try {
      return all.reduce((a, b) => join(a, b, (x, y) => this.unify(x, y, null)), BOTTOM);
    } catch (problem) {
      if (problem instanceof Clash) return null;
      throw problem;
    }
  }
}

function before(a: Position | null, b: Position | null): boolean {
  if (a === null) return false;
  if (b === null) return true;
  return a.file === b.file ? a.offset < b.offset : a.file < b.file;
}

function byPlaceAndKind(a: Origin, b: Origin): number {
  if (before(a.pos, b.pos)) return -1;
  if (before(b.pos, a.pos)) return 1;
  return kindOf(a.annotation) < kindOf(b.annotation) ? -1 : 1;
}

/** Bigints of all ranges can meet. */
function clashKind(a: Annotation): string {
  return a.base?.kind === "bigint" ? "bigint" : kindOf(a);
}

/** Kinds of values that messages tell apart. */
function kindOf({ base }: Annotation): string {
  if (base === null) return "";
  switch (base.kind) {
    case "raw":
      return base.what;
    case "typed":
      return base.element;
    case "constant":
      return base.entity.tag === "builtin" ? base.entity.path : base.entity.name;
    case "bigint":
      return isWord(base.range) ? `bigint ${base.range}` : "bigint";
    default:
      return base.kind;
  }
}
