// Number types for interpreters. All are aliases: TypeScript and Node see plain numbers and bigints, the translator
// sees what the author promises and checks where it must.

/** An integer within ±(2^53−1), kept in a 64-bit register; leaving that range throws a RangeError when translated. */
export type int = number;
/** An IEEE double, also where the value happens to be an integer. */
export type float = number;

/** An integer of 8 bits, −128 to 127. */
export type i8 = number;
/** An integer of 16 bits, −32768 to 32767. */
export type i16 = number;
/** An integer of 32 bits, as `x | 0` makes them. */
export type i32 = number;
/** An integer from 0 to 255. */
export type u8 = number;
/** An integer from 0 to 65535. */
export type u16 = number;
/** An integer from 0 to 2^32−1, as `x >>> 0` makes them. */
export type u32 = number;

/** A 64-bit integer, a machine word: takes bigints wrapped by `BigInt.asIntN(64, …)`, anything else is refused. */
export type i64 = bigint;
/** An unsigned 64-bit integer: as i64, by `BigInt.asUintN(64, …)`. */
export type u64 = bigint;
