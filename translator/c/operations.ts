// Table: the C of every operation. Rows are expressions, also those that only store (`p->x = v`); a row that gives
// null is nothing in C. Operands come with their parentheses decided by `level`. Exempt from the length rule.

import { EXTERNALS, type ExternalName } from "../model/externals.ts";
import type { Op } from "../model/graph.ts";
import type { PerOp } from "../model/ops.ts";
import { isRawStorage, RAW_STORAGE, wordSignature, type RawStorage } from "../model/raw-memory.ts";
import { fits, kindOf, OBJECT, registerType, TYPE, type LowType, type StructType } from "../model/types.ts";
import { slotIndex } from "../model/verify-ops.ts";
import { broken } from "../support/diagnostics.ts";
import {
  addressWord,
  at,
  callText,
  castTo,
  cType,
  LEVEL,
  needsCast,
  negate,
  pointerType,
  primary,
  unary,
  type Expr,
} from "./expressions.ts";
import type { CNames } from "./names.ts";

/** What a row may ask while one operation is emitted. */
export interface EmitContext {
  readonly op: Op;
  readonly names: CNames;
  /** Operand `i`; with a `wanted` type cast to it if it is a pointer to another struct. */
  arg(i: number, wanted?: LowType): Expr;
  /** The operand's type. */
  type(i: number): LowType;
  /** The static layout, name or graph at operand `i`. */
  layout(i: number): StructType;
  name(i: number): string;
  graph(i: number): { readonly name: string; readonly args: readonly LowType[]; readonly result: LowType };
  /** The function of another unit whose static name is at operand `i`; notes that the file needs its prototype. */
  unit(i: number): { readonly name: string; readonly args: readonly LowType[]; readonly result: LowType };
  /** The wrapper of the C function whose static name is at operand `i`; notes that the file needs its prototype. */
  foreign(i: number): string;
  /** `&type_X.t`; notes that the file needs the declaration. */
  typeDescription(s: StructType): string;
  /** Notes that the file must define the struct, because its members are used; gives its bare name. */
  define(s: StructType): string;
  /** Is an object of the layout free of references? */
  isFlat(s: StructType): boolean;
  /** `&sites[n]` for the operation's position, or NULL. */
  site(): string;
}

export type Emit = (x: EmitContext) => Expr | null;

/** `a OP b`, left-associative; conditions also know their opposite. */
function infix(symbol: string, level: number, opposite?: string): Emit {
  return (x) => {
    const [a, b] = [at(level, x.arg(0)), at(level + 1, x.arg(1))];
    const e = { text: `${a} ${symbol} ${b}`, level };
    return opposite === undefined ? e : { ...e, negated: `${a} ${opposite} ${b}` };
  };
}

/** Bit operations and shifts: operands in parentheses unless primary, as compilers advise. */
function bits(symbol: string, level: number): Emit {
  return (x) => ({ text: `${at(LEVEL.unary, x.arg(0))} ${symbol} ${at(LEVEL.unary, x.arg(1))}`, level });
}

function unsigned(symbol: string, level: number, opposite?: string): Emit {
  return (x) => {
    const [a, b] = [castTo("uint64_t", x.arg(0)).text, castTo("uint64_t", x.arg(1)).text];
    const e = { text: `${a} ${symbol} ${b}`, level };
    return opposite === undefined ? e : { ...e, negated: `${a} ${opposite} ${b}` };
  };
}

const shift = (symbol: string, cast: (e: Expr) => Expr): Emit => {
  return (x) => ({
    text: `${cast(x.arg(0)).text} ${symbol} (${at(LEVEL.unary, x.arg(1))} & 63)`,
    level: LEVEL.shift,
  });
};

const back =
  (emit: Emit): Emit =>
  (x) => {
    const e = emit(x);
    return e === null ? null : castTo("int64_t", e);
  };

/** A call of a runtime function with all operands. */
function runtime(name: string): Emit {
  return (x) =>
    callText(
      name,
      x.op.args.map((_, i) => x.arg(i)),
    );
}

const prefix =
  (symbol: string): Emit =>
  (x) =>
    unary(`${symbol}${at(LEVEL.primary, x.arg(0))}`);
const through =
  (type: string): Emit =>
  (x) =>
    castTo(type, x.arg(0));
/** Truncated to a narrow type, then an int again. */
const narrow =
  (type: string): Emit =>
  (x) =>
    castTo("int64_t", castTo(type, x.arg(0)));
