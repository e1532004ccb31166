// The classes of generator objects, one for each generator function: fields for the state of its body, and the methods
// of the iterator protocol. The body itself is the method `@resume` (flow/generators.ts).

import type ts from "typescript";
import { ClassEntity, FuncEntity, type Param } from "../model/entities.ts";
import type { Graph } from "../model/graph.ts";

export type GeneratorMethod =
  "@resume" | "@step" | "@close" | "@delegate" | "next" | "return" | "throw" | "[Symbol.iterator]";

/** Parameters of the methods. */
const METHODS: { readonly [M in GeneratorMethod]: readonly string[] } = {
  "@resume": [],
  "@step": [],
  "@close": [],
  "@delegate": ["mode", "sent", "error", "result"],
  next: ["value"],
  return: ["value"],
  throw: ["error"],
  "[Symbol.iterator]": [],
};

const CLOSING: readonly GeneratorMethod[] = ["@close", "@delegate", "return", "throw"];

/** How a run of the body begins: `mode`. */
export const MODE_NEXT = 0;
export const MODE_THROW = 1;
export const MODE_RETURN = 2;

const FIELDS = ["state", "mode", "sent", "error", "value", "result", "done"] as const;

export type MethodBuilder = (method: GeneratorMethod, f: FuncEntity, cls: ClassEntity) => Graph;

export interface GeneratorClass {
  readonly cls: ClassEntity;
  /** The class of what `next` gives. */
  readonly result: ClassEntity;
}

/** The class of the generators that a function makes. */
export function makeGeneratorClass(maker: FuncEntity, build: MethodBuilder): GeneratorClass {
  const cls = new ClassEntity(`${maker.key}.generator`, "Generator", null, maker.pos, maker.unit);
  const result = new ClassEntity(`${maker.key}.result`, "IteratorResult", null, maker.pos, maker.unit);
  for (const field of FIELDS) addField(cls, field);
  for (const field of ["value", "done"]) addField(result, field);
  for (const method of Object.keys(METHODS) as GeneratorMethod[]) {
    if (maker.hints.has("leftOpen") && CLOSING.includes(method)) continue;
    const params = METHODS[method].map((text): Param => ({ name: text, optional: true, rest: false }));
    const f = new FuncEntity({
      key: `${maker.key}.${method.replace(/\W/g, "")}`,
      name: method === "@resume" ? maker.name : `Generator.${method}`,
      kind: "method",
      params,
      captures: [],
      hasThis: true,
      pos: maker.pos,
      owner: cls,
      env: maker.env,
      origins: maker.origins,
      unit: maker.unit,
      build: (self) => build(method, self, cls),
    });
    cls.methods.set(method, f);
  }
  return { cls, result };
}

export function addField(cls: ClassEntity, field: string): void {
  cls.fields.set(field, { name: field, pos: cls.pos, readonly: false, maybeUnset: false });
}

/** Is the type that of generator objects? */
export function isGeneratorType(checker: ts.TypeChecker, type: ts.Type): boolean {
  const symbol = type.getSymbol();
  if (symbol?.name !== "Generator") return false;
  return symbol.declarations?.every((d) => d.getSourceFile().isDeclarationFile) === true;
}
