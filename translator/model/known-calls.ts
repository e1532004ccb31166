// Table: KNOWN_CALLS, the library functions that later rooms must recognise by name: optimizations know their algebra,
// the JIT's tracer records them as one operation, its optimizer keeps virtual strings and lists by them. A helper
// carries its tag (`Graph.known`) through every pass until the codewriter; only passes after the JIT phase may inline
// it. Graphs get the tag from `@known` in rlib/core/low; a test compares the tags with these rows.

/** pure: a function of its arguments' contents, which never change · read: looks at memory that may change · write:
 * changes the object it is given · alloc: pure, but its result is a fresh object. */
export type KnownEffect = "pure" | "read" | "write" | "alloc";

export interface KnownCall {
  readonly doc: string;
  readonly effect: KnownEffect;
  /** Errors it may raise besides running out of memory. */
  readonly raises: readonly ("RangeError" | "TypeError")[];
}

// prettier-ignore
export const KNOWN_CALLS = {
  list_push:         { doc: "append an element, growing the array",            effect: "write", raises: [] },
  list_popLast:      { doc: "take the last element off a non-empty array",     effect: "write", raises: [] },
  table_find:        { doc: "number of a key's entry in a Map or Set, or -1",  effect: "read",  raises: [] },
  table_insert:      { doc: "number of a key's entry, made if need be",        effect: "write", raises: [] },
  table_delete:      { doc: "remove a key; whether it was there",              effect: "write", raises: [] },
  string_concat:     { doc: "concatenation",                                   effect: "alloc", raises: ["RangeError"] },
  string_equal:      { doc: "equality of two strings, either of them absent",  effect: "pure",  raises: [] },
  string_compare:    { doc: "order by code units",                             effect: "pure",  raises: [] },
  string_hash:       { doc: "cached 32-bit hash",                              effect: "pure",  raises: [] },
  string_charCodeAt: { doc: "code unit",                                       effect: "pure",  raises: ["RangeError"] },
  string_charAt:     { doc: "string of one code unit, or empty",               effect: "pure",  raises: [] },
  string_slice:      { doc: "part by JavaScript's slice",                      effect: "alloc", raises: [] },
  string_substring:  { doc: "part by JavaScript's substring",                  effect: "alloc", raises: [] },
  string_indexOf:    { doc: "first place of a text from a start, or -1",       effect: "pure",  raises: [] },
  part:              { doc: "units of a flat string, in range",                effect: "alloc", raises: [] },
  int_toString:      { doc: "digits of an int",                                effect: "alloc", raises: ["RangeError"] },
  float_toString:    { doc: "shortest text of a double",                       effect: "alloc", raises: [] },
} as const satisfies Record<string, KnownCall>;

export type KnownCallName = keyof typeof KNOWN_CALLS;

export function knownCall(name: string | undefined): KnownCall | undefined {
  return name !== undefined && Object.hasOwn(KNOWN_CALLS, name)
    ? KNOWN_CALLS[name as KnownCallName]
    : undefined;
}
