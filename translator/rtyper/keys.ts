// Hash and equality of the keys of Map and Set: intrinsics of the low-level dialect, by machine type.

import type { Constant } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import { BOOL, FLOAT, INT, type LowType, OBJECT } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { type Boxes, isOneOf, unbox } from "./boxes.ts";
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
            isNumber(t, boxes, key),
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

function isNumber(t: DirectContext, boxes: Boxes, key: Value): Value {
  return isOneOf(t.b, key, ["tagged", boxes.float]);
}

/** Whatever is the same reference is the same key, NaN in its box too. */
function sameMixed(t: DirectContext, boxes: Boxes, [a, b]: readonly Value[]): Value {
  const [x, y] = [a as Value, b as Value];
  return t.b.choose(
    t.b.bool("ref_eq", x, y),
    BOOL,
    () => boolConstant(true),
    () => sameByValue(t, boxes, x, y),
  );
}

function sameByValue(t: DirectContext, boxes: Boxes, x: Value, y: Value): Value {
  const { string } = t.host.strings;
  const both = (is: (v: Value) => Value, same: () => Value, otherwise: () => Value): Value =>
    t.b.choose(is(x), BOOL, () => t.b.choose(is(y), BOOL, same, () => boolConstant(false)), otherwise);
  const text = (): Value => callHelper(t, "key_same_string", [t.b.cast(x, string), t.b.cast(y, string)]);
  const number = (): Value =>
    callHelper(
      t,
      "key_same_float",
      [x, y].map((v) => unbox(t.b, boxes, v, { kind: "float" })),
    );
  const rest = (): Value => {
    const different = (): Value => boolConstant(false);
    if (!t.host.hasBigint()) return different();
    const big = boxes.bigint();
    const same = (): Value => callHelper(t, "big_equal", [t.b.cast(x, big), t.b.cast(y, big)]);
    return both((v) => t.b.instanceOf(v, big), same, different);
  };
  return both(
    (v) => t.b.instanceOf(v, string),
    text,
    () => both((v) => isNumber(t, boxes, v), number, rest),
  );
}
