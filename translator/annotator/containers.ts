// Containers: the places whose contents are inferred together: elements of arrays, keys and values of maps, cells,
// fields, global variables, function results. A place has an annotation, the blocks that read it, and remembers
// where each kind of value in it came from. Containers that meet are united (union-find).

import type { Block, Graph, Position } from "../model/graph.ts";
import { type Annotation, BOTTOM } from "./lattice.ts";

/** A block of a graph: the unit of work of the fixpoint. */
export interface Work {
  readonly graph: Graph;
  readonly block: Block;
}

/** Where a value came from: the operation's position, and what that operation did in words. */
export interface Origin {
  readonly annotation: Annotation;
  readonly pos: Position | null;
  readonly what: string;
}

/** One place that holds values: its annotation only grows. */
export class Place {
  /** In words, for messages: "the field `x` of Point", "the elements of this array". */
  readonly what: string;
  annotation: Annotation = BOTTOM;
  readonly readers = new Set<Work["block"]>();
  readonly origins: Origin[] = [];

  constructor(what: string) {
    this.what = what;
  }
}

/** Array elements, map keys and values, a cell's content. */
export class Container {
  #parent: Container | null = null;
  #item: Place;
  #key: Place | null;
  /** Was the place ever made without a value (cells only)? */
  #unset = false;
  /** Can others see the memory of this typed array? Then it is a view of an ArrayBuffer. */
  #shared = false;
  readonly pos: Position | null;
  /** Stable, for deterministic names: the key of the graph and the number of the operation that made it. */
  readonly key: string;

  constructor(key: string, pos: Position | null, item: Place, keyPlace: Place | null = null) {
    this.key = key;
    this.pos = pos;
    this.#item = item;
    this.#key = keyPlace;
  }

  find(): Container {
    let c: Container = this;
    while (c.#parent !== null) c = c.#parent;
    // Path compression.
    for (let x: Container = this; x !== c;) {
      const next: Container = x.#parent ?? c;
      x.#parent = c;
      x = next;
    }
    return c;
  }

  get item(): Place {
    return this.find().#item;
  }

  get keys(): Place | null {
    return this.find().#key;
  }

  get unset(): boolean {
    return this.find().#unset;
  }

  markUnset(): void {
    this.find().#unset = true;
  }

  get shared(): boolean {
    return this.find().#shared;
  }

  markShared(): void {
    this.find().#shared = true;
  }

  /** Makes `other` the same container as this one; the caller joins the contents. Null if they already are. */
  absorb(other: Container): { kept: Container; gone: Container } | null {
    const a = this.find();
    const b = other.find();
    if (a === b) return null;
    // The smaller key stays, so that the survivor does not depend on the order of work.
    const [kept, gone] = a.key <= b.key ? [a, b] : [b, a];
    gone.#parent = kept;
    kept.#unset ||= gone.#unset;
    kept.#shared ||= gone.#shared;
    return { kept, gone };
  }

  /** The places of a united container as it was before. */
  placesOfGone(): { item: Place; keys: Place | null } {
    return { item: this.#item, keys: this.#key };
  }
}
