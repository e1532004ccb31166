// Table: how `raw_load` and `raw_store` see a place in memory, and the signatures of `call_word`. Places are those of
// model/layout.ts; integers, booleans, code pointers and type descriptions are words outside of them.

import { FLOAT, INT, OBJECT, WORD, type LowType, type StorageType } from "./types.ts";

/** Storage by its name in the operations: what a register holds of it. */
// prettier-ignore
export const RAW_STORAGE = {
  i8: WORD, u8: WORD, i16: WORD, u16: WORD, i32: WORD, u32: WORD, word: WORD, bool: WORD, f32: FLOAT, float: FLOAT, ref: OBJECT.ref,
} as const satisfies Record<string, LowType>;

export type RawStorage = keyof typeof RAW_STORAGE;

export function isRawStorage(name: string): name is RawStorage {
  return Object.hasOwn(RAW_STORAGE, name);
}

/** The one storage by which a place of this type may be loaded and stored. */
export function rawStorageOf(type: StorageType): RawStorage {
  if (type.tag === "ref") return "ref";
  if (type.tag === "narrow") return type.name;
  return type.tag === "prim" && (type.name === "bool" || type.name === "float") ? type.name : "word";
}

export interface WordSignature {
  readonly args: readonly LowType[];
  readonly result: LowType;
}

const LETTERS: ReadonlyMap<string, LowType> = new Map<string, LowType>([
  ["w", WORD],
  ["f", FLOAT],
  ["r", OBJECT.ref],
]);

/**
 * A signature of `call_word`: letters of the arguments, `_`, letter of the result (`ww_w`); `_i` gives an int.
 * Undefined if it is none.
 */
export function wordSignature(text: string): WordSignature | undefined {
  const [, args = "", result = ""] = /^([wfr]*)_([wfri])$/u.exec(text) ?? [];
  const resultType = result === "i" ? INT : LETTERS.get(result);
  if (resultType === undefined) return undefined;
  return { args: args.split("").map((letter) => LETTERS.get(letter) ?? WORD), result: resultType };
}
