// The time of day, for bookkeeping that no output depends on.

/** Milliseconds since 1970. */
export function timeMs(): number {
  return Date.now();
}
