// The types of the border to C: for each C type the type its values have in the program, and what the translator is told.
// Programs import vmsmith/ffi.

import type { Kept, PointerValue } from "./ffi-border.ts";

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

/** A C type whose values are `T` in the program, and `H` for stand-ins. */
export interface CType<T, H = T> {
  readonly spec: TypeSpec;
  /** Functions or objects of this type that C knows by number. */
  readonly slots: unknown[];
  readonly marks: number[];
  readonly js?: T;
  readonly host?: H;
}

export interface Mark {
  readonly userData: true;
}
export type Rest = readonly CType<unknown>[];
type Host<C> = C extends CType<unknown, infer H> ? H : never;
type Js<C> = C extends CType<infer T> ? T : never;
/** What the program passes: C's user data is the translator's own business. */
export type ArgsOf<P extends Rest> = P extends readonly [infer H, ...infer R extends Rest]
  ? [Js<H>] extends [Mark]
    ? ArgsOf<R>
    : [Js<H>, ...ArgsOf<R>]
  : [];
/** What stand-ins get. */
export type HostArgsOf<P extends Rest> = P extends readonly [infer H, ...infer R extends Rest]
  ? [Js<H>] extends [Mark]
    ? HostArgsOf<R>
    : [Host<H>, ...HostArgsOf<R>]
  : [];

// ---- types ----

function made<T, H = T>(spec: TypeSpec, slots: unknown[] = [], marks: number[] = []): CType<T, H> {
  return { spec, slots, marks };
}

/** Ints of the program are within ±(2^53−1), whatever more the C type holds. */
function integer(c: string, bits: number, isSigned: boolean): CType<number> {
  const max = Math.min(2 ** (isSigned ? bits - 1 : bits) - 1, Number.MAX_SAFE_INTEGER);
  return made({
    kind: "int",
    c,
    min: isSigned ? Math.max(-(2 ** (bits - 1)), -Number.MAX_SAFE_INTEGER) : 0,
    max,
  });
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
  if (specs.filter((s) => s.kind === "userData").length > 1)
    throw new TypeError("two userData in a callback");
  if (result.spec.kind === "text" || !isResult(result.spec))
    throw new TypeError("a callback gives a number, a boolean, a pointer or nothing");
  return made({ kind: "callback", params: specs, result: result.spec, kept: false });
}

/** A parameter that takes what a keeper gave: C may call it until it is released. */
export function kept<F>(type: CType<F>): CType<Kept, F> {
  const { spec } = type;
  if (spec.kind !== "callback") throw new TypeError("kept(…) takes a callback type");
  if (!spec.params.some((p) => p.kind === "userData"))
    throw new TypeError(
      "a callback can be kept only if C passes it user data: put userData among its parameters",
    );
  return made({ ...spec, kept: true }, type.slots);
}

/** An object of the program that C holds by number (only for `defineLibrary`). */
export function handle<T>(name: string): CType<T> {
  requireName(name);
  return made({ kind: "handle", name });
}

/** Can a C function give it? */
export function isResult(spec: TypeSpec): boolean {
  return (
    spec.kind !== "buffer" && spec.kind !== "callback" && spec.kind !== "userData" && spec.kind !== "handle"
  );
}

/** Names go into C as they are. */
export function requireName(name: string): void {
  if (!/^[A-Za-z_]\w*$/u.test(name)) throw new TypeError(`'${name}' is no name in C`);
}
