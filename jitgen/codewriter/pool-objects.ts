// The pools as prebuilt objects of the target: layouts with a header, `length` and items at ITEMS_AT.

import { ITEMS_AT, POOL, POOL_COUNT } from "../tables/pools.ts";
import type { Buffers } from "./support-graphs.ts";
import { PrebuiltObject, type ConstantValue } from "../../translator/model/constants.ts";
import { itemsOffset } from "../../translator/model/layout.ts";
import type { Program } from "../../translator/model/program.ts";
import {
  FLOAT,
  I32,
  INT,
  OBJECT,
  type StorageType,
  StructType,
  U16,
  WORD,
} from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** Items of a pool, by what they are. */
const LAYOUTS = { u16: U16, i32: I32, word: WORD, float: FLOAT, ref: OBJECT.ref } as const;
export type PoolKind = keyof typeof LAYOUTS;

/** Kinds of the pools, by their place. */
export const POOL_KINDS: { readonly [K in keyof typeof POOL]: PoolKind } = {
  header: "i32",
  code: "u16",
  jitcodes: "i32",
  liveness: "u16",
  words: "word",
  refs: "ref",
  floats: "float",
  descriptors: "i32",
  switches: "i32",
  evaluators: "word",
  wordBuffer: "word",
  refBuffer: "ref",
  floatBuffer: "float",
  counters: "i32",
  drivers: "i32",
  entries: "i32",
  names: "ref",
};

export class PoolObjects {
  private readonly program: Program;
  private readonly structs = new Map<PoolKind, StructType>();
  readonly buffers: Buffers;
  readonly counters: PrebuiltObject;

  constructor(program: Program) {
    this.program = program;
    this.buffers = {
      words: this.object("wordBuffer"),
      refs: this.object("refBuffer"),
      floats: this.object("floatBuffer"),
    };
    this.counters = this.object("counters");
  }

  private struct(kind: PoolKind): StructType {
    let struct = this.structs.get(kind);
    if (struct === undefined) {
      struct = new StructType(`JitPool_${kind}`, OBJECT);
      struct.ownFields.push({ name: "length", type: INT, immutable: true });
      const type: StorageType = LAYOUTS[kind];
      struct.items = type;
      if (itemsOffset(struct) !== ITEMS_AT) broken("pools do not lie as their readers think");
      this.structs.set(kind, struct);
      this.program.structs.push(struct);
    }
    return struct;
  }

  private object(pool: keyof typeof POOL): PrebuiltObject {
    const object = new PrebuiltObject(this.struct(POOL_KINDS[pool]), `jit_${pool}`);
    object.items = [];
    return object;
  }

  /** The array of all pools. Pools without values here are the buffers and counters, which have a size. */
  root(
    values: { readonly [K in keyof typeof POOL]?: readonly ConstantValue[] },
    sizes: { readonly buffer: number; readonly counters: number },
  ): PrebuiltObject {
    const { words, refs, floats } = this.buffers;
    const zero: ConstantValue = { kind: "number", value: 0 };
    fill(words, zero, sizes.buffer);
    fill(refs, { kind: "nullref" }, sizes.buffer);
    fill(floats, zero, sizes.buffer);
    fill(this.counters, zero, sizes.counters);
    const made = new Map<keyof typeof POOL, PrebuiltObject>([
      ["wordBuffer", words],
      ["refBuffer", refs],
      ["floatBuffer", floats],
      ["counters", this.counters],
    ]);
    const root = new PrebuiltObject(this.struct("ref"), "jit_pools");
    root.items = Array.from({ length: POOL_COUNT }, () => ({ kind: "nullref" }));
    for (const name of Object.keys(POOL) as (keyof typeof POOL)[]) {
      const object = made.get(name) ?? this.object(name);
      if (!made.has(name)) object.items = [...(values[name] ?? broken(`the pool ${name} is missing`))];
      root.items[POOL[name]] = { kind: "prebuilt", object };
    }
    return root;
  }

  /** A prebuilt flat string; characters that Latin-1 lacks become "?". */
  string(text: string, name: string): ConstantValue {
    const known = this.program.wellKnown ?? broken("the program has no strings");
    const object = new PrebuiltObject(known.latin1, name);
    object.items = Array.from({ length: text.length }, (_, i) => {
      const unit = text.charCodeAt(i);
      return { kind: "number", value: unit > 0xff ? 0x3f : unit };
    });
    return { kind: "prebuilt", object };
  }
}

function fill(object: PrebuiltObject, value: ConstantValue, n: number): void {
  object.items = Array.from({ length: n }, () => value);
}
