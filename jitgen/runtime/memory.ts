// Loads and stores by the storage that a descriptor tells (STORAGE of jitgen/tables/pools.ts).

import {
  type GcRef,
  loadBool,
  loadF32,
  loadFloat,
  loadI16,
  loadI32,
  loadI8,
  loadU16,
  loadU32,
} from "vmsmith/raw";
import { loadU8, loadWord, storeBool, storeF32, storeFloat, storeI16, storeI32, storeI8 } from "vmsmith/raw";
import { storeWord, type Word } from "vmsmith/raw";
import { STORAGE } from "../tables/pools.ts";

export function loadStoredWord(object: GcRef, offset: number, storage: number): Word {
  switch (storage) {
    case STORAGE.i8:
      return loadI8(object, offset);
    case STORAGE.u8:
      return loadU8(object, offset);
    case STORAGE.i16:
      return loadI16(object, offset);
    case STORAGE.u16:
      return loadU16(object, offset);
    case STORAGE.i32:
      return loadI32(object, offset);
    case STORAGE.u32:
      return loadU32(object, offset);
    case STORAGE.bool:
      return loadBool(object, offset);
    default:
      return loadWord(object, offset);
  }
}

/** Truncates to the size of the place. */
export function storeStoredWord(object: GcRef, offset: number, storage: number, value: Word): void {
  switch (storage) {
    case STORAGE.i8:
    case STORAGE.u8:
      storeI8(object, offset, value);
      break;
    case STORAGE.i16:
    case STORAGE.u16:
      storeI16(object, offset, value);
      break;
    case STORAGE.i32:
    case STORAGE.u32:
      storeI32(object, offset, value);
      break;
    case STORAGE.bool:
      storeBool(object, offset, value);
      break;
    default:
      storeWord(object, offset, value);
  }
}

export function loadStoredFloat(object: GcRef, offset: number, storage: number): number {
  return storage === STORAGE.f32 ? loadF32(object, offset) : loadFloat(object, offset);
}

export function storeStoredFloat(object: GcRef, offset: number, storage: number, value: number): void {
  if (storage === STORAGE.f32) storeF32(object, offset, value);
  else storeFloat(object, offset, value);
}
