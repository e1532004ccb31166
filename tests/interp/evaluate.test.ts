// Integers and floats of the evaluator against bigints and JavaScript, on edge values and at random.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ABSENT_FLOAT_NULL_BITS,
  ABSENT_FLOAT_UNDEFINED_BITS,
  ABSENT_INT_NULL,
  ABSENT_INT_UNDEFINED,
} from "../../translator/model/absent.ts";
import { CheckFailure, EVALUATE, tryEvaluate, type EvaluatedOp } from "../../translator/interp/evaluate.ts";
import {
  bitsOfFloat,
  floatOfBits,
  intOf,
  isOfType,
  type MachineValue,
} from "../../translator/interp/values.ts";
import { FLOAT, INT, OBJECT, StructType } from "../../translator/model/types.ts";

const wrap = (v: bigint): bigint => BigInt.asIntN(64, v);
const u = (v: bigint): bigint => BigInt.asUintN(64, v);
const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);

type Reference = (a: bigint, b: bigint) => bigint | boolean;

/** What the table says in words, on exact integers. */
const INT_OPS: Partial<Record<EvaluatedOp, Reference>> = {
  int_add: (a, b) => wrap(a + b),
  int_sub: (a, b) => wrap(a - b),
  int_mul: (a, b) => wrap(a * b),
  int_div: (a, b) => wrap(a / (b || 1n)),
  int_mod: (a, b) => a % (b || 1n),
  int_floordiv: (a, b) => wrap(floorDiv(a, b || 1n)),
  int_mul_clamp: (a, b) => (wrap(a * b) === a * b ? a * b : -(2n ** 63n)),
  int_neg: (a) => wrap(-a),
  int_not: (a) => ~a,
  int_and: (a, b) => a & b,
  int_or: (a, b) => a | b,
  int_xor: (a, b) => a ^ b,
  int_shl: (a, b) => wrap(a << (u(b) & 63n)),
  int_shr: (a, b) => a >> (u(b) & 63n),
  int_ushr: (a, b) => wrap(u(a) >> (u(b) & 63n)),
  int_lt: (a, b) => a < b,
  int_le: (a, b) => a <= b,
  int_gt: (a, b) => a > b,
  int_ge: (a, b) => a >= b,
  int_eq: (a, b) => a === b,
  int_ne: (a, b) => a !== b,
  uint_lt: (a, b) => u(a) < u(b),
  uint_le: (a, b) => u(a) <= u(b),
  uint_mul_high: (a, b) => wrap((u(a) * u(b)) >> 64n),
  uint_div: (a, b) => wrap(u(a) / (u(b) || 1n)),
  uint_mod: (a, b) => wrap(u(a) % (u(b) || 1n)),
  int_clz32: (a) => BigInt(Math.clz32(Number(BigInt.asUintN(32, a)))),
  int_to_i8: (a) => BigInt.asIntN(8, a),
  int_to_u8: (a) => BigInt.asUintN(8, a),
  int_to_i16: (a) => BigInt.asIntN(16, a),
  int_to_u16: (a) => BigInt.asUintN(16, a),
  int_to_i32: (a) => BigInt.asIntN(32, a),
  int_to_u32: (a) => BigInt.asUintN(32, a),
};
const DIVIDES: readonly string[] = ["int_div", "int_mod", "int_floordiv", "uint_div", "uint_mod"];

const anyInt = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -100n, max: 100n }),
  fc
    .integer({ min: 0, max: 63 })
    .chain((n) => fc.constantFrom(2n ** BigInt(n), -(2n ** BigInt(n)), 2n ** BigInt(n) - 1n).map(wrap)),
);
const machine = (v: bigint | boolean): MachineValue => (typeof v === "boolean" ? v : intOf(v));

describe("ints are exact", () => {
  test.each(Object.entries(INT_OPS))("%s", (name, reference) => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        const divisor = DIVIDES.includes(name) && b === 0n ? 1n : b;
        const result = EVALUATE[name as EvaluatedOp](intOf(a), intOf(divisor));
        expect(result).toBe(machine(reference(a, divisor)));
        expect(typeof result === "boolean" || isOfType(result, INT)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("32-bit results of sums and products round as JavaScript's do", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(EVALUATE.int_add_i32(a, b)).toBe((a + b) | 0);
        expect(EVALUATE.int_sub_i32(a, b)).toBe((a - b) | 0);
        expect(EVALUATE.int_mul_i32(a, b)).toBe((a * b) | 0);
      }),
    );
  });
});

