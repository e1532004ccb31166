// Operands that are bigints: as objects, as words, as text.

import type { BigRange } from "../annotator/big-ranges.ts";
import { BIGINT, rangeOf } from "../annotator/lattice.ts";
import type { Value } from "../model/graph.ts";
import { broken } from "../support/diagnostics.ts";
import { present } from "./absence.ts";
import { int64Const } from "./builder.ts";
import type { Lowering } from "./lowering.ts";

export function isBig(cx: Lowering, v: Value): boolean {
  return rangeOf(cx.annotation(v)) !== undefined;
}

export function range(cx: Lowering, v: Value): BigRange {
  return rangeOf(cx.annotation(v)) ?? broken("bigint expected");
}

/** As an object. */
export function asObject(cx: Lowering, v: Value): Value {
  const { kind } = cx.repr(v);
  if (v.tag === "const" || kind === "word") return cx.as(v, cx.reprOf(BIGINT));
  return present(cx, v);
}

/** The low 64 bits. */
export function lowBits(cx: Lowering, v: Value): Value {
  if (v.tag === "const" && v.value.kind === "bigint") return int64Const(BigInt.asIntN(64, v.value.value));
  return cx.repr(v).kind === "word" ? cx.value(v) : cx.help("big_low64", [present(cx, v)]);
}

/** The digits of a bigint, without the n. */
export function bigText(cx: Lowering, v: Value, radix: Value): Value {
  const r = range(cx, v);
  if (cx.repr(v).kind !== "word") return cx.help("big_toString", [present(cx, v), radix], "text");
  return cx.help(r === "u64" ? "u64_toString" : "i64_toString", [cx.value(v), radix], "text");
}