const nothing: Emit = () => null;
const operand: Emit = (x) => x.arg(0, x.op.result.type);
/** Checks are branches by now. */
const gone: Emit = (x) => broken(`${x.op.name} reached the C emitter; the exceptions phase expands it`);

function structOf(x: EmitContext, i: number): StructType {
  const type = x.type(i);
  return type.tag === "ref" ? type.to : broken(`${x.op.name}: operand ${i} is no reference`);
}

function field(x: EmitContext): { readonly place: Expr; readonly type: LowType; readonly narrow: boolean } {
  const struct = structOf(x, 0);
  x.define(struct);
  const name = x.name(1);
  const found = struct.field(name) ?? broken(`layout '${struct.name}' has no field '${name}'`);
  const place = primary(`${at(LEVEL.primary, x.arg(0))}->${x.names.field(struct, name)}`);
  return { place, type: registerType(found.type), narrow: found.type.tag === "narrow" };
}

function item(
  x: EmitContext,
  object: number,
  index: number,
): { readonly place: Expr; readonly type: LowType; readonly narrow: boolean } {
  const struct = structOf(x, object);
  x.define(struct);
  const items = struct.itemType() ?? broken(`layout '${struct.name}' has no items`);
  const place = primary(`${at(LEVEL.primary, x.arg(object))}->items[${x.arg(index).text}]`);
  return { place, type: registerType(items), narrow: items.tag === "narrow" };
}

/** A narrow value widens before anything is computed with it. */
function load(
  from: { readonly place: Expr; readonly type: LowType; readonly narrow: boolean },
  x: EmitContext,
): Expr {
  if (from.narrow) return castTo(kindOf(from.type) === "float" ? "double" : "int64_t", from.place);
  return castRef(from.place, from.type, x.op.result.type ?? from.type, x);
}

/** A reference seen as a pointer to the struct its variable has. */
function castRef(e: Expr, from: LowType, to: LowType, x: EmitContext): Expr {
  return needsCast(from, to) && to.tag === "ref" ? castTo(`${x.names.structType(to.to)} *`, e) : e;
}

function store(place: Expr, value: Expr): Expr {
  return { text: `${place.text} = ${value.text}`, level: LEVEL.assign };
}

function compareRefs(symbol: string, opposite: string): Emit {
  return (x) => {
    const [a, b] = [x.type(0), x.type(1)];
    // C compares only pointers to the same struct; see the one that is wider.
    const common = fits(a, b) ? b : a;
    const [left, right] = [at(LEVEL.relation, x.arg(0, common)), at(LEVEL.relation, x.arg(1, common))];
    return {
      text: `${left} ${symbol} ${right}`,
      level: LEVEL.equality,
      negated: `${left} ${opposite} ${right}`,
    };
  };
}

function compareNull(symbol: string, opposite: string): Emit {
  return (x) => {
    const a = at(LEVEL.relation, x.arg(0));
    return { text: `${a} ${symbol} NULL`, level: LEVEL.equality, negated: `${a} ${opposite} NULL` };
  };
}

/** Only what may be any object may be tagged. */
function mayBeTagged(x: EmitContext, i: number): boolean {
  return structOf(x, i) === OBJECT;
}

function instanceOf(x: EmitContext): Expr {
  const layout = x.layout(1);
  const type = primary(x.typeDescription(layout));
  const test = mayBeTagged(x, 0) ? "vs_holds" : "vs_is";
  if (layout.extensions.length === 0) return callText(test, [x.arg(0), type]);
  return callText(`${test}_a`, [x.arg(0), type, primary(String(layout.depth))]);
}

/** A place of the root stack. */
function rootPlace(x: EmitContext): Expr {
  return callText("VS_ROOT", [x.arg(0), x.arg(1)]);
}

function rootLoad(x: EmitContext): Expr {
  return castRef(rootPlace(x), OBJECT.ref, x.op.result.type ?? OBJECT.ref, x);
}

function allocation(x: EmitContext, macro: string): Expr {
  const layout = x.layout(0);
  const name = x.define(layout);
  x.typeDescription(layout);
  const args = [primary(name), ...x.op.args.slice(1).map((_, i) => x.arg(i + 1))];
  if (layout.special !== null)
    return castRef(callText("VS_NEW_SPECIAL", args), layout.ref, x.op.result.type ?? layout.ref, x);
  const made = callText(`${macro}${x.isFlat(layout) ? "_FLAT" : ""}`, args);
  return castRef(made, layout.ref, x.op.result.type ?? layout.ref, x);
}

/** Arguments as the callee's signature wants them; void ones are not passed. */
function passed(x: EmitContext, types: readonly LowType[]): Expr[] {
  return types.flatMap((t, i) => (kindOf(t) === "void" ? [] : [x.arg(i + 1, t)]));
}

