// Methods whose library function depends on what they are called with: one function of rlib/core for each way.

import type { Annotation } from "./lattice.ts";

/** The name under which rlib/core has the method for these arguments (without the object); often its own. */
export function methodVariant(kind: string, method: string, args: readonly Annotation[]): string {
  if (kind === "string") return stringVariant(method, args);
  if (kind !== "array" && kind !== "typed") return method;
  switch (method) {
    case "reduce":
    case "reduceRight":
      return args.length < 2 ? `${method}All` : method;
    case "set":
      return args[0]?.base?.kind === "typed" ? "setFrom" : method;
    case "splice":
      return args.length > 2 ? "spliceIn" : method;
    case "concat":
    case "unshift":
      return args.length === 1 ? method : `${method}All`;
    default:
      return method;
  }
}

const ITERATORS: Readonly<Record<string, string>> = {
  list: "values",
  typed: "values",
  set: "values",
  map: "entries",
  string: "characters",
};

/** The library's name for what makes the iterator of a builtin collection of this kind (Base.kind). */
export function namedMethod(kind: string, method: string): string {
  return method === "[Symbol.iterator]" ? (ITERATORS[kind] ?? method) : method;
}

function isRegExp(a: Annotation | undefined): boolean {
  return a?.base?.kind === "instance" && a.base.classes.every((c) => c.name === "RegExp");
}

/** How many parameters a replacing function has; at least the text found. */
function parameters(f: Annotation | undefined): number {
  const counts = f?.base?.kind === "function" ? f.base.funcs.map((g) => g.params.length) : [];
  return Math.max(1, ...counts);
}

function stringVariant(method: string, args: readonly Annotation[]): string {
  const by = args[1]?.base?.kind === "function";
  if (isRegExp(args[0])) return `${method}RegExp${by ? `By${parameters(args[1])}` : ""}`;
  switch (method) {
    case "replace":
    case "replaceAll":
      return by ? `${method}By` : method;
    case "split":
      return args.length === 0 ? "splitNot" : method;
    case "concat":
      return "concatAll";
    default:
      return method;
  }
}

/** `String.fromCharCode(a, b)`: builtins known by path. */
export function pathVariant(path: string, args: readonly Annotation[]): string {
  const several = args.length !== 1 && (path === "String.fromCharCode" || path === "String.fromCodePoint");
  return several ? `${path}s` : path;
}
