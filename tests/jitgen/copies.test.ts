// Parallel copies in sequence: whatever the copies, each register ends with the value its source had before.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Copy, sequence, type Source } from "../../jitgen/codewriter/copies.ts";

const SCRATCH = 8;

const source: fc.Arbitrary<Source> = fc.oneof(
  fc.record({ register: fc.nat(7) }),
  fc.record({ constant: fc.integer({ min: 100, max: 105 }) }),
);
const copies = fc
  .uniqueArray(fc.nat(7), { maxLength: 8 })
  .chain((targets) => fc.tuple(...targets.map((to) => source.map((from): Copy => ({ to, from })))));

function value(registers: readonly number[], from: Source): number {
  return "register" in from ? (registers[from.register] ?? NaN) : from.constant;
}

test("sequences do what happens at once", () => {
  fc.assert(
    fc.property(copies, (wanted) => {
      const before = Array.from({ length: SCRATCH + 1 }, (_, i) => i);
      const now = [...before];
      for (const { to, from } of sequence(wanted, () => SCRATCH)) now[to] = value(now, from);
      for (const { to, from } of wanted) expect(now[to]).toBe(value(before, from));
      const touched = new Set([...wanted.map((c) => c.to), SCRATCH]);
      before.forEach((v, i) => {
        if (!touched.has(i)) expect(now[i]).toBe(v);
      });
    }),
  );
});

test("nothing is moved in vain, and two registers swap through a third", () => {
  expect(sequence([{ to: 1, from: { register: 1 } }], () => SCRATCH)).toEqual([]);
  const swap: Copy[] = [
    { to: 0, from: { register: 1 } },
    { to: 1, from: { register: 0 } },
  ];
  expect(sequence(swap, () => SCRATCH).length).toBe(3);
});
