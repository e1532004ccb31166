// Programs as libraries for C: which functions `--shared` exports, with which C types. Programs import vmsmith/ffi.

import { type ArgsOf, type CType, type Rest, requireName, type TypeSpec } from "./ffi-types.ts";

/** A function for C. */
export interface Entry {
  readonly params: Rest;
  readonly result: CType<unknown>;
  readonly f: (...args: never[]) => unknown;
}

/** What the translator reads of a library: `functions`, `slots` and `marks` in the order of the description. */
export interface Library {
  readonly description: string;
  readonly functions: readonly ((...args: never[]) => unknown)[];
  /** For each function the tables of its parameters, then of its result. */
  readonly slots: readonly (readonly unknown[][])[];
  readonly marks: readonly (readonly number[][])[];
}

/** A function that C may call. Under Node it is the plain function `f`. */
export function entry<const P extends Rest, R>(
  params: P,
  result: CType<R>,
  f: (...args: ArgsOf<P>) => R,
): Entry {
  return { params, result, f: f };
}

/** What `vmsmith --shared` makes of a target that exports it as `library`. `name` comes before all names in C. */
export function defineLibrary(options: {
  readonly name: string;
  /** Headers of the target's folder or the system, for the types of pointers. */
  readonly headers?: readonly string[];
  readonly exports: Readonly<Record<string, Entry>>;
}): Library {
  requireName(options.name);
  const entries = Object.entries(options.exports);
  const tables = new Map<string, unknown[]>();
  for (const [name, { params, result }] of entries) {
    requireName(name);
    if (RESERVED.has(name) || name.startsWith("release_"))
      throw new TypeError(`every library has a function ${name} of its own`);
    for (const type of [...params, result]) checkHandle(tables, type);
    for (const { spec } of params) requireKind(name, spec, "parameter", PARAMETERS);
    requireKind(name, result.spec, "result", RESULTS);
  }
  const description = JSON.stringify({
    name: options.name,
    headers: options.headers ?? [],
    entries: entries.map(([name, { params, result }]) => ({
      name,
      params: params.map((p) => p.spec),
      result: result.spec,
    })),
  });
  return {
    description,
    functions: entries.map(([, e]) => e.f),
    slots: entries.map(([, e]) => [...e.params, e.result].map((t) => t.slots)),
    marks: entries.map(([, e]) => [...e.params, e.result].map((t) => t.marks)),
  };
}

const RESERVED: ReadonlySet<string> = new Set([
  "start",
  "stop",
  "error",
  "traceback",
  "free",
  "handles",
  "status",
]);
const PARAMETERS: ReadonlySet<TypeSpec["kind"]> = new Set([
  "int",
  "float",
  "bool",
  "text",
  "pointer",
  "buffer",
  "handle",
]);
const RESULTS: ReadonlySet<TypeSpec["kind"]> = new Set([...PARAMETERS, "void"]);

function requireKind(name: string, spec: TypeSpec, what: string, kinds: ReadonlySet<TypeSpec["kind"]>): void {
  if (!kinds.has(spec.kind)) throw new TypeError(`entry '${name}': a ${what} cannot be a ${spec.kind}`);
  if (spec.kind === "buffer" && spec.element !== "Uint8")
    throw new TypeError(`entry '${name}': buffers of entries are Uint8Arrays`);
  if (spec.kind === "text" && spec.owned)
    throw new TypeError(`entry '${name}': C owns the texts it gets and the program copies those it is given`);
}

function checkHandle(tables: Map<string, unknown[]>, { spec, slots }: CType<unknown>): void {
  if (spec.kind !== "handle") return;
  if ((tables.get(spec.name) ?? slots) !== slots)
    throw new TypeError(`handle("${spec.name}") is called twice: keep its type in a constant`);
  tables.set(spec.name, slots);
}
