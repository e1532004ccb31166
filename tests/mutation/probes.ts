// Programs in text form that show what every low-level operation does: for operations on numbers and booleans made
// from LOW_OPS, so that a new row is probed by itself, on operands where machines differ; for the others objects.ir.

import { readFileSync } from "node:fs";
import { EVALUATE } from "../../translator/interp/evaluate.ts";
import type { HeapObject } from "../../translator/interp/heap.ts";
import type { RunOptions } from "../../translator/interp/low-interpreter.ts";
import { LOW_OPS, lowFacts, type LowOp, type OperandKind } from "../../translator/model/ops.ts";

/** What stands in for the JIT runtime; in C: OTHER_UNIT of build.ts. */
export function otherUnit(): NonNullable<RunOptions["units"]> {
  let started = 0;
  return {
    jit_start: ([pools]) => {
      started = (pools as HeapObject).items?.length ?? 0;
      return undefined;
    },
    jit_enter: ([entry, counter]) => started * 100 + Number(entry) * 10 + Number(counter),
    jit_finish: () => undefined,
  };
}

export interface Probe {
  readonly name: string;
  readonly text: string;
  /** The operations that it shows. */
  readonly ops: readonly LowOp[];
}

const PRELUDE = readFileSync(new URL("../c/prelude.ir", import.meta.url), "utf8");
/** What the gc phase makes. */
export const BY_COLLECTOR: readonly LowOp[] = [
  "try_new_struct",
  "try_new_array",
  "new_struct_now",
  "new_array_now",
  "roots_enter",
  "roots_leave",
  "root_save",
  "root_load",
  "gc_barrier",
  "gc_barrier_items",
  "gc_poll",
];
const COLLECTED = readFileSync(new URL("collected.ir", import.meta.url), "utf8");
const OBJECTS = readFileSync(new URL("objects.ir", import.meta.url), "utf8");

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
const SAFE = 2n ** 53n - 1n;
// prettier-ignore
const INTS: readonly bigint[] = [0n, 1n, -1n, 2n, -2n, 7n, -7n, 31n, 64n, 129n, -129n, 40000n, 2n ** 31n - 1n, 2n ** 31n, -(2n ** 31n), 2n ** 32n, 3n * 2n ** 31n + 5n,
  SAFE, -SAFE, SAFE + 1n, MAX, MIN, MIN + 1n, 0x123456789abcdefn];
// prettier-ignore
const FLOATS: readonly number[] = [0, -0, 1, -1, 0.5, -2.5, 0.1, 3.7, -3.7, 4294967295.5, -4294967297, 2 ** 53, 1e18, 1e21, 5e-324, 1.7976931348623157e308, Infinity, -Infinity, NaN];

const floatText = (x: number): string => {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  if (Object.is(x, -0)) return "-0.0";
  return Number.isInteger(x) && Math.abs(x) < 1e21 ? `${BigInt(x)}.0` : String(x);
};
const OPERANDS: Readonly<Partial<Record<OperandKind, readonly string[]>>> = {
  int: INTS.map((v) => `${v}n`),
  float: FLOATS.map(floatText),
  bool: ["true", "false"],
};

/** Operands for which the operation has a meaning; the rest is nobody's business. */
const DOMAIN: Partial<Record<LowOp, (a: bigint | number, b: bigint | number) => boolean>> = {
  int_div: (_a, b) => b !== 0n,
  int_mod: (_a, b) => b !== 0n,
  int_floordiv: (_a, b) => b !== 0n,
  uint_div: (_a, b) => b !== 0n,
  uint_mod: (_a, b) => b !== 0n,
  int_add_i32: isSafePair,
  int_sub_i32: isSafePair,
  int_mul_i32: isSafePair,
  float_to_int: (a) => Math.abs(Number(a)) < 2 ** 63,
  // The sign of a NaN that arithmetic makes is not ours to say.
  float_bits: (a) => !Number.isNaN(a),
};

function isSafePair(a: bigint | number, b: bigint | number): boolean {
  return Math.abs(Number(a)) <= Number(SAFE) && Math.abs(Number(b)) <= Number(SAFE);
}

