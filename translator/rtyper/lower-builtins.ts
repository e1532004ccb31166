// Calls of builtins: rows of annotator/signatures.ts, the functions of Math that keep ints, console, constructors.

import {
  BUILTINS,
  type BuiltinRow,
  type SigParam,
  type SigType,
  signatureOf,
} from "../annotator/signatures.ts";
import { methodVariant, pathVariant } from "../annotator/variants.ts";
import { isRawFunction } from "../annotator/raw.ts";
import { type Annotation, BIGINT, BOOL, FLOAT, INT, STRING, UNDEFINED } from "../annotator/lattice.ts";
import { type Constant, constant, nameConst } from "../model/constants.ts";
import { entityOf } from "../model/entities.ts";
import type { ExternalName } from "../model/externals.ts";
import type { Op, Value } from "../model/graph.ts";
import type { LowOp } from "../model/ops.ts";
import * as T from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { boolConstant, floatConst, intConst } from "./builder.ts";
import { present } from "./absence.ts";
import { callDirect } from "./calls.ts";
import { asObject, bigText } from "./big-operands.ts";
import { callBigInt } from "./lower-bigints.ts";
import { bytesOf, memoryMethod, memoryOf, newMemory } from "./lower-memory.ts";
import { asFloat, asInt } from "./lower-numbers.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { nothing } from "./lower-objects.ts";
import { lowerRaw } from "./lower-raw.ts";
import { asText, text } from "./lower-strings.ts";
import { isOfKinds } from "./unions.ts";
import { newTable } from "./lower-tables.ts";

export function primitiveMethod(
  cx: Lowering,
  op: Op,
  object: Value,
  method: string,
  args: readonly Value[],
): Value {
  const kind = cx.annotation(object).base?.kind;
  const of = kind === "typed" ? "typed" : kind === "int" && method !== "toString" ? "float" : (kind ?? "");
  const row = BUILTINS[`${of}.${method}`];
  if (of === "bigint" && method === "valueOf") return cx.as(object, cx.repr(op.result));
  const radix = args[0];
  if (of === "bigint" && method === "toString")
    return bigText(
      cx,
      object,
      radix === undefined || isUndefined(cx, radix) ? intConst(10) : asInt(cx, radix),
    );
  if (row !== undefined) return callRow(cx, op, row, [object, ...args]);
  const memory = memoryMethod(cx, op, object, method, args);
  if (memory !== null) return memory;
  const given = args.map((a) => cx.annotation(a));
  const f =
    cx.shared.engine.input.library.coreFunction(`${of}_${methodVariant(of, method, given)}`) ??
    broken(`no method ${of}.${method}`);
  present(cx, object);
  return callDirect(cx, op, f, [], [object, ...args]);
}

const ANNOTATIONS: Partial<Record<SigType, Annotation>> = {
  int: INT,
  float: FLOAT,
  num: FLOAT,
  bool: BOOL,
  str: STRING,
  big: BIGINT,
};

function argument(cx: Lowering, op: Op, p: SigParam, v: Value | undefined): Value {
  if (p.type === "any") return asText(cx, v ?? constant({ kind: "undefined" }));
  const to = cx.reprOf(ANNOTATIONS[p.type] ?? UNDEFINED);
  if (v === undefined || isUndefined(cx, v)) return fallback(cx, p);
  if (to.kind === "string") return present(cx, v);
  if (p.type === "big") return asObject(cx, v);
  if (p.type === "obj") return present(cx, v);
  if (p.type === "bytes") return bytesOf(cx, v);
  if (p.type === "memory") return memoryOf(cx, v);
  return cx.as(v, to);
}

function isUndefined(cx: Lowering, v: Value): boolean {
  return cx.annotation(v).base === null;
}

function fallback(cx: Lowering, p: SigParam): Value {
  switch (p.type) {
    case "int":
      return intConst(Number(p.fallback ?? 0));
    case "float":
      return floatConst(Number(p.fallback ?? 0));
    case "str":
      return text(cx, String(p.fallback ?? ""));
    default:
      return boolConstant(false);
  }
}

