// The border between a target and the JIT runtime, as data: one array of references to pools, prebuilt in the target.
// The runtime reads it with vmsmith/raw and copies what it needs when it starts; no class crosses. Every pool is an
// object with a header word, `length` (64 bits) and items from ITEMS_AT on.

/** Offset in bytes of the first item of a pool. */
export const ITEMS_AT = 16;

/** Changes whenever the meaning of these tables does; the runtime refuses to start with another. */
export const BORDER_VERSION = 1;

/** Places in the array of pools. */
export const POOL = {
  /** i32: BORDER_VERSION, number of drivers, number of entries, number of jitcodes, size of COUNTERS (a power of 2). */
  header: 0,
  /** u16: instructions of all jitcodes (jitcode.ts). */
  code: 1,
  /** i32 rows of JITCODE_ROW. */
  jitcodes: 2,
  /** u16: liveness sets: number of words, their registers, number of refs, their registers, number of floats, theirs. */
  liveness: 3,
  /** words, refs and floats: the constants of instructions. */
  words: 4,
  refs: 5,
  floats: 6,
  /** i32 rows of DESCR_ROW. */
  descriptors: 7,
  /** i32: pairs (value, target) of switches. */
  switches: 8,
  /** words: by operation number, code of (operands) -> result; of a check, of its test; 0 where no jitcode needs it. */
  evaluators: 9,
  /** words, refs, floats: where arguments and results cross (see STUB_PROTOCOL). */
  wordBuffer: 10,
  refBuffer: 11,
  floatBuffer: 12,
  /** i32: passes left until a position is hot, by the hash of its greens; set by the runtime, counted down by the target. */
  counters: 13,
  /** i32 rows of DRIVER_ROW. */
  drivers: 14,
  /** i32 rows of ENTRY_ROW. */
  entries: 15,
  /** refs to flat Latin-1 strings (`length` u32 at 8, `hash` u32 at 12, bytes from 16): names of jitcodes, then drivers. */
  names: 16,
} as const;
export const POOL_COUNT = 17;

/**
 * STUB_PROTOCOL. A stub is code of () -> int that calls something of the target: code pointer in words[0], word
 * arguments from words[1], others from refs[0] and floats[0], in their order. It gives 0 with the result in
 * words[0], refs[0] or floats[0], or 1 with the exception in refs[0]. Stubs take everything out of the buffers
 * before they call, so calls may nest.
 *
 * `jit_enter(entry, counter)` — two ints: the entry's row and the index in COUNTERS that ran out — gets the live
 * variables of the portal at the loop header of that entry in the buffers, from words[0], refs[0], floats[0] on, in
 * the order of the instruction's liveness set. What it returns:
 */
export const ENTER = {
  /** Goes on at the merge point with the live variables of its liveness set, in the buffers likewise. */
  mergePoint: 0,
  /** The portal returns what stands in words[0], refs[0] or floats[0]. */
  returned: 1,
  /** The portal raises refs[0]. */
  raised: 2,
} as const;

/** Columns of a jitcode. */
export const JITCODE_ROW = {
  /** First unit in the code pool, number of units. */
  start: 0,
  length: 1,
  /** First unit of its liveness sets. */
  liveness: 2,
  /** Registers of each class. */
  words: 3,
  refs: 4,
  floats: 5,
  /** KIND of the result. */
  result: 6,
  /** Index in the words pool of the code pointer of its graph, or -1. */
  code: 7,
  /** Number of parameters, and their KINDs (base 4, first lowest). */
  parameters: 8,
  kinds: 9,
} as const;
export const JITCODE_COLUMNS = 10;

/** Columns of a driver. */
export const DRIVER_ROW = {
  /** Jitcode of the portal, and where its merge point is (a position in that jitcode). */
  portal: 0,
  mergePoint: 1,
} as const;
export const DRIVER_COLUMNS = 2;

/** Columns of an entry: a loop header of a portal from which the interpreter may enter the JIT. */
export const ENTRY_ROW = { jitcode: 0, position: 1, driver: 2 } as const;
export const ENTRY_COLUMNS = 3;

/** How a field or item lies in memory. */
export const STORAGE = {
  i8: 1,
  u8: 2,
  i16: 3,
  u16: 4,
  i32: 5,
  u32: 6,
  /** 64 bits: int, code pointer, type description. */
  word: 7,
  bool: 8,
  f32: 9,
  float: 10,
  ref: 11,
} as const;

/** What a descriptor describes; the meaning of columns 1… depends on it. */
export const DESCR = {
  /** offset, STORAGE, flags (1: immutable) */
  field: 1,
  /** offset of item 0, STORAGE, bytes per item, flags (1: immutable) */
  items: 2,
  /** words index of code () -> ref that allocates, words index of its stub, words index of the type description */
  struct: 3,
  /** words index of code (int) -> ref that allocates or raises, words index of its stub, words index of the type */
  array: 4,
  /** words index of the stub, KIND of the result, number of arguments, their KINDs (base 4, first lowest), flags */
  call: 5,
  /** words index of code () -> ref that makes the error, words index of its stub */
  check: 6,
  /** first pair in the switches pool, number of pairs, target of the rest */
  switch: 7,
} as const;
/** A row: its DESCR, then the columns above. */
export const DESCR_COLUMNS = 6;

/** Flags of a call: it depends on its operands alone · it raises nothing. */
export const CALL_FLAG = { elidable: 1, cannotRaise: 2 } as const;
/** As many parameters or arguments as KINDs in base 4 can tell. */
export const MOST_CALL_ARGUMENTS = 15;
export const IMMUTABLE = 1;
