// C functions for programs, and programs as libraries for C. `external(…)` names a C function with its C types and a
// stand-in in JavaScript: under Node (and in vmsmith's graph interpreters) the stand-in runs, in the binary the C
// function, behind the same checks. `defineLibrary(…)` names the functions that `--shared` exports. Both are called
// while modules load, never from translated code. docs/ffi.md is the manual.

import {
  addressOf,
  checkInt,
  checkText,
  enterSlot,
  hasFailed,
  Kept,
  keepFailure,
  keptIndex,
  leaveSlot,
  pointerAt,
  type PointerValue,
  raiseFailure,
  slotAt,
} from "./ffi-border.ts";

export { Kept, PointerValue, samePointer } from "./ffi-border.ts";

/** A pointer to something that only C knows, told apart by `B` in TypeScript. */
export type Pointer<B extends string = string> = PointerValue & { readonly pointsTo?: B };

/** What a C type is to the translator: translator/model/foreign.ts reads it. */
export type TypeSpec =
  | { readonly kind: "void" | "userData" }
  | { readonly kind: "int"; readonly c: string; readonly min: number; readonly max: number }
  | { readonly kind: "float"; readonly c: "float" | "double" }
  | { readonly kind: "bool" }
  | { readonly kind: "text"; readonly c: string; readonly optional: boolean; readonly owned: boolean }
  | { readonly kind: "pointer"; readonly c: string }
  | { readonly kind: "buffer"; readonly c: string; readonly element: string }
  | { readonly kind: "handle"; readonly name: string }
  | {
      readonly kind: "callback";
      readonly params: readonly TypeSpec[];
      readonly result: TypeSpec;
      readonly kept: boolean;
    };

/** A C type whose values are `T` in the program. */
export interface CType<T> {
  readonly spec: TypeSpec;
  /** Functions or objects of this type that C knows by number. */
  readonly slots: unknown[];
  readonly marks: number[];
  readonly js?: T;
}

interface Mark {
  readonly userData: true;
}
type Rest = readonly CType<unknown>[];
type Js<C> = C extends CType<infer T> ? T : never;
/** What the program passes: C's user data is the translator's own business. */
export type ArgsOf<P extends Rest> = P extends readonly [infer H, ...infer R extends Rest]
  ? [Js<H>] extends [Mark]
    ? ArgsOf<R>
    : [Js<H>, ...ArgsOf<R>]
  : [];

// ---- types ----

function made<T>(spec: TypeSpec, slots: unknown[] = [], marks: number[] = []): CType<T> {
  return { spec, slots, marks };
}

/** Ints of the program are within ±(2^53−1), whatever more the C type holds. */
function integer(c: string, bits: number, isSigned: boolean): CType<number> {
  const max = Math.min(2 ** (isSigned ? bits - 1 : bits) - 1, Number.MAX_SAFE_INTEGER);
  return made({ kind: "int", c, min: isSigned ? Math.max(-(2 ** (bits - 1)), -Number.MAX_SAFE_INTEGER) : 0, max });
}