function callRow(cx: Lowering, op: Op, row: BuiltinRow, args: readonly Value[]): Value {
  const sig = signatureOf(row);
  if (row.impl === "hypot") return hypot(cx, args);
  if (row.impl === "console_log" || row.impl === "console_error") return consoleCall(cx, op, row.impl, args);
  if (row.impl === "console_text") {
    const [v = UNDEFINED_CONST] = args;
    const { base, absent } = cx.annotation(v);
    if (base?.kind === "float" && absent === 0) return cx.help("float_toConsole", [asFloat(cx, v)], "text");
    return asText(cx, v, "console");
  }
  const values = sig.params.map((p, i) => argument(cx, op, p, args[i]));
  const from = cx.reprOf(ANNOTATIONS[sig.result] ?? UNDEFINED);
  if (row.impl === "to_string") return values[0] as Value;
  if (row.impl.startsWith("op:"))
    return cx.result(op, cx.b.op(row.impl.slice(3) as LowOp, values, from.low), from);
  if (row.impl.startsWith("ext:")) {
    const name: ExternalName = row.impl.slice(4) as ExternalName;
    return cx.result(op, cx.b.op("call_external", [nameConst(name), ...values], from.low), from);
  }
  const v = cx.help(row.impl, values, op.result.hint);
  if (sig.result === "void" || sig.result === "never") return nothing;
  // A result that may be undefined comes in the representation of an absent value already.
  return sig.maybe ? cx.result(op, v, cx.repr(op.result)) : cx.result(op, v, from);
}

/** Math.hypot as V8 computes it: scaled by the largest argument, the squares summed with Kahan's compensation. */
function hypot(cx: Lowering, args: readonly Value[]): Value {
  const sizes = args.map((v) => cx.b.float("float_abs", asFloat(cx, v)));
  const largest = sizes.reduce<Value>((a, b) => cx.help("float_larger", [a, b]), floatConst(0));
  let sum: Value = floatConst(0);
  let lost: Value = floatConst(0);
  for (const size of sizes) {
    const part = cx.b.float("float_div", size, largest);
    const term = cx.b.float("float_sub", cx.b.float("float_mul", part, part), lost);
    const next = cx.b.float("float_add", sum, term);
    lost = cx.b.float("float_sub", cx.b.float("float_sub", next, sum), term);
    sum = next;
  }
  return cx.help("hypot_of", [largest, sum]);
}

/** console.log and console.error: arguments as text, joined by blanks. Node prints -0 as -0, unlike String(-0). */
function consoleCall(cx: Lowering, op: Op, impl: string, args: readonly Value[]): Value {
  const parts = args.map((v, i) => {
    const { base, absent } = cx.annotation(v);
    if (base?.kind === "float" && absent === 0) return cx.help("float_toConsole", [asFloat(cx, v)], "text");
    const part = asText(cx, v, "console");
    return i === 0 && args.length > 1 && base?.kind === "string" ? plainFormat(cx, v, part) : part;
  });
  const [first = text(cx, ""), ...rest] = parts;
  const line = rest.reduce(
    (left, part) => cx.help("string_concat", [cx.help("string_concat", [left, text(cx, " ")]), part], "line"),
    first,
  );
  cx.help(impl, [line]);
  return nothing;
}

/** A first argument with %-directives would be a format: constant ones are seen here, others checked at run time. */
function plainFormat(cx: Lowering, v: Value, part: Value): Value {
  if (v.tag === "const" && v.value.kind === "string" && !/%[sdifjoOc%]/.test(v.value.value)) return part;
  return cx.help("console_checkFormat", [part], "text");
}

const INT_IDENTITY = new Set(["Math.floor", "Math.ceil", "Math.trunc", "Math.round"]);
const FLOAT_OPS: Readonly<Record<string, LowOp>> = {
  "Math.floor": "float_floor",
  "Math.ceil": "float_ceil",
  "Math.trunc": "float_trunc",
  "Math.abs": "float_abs",
};
const FLOAT_HELPERS: Readonly<Record<string, string>> = {
  "Math.round": "float_round",
  "Math.sign": "float_sign",
  "Math.min": "float_min",
  "Math.max": "float_max",
};
const INT_HELPERS: Readonly<Record<string, string>> = {
  "Math.abs": "int_abs",
  "Math.sign": "int_sign",
  "Math.min": "int_min",
  "Math.max": "int_max",
};

const UNDEFINED_CONST: Constant = constant({ kind: "undefined" });

