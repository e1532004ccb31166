// The verifier's part about single operations (invariants: verify.ts): operands and results are of the kinds that
// LOW_OPS says, static operands exist, and the `dynamic` results follow from them.

import { foreignSpec, incomingType, outgoingKind, passedParams } from "./foreign.ts";
import { EXTERNALS, type External } from "./externals.ts";
import type { Op, Value } from "./graph.ts";
import { isRawStorage, RAW_STORAGE, wordSignature } from "./raw-memory.ts";
import { MESSAGES } from "./messages.ts";
import { lowFacts, type OperandKind, type OpFacts } from "./ops.ts";
import type { Program } from "./program.ts";
import {
  fits,
  kindOf,
  OBJECT,
  registerType,
  sameType,
  VOID,
  type LowType,
  type StructType,
} from "./types.ts";
import { unitFunction, unitType } from "./unit-functions.ts";
import { textOf } from "./verify-structs.ts";

/** Violations in one typed operation, each without its name. */
export function opProblems(op: Op, program: Program | undefined): string[] {
  const facts = lowFacts(op.name);
  if (facts === undefined) return ["model/ops.ts has no such operation"];
  const problems = [...arityProblems(op, facts)];
  if (problems.length > 0) return problems;
  op.args.forEach((arg, i) => {
    const kind = facts.args[Math.min(i, facts.args.length - 1)];
    const problem = kind === undefined ? null : operandProblem(arg, kind);
    if (problem !== null) problems.push(`operand ${i} ${problem}`);
  });
  if (problems.length > 0) return problems;
  return [...specialProblems(op, program), ...resultProblems(op, facts)];
}

function arityProblems(op: Op, facts: OpFacts): string[] {
  const open = facts.args.at(-1) === "any*";
  const least = open ? facts.args.length - 1 : facts.args.length;
  const fine = open ? op.args.length >= least : op.args.length === least;
  return fine ? [] : [`takes ${open ? "at least " : ""}${least} operands, has ${op.args.length}`];
}

const STATIC_KINDS: Readonly<Record<string, readonly string[]>> = {
  struct: ["struct"],
  graph: ["graph"],
  field: ["name"],
  name: ["name", "number"],
};

function operandProblem(arg: Value, kind: OperandKind): string | null {
  const wanted = STATIC_KINDS[kind];
  if (wanted !== undefined) {
    const isStatic = arg.tag === "const" && wanted.includes(arg.value.kind);
    return isStatic ? null : `must be a static ${kind === "struct" ? "layout" : kind}`;
  }
  if (arg.type === undefined) return "has no type";
  if (arg.tag === "const" && arg.value.kind === "tagged" && layoutOf(arg) !== OBJECT)
    return `is tagged, which a ${textOf(arg.type)} never is`;
  if (kind === "any" || kind === "any*" || kindOf(arg.type) === kind) return null;
  return `must be ${kind}, is ${textOf(arg.type)}`;
}

function resultProblems(op: Op, facts: OpFacts): string[] {
  const { type } = op.result;
  if (type === undefined) return ["its result has no type"];
  const wanted =
    facts.result === "same" ? op.args[0]?.type : facts.result === "ref" ? resultLayout(op)?.ref : undefined;
  if (wanted !== undefined)
    return fits(wanted, type) ? [] : [`gives ${textOf(wanted)}, its variable is ${textOf(type)}`];
  if (facts.result === "same" || facts.result === "dynamic") return [];
  return kindOf(type) === facts.result ? [] : [`gives ${facts.result}, its variable is ${textOf(type)}`];
}

function resultLayout(op: Op): StructType | undefined {
  for (const arg of op.args) if (arg.tag === "const" && arg.value.kind === "struct") return arg.value.struct;
  return undefined;
}

function nameOf(v: Value | undefined): string {
  return v?.tag === "const" && v.value.kind === "name" ? v.value.value : "";
}

function layoutOf(v: Value | undefined): StructType | undefined {
  return v?.type?.tag === "ref" ? v.type.to : undefined;
}

function gives(op: Op, wanted: LowType): string[] {
  const { type } = op.result;
  return type !== undefined && fits(wanted, type)
    ? []
    : [`gives ${textOf(wanted)}, its variable is ${textOf(type)}`];
}