function operandPairs(op: LowOp): string[] {
  const kinds: readonly OperandKind[] = LOW_OPS[op].args;
  const values = (kind: OperandKind | undefined): readonly (bigint | number)[] =>
    kind === "int" ? INTS : kind === "float" ? FLOATS : [1n, 0n];
  const texts = (kind: OperandKind | undefined): readonly string[] => OPERANDS[kind ?? "bool"] ?? [];
  const holds = DOMAIN[op] ?? ((): boolean => true);
  const [first, second] = kinds;
  const pairs: string[] = [];
  values(first).forEach((a, i) => {
    const [b] = values(second);
    if (second === undefined) {
      if (holds(a, b ?? 0)) pairs.push(texts(first)[i] ?? "");
    } else
      values(second).forEach((c, k) => {
        if (holds(a, c)) pairs.push(`${texts(first)[i] ?? ""}, ${texts(second)[k] ?? ""}`);
      });
  });
  return pairs;
}

const PRINT: Readonly<Record<string, string>> = { int: "printInt", float: "printExact", bool: "printBool" };

/** A graph `probe` for one operation, and a main that calls it with all operands. */
function probeText(op: LowOp): string {
  const { args, result } = LOW_OPS[op];
  const names = args.map((_, i) => String.fromCharCode(97 + i));
  const params = names.map((n, i) => `${n}: ${args[i] ?? ""}`).join(", ");
  const print = PRINT[result] ?? "";
  const body =
    LOW_OPS[op].effect === "check"
      ? [
          `  r: ${result} = ${op} ${names.join(", ")}`,
          "  goto fine(r) raises e: *Error -> caught(e)",
          `fine(x: ${result}):`,
          `  call ${print}, x`,
          "  return",
          "caught(f: *Error):",
          "  c: int = get_field f, code",
          "  call printInt, c",
          "  return",
        ]
      : [`  r: ${result} = ${op} ${names.join(", ")}`, `  call ${print}, r`, "  return"];
  return [
    PRELUDE,
    EXACT,
    `graph probe(${params}) -> void`,
    `start(${names.join(", ")}):`,
    ...body,
    "graph main() -> int",
    "start():",
    ...operandPairs(op).map((pair) => `  call probe, ${pair}`),
    "  return 0",
    "",
  ].join("\n");
}

/** Prints the bits of a float, because as text -0 is 0; NaN as such. */
const EXACT = `
graph printExact(x: float) -> void [unit core]
start(x):
  isNaN: bool = float_ne x, x
  if isNaN goto asText() else asBits()
asText():
  call printFloat, x
  return
asBits():
  b: int = float_bits x
  call printInt, b
  return
`;

function isNumeric(op: LowOp): boolean {
  const kinds: readonly string[] = LOW_OPS[op].args;
  return (
    kinds.length > 0 &&
    kinds.every((k) => k === "int" || k === "float" || k === "bool") &&
    LOW_OPS[op].result in PRINT
  );
}

/** Every operation is in at least one probe; the test says so. */
export function allProbes(): Probe[] {
  const numeric = (Object.keys(LOW_OPS) as LowOp[])
    .filter((op) => isNumeric(op) && Object.hasOwn(EVALUATE, op))
    .map((op) => ({ name: op, text: probeText(op), ops: [op] }));
  const others = (Object.keys(LOW_OPS) as LowOp[]).filter((op) =>
    new RegExp(`\\b${op}\\b`, "u").test(OBJECTS),
  );
  return [
    ...numeric,
    { name: "objects", text: PRELUDE + OBJECTS, ops: others },
    { name: "collected", text: PRELUDE + COLLECTED, ops: [...BY_COLLECTOR, "gc_collect"] },
  ];
}

/** Operations of one group can stand in for each other in a program that is still well-formed. */
export function signatureOf(op: LowOp): string {
  const facts = lowFacts(op);
  return `${facts?.args.join() ?? ""} -> ${facts?.result ?? ""}`;
}
