// Table: how each operation runs on the machine. Rows of STEPS make the closure of one operation; operations that the
// evaluator knows share one row. CALL_OPS end a segment, because the called graph runs before the next operation.

import type { MessageName } from "../model/messages.ts";
import type { Op } from "../model/graph.ts";
import type { LowOp, PerOp } from "../model/ops.ts";
import { isRawStorage, type RawStorage } from "../model/raw-memory.ts";
import { BOOL, kindOf, registerType, typeText, VOID, type LowType, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import {
  passArguments,
  type Code as CodeOf,
  type End,
  type Segment as SegmentOf,
  type Step as StepOf,
} from "./code.ts";
import type { Site } from "./compile-graph.ts";
import { CheckFailure, EVALUATE, failCheck, type Evaluate, type EvaluatedOp } from "./evaluate.ts";
import { externalRow } from "./externals.ts";
import type { Collection } from "./collection.ts";
import { callC, type ForeignMachine } from "./foreign-steps.ts";
import type { HeapObject } from "./heap.ts";
import { fieldIndex, itemsIn, live, storeItem, truncation, type Heap, type Items } from "./heap.ts";
import * as int64 from "./int64.ts";
import { describe, isOfType, isTagged, type Int, type MachineValue } from "./values.ts";

type Registers = MachineValue[];
type Step = StepOf<MachineValue>;
type Code = CodeOf<MachineValue>;

/** What steps ask of the machine. */
export interface MachineOps extends ForeignMachine {
  readonly heap: Heap;
  /** Of programs fitted to a collector that needs roots. */
  readonly collection: Collection | undefined;
  readonly evaluate: PerOp<Evaluate, EvaluatedOp>;
  /** The exception on its way, once the exceptions phase has made that explicit. */
  exception: HeapObject | null;
  codeOf(key: string): Code;
  hasCode(key: string): boolean;
  /** Runs code of another unit to its end. */
  elsewhere(key: string, args: readonly MachineValue[]): MachineValue;
  /** Goes on after the call that ends the present segment. */
  resumeWith(value: MachineValue): SegmentOf<MachineValue>;
  /** Starts a call: `r` are the callee's registers. */
  enter(code: Code, r: Registers): SegmentOf<MachineValue>;
  /** Lets a coroutine run, which may begin with this code. */
  resumeCoroutine(handle: number, code: () => Code, r: () => Registers): SegmentOf<MachineValue>;
  suspendCoroutine(): SegmentOf<MachineValue>;
  stackIsLow(): boolean;
  nameOf(type: StructType): HeapObject;
  /** The function of another unit. */
  unitFunction(name: string): (args: readonly MachineValue[]) => MachineValue;
  addTraceback(op: Op): void;
  resetTraceback(op: Op): void;
}

export type StepRow = (x: Site, machine: MachineOps) => Step;
export type CallOp = "call" | "call_indirect" | "call_word" | "coroutine_resume" | "coroutine_suspend";
type CallRow = (x: Site, machine: MachineOps) => End<MachineValue>;

function registers(x: Site): [number, number, number, number, number] {
  return x.args as [number, number, number, number, number];
}

function staticName(op: Op, i: number): string {
  const arg = op.args[i];
  return arg?.tag === "const" && arg.value.kind === "name"
    ? arg.value.value
    : broken(`operand ${i} is no name`);
}

function layout(op: Op, i: number): StructType {
  const arg = op.args[i];
  return arg?.tag === "const" && arg.value.kind === "struct"
    ? arg.value.struct
    : broken(`operand ${i} is no layout`);
}

function structOf(op: Op, i: number): StructType {
  const type = op.args[i]?.type;
  return type?.tag === "ref" ? type.to : broken(`operand ${i} is no reference`);
}

function resultType(op: Op): LowType {
  return op.result.type ?? VOID;
}

const evaluated: StepRow = (x, machine) => {
  const evaluate = machine.evaluate[x.op.name as EvaluatedOp];
  const { result } = x;
  const [a, b, c] = registers(x);
  switch (x.args.length) {
    case 1:
      return (r) => void (r[result] = evaluate(r[a]));
    case 2:
      return (r) => void (r[result] = evaluate(r[a], r[b]));
    default:
      return (r) => void (r[result] = evaluate(r[a], r[b], r[c]));
  }
};

// Looking a selector up takes time; each place remembers what it found by type.
const typeSlot: StepRow = (x, machine) => {
  const [type] = registers(x);
  const base = layout(x.op, 1);
  const selector = staticName(x.op, 2);
  const evaluate = machine.evaluate.type_slot;
  const found = new Map<MachineValue, MachineValue>();
  return (r) => {
    const t = r[type];
    let method = found.get(t);
    if (method === undefined) found.set(t, (method = evaluate(t, base, selector)));
    r[x.result] = method;
  };
};

/** A loaded value is what the variable says; other than references cannot differ, the verifier compared the types. */
function checkedLoad(op: Op): (value: MachineValue) => MachineValue {
  const type = resultType(op);
  if (type.tag !== "ref") return (value) => value;
  return (value) =>
    isOfType(value, type) ? value : broken(`found ${describe(value)}, not a ${type.to.name}`);
}

const getField: StepRow = (x) => {
  const [object] = registers(x);
  const { result } = x;
  const index = fieldIndex(structOf(x.op, 0), staticName(x.op, 1));
  if (resultType(x.op).tag !== "ref") return (r) => void (r[result] = live(r[object]).fields[index]);
  const check = checkedLoad(x.op);
  return (r) => void (r[result] = check(live(r[object]).fields[index]));
};

const setField: StepRow = (x, machine) => {
  const [object, , value] = registers(x);
  const { collection } = machine;
  const struct = structOf(x.op, 0);
  const name = staticName(x.op, 1);
  const index = fieldIndex(struct, name);
  const truncate = truncation(struct.field(name)?.type ?? VOID);
  if (collection !== undefined && struct.field(name)?.type.tag === "ref")
    return (r) => {
      const into = live(r[object]);
      collection.stored(into, r[value]);
      into.fields[index] = r[value];
    };
  if (truncate === null) return (r) => void (live(r[object]).fields[index] = r[value]);
  return (r) => void (live(r[object]).fields[index] = truncate(r[value]));
};

const getItem: StepRow = (x) => {
  const [object, index] = registers(x);
  const { result } = x;
  const check = checkedLoad(x.op);
  return (r) => {
    const i = r[index] as number;
    r[result] = check(itemsIn(live(r[object]), i, 1)[i]);
  };
};

const setItem: StepRow = (x, machine) => {
  const [object, index, value] = registers(x);
  const collection = hasReferences(x.op, 0) ? machine.collection : undefined;
  return (r) => {
    const i = r[index] as number;
    const into = live(r[object]);
    collection?.stored(into, r[value]);
    storeItem(itemsIn(into, i, 1), i, r[value]);
  };
};

function hasReferences(op: Op, operand: number): boolean {
  return structOf(op, operand).itemType()?.tag === "ref";
}

/** Ranges may overlap, also within one object. */
const copyItems: StepRow = (x, machine) => {
  const [from, fromStart, to, toStart, count] = registers(x);
  const collection = hasReferences(x.op, 2) ? machine.collection : undefined;
  return (r) => {
    const [start, target, n] = [r[fromStart] as number, r[toStart] as number, r[count] as number];
    const source: Items = itemsIn(live(r[from]), start, n);
    const destination: Items = itemsIn(live(r[to]), target, n);
    const moved = source.slice(start, start + n);
    moved.forEach((value) => collection?.stored(live(r[to]), value));
    moved.forEach((value, i) => storeItem(destination, target + i, value));
  };
};

const fillItems: StepRow = (x, machine) => {
  const [object, start, count] = registers(x);
  const collection = hasReferences(x.op, 0) ? machine.collection : undefined;
  const items = structOf(x.op, 0).itemType() ?? broken("a layout without items");
  const type = registerType(items);
  const zero = type.tag === "prim" ? (kindOf(type) === "bool" ? false : 0) : null;
  return (r) => {
    const [from, n] = [r[start] as number, r[count] as number];
    const target = itemsIn(live(r[object]), from, n);
    if (n > 0) collection?.stored(live(r[object]), null);
    for (let i = from; i < from + n; i++) storeItem(target, i, zero);
  };
};

/** Same limit as transform/check-expansions.ts: what the length field can hold, and JavaScript's own. */
const newArray: StepRow = (x, machine) => {
  const [, length] = registers(x);
  const struct = layout(x.op, 0);
  const field = struct.field("length")?.type;
  const bits: Readonly<Record<string, number>> = { i8: 7, u8: 8, i16: 15, u16: 16, i32: 31 };
  const longest = 2 ** ((field?.tag === "narrow" ? bits[field.name] : undefined) ?? 32) - 1;
  return (r) => {
    const n = r[length] as Int;
    if (typeof n !== "number" || n < 0 || n > longest) failCheck("length");
    // Lengths between what the host can hold and the limit are the host's problem, not the program's.
    else r[x.result] = machine.heap.allocate(struct, n);
  };
};

/** Collects first where the program is fitted to that. */
const collecting =
  (row: StepRow): StepRow =>
  (x, machine) => {
    const { collection } = machine;
    const step = row(x, machine);
    if (collection === undefined) return step;
    return (r) => {
      collection.collectSome();
      step(r);
    };
  };

/** Null where a collection is due. */
const trying =
  (row: StepRow): StepRow =>
  (x, machine) => {
    const collection = collectionOf(machine);
    const step = row(x, machine);
    return (r) => {
      if (collection.isDue()) r[x.result] = null;
      else step(r);
    };
  };

function collectionOf(machine: MachineOps): Collection {
  return machine.collection ?? broken("the program is fitted to no collector");
}

const newStruct: StepRow = (x, machine) => {
  const struct = layout(x.op, 0);
  return (r) => void (r[x.result] = machine.heap.allocate(struct));
};

/** Rows about the root stack and barriers: with the collection and the operands. */
const onRoots =
  (
    act: (collection: Collection, a: MachineValue, b: MachineValue, c: MachineValue) => MachineValue,
  ): StepRow =>
  (x, machine) => {
    const collection = collectionOf(machine);
    const [a, b, c] = registers(x);
    return (r) => void (r[x.result] = act(collection, r[a], r[b], r[c]));
  };

const rootLoad: StepRow = (x, machine) => {
  const collection = collectionOf(machine);
  const [frame, place] = registers(x);
  const check = checkedLoad(x.op);
  return (r) => void (r[x.result] = check(collection.load(Number(r[frame]), Number(r[place]))));
};

const external: StepRow = (x, machine) => {
  const row = externalRow(staticName(x.op, 0));
  const args = x.args.slice(1);
  const type = resultType(x.op);
  return (r) => {
    const value = row(machine, ...args.map((n) => r[n]));
    r[x.result] = isOfType(value, type) ? value : broken(`the external gives ${describe(value)}`);
  };
};

/** Questions to the JIT are answered with no; hints that speak of a value give it. */
const hint: StepRow = (x) => {
  const type = resultType(x.op);
  const [, operand] = registers(x);
  if (kindOf(type) === "void") return () => undefined;
  if (kindOf(type) === "bool") return (r) => void (r[x.result] = false);
  return (r) => void (r[x.result] = r[operand]);
};

/** A word is what it is; taking it for something else is a mistake that the binary would not notice. */
const ofWord: StepRow = (x, machine) => {
  const [word] = registers(x);
  const type = resultType(x.op);
  const evaluate = machine.evaluate.of_word;
  return (r) => {
    const value = evaluate(r[word]);
    r[x.result] = isOfType(value, type)
      ? value
      : broken(`the word ${describe(value)} is taken for ${typeText(type)}`);
  };
};

const wordHash: StepRow = (x) => {
  const [word] = registers(x);
  return (r) => void (r[x.result] = hashOfWord(r[word]));
};

function hashOfWord(word: MachineValue): number {
  if (typeof word === "number" || typeof word === "bigint")
    return int64.low32(int64.xor(word, int64.ushr(word, 32))) & 0x7fff_ffff;
  let hash = 0;
  for (const c of describe(word)) hash = (Math.imul(hash, 31) + (c.codePointAt(0) ?? 0)) & 0x7fff_ffff;
  return hash;
}

function identityHash(ref: MachineValue): Int {
  return isTagged(ref) ? int64.low32(Number(ref)) >>> 0 : live(ref).id;
}

function storageName(op: Op): RawStorage {
  const name = staticName(op, 2);
  return isRawStorage(name) ? name : broken(`'${name}' is no storage`);
}

const rawLoad: StepRow = (x) => {
  const [object, offset] = registers(x);
  const storage = storageName(x.op);
  return (r) => void (r[x.result] = live(r[object]).loadAt(Number(r[offset]), storage));
};

const rawStore: StepRow = (x, machine) => {
  const [object, offset, , value] = registers(x);
  const storage = storageName(x.op);
  const collection = storage === "ref" ? machine.collection : undefined;
  return (r) => {
    const into = live(r[object]);
    collection?.stored(into, r[value]);
    into.storeAt(Number(r[offset]), r[value], storage);
  };
};

const callUnit: StepRow = (x, machine) => {
  const name = staticName(x.op, 0);
  const args = x.args.slice(1);
  const type = resultType(x.op);
  return (r) => {
    const value = machine.unitFunction(name)(args.map((n) => r[n]));
    r[x.result] = isOfType(value, type) ? value : broken(`the unit's ${name} gives ${describe(value)}`);
  };
};

const nothing: StepRow = () => () => undefined;

/** Only while exceptions are explicit. */
const onException =
  (act: (x: Site, machine: MachineOps, r: Registers) => void): StepRow =>
  (x, machine) =>
  (r) =>
    act(x, machine, r);

function takeException(x: Site, machine: MachineOps, r: Registers): void {
  const type = resultType(x.op);
  if (machine.exception === null) broken("there is no exception to take");
  r[x.result] = isOfType(machine.exception, type)
    ? machine.exception
    : broken("the exception has another layout");
  machine.exception = null;
}

function setException(x: Site, machine: MachineOps, r: Registers): void {
  const [object] = registers(x);
  if (machine.exception !== null) broken("a second exception is set while one is on its way");
  machine.exception = live(r[object]);
}

const evaluatedRows = Object.fromEntries(
  (Object.keys(EVALUATE) as EvaluatedOp[]).map((name) => [name, evaluated]),
) as PerOp<StepRow, EvaluatedOp>;

// prettier-ignore
export const STEPS: PerOp<StepRow, Exclude<LowOp, CallOp>> = {
  ...evaluatedRows,
  type_slot: typeSlot,
  type_name: (x, machine) => { const [type] = registers(x); return (r) => void (r[x.result] = machine.nameOf(r[type] as StructType)); },
  stack_check: (x, machine) => () => { if (machine.stackIsLow()) throw new CheckFailure("stack" satisfies MessageName); },

  new_struct: collecting(newStruct),
  new_array: collecting(newArray),
  try_new_struct: trying(newStruct),
  try_new_array: trying(newArray),
  new_struct_now: newStruct,
  new_array_now: newArray,
  gc_collect: (x, machine) => () => machine.collection?.collect(true),
  gc_poll: (x, machine) => () => machine.collection?.collectSome(),
  roots_enter: onRoots((c, n) => c.enter(Number(n))),
  roots_leave: onRoots((c, frame) => { c.leave(Number(frame)); }),
  root_save: onRoots((c, frame, place, value) => { c.save(Number(frame), Number(place), value); }),
  root_load: rootLoad,
  gc_barrier: onRoots((c, object) => { c.barrier(live(object)); }),
  gc_barrier_items: onRoots((c, object) => { c.barrier(live(object)); }),
  get_field: getField,
  set_field: setField,
  get_item: getItem,
  set_item: setItem,
  copy_items: copyItems,
  fill_items: fillItems,
  identity_hash: (x) => { const [object] = registers(x); return (r) => void (r[x.result] = identityHash(r[object])); },

  call_external: external,
  call_unit: callUnit,
  call_c: callC,

  of_word: ofWord,
  word_hash: wordHash,
  raw_load: rawLoad,
  raw_store: rawStore,

  stack_is_low: (x, machine) => (r) => void (r[x.result] = machine.stackIsLow()),
  exc_occurred: (x, machine) => (r) => void (r[x.result] = machine.exception !== null),
  exc_set: onException(setException),
  exc_take: onException(takeException),
  traceback_add: (x, machine) => () => machine.addTraceback(x.op),
  traceback_reset: (x, machine) => () => machine.resetTraceback(x.op),

  jit_merge_point: nothing,
  jit_can_enter: nothing,
  jit_hint: hint,
};

const call: CallRow = (x, machine) => {
  const target = x.op.args[0];
  const key =
    target?.tag === "const" && target.value.kind === "graph" ? target.value.key : broken("call of no graph");
  const args = x.args.slice(1);
  let code: Code | undefined;
  return (r) => {
    code ??= machine.codeOf(key);
    return machine.enter(code, passArguments(code, args, r));
  };
};

const callIndirect: CallRow = (x, machine) => {
  const [callee] = registers(x);
  const args = x.args.slice(1);
  return (r) => {
    const code = codeBehind(r[callee], machine);
    return machine.enter(code, passThrough(code, args, r));
  };
};

function codeBehind(pointer: MachineValue, machine: MachineOps): Code {
  return typeof pointer === "string" ? machine.codeOf(pointer) : broken(`call through ${describe(pointer)}`);
}

/** Registers for a call through a pointer, which fits the code behind it. */
function passThrough(code: Code, args: readonly number[], r: Registers): Registers {
  const passed = passArguments(code, args, r);
  const { graph } = code;
  graph.args.forEach((parameter, i) => {
    if (!isOfType(passed[i], parameter.type ?? VOID))
      broken(`'${graph.key}' is called through a pointer with ${describe(passed[i])} as argument ${i}`);
  });
  if (args.length !== graph.args.length)
    broken(`'${graph.key}' is called through a pointer with ${args.length} arguments`);
  return passed;
}

const callWord: CallRow = (x, machine) => {
  const [callee] = registers(x);
  const args = x.args.slice(2);
  return (r) => {
    const key = r[callee];
    if (typeof key === "string" && !machine.hasCode(key))
      return machine.resumeWith(
        machine.elsewhere(
          key,
          args.map((n) => r[n]),
        ),
      );
    const code = codeBehind(key, machine);
    const { graph } = code;
    // A C function gives a bool in eight bits of the register, and the caller takes all of them.
    if (graph.resultType === BOOL || graph.args.some((a) => a.type === BOOL))
      broken(`'${graph.key}' has bools in its signature, which cannot be called by words`);
    return machine.enter(code, passThrough(code, args, r));
  };
};

const coroutineResume: CallRow = (x, machine) => {
  const [callee, handle] = registers(x);
  const args = x.args.slice(2);
  return (r) => {
    const code = (): Code => codeBehind(r[callee], machine);
    return machine.resumeCoroutine(Number(r[handle]), code, () => passThrough(code(), args, r));
  };
};

export const CALL_OPS: Readonly<Record<CallOp, CallRow>> = {
  call,
  call_indirect: callIndirect,
  call_word: callWord,
  coroutine_resume: coroutineResume,
  coroutine_suspend: (_x, machine) => () => machine.suspendCoroutine(),
};