function takes(v: Value | undefined, wanted: LowType, what: string): string[] {
  return v?.type !== undefined && fits(v.type, wanted)
    ? []
    : [`${what} must be ${textOf(wanted)}, is ${textOf(v?.type)}`];
}

type Rule = (op: Op, program: Program | undefined) => string[];

function onField(op: Op, then: (type: LowType) => string[]): string[] {
  const field = layoutOf(op.args[0])?.field(nameOf(op.args[1]));
  return field === undefined
    ? [`${textOf(op.args[0]?.type)} has no field '${nameOf(op.args[1])}'`]
    : then(registerType(field.type));
}

function onItems(op: Op, then: (type: LowType) => string[]): string[] {
  const items = layoutOf(op.args[0])?.itemType() ?? null;
  return items === null ? [`${textOf(op.args[0]?.type)} has no items`] : then(registerType(items));
}

function allocatesItems(op: Op): string[] {
  const layout = resultLayout(op);
  return layout?.itemType() === null ? [`layout '${layout.name}' has no items`] : [];
}

function allocatesNoItems(op: Op): string[] {
  const layout = resultLayout(op);
  return layout === undefined || layout.itemType() === null ? [] : [`layout '${layout.name}' has items`];
}

/** Operations whose operands and results depend on each other beyond their row. */
const RULES: Readonly<Record<string, Rule>> = {
  get_field: (op) => onField(op, (type) => gives(op, type)),
  set_field: (op) => onField(op, (type) => takes(op.args[2], type, "the value")),
  get_item: (op) => onItems(op, (type) => gives(op, type)),
  set_item: (op) => onItems(op, (type) => takes(op.args[2], type, "the value")),
  fill_items: (op) => onItems(op, () => []),
  copy_items: (op) => {
    const [from, to] = [layoutOf(op.args[0])?.itemType() ?? null, layoutOf(op.args[2])?.itemType() ?? null];
    return from !== null && to !== null && (sameType(from, to) || (from.tag === "ref" && to.tag === "ref"))
      ? []
      : ["the item types differ"];
  },
  new_array: allocatesItems,
  try_new_array: allocatesItems,
  new_array_now: allocatesItems,
  new_struct: allocatesNoItems,
  try_new_struct: allocatesNoItems,
  new_struct_now: allocatesNoItems,
  gc_barrier_items: (op) =>
    onItems(op, (type) => (type.tag === "ref" ? [] : ["the items are no references"])),
  root_load: (op) =>
    op.result.type?.tag === "ref" ? [] : [`gives a ref, its variable is ${textOf(op.result.type)}`],
  check_true: (op) =>
    Object.hasOwn(MESSAGES, nameOf(op.args[1])) ? [] : [`model/messages.ts has no '${nameOf(op.args[1])}'`],
  call: callProblems,
  call_indirect: (op) => {
    const type = op.args[0]?.type;
    return type?.tag === "func" ? argumentProblems(op, type.args, type.result) : [];
  },
  coroutine_resume: (op) => {
    const type = op.args[0]?.type;
    if (type?.tag !== "func") return [];
    const [only] = type.args;
    return type.args.length === 1 && only?.tag === "ref" && type.result === VOID
      ? argumentProblems(op, type.args, VOID, 2)
      : [`a coroutine begins with code that takes a reference and gives nothing, not ${textOf(type)}`];
  },
  call_external: externalProblems,
  type_slot: slotProblems,
  int_to_ref: (op) => gives(op, OBJECT.ref),
  ref_to_int: onAnyObject,
  ref_is_int: onAnyObject,
  word_of: (op) => isWordLike(op.args[0]?.type, "a word cannot hold"),
  of_word: (op) => isWordLike(op.result.type, "no word is"),
  raw_load: (op) => onStorage(op, (type) => gives(op, type)),
  raw_store: (op) => onStorage(op, (type) => takes(op.args[3], type, "the value")),
  call_word: (op) => {
    const signature = wordSignature(nameOf(op.args[1]));
    return signature === undefined
      ? [`'${nameOf(op.args[1])}' is no signature of words`]
      : argumentProblems(op, signature.args, signature.result, 2);
  },
  call_c: foreignProblems,
  call_unit: (op) => {
    const row = unitFunction(nameOf(op.args[0]));
    return row === undefined
      ? [`model/unit-functions.ts has no '${nameOf(op.args[0])}'`]
      : argumentProblems(op, row.args.map(unitType), unitType(row.result));
  },
};

