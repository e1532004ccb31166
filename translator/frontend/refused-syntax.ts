// Table: syntax that the subset refuses for good, whatever the rest of the program is. The translator refuses it where
// the entry point reaches it; the ESLint plugin shows it while the program is written. One row, one code, one wording.

export interface RefusedSyntax {
  /** Names of TypeScript's kinds of syntax nodes. */
  readonly kinds: readonly string[];
  /** The same as selectors over typescript-estree's trees; none where types must be known. */
  readonly selectors: readonly string[];
  /** What was seen, after an article. */
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}

const NO_EVENT_LOOP = {
  why: "There is no event loop in the binary.",
  instead: "Use the synchronous functions of node:fs and of the library.",
} as const;

export const REFUSED_SYNTAX = {
  delete: {
    kinds: ["DeleteExpression"],
    // Keys of a Record may be deleted: which it is needs types.
    selectors: [],
    what: "a delete expression",
    why: "The fields of an object are fixed when it is translated.",
    instead: "Use a Map, or set the field to undefined.",
  },
  with: {
    kinds: ["WithStatement"],
    selectors: ["WithStatement"],
    what: "a with statement",
    why: "Names could not be resolved at translation time.",
    instead: "Name the object in each access.",
  },
  await: {
    kinds: ["AwaitExpression"],
    selectors: ["AwaitExpression", "ForOfStatement[await=true]"],
    what: "an await expression",
    ...NO_EVENT_LOOP,
  },
  async: {
    kinds: [],
    selectors: [
      "FunctionDeclaration[async=true]",
      "FunctionExpression[async=true]",
      "ArrowFunctionExpression[async=true]",
    ],
    what: "an async function",
    ...NO_EVENT_LOOP,
  },
  debugger: {
    kinds: ["DebuggerStatement"],
    selectors: ["DebuggerStatement"],
    what: "a debugger statement",
    why: "The binary has no JavaScript debugger.",
    instead: "Remove it; gdb steps in the TypeScript source of a --debug build.",
  },
  metaProperty: {
    kinds: ["MetaProperty"],
    selectors: ["MetaProperty"],
    what: "a meta property",
    why: "It has no meaning in a binary.",
    instead: "Pass what is needed as an argument.",
  },
} as const satisfies Record<string, RefusedSyntax>;

export type RefusedSyntaxName = keyof typeof REFUSED_SYNTAX;

/** The row of a kind of syntax node, by its name. */
export function refusedSyntax(kind: string): RefusedSyntax | undefined {
  return Object.values<RefusedSyntax>(REFUSED_SYNTAX).find((row) => row.kinds.includes(kind));
}
