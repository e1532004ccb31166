// Table: the functions of vmsmith/raw (rlib/raw.ts), which see memory and code of another unit. `ref` and `word` are
// opaque: only these functions take them apart, and nothing is ever absent. An int is taken for a word and null for a
// reference to nothing, because that is what they are in the heap image of modules that ran under Node.

import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import type { Annotation } from "./lattice.ts";
import { badOperand, notYetBuiltin } from "./messages.ts";
import { containerOf } from "./shared.ts";

export type RawType = "ref" | "word" | "int" | "float" | "bool" | "void" | "refs" | "words";

export interface RawRow {
  readonly args: readonly RawType[];
  readonly result: RawType;
}

const row = (args: readonly RawType[], result: RawType): RawRow => ({ args, result });
const load = (result: RawType): RawRow => row(["ref", "int"], result);
const store = (value: RawType): RawRow => row(["ref", "int", value], "void");

export const RAW_FUNCTIONS = {
  noRef: row([], "ref"),
  isNoRef: row(["ref"], "bool"),
  sameRef: row(["ref", "ref"], "bool"),
  refHash: row(["ref"], "int"),
  typeOf: row(["ref"], "word"),
  isInstance: row(["ref", "word"], "bool"),
  refArray: row(["int"], "refs"),

  wordOf: row(["int"], "word"),
  intOf: row(["word"], "int"),
  boolWord: row(["bool"], "word"),
  isTrue: row(["word"], "bool"),
  sameWord: row(["word", "word"], "bool"),
  wordHash: row(["word"], "int"),
  wordArray: row(["int"], "words"),

  sameFloat: row(["float", "float"], "bool"),
  floatHash: row(["float"], "int"),

  loadI8: load("word"),
  loadU8: load("word"),
  loadI16: load("word"),
  loadU16: load("word"),
  loadI32: load("word"),
  loadU32: load("word"),
  loadWord: load("word"),
  loadBool: load("word"),
  loadF32: load("float"),
  loadFloat: load("float"),
  loadRef: load("ref"),
  storeI8: store("word"),
  storeI16: store("word"),
  storeI32: store("word"),
  storeWord: store("word"),
  storeBool: store("word"),
  storeF32: store("float"),
  storeFloat: store("float"),
  storeRef: store("ref"),

  methodOf: row(["ref", "word", "int"], "word"),
  runCode: row(["ref", "word"], "int"),
  callW_W: row(["ref", "word", "word"], "word"),
  callWW_W: row(["ref", "word", "word", "word"], "word"),
  callF_F: row(["ref", "word", "float"], "float"),
  callFF_F: row(["ref", "word", "float", "float"], "float"),
  callFF_W: row(["ref", "word", "float", "float"], "word"),
  callF_W: row(["ref", "word", "float"], "word"),
  callW_F: row(["ref", "word", "word"], "float"),
  callW_R: row(["ref", "word", "word"], "ref"),
  callR_W: row(["ref", "word", "ref"], "word"),
  callRR_W: row(["ref", "word", "ref", "ref"], "word"),
} as const satisfies Record<string, RawRow>;

export type RawFunction = keyof typeof RAW_FUNCTIONS;

export function isRawFunction(name: string): name is RawFunction {
  return Object.hasOwn(RAW_FUNCTIONS, name);
}

const WANTED: { readonly [T in RawType]: string } = {
  ref: "a GcRef",
  word: "a Word",
  int: "a number",
  float: "a number",
  bool: "a boolean",
  void: "nothing",
  refs: "an array",
  words: "an array",
};

function accepts(type: RawType, { base, absent }: Annotation): boolean {
  switch (type) {
    case "ref":
      return base === null
        ? absent === L.ABSENT_NULL
        : base.kind === "raw" && base.what === "ref" && absent === 0;
    case "word":
      return base?.kind === "int" || (base?.kind === "raw" && base.what === "word" && absent === 0);
    case "bool":
      return base === null || base.kind === "bool";
    default:
      return base === null || base.kind === "int" || base.kind === "float";
  }
}

function annotationOf(cx: Context, type: RawType): Annotation {
  switch (type) {
    case "ref":
      return L.RAW_REF;
    case "word":
      return L.RAW_WORD;
    case "int":
      return L.INT;
    case "float":
      return L.FLOAT;
    case "bool":
      return L.BOOL;
    case "void":
      return L.UNDEFINED;
    case "refs":
    case "words": {
      const container = containerOf(cx, "the elements of this array");
      const item = type === "refs" ? L.RAW_REF : L.RAW_WORD;
      cx.engine.flowInto(container.item, item, { pos: cx.op.pos, what: "its first elements" });
      return L.of({ kind: "list", container });
    }
  }
}

/** A call of `vmsmith/raw.NAME`. */
export function callRaw(cx: Context, name: string, args: readonly Annotation[]): Annotation {
  if (!isRawFunction(name)) return notYetBuiltin(cx, `\`${name}\` of vmsmith/raw`);
  const { args: wanted, result }: RawRow = RAW_FUNCTIONS[name];
  for (const [i, type] of wanted.entries()) {
    const a = args[i] ?? L.UNDEFINED;
    if (!accepts(type, a)) return badOperand(cx, a, WANTED[type]);
  }
  return annotationOf(cx, result);
}

export function isRaw(a: Annotation): boolean {
  return a.base?.kind === "raw";
}

/** An operator of the language on a raw value, which would give a boolean. */
export function rawOperator(cx: Context, a: Annotation): Annotation {
  const isRef = a.base?.kind === "raw" && a.base.what === "ref";
  cx.engine.report("RTS1203", cx.op.pos, {
    seen: `${L.describe(a)} as an operand.`,
    why: "References and words of another unit are opaque: no operator knows what they are.",
    instead: isRef
      ? "Write `sameRef(a, b)` or `isNoRef(a)`; test the length of an array before taking something from it."
      : "Write `sameWord(a, b)`, or take the value out with `intOf` or `isTrue`.",
  });
  return L.BOOL;
}
