// Table: functions that one unit of a binary calls in another by name (`call_unit`): what the JIT runtime exports to
// every target. Only machine values cross; none of these functions raises. The C name is `vs_unit_` and the row's.

import { INT, OBJECT, VOID, type LowType } from "./types.ts";

export type UnitKind = "int" | "ref" | "void";

export interface UnitFunction {
  readonly doc: string;
  readonly args: readonly Exclude<UnitKind, "void">[];
  readonly result: UnitKind;
}

// prettier-ignore
export const UNIT_FUNCTIONS = {
  jit_start:  { doc: "before the entry point runs: the target's array of pools (jitgen/tables/pools.ts)", args: ["ref"], result: "void" },
  jit_enter:  { doc: "a counter ran out at a loop header: the entry's row, the counter's index; how to go on (ENTER)", args: ["int", "int"], result: "int" },
  jit_finish: { doc: "the program ends: last words of the log", args: [], result: "void" },
} as const satisfies Record<string, UnitFunction>;

export type UnitFunctionName = keyof typeof UNIT_FUNCTIONS;

/** The row of a name, or undefined. */
export function unitFunction(name: string): UnitFunction | undefined {
  return Object.hasOwn(UNIT_FUNCTIONS, name) ? UNIT_FUNCTIONS[name as UnitFunctionName] : undefined;
}

const TYPES: { readonly [K in UnitKind]: LowType } = { int: INT, ref: OBJECT.ref, void: VOID };

/** The machine type of a value that crosses. */
export function unitType(kind: UnitKind): LowType {
  return TYPES[kind];
}
