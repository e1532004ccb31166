// Table: the functions of vmsmith/raw as low-level operations, one each where it can be.

import { RAW_FUNCTIONS, type RawFunction, type RawRow, type RawType } from "../annotator/raw.ts";
import { BOOL as BOOL_ANNOTATION, RAW_REF, RAW_WORD, type Annotation } from "../annotator/lattice.ts";
import { nameConst, nullRef, numberConst } from "../model/constants.ts";
import type { Op, Value } from "../model/graph.ts";
import { RAW_STORAGE, wordSignature, type RawStorage } from "../model/raw-memory.ts";
import { INT, OBJECT, WORD } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { intConst, type LowBuilder } from "./builder.ts";
import { asFloat, asInt } from "./lower-numbers.ts";
import type { Lowering } from "./lowering.ts";
import { nothing } from "./lower-objects.ts";

/** Arguments come in the machine types of the function's row. */
type RawLowering = (b: LowBuilder, args: readonly Value[], cx: Lowering, op: Op) => Value;

const at = (args: readonly Value[], i: number): Value => args[i] ?? broken("an argument is missing");

const load =
  (storage: RawStorage): RawLowering =>
  (b, args) =>
    b.op("raw_load", [at(args, 0), at(args, 1), nameConst(storage)], RAW_STORAGE[storage]);

const store =
  (storage: RawStorage): RawLowering =>
  (b, args) => {
    b.void("raw_store", at(args, 0), at(args, 1), nameConst(storage), at(args, 2));
    return nothing;
  };

/** Operand 0 is the array of pools, which only the simulated target needs. */
const callBy =
  (signature: string): RawLowering =>
  (b, args) => {
    const result = wordSignature(signature)?.result ?? broken(`no signature ${signature}`);
    return b.op("call_word", [at(args, 1), nameConst(signature), ...args.slice(2)], result);
  };

const word = (b: LowBuilder, v: Value): Value => b.op("word_of", [v], WORD);
const bitsOf = (b: LowBuilder, v: Value): Value => b.int("float_bits", v);

function identityHash(b: LowBuilder, ref: Value): Value {
  return b.choose(
    b.bool("ref_is_null", ref),
    INT,
    () => intConst(0),
    () => b.int("int_and", b.int("identity_hash", ref), intConst(0x7fff_ffff)),
  );
}

function arrayOf(cx: Lowering, op: Op, length: Value, item: Value): Value {
  const { low } = cx.repr(op.result);
  if (low.tag !== "ref") return broken("an array expected");
  const list = cx.b.newStruct(low.to, op.result.hint);
  cx.help("list_fillNew", [list, length, item]);
  return list;
}

const ROWS: { readonly [F in RawFunction]: RawLowering } = {
  noRef: () => nullRef(OBJECT.ref),
  isNoRef: (b, args) => b.bool("ref_is_null", ...args),
  sameRef: (b, args) => b.bool("ref_eq", ...args),
  refHash: (b, args) => identityHash(b, at(args, 0)),
  typeOf: (b, args) => word(b, b.typeOf(at(args, 0))),
  isInstance: (b, args) => b.bool("type_is", ...args),
  refArray: (_b, args, cx, op) => arrayOf(cx, op, at(args, 0), nullRef(OBJECT.ref)),

  wordOf: (b, args) => word(b, at(args, 0)),
  intOf: (b, args) => b.int("of_word", ...args),
  boolWord: (b, args) => word(b, at(args, 0)),
  isTrue: (b, args) => b.bool("of_word", ...args),
  sameWord: (b, args) => b.bool("word_eq", ...args),
  wordHash: (b, args) => b.int("word_hash", ...args),
  wordArray: (_b, args, cx, op) => arrayOf(cx, op, at(args, 0), numberConst(0, WORD)),

  sameFloat: (b, args) => b.bool("int_eq", bitsOf(b, at(args, 0)), bitsOf(b, at(args, 1))),
  floatHash: (b, args) => b.int("word_hash", word(b, bitsOf(b, at(args, 0)))),

  loadI8: load("i8"),
  loadU8: load("u8"),
  loadI16: load("i16"),
  loadU16: load("u16"),
  loadI32: load("i32"),
  loadU32: load("u32"),
  loadWord: load("word"),
  loadBool: load("bool"),
  loadF32: load("f32"),
  loadFloat: load("float"),
  loadRef: load("ref"),
  storeI8: store("i8"),
  storeI16: store("i16"),
  storeI32: store("i32"),
  storeWord: store("word"),
  storeBool: store("bool"),
  storeF32: store("f32"),
  storeFloat: store("float"),
  storeRef: store("ref"),

  methodOf: (b, args) => b.op("method_at", [at(args, 1), at(args, 2)], WORD),
  runCode: callBy("_i"),
  callW_W: callBy("w_w"),
  callWW_W: callBy("ww_w"),
  callF_F: callBy("f_f"),
  callFF_F: callBy("ff_f"),
  callFF_W: callBy("ff_w"),
  callF_W: callBy("f_w"),
  callW_F: callBy("w_f"),
  callW_R: callBy("w_r"),
  callR_W: callBy("r_w"),
  callRR_W: callBy("rr_w"),
};

const ANNOTATIONS: Partial<Record<RawType, Annotation>> = {
  ref: RAW_REF,
  word: RAW_WORD,
  bool: BOOL_ANNOTATION,
};

function argument(cx: Lowering, type: RawType, v: Value): Value {
  if (type === "int") return asInt(cx, v);
  if (type === "float") return asFloat(cx, v);
  return cx.as(v, cx.reprOf(ANNOTATIONS[type] ?? broken(`no argument is ${type}`)));
}

/** A call of `vmsmith/raw.NAME`. */
export function lowerRaw(cx: Lowering, op: Op, name: RawFunction, args: readonly Value[]): Value {
  const row: RawRow = RAW_FUNCTIONS[name];
  const values = row.args.map((type, i) => argument(cx, type, at(args, i)));
  return ROWS[name](cx.b, values, cx, op);
}