function call(x: EmitContext): Expr {
  const callee = x.graph(0);
  return castRef(
    callText(callee.name, passed(x, callee.args)),
    callee.result,
    x.op.result.type ?? callee.result,
    x,
  );
}

function callIndirect(x: EmitContext): Expr {
  const type = x.type(0);
  if (type.tag !== "func") return broken("call_indirect of something that is no code pointer");
  const callee = `((${pointerType(type.args, type.result, x.names)})${at(LEVEL.unary, x.arg(0))})`;
  return castRef(callText(callee, passed(x, type.args)), type.result, x.op.result.type ?? type.result, x);
}

function resumeCoroutine(x: EmitContext): Expr {
  const code = castTo("vs_func", x.arg(0));
  return callText("vs_coroutine_resume", [code, x.arg(1), castTo("vs_object *", x.arg(2))]);
}

function callExternal(x: EmitContext): Expr {
  const name = x.name(0);
  if (!Object.hasOwn(EXTERNALS, name)) return broken(`model/externals.ts has no '${name}'`);
  return callText(
    x.names.external(name as ExternalName),
    x.op.args.slice(1).map((_, i) => x.arg(i + 1)),
  );
}

/** A value in the form of words, which all are int64_t. */
function wordOf(x: EmitContext): Expr {
  const kind = kindOf(x.type(0));
  if (kind === "func" || kind === "type") return addressWord(x.arg(0));
  return kind === "bool" ? castTo("int64_t", x.arg(0)) : x.arg(0);
}

function ofWord(x: EmitContext): Expr {
  const type = x.op.result.type;
  const kind = type === undefined ? "void" : kindOf(type);
  if (kind === "bool") return { text: `${at(LEVEL.relation, x.arg(0))} != 0`, level: LEVEL.equality };
  if (kind === "int" || type === undefined) return x.arg(0);
  return castTo(cType(type, x.names), castTo("uintptr_t", x.arg(0)));
}

function typeOfWord(x: EmitContext, i: number): Expr {
  return castTo(cType(TYPE, x.names), castTo("uintptr_t", x.arg(i)));
}

function rawPlace(x: EmitContext): { readonly place: Expr; readonly type: LowType; readonly wide: boolean } {
  const storage = x.name(2);
  if (!isRawStorage(storage)) return broken(`'${storage}' is no storage`);
  const type = RAW_STORAGE[storage];
  const stored = RAW_C_TYPES[storage];
  const address = `(char *)${at(LEVEL.unary, x.arg(0))} + ${at(LEVEL.product, x.arg(1))}`;
  return {
    place: unary(`*(${stored}${stored.endsWith("*") ? "" : " "}*)(${address})`),
    type,
    wide: cType(type, x.names) === stored,
  };
}

const RAW_C_TYPES: { readonly [S in RawStorage]: string } = {
  i8: "int8_t",
  u8: "uint8_t",
  i16: "int16_t",
  u16: "uint16_t",
  i32: "int32_t",
  u32: "uint32_t",
  word: "int64_t",
  bool: "bool",
  f32: "float",
  float: "double",
  ref: "vs_object *",
};

function rawLoad(x: EmitContext): Expr {
  const { place, type, wide } = rawPlace(x);
  return wide ? castRef(place, type, x.op.result.type ?? type, x) : castTo(cType(type, x.names), place);
}

function rawStore(x: EmitContext): Expr {
  const { place, type } = rawPlace(x);
  return store(place, x.arg(3, type));
}

function callWord(x: EmitContext): Expr {
  const signature = wordSignature(x.name(1)) ?? broken(`'${x.name(1)}' is no signature of words`);
  const pointer = pointerType(signature.args, signature.result, x.names);
  const callee = `((${pointer})${castTo("uintptr_t", x.arg(0)).text})`;
  const args = signature.args.map((type, i) => x.arg(i + 2, type));
  return castRef(callText(callee, args), signature.result, x.op.result.type ?? signature.result, x);
}

function callUnit(x: EmitContext): Expr {
  const unit = x.unit(0);
  return callText(unit.name, passed(x, unit.args));
}

function callForeign(x: EmitContext): Expr {
  return callText(
    x.foreign(0),
    x.op.args.slice(1).map((_, i) => x.arg(i + 1, kindOf(x.type(i + 1)) === "ref" ? OBJECT.ref : undefined)),
  );
}

