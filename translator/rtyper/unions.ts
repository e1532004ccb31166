// Rows' shares for unions: what an operation does for each kind of value that may stand there.

import { type Annotation, type Base, type PartKind, partKind, partsOf } from "../annotator/lattice.ts";
import { ABSENT_BOTH } from "../annotator/lattice.ts";
import { nameConst } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import { BOOL, type LowType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { isNullish } from "./absence.ts";
import { isOneOf, type Mark, partOfKind } from "./boxes.ts";
import { boolConstant } from "./builder.ts";
import type { Lowering } from "./lowering.ts";
import type { Repr } from "./reprs.ts";

export function isUnion(cx: Lowering, v: Value): boolean {
  return cx.annotation(v).base?.kind === "union";
}

/** Is the value of this part's kind? Absent ones are of none. */
export function isOfPart(cx: Lowering, low: Value, part: Base): Value {
  return isOneOf(cx.b, low, cx.shared.reprs.marksOf(part));
}

/** A value of a union, known to be of one part, as a value of that part alone. */
export function asPart(cx: Lowering, v: Value, part: Base): Value {
  const annotation: Annotation = { base: part, absent: 0 };
  return cx.temporary(cx.as(v, cx.reprOf(annotation), true), annotation);
}

/** `each` for the part that a present value is of: tests of the kinds, one after the other; the last needs none. */
export function overParts(
  cx: Lowering,
  v: Value,
  type: LowType,
  each: (part: Base, self: Value) => Value,
): Value {
  const parts = partsOf(cx.annotation(v));
  const low = cx.value(v);
  const step = (i: number): Value => {
    const part = parts[i] ?? broken("a union without parts");
    if (i === parts.length - 1) return each(part, asPart(cx, v, part));
    return cx.b.choose(
      isOfPart(cx, low, part),
      type,
      () => each(part, asPart(cx, v, part)),
      () => step(i + 1),
    );
  };
  return step(0);
}

/** Is the value of one of these kinds? */
export function isOfKinds(cx: Lowering, v: Value, kinds: ReadonlySet<string>): Value {
  return isOneOf(cx.b, cx.value(v), marksOfKinds(cx, v, kinds));
}

function marksOfKinds(cx: Lowering, v: Value, kinds: ReadonlySet<string>): readonly Mark[] {
  const wanted = partsOf(cx.annotation(v)).filter((p) => kinds.has(partKind(p) ?? ""));
  return wanted.flatMap((p) => cx.shared.reprs.marksOf(p));
}

/** Raises unless the value is absent, which its annotation may allow, or of one of these kinds. */
export function checkKinds(cx: Lowering, v: Value, kinds: ReadonlySet<string>): void {
  checkMarks(cx, v, marksOfKinds(cx, v, kinds));
}

/** Raises unless the value is absent, which its annotation may allow, or has one of these marks. */
export function checkMarks(cx: Lowering, v: Value, marks: readonly Mark[]): void {
  const repr = cx.repr(v);
  const fits = (): Value => isOneOf(cx.b, cx.value(v), marks);
  const holds =
    repr.annotation.absent === 0
      ? fits()
      : cx.b.choose(isNullish(cx, v, repr), BOOL, () => boolConstant(true), fits);
  cx.b.void("check_true", holds, nameConst("cast"));
}

/** `a === b` where at least one is a union. `equal` compares values of one kind. */
export function equalUnions(cx: Lowering, a: Value, b: Value, equal: (a: Value, b: Value) => Value): Value {
  const kinds: PartKind[] = ["number", "string", "bigint"];
  const step = (i: number): Value => {
    const kind = kinds[i];
    if (kind === undefined) return sameReference(cx, a, b);
    const [p, q] = [partOfKind(cx.annotation(a), kind), partOfKind(cx.annotation(b), kind)];
    if (p === undefined || q === undefined) return step(i + 1);
    const isPart = (v: Value, part: Base): Value =>
      isUnion(cx, v) ? isOfPart(cx, cx.value(v), part) : notAbsent(cx, v);
    return cx.b.choose(
      isPart(a, p),
      BOOL,
      () =>
        cx.b.choose(
          isPart(b, q),
          BOOL,
          () => equal(asPart(cx, a, p), asPart(cx, b, q)),
          () => boolConstant(false),
        ),
      () => step(i + 1),
    );
  };
  return step(0);
}

function notAbsent(cx: Lowering, v: Value): Value {
  return cx.b.bool("bool_not", isNullish(cx, v, cx.repr(v)));
}

/** Booleans are two objects, and the rest are references. Numbers, strings and bigints of both have been compared. */
function sameReference(cx: Lowering, a: Value, b: Value): Value {
  const to = anyReference(cx);
  const reference = (v: Value): Value | null => {
    const kinds = partsOf(cx.annotation(v)).map((p) => partKind(p));
    // Such a value by itself has been compared with what it can be equal to, unless it is absent.
    const [only] = kinds;
    if (kinds.length === 1 && (only === "number" || only === "string" || only === "bigint")) return null;
    return cx.as(v, to, true);
  };
  const [p, q] = [reference(a), reference(b)];
  if (p !== null && q !== null) return cx.b.bool("ref_eq", p, q);
  return bothAbsent(cx, a, b);
}

/** Holds every value, with undefined and null told apart. */
function anyReference(cx: Lowering): Repr {
  const { reprs } = cx.shared;
  return { ...reprs.of({ base: null, absent: ABSENT_BOTH }), boxes: reprs.boxes() };
}

function bothAbsent(cx: Lowering, a: Value, b: Value): Value {
  const both = cx.annotation(a).absent & cx.annotation(b).absent;
  if (both === 0) return boolConstant(false);
  const only = (v: Value): Value => cx.as(v, anyReference(cx), true);
  return cx.b.choose(
    isNullish(cx, a, cx.repr(a)),
    BOOL,
    () =>
      cx.b.choose(
        isNullish(cx, b, cx.repr(b)),
        BOOL,
        () => cx.b.bool("ref_eq", only(a), only(b)),
        () => boolConstant(false),
      ),
    () => boolConstant(false),
  );
}
