// Table: the rules of the ESLint plugin. Each shows while typing what the translator would refuse for the same reason,
// from the same table, with the same code; only what needs no look at the rest of the program.

import { REFUSED_SYNTAX, type RefusedSyntax } from "../refused-syntax.ts";
import { hintProblem, type HintPlace } from "../hint-names.ts";
import {
  ancestors,
  AST_NODE_TYPES,
  isInFunction,
  message,
  meta,
  uncast,
  type Comment,
  type Node,
} from "./nodes.ts";
import type { Fixer, Rule, RuleContext } from "./nodes.ts";

/** Syntax that the subset refuses for good. */
const syntax: Rule = {
  meta: meta("no syntax outside of the subset in functions", "fixable"),
  create(context) {
    const visitors: Record<string, (node: Node) => void> = {};
    for (const row of Object.values<RefusedSyntax>(REFUSED_SYNTAX))
      for (const selector of row.selectors)
        visitors[selector] = (node) => {
          if (!isInFunction(node)) return;
          const isDebugger = node.type === AST_NODE_TYPES.DebuggerStatement;
          context.report({
            node,
            message: message("RTS1101", row.what, row.why, row.instead),
            ...(isDebugger ? { fix: (fixer: Fixer) => fixer.remove(node) } : {}),
          });
        };
    return visitors;
  },
};

const PLACES: ReadonlyMap<string, HintPlace> = new Map([
  [AST_NODE_TYPES.FunctionDeclaration, "a function or method"],
  [AST_NODE_TYPES.MethodDefinition, "a function or method"],
  [AST_NODE_TYPES.TSAbstractMethodDefinition, "a function or method"],
  [AST_NODE_TYPES.ClassDeclaration, "a class or field"],
  [AST_NODE_TYPES.PropertyDefinition, "a class or field"],
]);

/** What a comment stands before, as far as hints are concerned. */
function placeAfter(context: RuleContext, comment: Comment): HintPlace | null {
  const token = context.sourceCode.getTokenAfter(comment);
  const first = token === null ? null : context.sourceCode.getNodeByRangeIndex(token.range[0]);
  for (const node of ancestors(first)) {
    const place = PLACES.get(node.type);
    if (place !== undefined) return place;
    if (node.type !== AST_NODE_TYPES.VariableDeclaration) continue;
    const kind = node.declarations[0].init?.type;
    const isFunction =
      kind === AST_NODE_TYPES.ArrowFunctionExpression || kind === AST_NODE_TYPES.FunctionExpression;
    return isFunction ? "a function or method" : null;
  }
  return null;
}

/** Hints that are misspelt or stand where they mean nothing. */
const hints: Rule = {
  meta: meta("JSDoc tags that look like hints are hints", "fixable"),
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (comment.type !== "Block" || !comment.value.startsWith("*")) continue;
          const place = placeAfter(context, comment);
          if (place === null) continue;
          for (const tag of comment.value.matchAll(/(?<=^|\s)@(\w+)/gu))
            checkTag(context, comment, tag, place);
        }
      },
    };
  },
};

function checkTag(context: RuleContext, comment: Comment, tag: RegExpExecArray, place: HintPlace): void {
  const name = tag[1] ?? "";
  const problem = hintProblem(name, place);
  if (problem === null) return;
  // Two characters open the comment, one is the @.
  const start = comment.range[0] + 2 + tag.index + 1;
  const range = [start, start + name.length] as const;
  const { sourceCode } = context;
  context.report({
    loc: { start: sourceCode.getLocFromIndex(range[0]), end: sourceCode.getLocFromIndex(range[1]) },
    message: message("RTS1401", problem.seen, problem.why, problem.instead),
    ...(problem.isMisplaced ? {} : { fix: (fixer: Fixer) => fixer.replaceTextRange(range, problem.meant) }),
  });
}

/** `driver.jitMergePoint({ pc, code })` and canEnterJit: the literal tells the names and never exists. */
const mergePoint: Rule = {
  meta: meta("merge points name their variables in an object literal"),
  create(context) {
    return {
      "CallExpression[callee.property.name=/^(jitMergePoint|canEnterJit)$/]"(node: Node) {
        if (node.type !== AST_NODE_TYPES.CallExpression) return;
        const [first] = node.arguments;
        const literal = first === undefined ? undefined : uncast(first);
        const isNamed =
          literal?.type === AST_NODE_TYPES.ObjectExpression &&
          literal.properties.every((p) => p.type === AST_NODE_TYPES.Property && !p.computed && !p.method);
        if (isNamed) return;
        context.report({
          node: first ?? node,
          message: message(
            "RTS1402",
            "a merge point without an object literal of its variables",
            "The names tell which variables are green and red; the object itself is never made.",
            "Write `{ … }` with the variables of the driver.",
          ),
        });
      },
    };
  },
};

const NOT_ERRORS: ReadonlySet<string> = new Set([
  AST_NODE_TYPES.Literal,
  AST_NODE_TYPES.TemplateLiteral,
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
]);

/** Only objects of classes that extend Error are thrown. */
const throwError: Rule = {
  meta: meta("only errors are thrown", "suggests"),
  create(context) {
    return {
      ThrowStatement(node: Node) {
        if (node.type !== AST_NODE_TYPES.ThrowStatement || !isInFunction(node)) return;
        const thrown = uncast(node.argument);
        if (!NOT_ERRORS.has(thrown.type)) return;
        const isText =
          thrown.type === AST_NODE_TYPES.TemplateLiteral ||
          (thrown.type === AST_NODE_TYPES.Literal && typeof thrown.value === "string");
        const text = context.sourceCode.getText(thrown);
        context.report({
          node: thrown,
          message: message(
            "RTS1205",
            `\`throw ${text}\``,
            "Handlers and tracebacks need an error object.",
            "Throw an object of Error or of a class that extends it.",
          ),
          ...(isText
            ? {
                suggest: [
                  {
                    desc: "Throw an Error with this message.",
                    fix: (fixer: Fixer) => fixer.replaceTextRange(thrown.range, `new Error(${text})`),
                  },
                ],
              }
            : {}),
        });
      },
    };
  },
};

/** vmsmith/raw is for the product's own code. */
const noRaw: Rule = {
  meta: meta("vmsmith/raw is not for interpreters"),
  create(context) {
    return {
      "ImportDeclaration[source.value='vmsmith/raw']"(node: Node) {
        context.report({
          node,
          message: message(
            "RTS1101",
            "an import of vmsmith/raw",
            "Its functions check nothing and are internal to vmsmith.",
            "Use typed arrays, or a function of the library.",
          ),
        });
      },
    };
  },
};

export const RULES = {
  syntax,
  hints,
  "merge-point": mergePoint,
  "throw-error": throwError,
  "no-raw": noRaw,
} as const satisfies Record<string, Rule>;