export function callBuiltin(cx: Lowering, op: Op, named: string, args: readonly Value[]): Value {
  const path = pathVariant(
    named,
    args.map((a) => cx.annotation(a)),
  );
  const raw = path.startsWith("vmsmith/raw.") ? path.slice("vmsmith/raw.".length) : "";
  if (isRawFunction(raw)) return lowerRaw(cx, op, raw, args);
  if (path.startsWith("vmsmith/jit.")) return jitFunction(cx, op, path.slice("vmsmith/jit.".length), args);
  if (path in FLOAT_OPS || path in FLOAT_HELPERS || INT_IDENTITY.has(path))
    return sameKind(cx, op, path, args);
  const first = args[0];
  const big = callBigInt(cx, op, path, args);
  if (big !== null) return big;
  if (path === "Number" && first !== undefined && cx.annotation(first).base?.kind !== "string")
    return cx.as(first, cx.repr(op.result));
  if (path === "Boolean")
    return cx.shared.rows.truth(cx, {
      ...op,
      name: "truth",
      args: [first ?? constant({ kind: "undefined" })],
    });
  if (path === "Array.isArray") return isOfKinds(cx, first ?? UNDEFINED_CONST, new Set(["array"]));
  if (path === "ArrayBuffer.isView")
    return isOfKinds(cx, first ?? UNDEFINED_CONST, new Set(["typed", "dataview"]));
  if (path === "core.coroutine_resume") return resumeCoroutine(cx, args);
  const row = BUILTINS[path];
  if (row !== undefined) return callRow(cx, op, row, args);
  const name = path.replace(/^node:/, "").replace(/\W/g, "_");
  return callDirect(
    cx,
    op,
    cx.shared.engine.input.library.coreFunction(name) ?? broken(`no builtin ${path}`),
    [],
    args,
  );
}

/** Operands: the handle, the function that the coroutine begins with, which takes and gives nothing. */
function resumeCoroutine(cx: Lowering, [handle, f]: readonly Value[]): Value {
  if (handle === undefined || f === undefined) return broken("a coroutine without handle or function");
  const closure = present(cx, f);
  const code = cx.b.getField(closure, "code");
  cx.b.void("coroutine_resume", code, asInt(cx, handle), closure);
  return nothing;
}

/** Functions of Math that give ints for ints. */
function sameKind(cx: Lowering, op: Op, path: string, args: readonly Value[]): Value {
  const isInt = cx.repr(op.result).kind === "int";
  const values = args.map((a) => (isInt ? asInt(cx, a) : asFloat(cx, a)));
  const first = values[0] as Value;
  if (isInt && INT_IDENTITY.has(path)) return first;
  const helper = isInt ? INT_HELPERS[path] : FLOAT_HELPERS[path];
  if (path === "Math.min" || path === "Math.max")
    return values.slice(1).reduce((a, b) => cx.help(helper as string, [a, b]), first);
  if (helper !== undefined) return cx.help(helper, [first]);
  return cx.b.float(FLOAT_OPS[path] as LowOp, first);
}

function jitFunction(cx: Lowering, op: Op, name: string, args: readonly Value[]): Value {
  const first = args[0];
  switch (name) {
    case "promote":
    case "promoteString": {
      const v = cx.value(first as Value);
      return cx.repr(op.result).kind === "void"
        ? v
        : cx.b.op("jit_promote", [v], v.type as T.LowType, op.result.hint);
    }
    case "freshVirtualizable":
    case "unrolling":
      return cx.value(first as Value);
    case "weAreTranslated":
      return boolConstant(true);
    case "isConstant":
    case "isVirtual":
    case "weAreJitted":
      return cx.b.op(
        "jit_hint",
        [
          nameConst(name),
          ...(first === undefined || cx.repr(first).kind === "void" ? [] : [cx.value(first)]),
        ],
        T.BOOL,
      );
    default:
      return nothing;
  }
}

export const newBuiltin: LowerRow = (cx, op) => {
  const c = op.args[0];
  const e = c?.tag === "const" ? entityOf(c) : undefined;
  const path = e?.tag === "builtin" ? e.path : broken("new_builtin without a builtin");
  if (path === "Map" || path === "Set") return newTable(cx, op);
  const memory = newMemory(cx, op);
  if (memory !== null) return memory;
  const repr = cx.repr(op.result);
  if (repr.low.tag !== "ref") return broken("object expected");
  const length: Value = op.args[1] === undefined ? intConst(0) : asInt(cx, op.args[1]);
  return newArray(cx, op, repr.low.to, length);
};

/** `new Array(n)`: n absent elements. */
function newArray(cx: Lowering, op: Op, struct: T.StructType, length: Value): Value {
  const list = cx.b.newStruct(struct, op.result.hint);
  const base = cx.annotation(op.result).base;
  if (base?.kind !== "list") return broken("list expected");
  const item = cx.shared.reprs.item(base.container.item.annotation);
  const absent: Constant = constant({ kind: "undefined" });
  cx.help("list_fillNew", [list, length, cx.as(absent, item, true)]);
  return list;
}
