// The pools under construction (jitgen/tables/pools.ts says what they mean): constants and descriptors, each once, in
// the order in which they were first asked for.

import { CONSTANT } from "../tables/jitcode.ts";
import { DESCR, DESCR_COLUMNS } from "../tables/pools.ts";
import { classOf, type RegisterClass } from "./code.ts";
import type { Constant, ConstantValue, PrebuiltObject } from "../../translator/model/constants.ts";
import { FLOAT, INT, type LowType, type StructType } from "../../translator/model/types.ts";
import { ABSENT_FLOAT_NULL_BITS, ABSENT_FLOAT_UNDEFINED_BITS } from "../../translator/model/absent.ts";
import { bitsOfFloat, type Float, floatOfBits, machineValue } from "../../translator/interp/values.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** Values in the order of their numbers; what is equal has one number. */
class Numbered<V> {
  readonly values: V[] = [];
  private readonly numbers = new Map<unknown, number>();

  of(key: unknown, make: () => V): number {
    let n = this.numbers.get(key);
    if (n === undefined) {
      n = this.values.length;
      this.numbers.set(key, n);
      this.values.push(make());
    }
    return n;
  }
}

export class Pools {
  private readonly wordValues = new Numbered<ConstantValue>();
  private readonly refValues = new Numbered<ConstantValue>();
  private readonly floatValues = new Numbered<ConstantValue>();
  private readonly rows = new Numbered<readonly number[]>();
  /** Pairs (value, target). */
  readonly switches: number[] = [];
  /** By operation number: key of the graph that evaluates it. */
  readonly evaluators = new Map<number, string>();

  get words(): readonly ConstantValue[] {
    return this.wordValues.values;
  }
  get refs(): readonly ConstantValue[] {
    return this.refValues.values;
  }
  get floats(): readonly ConstantValue[] {
    return this.floatValues.values;
  }
  get descriptors(): readonly (readonly number[])[] {
    return this.rows.values;
  }

  /** The operand of a constant, of its class. */
  operand(c: Constant): { readonly class: RegisterClass; readonly operand: number } {
    const type = c.type ?? broken("a constant without a type");
    const cls = classOf(type) ?? broken("a void constant has no operand");
    const n = cls === "w" ? this.word(c.value) : cls === "r" ? this.ref(c.value) : this.float(c.value);
    // Far more than any interpreter has; the format would have to change, not the interpreter.
    if (n >= CONSTANT) broken(`more than ${CONSTANT} constants of class ${cls}`);
    return { class: cls, operand: CONSTANT + n };
  }

  word(value: ConstantValue): number {
    switch (value.kind) {
      case "graph":
        return this.wordValues.of(`&${value.key}`, () => value);
      case "struct":
        return this.wordValues.of(value.struct, () => value);
      case "bool":
        return this.word({ kind: "number", value: value.value ? 1 : 0 });
      case "nullref":
        return this.word({ kind: "number", value: 0 });
      default: {
        const machine = machineValue(value, INT, noObject) as number | bigint;
        const exact: ConstantValue =
          typeof machine === "bigint"
            ? { kind: "int64", value: machine }
            : { kind: "number", value: machine };
        return this.wordValues.of(String(machine), () => exact);
      }
    }
  }

  code(key: string): number {
    return this.word({ kind: "graph", key });
  }

  type(struct: StructType): number {
    return this.word({ kind: "struct", struct });
  }

  ref(value: ConstantValue): number {
    if (value.kind === "prebuilt") return this.refValues.of(value.object, () => value);
    if (value.kind === "nullref") return this.refValues.of(null, () => value);
    if (value.kind === "tagged") return this.refValues.of(value.value, () => value);
    return broken(`a ${value.kind} stands for a reference`);
  }

  float(value: ConstantValue): number {
    const bits = bitsOfFloat(machineValue(value, FLOAT, noObject) as Float);
    return this.floatValues.of(bits, () => floatConstant(bits));
  }

  descriptor(kind: number, ...columns: readonly number[]): number {
    const row = [kind, ...columns];
    while (row.length < DESCR_COLUMNS) row.push(0);
    return this.rows.of(row.join(), () => row);
  }

  /** A switch over pairs (value, target), with the target of all other values. */
  switchOver(pairs: readonly (readonly [number, number])[], otherwise: number): number {
    const first = this.switches.length / 2;
    for (const pair of pairs) this.switches.push(...pair);
    return this.descriptor(DESCR.switch, first, pairs.length, otherwise);
  }
}

/** As static data may hold it: of NaNs with bits that matter there are only the two absent ones. */
function floatConstant(bits: bigint): ConstantValue {
  if (bits === ABSENT_FLOAT_UNDEFINED_BITS) return { kind: "undefined" };
  if (bits === ABSENT_FLOAT_NULL_BITS) return { kind: "null" };
  const value = floatOfBits(bits);
  return typeof value === "number" ? { kind: "number", value } : broken(`the NaN ${bits.toString(16)}`);
}

function noObject(object: PrebuiltObject): never {
  return broken(`the object ${object.name} stands where a number is wanted`);
}

/** The class-less key of a type for names of generated graphs. */
export function kindLetter(type: LowType): string {
  if (type.tag === "ref") return "r";
  if (type.tag === "func") return "c";
  return { int: "i", bool: "b", float: "f", word: "w", type: "t", void: "v" }[type.name];
}