/** What cannot be tagged is not asked. */
function onAnyObject(op: Op): string[] {
  return layoutOf(op.args[0]) === OBJECT ? [] : ["only what may be any object may be tagged"];
}

/** Kinds of values that a word can stand for. */
const IN_WORDS: readonly string[] = ["int", "bool", "func", "type"];

function isWordLike(type: LowType | undefined, problem: string): string[] {
  return type !== undefined && IN_WORDS.includes(kindOf(type)) ? [] : [`${problem} ${textOf(type)}`];
}

function onStorage(op: Op, then: (type: LowType) => string[]): string[] {
  const storage = nameOf(op.args[2]);
  return isRawStorage(storage) ? then(RAW_STORAGE[storage]) : [`'${storage}' is no storage`];
}

function specialProblems(op: Op, program: Program | undefined): string[] {
  return Object.hasOwn(RULES, op.name) ? (RULES[op.name]?.(op, program) ?? []) : [];
}

/** `from`: where in the operands the arguments begin. */
function argumentProblems(
  op: Op,
  wanted: readonly (LowType | undefined)[],
  result: LowType,
  from = 1,
): string[] {
  const passed = op.args.slice(from);
  if (passed.length !== wanted.length)
    return [`passes ${passed.length} arguments, ${wanted.length} are wanted`];
  return [
    ...passed.flatMap((v, i) => {
      const w = wanted[i];
      return w === undefined ? [] : takes(v, w, `argument ${i}`);
    }),
    ...gives(op, result),
  ];
}

function callProblems(op: Op, program: Program | undefined): string[] {
  const callee = op.args[0];
  const key = callee?.tag === "const" && callee.value.kind === "graph" ? callee.value.key : "";
  if (program === undefined) return [];
  const graph = program.graphs.get(key);
  if (graph === undefined) return [`'${key}' is no graph`];
  return graph.resultType === undefined
    ? [`'${key}' has no result type`]
    : argumentProblems(
        op,
        graph.args.map((a) => a.type),
        graph.resultType,
      );
}

function externalProblems(op: Op): string[] {
  const name = nameOf(op.args[0]);
  if (!Object.hasOwn(EXTERNALS, name)) return [`model/externals.ts has no '${name}'`];
  const row: External = EXTERNALS[name as keyof typeof EXTERNALS];
  const kinds = op.args.slice(1).map((v) => (v.type === undefined ? "no type" : kindOf(v.type)));
  const problems =
    kinds.join() === row.args.join()
      ? []
      : [`${name} takes (${row.args.join(", ")}), is given (${kinds.join(", ")})`];
  const { type } = op.result;
  return type !== undefined && kindOf(type) === row.result
    ? problems
    : [...problems, `${name} gives ${row.result}, its variable is ${textOf(type)}`];
}

function foreignProblems(op: Op, program: Program | undefined): string[] {
  if (program === undefined) return [];
  const row = program.foreign.get(nameOf(op.args[0]));
  if (row === undefined) return [`'${nameOf(op.args[0])}' is no C function of the program`];
  const { params, result } = foreignSpec(row.description);
  const wanted = passedParams(params).map(outgoingKind).join();
  const given = op.args
    .slice(1)
    .map((v) => (v.type === undefined ? "no type" : kindOf(v.type)))
    .join();
  return [
    ...(wanted === given ? [] : [`takes (${wanted}), is given (${given})`]),
    ...row.callbacks.flatMap((key) =>
      key === null || program.graphs.has(key) ? [] : [`'${key}' is no graph`],
    ),
    ...gives(op, incomingType(result)),
  ];
}

function slotProblems(op: Op): string[] {
  const [, layout, selector] = op.args;
  const struct = layout?.tag === "const" && layout.value.kind === "struct" ? layout.value.struct : undefined;
  if (struct === undefined) return [];
  return slotIndex(struct, nameOf(selector)) < 0
    ? [`layout '${struct.name}' has no method '${nameOf(selector)}'`]
    : [];
}

/** Place of a selector in a layout's method table, the same in all its extensions; -1 if it has none. */
export function slotIndex(struct: StructType, selector: string): number {
  return struct.vtable.findIndex((slot) => slot?.selector === selector);
}
