// How "no value" is stored where a register has no room for a flag (language.md, "Absent values"): two int64 values
// outside ±2^53 and two NaN bit patterns that no arithmetic makes. References use the null pointer.

/** `undefined` in an optional int. */
export const ABSENT_INT_UNDEFINED = -(2n ** 63n);
/** `null` in an optional int. Every present int is greater than this one. */
export const ABSENT_INT_NULL = ABSENT_INT_UNDEFINED + 1n;
/** IEEE bits of `undefined` in an optional float. */
export const ABSENT_FLOAT_UNDEFINED_BITS = 0x7ff8_dead_0000_0001n;
/** IEEE bits of `null` in an optional float; follows the other directly, so that one unsigned compare tests both. */
export const ABSENT_FLOAT_NULL_BITS = ABSENT_FLOAT_UNDEFINED_BITS + 1n;
/** Ints are kept within ± this. */
export const MAX_SAFE_INT = Number.MAX_SAFE_INTEGER;