describe("floats", () => {
  test("bits survive a round trip, also a NaN's", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (bits) => {
        expect(bitsOfFloat(floatOfBits(bits))).toBe(bits);
        expect(isOfType(floatOfBits(bits), FLOAT)).toBe(true);
      }),
    );
  });

  test("an absent float is a NaN to arithmetic and comparison, and absent to its check", () => {
    for (const bits of [ABSENT_FLOAT_UNDEFINED_BITS, ABSENT_FLOAT_NULL_BITS]) {
      const absent = floatOfBits(bits);
      expect(EVALUATE.float_add(absent, 1)).toBeNaN();
      expect(EVALUATE.float_eq(absent, absent)).toBe(false);
      expect(EVALUATE.float_ne(absent, absent)).toBe(true);
      expect(EVALUATE.float_bits(absent)).toBe(bits);
      expect(() => EVALUATE.check_present_float(absent)).toThrow(CheckFailure);
    }
    expect(EVALUATE.check_present_float(NaN)).toBeNaN();
  });

  test("conversions", () => {
    expect(EVALUATE.float_to_int(-3.9)).toBe(-3);
    expect(EVALUATE.float_to_int(-0.5)).toBe(0);
    expect(EVALUATE.float_to_int(2 ** 62)).toBe(2n ** 62n);
    expect(EVALUATE.int_to_float(2n ** 63n - 1n)).toBe(2 ** 63);
    expect(EVALUATE.check_int(-0)).toBe(0);
    expect(EVALUATE.float_to_i32(2 ** 40 + 5)).toBe(5);
  });
});

test("-0 never becomes an int", () => {
  for (const [name, args] of [
    ["int_mul", [0, -5]],
    ["int_mod", [-4, 2]],
    ["int_div", [0, -3]],
    ["int_neg", [0]],
    ["int_shl", [0, 3]],
    ["int_mul_range", [-1, 0]],
  ] as const)
    expect(Object.is(EVALUATE[name](...args), 0)).toBe(true);
});

test("a tagged int is a reference of no layout", () => {
  const minus: MachineValue = EVALUATE.int_to_ref(-5);
  expect(minus).toBe(EVALUATE.int_to_ref(-5));
  expect(EVALUATE.ref_eq(minus, EVALUATE.int_to_ref(-5))).toBe(true);
  expect(EVALUATE.ref_to_int(minus)).toBe(-5);
  expect(EVALUATE.ref_is_int(minus)).toBe(true);
  expect(EVALUATE.ref_is_int(null)).toBe(false);
  expect(EVALUATE.instance_of(minus, OBJECT)).toBe(false);
  expect(isOfType(minus, OBJECT.ref)).toBe(true);
  expect(isOfType(minus, INT)).toBe(false);
  expect(isOfType(minus, new StructType("Point", OBJECT).ref)).toBe(false);
  expect(() => EVALUATE.check_cast(minus, OBJECT)).toThrow(CheckFailure);
  expect(tryEvaluate("get_type", [minus])).toBe("undefined");
  expect(tryEvaluate("ref_to_int", [null])).toBe("undefined");
  expect(tryEvaluate("int_to_ref", [2n ** 53n])).toBe("undefined");
});

test("folding tells results from raising and from meaningless operands", () => {
  expect(tryEvaluate("int_add", [1, 2])).toEqual({ value: 3 });
  expect(tryEvaluate("check_range", [2n ** 53n])).toBe("raises");
  expect(tryEvaluate("check_present", [ABSENT_INT_NULL])).toBe("raises");
  expect(tryEvaluate("check_present", [ABSENT_INT_UNDEFINED + 2n])).toEqual({
    value: ABSENT_INT_UNDEFINED + 2n,
  });
  expect(tryEvaluate("int_div", [1, 0])).toBe("undefined");
  expect(tryEvaluate("get_type", [null])).toBe("undefined");
});