function copyItems(x: EmitContext): Expr {
  const [from, to] = [item(x, 0, 1).place.text, item(x, 2, 3).place.text];
  return callText("vs_move", [
    primary(`&${to}`),
    primary(`&${from}`),
    primary(`(size_t)${at(LEVEL.unary, x.arg(4))} * sizeof ${from}`),
  ]);
}

function fillItems(x: EmitContext): Expr {
  const place = item(x, 0, 1).place.text;
  return callText("memset", [
    primary(`&${place}`),
    primary("0"),
    primary(`(size_t)${at(LEVEL.unary, x.arg(2))} * sizeof ${place}`),
  ]);
}

function negation(x: EmitContext): Expr {
  const e = x.arg(0);
  return { ...negate(e), negated: e.text };
}

/** Questions to the JIT are answered with no; everything else is the operand it speaks of, or nothing. */
function hint(x: EmitContext): Expr | null {
  const type = x.op.result.type;
  if (type === undefined || kindOf(type) === "void") return null;
  if (kindOf(type) === "bool") return primary("false");
  return x.op.args.length > 1
    ? x.arg(1, type)
    : broken(`jit_hint ${x.name(0)} gives a value but has no operand`);
}

// prettier-ignore
export const EMIT: PerOp<Emit> = {
  int_add: infix("+", LEVEL.sum),
  int_sub: infix("-", LEVEL.sum),
  int_mul: infix("*", LEVEL.product),
  int_div: runtime("vs_div"),
  int_mod: runtime("vs_mod"),
  int_floordiv: runtime("vs_floordiv"),
  int_mul_clamp: runtime("vs_mul_clamp"),
  int_neg: prefix("-"),
  int_and: bits("&", LEVEL.bitwise),
  int_or: bits("|", LEVEL.bitwise),
  int_xor: bits("^", LEVEL.bitwise),
  int_not: prefix("~"),
  int_shl: back(shift("<<", (e) => castTo("uint64_t", e))),
  int_shr: shift(">>", (e) => castTo("int64_t", e)),
  int_ushr: back(shift(">>", (e) => castTo("uint64_t", e))),
  int_lt: infix("<", LEVEL.relation, ">="),
  int_le: infix("<=", LEVEL.relation, ">"),
  int_gt: infix(">", LEVEL.relation, "<="),
  int_ge: infix(">=", LEVEL.relation, "<"),
  int_eq: infix("==", LEVEL.equality, "!="),
  int_ne: infix("!=", LEVEL.equality, "=="),
  uint_lt: unsigned("<", LEVEL.relation, ">="),
  uint_le: unsigned("<=", LEVEL.relation, ">"),
  uint_div: back(unsigned("/", LEVEL.product)),
  uint_mod: back(unsigned("%", LEVEL.product)),
  uint_mul_high: runtime("vs_mul_high"),
  int_clz32: runtime("vs_clz32"),
  int_to_i8: narrow("int8_t"),
  int_to_u8: narrow("uint8_t"),
  int_to_i16: narrow("int16_t"),
  int_to_u16: narrow("uint16_t"),
  int_to_i32: narrow("int32_t"),
  int_to_u32: narrow("uint32_t"),
  int_add_i32: runtime("vs_add_i32"),
  int_sub_i32: runtime("vs_sub_i32"),
  int_mul_i32: runtime("vs_mul_i32"),

  check_range: gone,
  int_mul_range: gone,
  check_index: gone,
  check_divisor: gone,
  check_null: gone,
  check_cast: gone,
  check_present: gone,
  check_present_float: gone,
  check_int: gone,
  check_true: gone,
  stack_check: gone,

  float_add: infix("+", LEVEL.sum),
  float_sub: infix("-", LEVEL.sum),
  float_mul: infix("*", LEVEL.product),
  float_div: infix("/", LEVEL.product),
  float_mod: runtime("fmod"),
  float_neg: prefix("-"),
  float_abs: runtime("__builtin_fabs"),
  float_sqrt: runtime("__builtin_sqrt"),
  float_floor: runtime("__builtin_floor"),
  float_ceil: runtime("__builtin_ceil"),
  float_trunc: runtime("__builtin_trunc"),
  float_round_f32: (x) => castTo("double", castTo("float", x.arg(0))),
  float_lt: infix("<", LEVEL.relation),
  float_le: infix("<=", LEVEL.relation),
  float_gt: infix(">", LEVEL.relation),
  float_ge: infix(">=", LEVEL.relation),
  float_eq: infix("==", LEVEL.equality, "!="),
  float_ne: infix("!=", LEVEL.equality, "=="),
  float_to_int: through("int64_t"),
  float_to_i32: runtime("vs_to_i32"),
  float_bits: runtime("vs_bits"),
  bits_float: runtime("vs_from_bits"),
  int_to_float: through("double"),

  bool_not: negation,
  bool_to_int: through("int64_t"),
  int_to_bool: (x) => ({ text: `${at(LEVEL.relation, x.arg(0))} != 0`, level: LEVEL.equality, negated: `${at(LEVEL.relation, x.arg(0))} == 0` }),

  same_as: operand,
  ref_eq: compareRefs("==", "!="),
  ref_ne: compareRefs("!=", "=="),
  ref_is_null: compareNull("==", "!="),
  ref_not_null: compareNull("!=", "=="),
  int_to_ref: runtime("vs_tag"),
  ref_to_int: runtime("vs_untag"),
  ref_is_int: runtime("vs_is_tagged"),
  cast: operand,
  get_type: runtime("vs_type_of"),
  type_eq: infix("==", LEVEL.equality, "!="),
  type_const: (x) => unary(x.typeDescription(x.layout(0))),
  type_slot: (x) => callText("vs_method", [x.arg(0), primary(String(slotIndex(x.layout(1), x.name(2))))]),
  type_name: (x) => { const t = x.op.result.type; return t?.tag === "ref" ? castTo(`${x.names.structType(t.to)} *`, primary(`${at(LEVEL.primary, x.arg(0))}->name_object`)) : broken("type_name gives no reference"); },
  instance_of: instanceOf,
  func_eq: infix("==", LEVEL.equality, "!="),

  new_struct: (x) => allocation(x, "VS_NEW"),
  new_array: (x) => allocation(x, "VS_NEW_ITEMS"),
  get_field: (x) => load(field(x), x),
  set_field: (x) => { const f = field(x); return store(f.place, x.arg(2, f.type)); },
  get_item: (x) => load(item(x, 0, 1), x),
  set_item: (x) => { const f = item(x, 0, 1); return store(f.place, x.arg(2, f.type)); },
  copy_items: copyItems,
  fill_items: fillItems,
  identity_hash: (x) => callText(mayBeTagged(x, 0) ? "vs_identity_hash" : "vs_gc_identity_hash", [x.arg(0)]),
  gc_collect: runtime("vs_gc_collect"),

  call,
  call_indirect: callIndirect,
  call_external: callExternal,

  coroutine_resume: resumeCoroutine,
  coroutine_suspend: runtime("vs_coroutine_suspend"),

  word_of: wordOf,
  of_word: ofWord,
  word_eq: infix("==", LEVEL.equality, "!="),
  word_hash: runtime("vs_word_hash"),
  type_is: (x) => callText("vs_is_of_type", [x.arg(0), typeOfWord(x, 1)]),
  method_at: (x) => addressWord(callText("vs_method", [typeOfWord(x, 0), castTo("size_t", x.arg(1))])),
  raw_load: rawLoad,
  raw_store: rawStore,
  call_word: callWord,
  call_unit: callUnit,
  call_c: callForeign,

  stack_is_low: runtime("vs_stack_is_low"),
  exc_occurred: () => ({ text: "vs_exception != NULL", level: LEVEL.equality, negated: "vs_exception == NULL" }),
  exc_set: (x) => store(primary("vs_exception"), castTo("vs_object *", x.arg(0))),
  exc_take: () => primary("vs_take_exception()"),
  traceback_add: (x) => primary(`vs_traceback_add(${x.site()})`),
  traceback_reset: (x) => primary(`vs_traceback_reset(${x.site()})`),

  try_new_struct: (x) => allocation(x, "VS_TRY_NEW"),
  try_new_array: (x) => allocation(x, "VS_TRY_NEW_ITEMS"),
  new_struct_now: (x) => allocation(x, "VS_NEW_NOW"),
  new_array_now: (x) => allocation(x, "VS_NEW_ITEMS_NOW"),
  roots_enter: runtime("vs_roots_enter"),
  roots_leave: runtime("vs_roots_leave"),
  root_save: (x) => store(rootPlace(x), x.arg(2, OBJECT.ref)),
  root_load: rootLoad,
  gc_barrier: (x) => callText("vs_gc_barrier", [x.arg(0, OBJECT.ref)]),
  gc_barrier_items: (x) => callText("vs_gc_barrier_items", [x.arg(0, OBJECT.ref), x.arg(1), x.arg(2)]),
  gc_poll: runtime("vs_gc_poll"),

  jit_merge_point: nothing,
  jit_can_enter: nothing,
  jit_promote: operand,
  jit_hint: hint,
};
