// C functions for programs, and programs as libraries for C. `external(…)` names a C function with its C types and a
// stand-in in JavaScript: under Node (and in vmsmith's graph interpreters) the stand-in runs, in the binary the C
// function, behind the same checks. `defineLibrary(…)` names the functions that `--shared` exports. Both are called
// while modules load, never from translated code. docs/ffi.md is the manual.

import {
  addressOf,
  beginCall,
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

import {
  type ArgsOf,
  type CType,
  type HostArgsOf,
  isResult,
  type Pointer,
  requireName,
  type Rest,
  type TypeSpec,
} from "./ffi-types.ts";

export { Kept, PointerValue, samePointer } from "./ffi-border.ts";

export * from "./ffi-types.ts";
export { defineLibrary, entry, type Entry, type Library } from "./ffi-library.ts";

/** The function that makes functions of the program callable for C until they are released: a constant of the module. */
export function keeper<F>(type: CType<F>): (f: F) => Kept {
  const slots = type.slots as (F | null)[];
  return (f) => new Kept(enterSlot(slots, f));
}

/**
 * The function that releases what the keeper of the same type gave. C that calls it afterwards gets zero, and the C
 * function that did so raises an Error.
 */
export function releaser<F>(type: CType<F>): (kept: Kept) => void {
  const slots = type.slots as (F | null)[];
  return (kept) => {
    leaveSlot(slots, keptIndex(kept));
    kept.index = -1;
  };
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
  standIn: (...args: HostArgsOf<P>) => R,
): (...args: ArgsOf<P>) => R {
  const params = options.params.map((p) => p.spec);
  const { spec: result } = options.result;
  checkExternal(options.name, options.from, params, result);
  const { name, from, noCallback = false, errno = false } = options;
  if (noCallback && params.some((p) => p.kind === "callback" && !p.kept))
    throw new TypeError(`external '${name}': noCallback, but it takes a callback for the time of the call`);
  const description = JSON.stringify({ name, params, result, from, noCallback, errno });
  const slots = options.params.map((p) => p.slots);
  const inner = standIn as (...args: unknown[]) => unknown;
  const shown = params.filter((p) => p.kind !== "userData");
  const border: BorderFunction = (...args) =>
    toBorder(
      result,
      inner(...shown.map((p, i) => fromBorder(p, args[i], `${name}: argument ${i + 1}`))),
      `${name}: the result`,
    );
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
  // Under Node there are no coroutines, hence one stack.
  beginCall(0);
  let value: Border;
  try {
    value = border(...passed);
  } catch (e) {
    keepFailure(0, e as Error);
  }
  raiseFailure(0);
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
    if (hasFailed(0)) return zero;
    try {
      const values = shown.map((p, i) => fromBorder(p, args[i], `callback: argument ${i + 1}`));
      return toBorder(spec.result, f(...values), "callback: the result");
    } catch (e) {
      keepFailure(0, e as Error);
      return zero;
    }
  };
}

function checkExternal(name: string, from: Origin, params: readonly TypeSpec[], result: TypeSpec): void {
  requireName(name);
  const problem = (what: string): Error => new TypeError(`external '${name}': ${what}`);
  if (from.headers.length === 0)
    throw problem("name the header with its prototype, so that C can check the call");
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
