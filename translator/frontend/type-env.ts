// Type arguments of generic functions and classes. Each list of arguments has its own instance of the function or class
// (monomorphisation); an environment says what the type parameters in scope stand for, as text.

import ts from "typescript";

export interface TypeEnv {
  /** "" outside of generic code, else "<number>", "<string, Token>" …; part of keys. */
  readonly key: string;
  readonly args: ReadonlyMap<ts.Symbol, string>;
}

export const NO_TYPES: TypeEnv = Object.freeze({ key: "", args: new Map<ts.Symbol, string>() });

/** The environment inside a generic declaration that is used with these type arguments, in the scope of `outer`. */
export function instantiate(
  checker: ts.TypeChecker,
  parameters: readonly ts.TypeParameterDeclaration[],
  types: readonly ts.Type[],
  outer: TypeEnv,
): TypeEnv {
  const args = new Map<ts.Symbol, string>();
  parameters.forEach((p, i) => {
    const symbol = checker.getSymbolAtLocation(p.name);
    const type = types[i];
    if (symbol !== undefined) args.set(symbol, type === undefined ? "?" : typeText(checker, type, outer));
  });
  return { key: `<${[...args.values()].join(", ")}>`, args };
}

/** How deep type arguments are nested in an environment. */
export function nesting(env: TypeEnv): number {
  let depth = 0;
  let deepest = 0;
  for (const c of env.key) {
    if (c === "<") deepest = Math.max(deepest, ++depth);
    else if (c === ">") depth--;
  }
  return deepest;
}

/** Deeper ones come from functions that call themselves with ever larger types. */
export const MAX_NESTING = 16;

/** A type as text, with the type parameters of the environment replaced. */
function typeText(checker: ts.TypeChecker, type: ts.Type, env: TypeEnv): string {
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const bound = env.args.get(type.symbol);
    if (bound !== undefined) return bound;
  }
  const literal = checker.getBaseTypeOfLiteralType(type);
  const text = checker.typeToString(literal, undefined, ts.TypeFormatFlags.NoTruncation);
  // Some other use of a parameter, such as T[]: the text says how, the environment what.
  return [...env.args.keys()].some((s) => new RegExp(`\\b${s.name}\\b`, "u").test(text))
    ? `${text}${env.key}`
    : text;
}
