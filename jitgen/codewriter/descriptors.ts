// Descriptors: what instructions say about fields, items, layouts, calls and errors, as rows of the pools
// (jitgen/tables/pools.ts), with the code that goes with them.

import { opNumber } from "../tables/operations.ts";
import { DESCR, IMMUTABLE, STORAGE } from "../tables/pools.ts";
import { classOf, kindNumber } from "./code.ts";
import type { Pools } from "./pools.ts";
import type { SupportGraphs } from "./support-graphs.ts";
import { fieldOffset, itemSize, itemsOffset } from "../../translator/model/layout.ts";
import type { MessageName } from "../../translator/model/messages.ts";
import type { LowOp } from "../../translator/model/ops.ts";
import type { Program } from "../../translator/model/program.ts";
import {
  funcType,
  INT,
  type FuncType,
  type LowType,
  OBJECT,
  type StorageType,
  type StructType,
} from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";

const STORAGES: Readonly<Record<string, number>> = {
  i8: STORAGE.i8,
  u8: STORAGE.u8,
  i16: STORAGE.i16,
  u16: STORAGE.u16,
  i32: STORAGE.i32,
  u32: STORAGE.u32,
  f32: STORAGE.f32,
  float: STORAGE.float,
  bool: STORAGE.bool,
  int: STORAGE.word,
  word: STORAGE.word,
  type: STORAGE.word,
};

function storageOf(type: StorageType): number {
  if (type.tag === "ref") return STORAGE.ref;
  if (type.tag === "func") return STORAGE.word;
  return STORAGES[type.name] ?? broken(`a field of type ${type.name}`);
}

/** KINDs of parameters, the first in the lowest bits; void ones have none. */
export function kindsOf(types: readonly (LowType | undefined)[]): { count: number; kinds: number } {
  const kinds = types.filter((t) => classOf(t) !== null).map(kindNumber);
  return { count: kinds.length, kinds: kinds.reduceRight((all, kind) => all * 4 + kind, 0) };
}

export class Descriptors {
  private readonly pools: Pools;
  private readonly support: SupportGraphs;
  private readonly program: Program;

  constructor(pools: Pools, support: SupportGraphs, program: Program) {
    this.pools = pools;
    this.support = support;
    this.program = program;
  }

  field(struct: StructType, name: string): number {
    const field = struct.field(name) ?? broken(`layout '${struct.name}' has no field '${name}'`);
    const flags = field.immutable === true ? IMMUTABLE : 0;
    return this.pools.descriptor(DESCR.field, fieldOffset(struct, name), storageOf(field.type), flags);
  }

  items(struct: StructType): number {
    const type = struct.itemType() ?? broken(`layout '${struct.name}' has no items`);
    return this.pools.descriptor(
      DESCR.items,
      itemsOffset(struct),
      storageOf(type),
      itemSize(struct),
      itemsImmutable(struct) ? IMMUTABLE : 0,
    );
  }

  struct(struct: StructType): number {
    return this.allocation(DESCR.struct, struct, funcType([], OBJECT.ref));
  }

  array(struct: StructType): number {
    return this.allocation(DESCR.array, struct, funcType([INT], OBJECT.ref));
  }

  private allocation(kind: number, struct: StructType, signature: FuncType): number {
    const { pools, support } = this;
    const code = pools.code(support.allocator(struct));
    const stub = pools.code(support.stub(signature));
    return pools.descriptor(kind, code, stub, pools.type(struct));
  }

  call(signature: FuncType, flags: number): number {
    const { count, kinds } = kindsOf(signature.args);
    const stub = this.pools.code(this.support.stub(signature));
    return this.pools.descriptor(DESCR.call, stub, kindNumber(signature.result), count, kinds, flags);
  }

  /** The error of a check that does not hold. */
  check(message: MessageName): number {
    const maker = this.program.wellKnown?.makeError.get(message) ?? broken(`no graph makes '${message}'`);
    const stub = this.pools.code(this.support.stub(this.support.signatureOf(maker)));
    return this.pools.descriptor(DESCR.check, this.pools.code(maker), stub);
  }

  /** Makes sure that the operation can be evaluated. */
  evaluator(name: LowOp): void {
    const n = opNumber(name);
    if (!this.pools.evaluators.has(n)) this.pools.evaluators.set(n, this.support.evaluator(name));
  }
}

function itemsImmutable(struct: StructType): boolean {
  for (let s: StructType | null = struct; s !== null; s = s.base)
    if (s.items !== null) return s.immutableItems;
  return false;
}
