// Values of unions. A union is a reference to any object: strings and objects are themselves, an int is a tagged
// reference and no object at all, a float is in a box of its own, and the two booleans are two prebuilt boxes, so that
// references to them can be compared. A union whose numbers are floats may hold ints too; they widen when taken out.

import { type Annotation, type Base, partKind, type PartKind, partsOf } from "../annotator/lattice.ts";
import type { PrebuiltObject } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import { BOOL, FLOAT, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { boolConstant, type LowBuilder, prebuiltConst } from "./builder.ts";
import type { Repr } from "./reprs.ts";

/** The layouts of boxed primitives, and the objects that are `true` and `false`. */
export interface Boxes {
  readonly float: StructType;
  readonly bool: StructType;
  /** Bigints are references anyway; their words are made such objects. */
  readonly bigint: () => StructType;
  readonly yes: PrebuiltObject;
  readonly no: PrebuiltObject;
}

/** What tells the values of a part: a layout, that or one which extends it; or that the reference is a tagged int. */
export type Mark = StructType | "tagged";

/** A present primitive, represented as `from`, in a box. */
export function box(b: LowBuilder, boxes: Boxes, v: Value, from: Repr, to: Repr): Value {
  if (from.kind === "bool") {
    const truth = v.type === BOOL ? v : b.bool("int_to_bool", v);
    return b.choose(
      truth,
      to.low,
      () => prebuiltConst(boxes.yes, to.low),
      () => prebuiltConst(boxes.no, to.low),
    );
  }
  if (to.low.tag !== "ref") return broken("a box is a reference");
  if (from.kind === "int") return b.op("int_to_ref", [v], to.low, "boxed");
  const object = b.newStruct(boxes.float, "box");
  b.setField(object, "value", v);
  return b.cast(object, to.low.to);
}

/** The primitive in a box, in the representation that it has in the union: of the right kind, as proven elsewhere. */
export function unbox(b: LowBuilder, boxes: Boxes, v: Value, part: Base): Value {
  const get = (struct: StructType): Value => b.getField(b.cast(v, struct), "value");
  switch (part.kind) {
    case "int":
      return b.int("ref_to_int", v);
    case "bool":
      return get(boxes.bool);
    case "float":
      return b.choose(
        b.bool("ref_is_int", v),
        FLOAT,
        () => b.float("int_to_float", b.int("ref_to_int", v)),
        () => get(boxes.float),
      );
    default:
      return broken(`${part.kind} is not boxed`);
  }
}

export function primitivePart(a: Annotation, kind: Repr["kind"]): Base | undefined {
  return partsOf(a).find((p) =>
    kind === "bool" ? p.kind === "bool" : p.kind === "int" || p.kind === "float",
  );
}

/** How values of a part are told from others. */
export function marksOf(boxes: Boxes, part: Base, structOf: (base: Base) => StructType): readonly Mark[] {
  switch (part.kind) {
    case "int":
      return ["tagged"];
    case "float":
      return ["tagged", boxes.float];
    case "bool":
      return [boxes.bool];
    case "instance":
      return part.classes.map((c) => structOf({ kind: "instance", classes: [c] }));
    default:
      return [structOf(part)];
  }
}

/** Has a reference one of these marks? Null has none. */
export function isOneOf(b: LowBuilder, v: Value, marks: readonly Mark[]): Value {
  const [first, ...rest] = marks;
  if (first === undefined) return boolConstant(false);
  const is = first === "tagged" ? b.bool("ref_is_int", v) : b.instanceOf(v, first);
  if (rest.length === 0) return is;
  return b.choose(
    is,
    BOOL,
    () => boolConstant(true),
    () => isOneOf(b, v, rest),
  );
}

/** Layouts of the boxes, made by `struct`. */
export function makeBoxes(
  struct: (name: string) => StructType,
  bigint: () => StructType,
  object: (s: StructType, name: string, value: boolean) => PrebuiltObject,
): Boxes {
  const float = struct("BoxFloat");
  float.ownFields.push({ name: "value", type: FLOAT, immutable: true });
  const bool = struct("BoxBool");
  bool.ownFields.push({ name: "value", type: BOOL, immutable: true });
  const boxes = { float, bool, bigint };
  float.displayName = "number";
  bool.displayName = "boolean";
  return { ...boxes, yes: object(bool, "box_true", true), no: object(bool, "box_false", false) };
}

/** The part of a union with this kind. */
export function partOfKind(a: Annotation, kind: PartKind): Base | undefined {
  return partsOf(a).find((p) => partKind(p) === kind);
}
