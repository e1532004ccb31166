// Hash and equality of the keys of Map and Set: intrinsics of the low-level dialect, by machine type.

import type { Constant } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import { BOOL, FLOAT, INT, type LowType, OBJECT, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { type Boxes, unbox } from "./boxes.ts";
import { boolConstant, intConst } from "./builder.ts";
import type { DirectContext } from "./direct-ops.ts";

/** Hash and SameValueZero equality of a map key, by its machine type. */
export function keyOperation(t: DirectContext, args: Value[], what: "hash" | "same"): Value {
  const values = args.map((a) => t.value(a));
  const type = values[0]?.type as LowType;
  const kind =
    type.tag === "ref"
      ? type.to === t.host.strings.string
        ? "string"
        : t.host.isBigint(type.to)
          ? "bigint"
          : "ref"
      : type === FLOAT
        ? "float"
        : "int";
  if (kind === "ref") {
    const key = values[0] as Value;
    const boxes = type.tag === "ref" && type.to === OBJECT ? t.host.boxes() : null;
    if (boxes !== null) return what === "same" ? sameMixed(t, boxes, values) : hashMixed(t, boxes, key);
    if (what === "same") return t.b.bool("ref_eq", key, values[1] as Value);
    return t.b.choose(
      t.b.bool("ref_is_null", key),
      INT,
      () => intConst(0),
      () => t.b.int("identity_hash", key),
    );
  }
  if (type === BOOL) return broken("boolean keys are widened to ints by the rtyper");
  return callHelper(t, kind === "bigint" && what === "same" ? "big_equal" : `key_${what}_${kind}`, values);
}

function callHelper(t: DirectContext, name: string, values: readonly Value[]): Value {
  const helper = t.helpers.get(
    name,
    values.map((v) => v.type as LowType),
  );
  const callee: Constant = { tag: "const", type: undefined, value: { kind: "graph", key: helper.key } };
  return t.b.op("call", [callee, ...values], helper.result);
}

/** The keys of a union: numbers, strings and bigints by value, everything else by identity. */
function hashMixed(t: DirectContext, boxes: Boxes, key: Value): Value {
  const { string } = t.host.strings;
  return t.b.choose(
    t.b.bool("ref_is_null", key),
    INT,
    () => intConst(0),
    () =>
      t.b.choose(
        t.b.instanceOf(key, string),
        INT,
        () => callHelper(t, "key_hash_string", [t.b.cast(key, string)]),
        () =>
          t.b.choose(
            t.b.instanceOf(key, boxes.number),
            INT,
            () => callHelper(t, "key_hash_float", [unbox(t.b, boxes, key, { kind: "float" })]),
            () => hashBigint(t, boxes, key),
          ),
      ),
  );
}

function hashBigint(t: DirectContext, boxes: Boxes, key: Value): Value {
  const identity = (): Value => t.b.int("identity_hash", key);
  if (!t.host.hasBigint()) return identity();
  const struct = boxes.bigint();
  return t.b.choose(
    t.b.instanceOf(key, struct),
    INT,
    () => callHelper(t, "key_hash_bigint", [t.b.cast(key, struct)]),
    identity,
  );
}

function sameMixed(t: DirectContext, boxes: Boxes, [a, b]: readonly Value[]): Value {
  const [x, y] = [a as Value, b as Value];
  const { string } = t.host.strings;
  const both = (layout: StructType, same: () => Value, otherwise: () => Value): Value =>
    t.b.choose(
      t.b.instanceOf(x, layout),
      BOOL,
      () => t.b.choose(t.b.instanceOf(y, layout), BOOL, same, () => boolConstant(false)),
      otherwise,
    );
  const text = (): Value => callHelper(t, "key_same_string", [t.b.cast(x, string), t.b.cast(y, string)]);
  const number = (): Value =>
    callHelper(
      t,
      "key_same_float",
      [x, y].map((v) => unbox(t.b, boxes, v, { kind: "float" })),
    );
  const rest = (): Value => {
    const same = (): Value => t.b.bool("ref_eq", x, y);
    if (!t.host.hasBigint()) return same();
    const big = boxes.bigint();
    return both(big, () => callHelper(t, "big_equal", [t.b.cast(x, big), t.b.cast(y, big)]), same);
  };
  return both(string, text, () => both(boxes.number, number, rest));
}
