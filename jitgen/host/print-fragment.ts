// Traces as text: a recorded trace as the tracer wrote it, a fragment as a backend runs it. For tests, documents and
// people. Values are v0 (inputs first), constants are spelled out, guards show what they would resume.

import { KIND } from "../tables/operations.ts";
import { DESCR, STORAGE } from "../tables/pools.ts";
import {
  TRACE,
  TRACE_FLAG,
  TRACE_FLAGS,
  TRACE_NAMES,
  TRACE_OPERANDS,
  TRACE_RESULTS,
} from "../tables/trace-ops.ts";
import { type Fragment, operandsAt } from "../runtime/fragment.ts";
import type { Target } from "../runtime/target.ts";
import { type Constants, ByteReader, type Trace } from "../runtime/trace.ts";
import { isObject, type MachineValue } from "../../translator/interp/values.ts";
import { StructType } from "../../translator/model/types.ts";

/** Classes of the operands, those of a call included. */
function kindsOf(op: number, descr: number, target: Target): number[] {
  const kinds: number[] = [];
  for (let rest = TRACE_OPERANDS[op] ?? 0; rest > 0; rest >>= 2)
    if ((rest & 3) !== KIND.none) kinds.push(rest & 3);
  const isCall = op >= TRACE.call_v.n && op <= TRACE.call_f.n;
  if (!isCall) return kinds;
  let rest = target.descr(descr, 4);
  for (let n = target.descr(descr, 3); n > 0; n--, rest >>= 2) kinds.push(rest & 3);
  return kinds;
}

function constantText(kind: number, index: number, constants: Constants): string {
  if (kind === KIND.float) return String(constants.floats[index]);
  const value = (kind === KIND.word
    ? constants.words[index]
    : constants.refs[index]) as unknown as MachineValue;
  if (value === null) return "null";
  if (value instanceof StructType) return `type ${value.name}`;
  if (isObject(value)) return `@${value.struct.name}`;
  return typeof value === "string" ? `&${value}` : String(value);
}

/** One line for each operation of a recorded trace. */
export function traceText(trace: Trace, target: Target, inputs: number): string {
  const reader = new ByteReader(trace.ops, 0);
  const lines: string[] = [];
  let values = inputs;
  while (reader.at < trace.ops.length) {
    const op = reader.byte();
    const flags = TRACE_FLAGS[op] ?? 0;
    const descr = (flags & TRACE_FLAG.descr) !== 0 ? reader.next() : -1;
    const number = (flags & TRACE_FLAG.number) !== 0 ? ` ${reader.next()}` : "";
    const operands = kindsOf(op, descr, target).map((kind) => {
      const n = reader.next();
      return (n & 1) === 1 ? constantText(kind, n >> 1, trace.constants) : `v${values - 1 - (n >> 1)}`;
    });
    if ((flags & TRACE_FLAG.guard) !== 0) reader.next();
    const result = (TRACE_RESULTS[op] ?? 0) === KIND.none ? "" : `v${values++} = `;
    const about = descr < 0 ? "" : ` <${descrText(target, descr)}>`;
    lines.push(`${result}${TRACE_NAMES[op] ?? "?"}${about}${number} ${operands.join(", ")}`.trimEnd());
  }
  return lines.join("\n");
}

/** One line for each operation of a fragment; guards with the frames they would rebuild. */
export function fragmentText(fragment: Fragment, target: Target): string {
  const inputs = fragment.inputs.map((kind, i) => `v${i}: ${["", "word", "ref", "float"][kind] ?? "?"}`);
  const lines = [
    `fragment ${fragment.number}${fragment.name === "" ? "" : ` "${fragment.name}"`}(${inputs.join(", ")})`,
  ];
  const { code, constants } = fragment;
  for (let at = 0; at < code.length; at += (code[at] ?? 0) >> 8) {
    const op = (code[at] ?? 0) & 255;
    const flags = TRACE_FLAGS[op] ?? 0;
    let next = at + 1;
    const result = (TRACE_RESULTS[op] ?? 0) === KIND.none ? "" : `v${code[next++] ?? -1} = `;
    const descr = (flags & TRACE_FLAG.descr) !== 0 ? (code[next++] ?? -1) : -1;
    const number = (flags & TRACE_FLAG.number) !== 0 ? ` ${code[next++] ?? -1}` : "";
    const guard = (flags & TRACE_FLAG.guard) !== 0 ? fragment.guards[code[next++] ?? -1] : undefined;
    const kinds =
      op === TRACE.jump.n
        ? new Array<number>(((code[at] ?? 0) >> 8) - 2).fill(KIND.word)
        : kindsOf(op, descr, target);
    const operands = kinds.map((kind, i) => {
      const o = code[at + operandsAt(op) + i] ?? 0;
      return o >= 0 ? `v${o}` : constantText(kind, -1 - o, constants);
    });
    const about = descr < 0 ? "" : ` <${descrText(target, descr)}>`;
    const frames = guard === undefined ? "" : `  [${framesText(fragment, guard.resume, target)}]`;
    lines.push(
      `  ${result}${TRACE_NAMES[op] ?? "?"}${about}${number} ${operands.join(", ")}`.trimEnd() + frames,
    );
  }
  return lines.join("\n");
}

function framesText(fragment: Fragment, row: number, target: Target): string {
  const frames: string[] = [];
  for (let at = row; at >= 0; at = fragment.resume[at] ?? -1) {
    const jitcode = fragment.resume[at + 1] ?? 0;
    frames.unshift(`${target.jitcodeName(jitcode)}+${fragment.resume[at + 2] ?? 0}`);
  }
  return frames.join(" > ");
}

const STORAGE_NAMES: readonly string[] = Object.entries(STORAGE).reduce<string[]>((names, [name, n]) => {
  names[n] = name;
  return names;
}, []);

/** `+16 word` a field, `[u8]` an item, `#7` what has no short name. */
function descrText(target: Target, descr: number): string {
  const storage = STORAGE_NAMES[target.descr(descr, 2)] ?? "?";
  switch (target.descr(descr, 0)) {
    case DESCR.field:
      return `+${target.descr(descr, 1)} ${storage}`;
    case DESCR.items:
      return `[${storage}]`;
    default:
      return `#${descr}`;
  }
}
