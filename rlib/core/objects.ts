// Functions of Object that work on values of any kind.

/** @perCallSite */
export function Object_is<T>(a: T, b: T): boolean {
  if (typeof a === "number" && typeof b === "number")
    return a === b ? a !== 0 || 1 / a === 1 / b : a !== a && b !== b;
  return a === b;
}
