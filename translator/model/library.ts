// What `--shared` makes for C, as data: what `defineLibrary(…)` of vmsmith/ffi described, and the graphs behind it.

import type { ForeignType } from "./foreign.ts";

export interface LibraryEntry {
  readonly name: string;
  readonly params: readonly ForeignType[];
  readonly result: ForeignType;
}

export interface LibrarySpec {
  readonly name: string;
  /** Headers that declare what pointers point to. */
  readonly headers: readonly string[];
  readonly entries: readonly LibraryEntry[];
}

/** The library that a program is. */
export interface LibraryBorder {
  readonly description: string;
  /** Keys of the graphs behind entries, and behind `release NAME` and `count NAME` of each kind of handle. */
  readonly graphs: ReadonlyMap<string, string>;
}

/** What the text of a description says. `defineLibrary` has checked it when it wrote it. */
export function librarySpec(description: string): LibrarySpec {
  return JSON.parse(description) as LibrarySpec;
}

/** Names of the kinds of handles, in the order of first mention. */
export function handleNames({ entries }: LibrarySpec): string[] {
  const all = entries.flatMap((e) => [...e.params, e.result]);
  return [...new Set(all.flatMap((t) => (t.kind === "handle" ? [t.name] : [])))];
}
