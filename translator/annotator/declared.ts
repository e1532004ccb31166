// Values on their way into places declared with a type of vmsmith/ints (`declared_word`): numbers take the declared
// representation, bigints have to fit it.

import type { Op } from "../model/graph.ts";
import * as R from "./big-ranges.ts";
import type { BigRange } from "./big-ranges.ts";
import type { Place } from "./containers.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import type { Annotation } from "./lattice.ts";

/** A value flows into a place declared with a type of vmsmith/ints. */
export function declared(cx: Context, a: Annotation): Annotation {
  const { of, word } = declaration(cx.op);
  if (word === "int" || word === "float") return declaredNumber(cx, a, of, word);
  return declaredBigInt(cx, a, of, word);
}

/** Numbers become what is declared; elements are made floats, but never ints: what they are is where they are stored. */
function declaredNumber(cx: Context, a: Annotation, of: string, word: "int" | "float"): Annotation {
  const wanted = word === "int" ? L.INT : L.FLOAT;
  if (of === "value") return L.isNumeric(a) ? L.withAbsent(wanted, a.absent) : a;
  const place = word === "float" ? placeInside(a, of) : undefined;
  if (place !== undefined && L.isNumeric(place.annotation))
    cx.engine.flowInto(place, wanted, { pos: cx.op.pos, what: "its declared type" });
  return a;
}

/** Of a bigint what is known of it at the end decides. */
function declaredBigInt(cx: Context, a: Annotation, of: string, word: "i64" | "u64"): Annotation {
  cx.engine.checkAtEnd(cx.op, () => {
    checkDeclared(cx, word);
  });
  if (of !== "value" || L.rangeOf(a) === undefined) return a;
  // One message is enough: what follows takes the declaration for true.
  return R.isWithin(L.rangeOf(a) ?? "any", word) ? a : L.withAbsent(L.bigint(word), a.absent);
}

type Word = "i64" | "u64" | "int" | "float";

function declaration(op: Op): { of: string; word: Word; what: string } {
  const [wanted = "", what = ""] = op.args
    .slice(1)
    .map((n) => (n.tag === "const" && n.value.kind === "name" ? n.value.value : ""));
  const [of = "", word] = wanted.split(" ");
  return { of, word: word as Word, what };
}

function checkDeclared(cx: Context, declared: "i64" | "u64"): void {
  const [value] = cx.op.args;
  const { of, what } = declaration(cx.op);
  const unfit = (a: Annotation): BigRange | undefined => {
    const part = L.partsOf(a).find((p) => p.kind === "bigint");
    return part?.kind === "bigint" && !R.isWithin(part.range, declared) ? part.range : undefined;
  };
  if (value === undefined) return;
  const place = of === "value" ? null : placeInside(cx.engine.of(value), of);
  if (place === undefined) return;
  const range = unfit(place === null ? cx.engine.of(value) : place.annotation);
  if (range === undefined) return;
  const isUnfit = (a: Annotation): boolean => unfit(a) !== undefined;
  const origin =
    place === null ? cx.engine.originOf(value, cx.state, isUnfit) : cx.engine.originIn(place, isUnfit);
  const wrap = declared === "u64" ? "BigInt.asUintN" : "BigInt.asIntN";
  const where = place === null ? what : `the ${of} of ${what}`;
  cx.engine.report("RTS1206", cx.op.pos, {
    seen: `${describeRange(range)} flows into ${where}, declared ${declared}.`,
    why: `A value of type ${declared} is one machine word; of another bigint it must be said which 64 bits are meant.`,
    instead: `Write \`${wrap}(64, …)\` around it, or declare the place as bigint.`,
    related: origin === null ? [] : [{ place: cx.engine.input.place(origin), message: "it comes from here" }],
  });
}

/** The elements, keys or values of a collection; undefined if the value is none. */
function placeInside(a: Annotation, of: string): Place | undefined {
  for (const p of L.partsOf(a)) {
    if (of === "elements" && p.kind === "list") return p.container.item;
    if (of === "keys" && (p.kind === "map" || p.kind === "set")) return p.container.keys ?? undefined;
    if (of === "values" && p.kind === "map") return p.container.item;
  }
  return undefined;
}

function describeRange(range: BigRange): string {
  if (range === "any") return "a bigint of any size";
  return R.isUnsigned(range) ? "a bigint up to 2^64-1" : "a bigint that may be negative";
}