export const int8 = integer("int8_t", 8, true);
export const uint8 = integer("uint8_t", 8, false);
export const int16 = integer("int16_t", 16, true);
export const uint16 = integer("uint16_t", 16, false);
export const int32 = integer("int32_t", 32, true);
export const uint32 = integer("uint32_t", 32, false);
export const int64 = integer("int64_t", 64, true);
export const uint64 = integer("uint64_t", 64, false);
export const short = integer("short", 16, true);
export const ushort = integer("unsigned short", 16, false);
export const int = integer("int", 32, true);
export const uint = integer("unsigned int", 32, false);
export const long = integer("long", 64, true);
export const ulong = integer("unsigned long", 64, false);
export const longlong = integer("long long", 64, true);
export const ulonglong = integer("unsigned long long", 64, false);
export const size_t = integer("size_t", 64, false);
export const ssize_t = integer("ssize_t", 64, true);
export const float: CType<number> = made({ kind: "float", c: "float" });
export const double: CType<number> = made({ kind: "float", c: "double" });
export const bool: CType<boolean> = made({ kind: "bool" });
/** No result. */
export const nothing: CType<void> = made({ kind: "void" });
/** Text as `const char *`, UTF-8, copied both ways. A result is not freed; NULL as a result raises a TypeError. */
export const text: CType<string> = made({ kind: "text", c: "const char *", optional: false, owned: false });
/** The same, where NULL is null. */
export const optionalText: CType<string | null> = made({
  kind: "text",
  c: "const char *",
  optional: true,
  owned: false,
});
/** A result that `free` is called with when it has been copied; NULL is null. */
export const ownedText: CType<string | null> = made({
  kind: "text",
  c: "char *",
  optional: true,
  owned: true,
});
/** Where C takes or gives back the `void *` that it passes to a callback. The program does not see it. */
export const userData: CType<Mark> = made({ kind: "userData" });

/** A pointer that the program only passes on: `pointer<"FILE">("FILE *")`; null is NULL. */
export function pointer<B extends string = string>(c = "void *"): CType<Pointer<B> | null> {
  if (!/^(?:\w+ )*\w+ ?\*+(?: ?const)?$/u.test(c)) throw new TypeError(`'${c}' is no pointer type of C`);
  return made({ kind: "pointer", c });
}

const ELEMENTS = {
  Int8Array: "int8_t *",
  Uint8Array: "uint8_t *",
  Uint8ClampedArray: "uint8_t *",
  Int16Array: "int16_t *",
  Uint16Array: "uint16_t *",
  Int32Array: "int32_t *",
  Uint32Array: "uint32_t *",
  Float32Array: "float *",
  Float64Array: "double *",
} as const;
type Views = {
  Int8Array: Int8Array;
  Uint8Array: Uint8Array;
  Uint8ClampedArray: Uint8ClampedArray;
  Int16Array: Int16Array;
  Uint16Array: Uint16Array;
  Int32Array: Int32Array;
  Uint32Array: Uint32Array;
  Float32Array: Float32Array;
  Float64Array: Float64Array;
};

/** The memory of a typed array, in place, for the time of the call; C sees `c`, such as `struct tm *`. */
export function buffer<K extends keyof Views>(element: K, c: string = ELEMENTS[element]): CType<Views[K]> {
  pointer(c);
  return made({ kind: "buffer", c, element: element.slice(0, -"Array".length) });
}

/** A C function pointer. As a parameter it takes a function of the program, for the time of the call. */
export function callback<const P extends Rest, R>(
  params: P,
  result: CType<R>,
): CType<(...args: ArgsOf<P>) => R> {
  const specs = params.map((p) => p.spec);
  if (specs.some((s) => s.kind === "buffer" || s.kind === "callback" || s.kind === "handle"))
    throw new TypeError("a callback takes numbers, booleans, text and pointers");
  if (specs.filter((s) => s.kind === "userData").length > 1) throw new TypeError("two userData in a callback");
  if (result.spec.kind === "text" || !isResult(result.spec))
    throw new TypeError("a callback gives a number, a boolean, a pointer or nothing");
  return made({ kind: "callback", params: specs, result: result.spec, kept: false });
}

/** A parameter that takes what a keeper gave: C may call it until it is released. */
export function kept<F>(type: CType<F>): CType<Kept> {
  const { spec } = type;
  if (spec.kind !== "callback") throw new TypeError("kept(…) takes a callback type");
  if (!spec.params.some((p) => p.kind === "userData"))
    throw new TypeError("a callback can be kept only if C passes it user data: put userData among its parameters");
  return made({ ...spec, kept: true }, type.slots);
}

/** Makes functions of the program callable for C until they are released. */
export interface Keeper<F> {
  readonly keep: (f: F) => Kept;
  readonly release: (kept: Kept) => void;
}

