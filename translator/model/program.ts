// A program: the graphs, layouts and prebuilt data that phases pass along.

import type { ForeignFunction } from "./foreign.ts";
import type { Graph } from "./graph.ts";
import type { LibraryBorder } from "./library.ts";
import type { PrebuiltObject } from "./constants.ts";
import type { StructType } from "./types.ts";
import type { UnitFunctionName } from "./unit-functions.ts";
import type { MessageName } from "./messages.ts";

/** Layouts that every typed program has and that later rooms must know by role. */
export interface WellKnown {
  /** Base of the three string layouts: `length: u32`, `hash: u32` (0: not computed). */
  readonly string: StructType;
  /** Items u8. */
  readonly latin1: StructType;
  /** Items u16. */
  readonly utf16: StructType;
  /** Lazy concatenation: `left`, `right`; after flattening `left` is the flat text and `right` null. */
  readonly rope: StructType;
  /** The root of throwable classes: `message`, `name` (strings, nullable) … */
  readonly error: StructType;
  /** Key of the graph () -> *Error that makes the error of each message in model/messages.ts. */
  readonly makeError: ReadonlyMap<MessageName, string>;
}

/** What the gc phase has fitted a program to. */
export interface CollectorRules {
  readonly moving: boolean;
  /** Every store of a reference is announced, also of none: the collector counts. */
  readonly counts: boolean;
}

export interface Program {
  /** Name of the target: the executable's default name. */
  readonly name: string;
  /** Graphs by key, in a deterministic order. */
  readonly graphs: Map<string, Graph>;
  /** Layouts in a deterministic order, bases before extensions. Filled by the rtyper. */
  readonly structs: StructType[];
  /** Key of the graph that the runtime's `main` calls: () -> int, the exit code. Set by the rtyper. "" in a unit. */
  entry: string;
  /** A unit that is linked to others has no entry, but functions by their names in model/unit-functions.ts: keys of graphs. */
  readonly exports?: ReadonlyMap<UnitFunctionName, string>;
  /** C functions that `call_c` calls, by name. */
  readonly foreign: Map<string, ForeignFunction>;
  /** A library for C has no entry either. */
  readonly library?: LibraryBorder;
  wellKnown: WellKnown | undefined;
  /** Set by the gc phase for collectors that need roots. */
  collector?: CollectorRules;
  /** Prebuilt objects reachable only from runtime code, kept alive and emitted by role name. */
  readonly roots: Map<string, PrebuiltObject>;
  /** Source text by file, for positions, code frames and `#line`. */
  readonly sources: Map<string, string>;
}

/** Keys of the graphs that are called from outside. */
export function startingPoints(program: Program): string[] {
  const outer = program.exports ?? program.library?.graphs;
  const starts = outer === undefined ? [program.entry] : [...outer.values()];
  return [...starts, ...callbacks(program)];
}

/** Keys of the graphs that C functions may call, each once. */
export function callbacks(program: Program): string[] {
  const keys = [...program.foreign.values()].flatMap((f) => f.callbacks.filter((key) => key !== null));
  // C that a library calls may call the library.
  return [...new Set([...keys, ...(program.library?.graphs.values() ?? [])])];
}
