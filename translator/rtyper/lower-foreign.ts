// Calls of C functions, lowered to `call_c` on machine values (model/foreign.ts).

import { entityOf } from "../model/entities.ts";
import { incomingType, passedParams, type ForeignType } from "../model/foreign.ts";
import { nameConst, nullRef } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import type { FlowOp } from "../model/flow-ops.ts";
import { broken } from "../support/diagnostics.ts";
import { bytesOf, restoreBytes } from "./lower-memory.ts";
import { asFloat, asInt } from "./lower-numbers.ts";
import { nothing } from "./lower-objects.ts";
import type { Lowering, LowerRow } from "./lowering.ts";

const callC: LowerRow = (cx, op) => {
  const [callee, ...args] = op.args;
  const foreign = callee?.tag === "const" ? entityOf(callee) : undefined;
  if (foreign?.tag !== "foreign") return broken("call_c of nothing");
  const { spec, name, description } = foreign;
  const values = passedParams(spec.params).map((p, i) =>
    outgoing(cx, p, args[i] ?? broken("too few arguments")),
  );
  cx.shared.foreign.set(name, { description, callbacks: foreign.callbacks.map((f) => f?.key ?? null) });
  const result = cx.b.op("call_c", [nameConst(name), ...values], incomingType(spec.result), op.result.hint);
  passedParams(spec.params).forEach((p, i) => {
    const [v, bytes] = [args[i], values[i]];
    if (p.kind === "buffer" && v !== undefined && bytes !== undefined) restoreBytes(cx, v, bytes);
  });
  return spec.result.kind === "void" ? nothing : cx.result(op, result, cx.repr(op.result));
};

function outgoing(cx: Lowering, t: ForeignType, v: Value): Value {
  switch (t.kind) {
    case "float":
      return asFloat(cx, v);
    case "bool":
      return cx.value(v);
    case "text":
      if (cx.annotation(v).base === null) return nullRef(cx.shared.reprs.strings.latin1.ref);
      return cx.help("c_string", [cx.value(v)], "bytes");
    case "buffer":
      return bytesOf(cx, v);
    default:
      return asInt(cx, v);
  }
}

export const FOREIGN_ROWS = { call_c: callC } as const satisfies Partial<Record<FlowOp, LowerRow>>;