/** The keeper of a callback type: a constant of the module. */
export function keeper<F>(type: CType<F>): Keeper<F> {
  const slots = type.slots as (F | null)[];
  return Object.freeze({
    keep: (f: F) => new Kept(enterSlot(slots, f)),
    release: (kept: Kept) => {
      leaveSlot(slots, keptIndex(kept));
      kept.index = -1;
    },
  });
}

/** An object of the program that C holds by number (only for `defineLibrary`). */
export function handle<T>(name: string): CType<T> {
  requireName(name);
  return made({ kind: "handle", name });
}

function isResult(spec: TypeSpec): boolean {
  return spec.kind !== "buffer" && spec.kind !== "callback" && spec.kind !== "userData" && spec.kind !== "handle";
}

function requireName(name: string): void {
  if (!/^[A-Za-z_]\w*$/u.test(name)) throw new TypeError(`'${name}' is no name in C`);
}

// ---- calling C ----

/** Where a C function comes from. Files are looked for in the target's folder. */
export interface Origin {
  /** Headers with its prototype: `string.h`, or `helper.h` of the target's folder. */
  readonly headers: readonly string[];
  /** `m` for -lm. */
  readonly libraries?: readonly string[];
  /** Packages whose flags pkg-config knows. */
  readonly packages?: readonly string[];
  /** C files to compile along. */
  readonly sources?: readonly string[];
  readonly includeDirs?: readonly string[];
}

export interface ExternalOptions<P extends Rest, R> {
  readonly name: string;
  readonly from: Origin;
  readonly params: P;
  readonly result: CType<R>;
  /** It never calls a function of the program, not even one that was kept: a cheaper call. */
  readonly noCallback?: boolean;
  /** `lastErrno()` tells its errno. */
  readonly errno?: boolean;
}

/** Values as they cross the border, pointers being addresses; what the graph interpreters call stand-ins with. */
export type Border = number | boolean | string | null | undefined | ArrayBufferView | BorderFunction;
export type BorderFunction = (...args: Border[]) => Border;

/** Stand-ins by the text that describes their C function, for those who run graphs. */
export const standIns = new Map<string, BorderFunction>();

const host = { errno: 0, objects: new Map<number, unknown>(), addresses: new Map<unknown, number>() };

/** The errno of the last C function that was declared with `errno: true`. */
export function lastErrno(): number {
  return host.errno;
}

/** For stand-ins: what `lastErrno()` is to say. */
export function setErrno(errno: number): void {
  host.errno = errno;
}

/** For stand-ins: a pointer that stands for an object of JavaScript. */
export function hostPointer<B extends string>(object: object): Pointer<B> {
  const known = host.addresses.get(object);
  const address = known ?? 4096 + 16 * host.addresses.size;
  host.addresses.set(object, address);
  host.objects.set(address, object);
  return pointerAt(address) as Pointer<B>;
}

/** For stand-ins: the object that a pointer of `hostPointer` stands for. */
export function hostObject(p: PointerValue | null): unknown {
  return host.objects.get(addressOf(p));
}

/** A C function. `standIn` is what runs under Node. */
export function external<const P extends Rest, R>(
  options: ExternalOptions<P, R>,
  standIn: (...args: ArgsOf<P>) => R,
): (...args: ArgsOf<P>) => R {
  const params = options.params.map((p) => p.spec);
  const { spec: result } = options.result;
  checkExternal(options.name, options.from, params, result);
  const { name, from, noCallback = false, errno = false } = options;
  const description = JSON.stringify({ name, params, result, from, noCallback, errno });
  const slots = options.params.map((p) => p.slots);
  const inner = standIn as (...args: unknown[]) => unknown;
  const shown = params.filter((p) => p.kind !== "userData");
  const border: BorderFunction = (...args) =>
    toBorder(result, inner(...shown.map((p, i) => fromBorder(p, args[i], `${name}: argument ${i + 1}`))), `${name}: the result`);
  standIns.set(description, border);
  const tables = slots.filter((_, i) => params[i]?.kind !== "userData");
  return (...args) => callStandIn(description, slots, border, shown, result, name, tables, args) as R;
}

function callStandIn(
  _description: string,
  _slots: unknown[][],
  border: BorderFunction,
  params: readonly TypeSpec[],
  result: TypeSpec,
  name: string,
  tables: unknown[][],
  args: readonly unknown[],
): unknown {
  const passed = params.map((p, i) => {
    const what = `${name}: argument ${i + 1}`;
    if (p.kind !== "callback" || !p.kept) return toBorder(p, args[i], what);
    const index = keptIndex(args[i] as Kept);
    return toBorder(p, (...a: unknown[]) => slotAt(tables[i] as (Callable | null)[], index)(...a), what);
  });
  const value = border(...passed);
  raiseFailure();
  return fromBorder(result, value, `${name}: the result`);
}

type Callable = (...args: unknown[]) => unknown;

/** A value of the program as it crosses. */
function toBorder(spec: TypeSpec, value: unknown, what: string): Border {
  switch (spec.kind) {
    case "int": {
      const n = value as number;
      if (!Number.isInteger(n)) throw new RangeError("number is not an integer");
      return checkInt(n, spec.min, spec.max, what);
    }
    case "float":
      return spec.c === "float" ? Math.fround(value as number) : (value as number);
    case "text":
      return value === null ? null : checkText(value as string, what);
    case "pointer":
      return addressOf(value as PointerValue | null);
    case "callback":
      return guarded(spec, value as Callable);
    case "void":
      return undefined;
    default:
      return value as Border;
  }
}

/** What crossed as the program sees it. */
function fromBorder(spec: TypeSpec, value: Border, what: string): unknown {
  switch (spec.kind) {
    case "int":
      return checkInt(value as number, spec.min, spec.max, what);
    case "text":
      if (value === null && !spec.optional) throw new TypeError(`${what} is NULL`);
      return value;
    case "pointer":
      return pointerAt(value as number);
    case "callback": {
      const shown = spec.params.filter((p) => p.kind !== "userData");
      const call = value as BorderFunction;
      return (...args: unknown[]) =>
        fromBorder(spec.result, call(...shown.map((p, i) => toBorder(p, args[i], what))), what);
    }
    default:
      return value;
  }
}

/** A callback as C sees it: no exception leaves it, and after the first it only gives zero. */
function guarded(spec: TypeSpec & { kind: "callback" }, f: Callable): BorderFunction {
  const shown = spec.params.filter((p) => p.kind !== "userData");
  const zero = spec.result.kind === "bool" ? false : spec.result.kind === "void" ? undefined : 0;
  return (...args) => {
    if (hasFailed()) return zero;
    try {
      const values = shown.map((p, i) => fromBorder(p, args[i], `callback: argument ${i + 1}`));
      return toBorder(spec.result, f(...values), "callback: the result");
    } catch (e) {
      keepFailure(e as Error);
      return zero;
    }
  };
}

function checkExternal(name: string, from: Origin, params: readonly TypeSpec[], result: TypeSpec): void {
  requireName(name);
  const problem = (what: string): Error => new TypeError(`external '${name}': ${what}`);
  if (from.headers.length === 0) throw problem("name the header with its prototype, so that C can check the call");
  if (!isResult(result)) throw problem(`no C function gives a ${result.kind} here`);
  const callbacks = params.filter((p) => p.kind === "callback");
  const data = params.filter((p) => p.kind === "userData").length;
  const wanted = callbacks.filter((c) => c.params.some((p) => p.kind === "userData")).length;
  if (data !== wanted) throw problem(`${wanted} callbacks take userData, the function itself ${data}`);
  for (const p of params) {
    if (p.kind === "void" || p.kind === "handle") throw problem(`no parameter is a ${p.kind}`);
    if (p.kind === "text" && p.owned) throw problem("ownedText is for results");
  }
}
