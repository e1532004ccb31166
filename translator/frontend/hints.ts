// JSDoc tags that are hints (language.md, "Hints"): parsed here, kept on function entities, checked by the rooms that
// obey them. An unknown tag that looks like a misspelt hint is refused; ordinary documentation tags pass.

import ts from "typescript";
import { refusal } from "../support/diagnostics.ts";
import type { Universe } from "./universe.ts";

/** Tags on functions and methods; `perCallSite` and `known` (model/known-calls.ts) only in the library. */
export const FUNCTION_HINTS = [
  "elidable",
  "elidablePromote",
  "unrollSafe",
  "lookInsideIff",
  "dontLookInside",
  "lookInside",
  "loopInvariant",
  "notInTrace",
  "inline",
  "noinline",
  "unchecked",
  "specialize",
  "perCallSite",
  "known",
] as const;

/** Tags on fields and classes. */
export const CLASS_HINTS = ["quasiImmutable", "virtualizable"] as const;

/** Tags of a function or method. */
export function parseHints(universe: Universe, node: ts.Node): ReadonlyMap<string, string> {
  return hintsOf(universe, node, FUNCTION_HINTS, "a function or method");
}

/** Tags of a class or field. */
export function parseClassHints(universe: Universe, node: ts.Node): ReadonlyMap<string, string> {
  return hintsOf(universe, node, CLASS_HINTS, "a class or field");
}

function hintsOf(
  universe: Universe,
  node: ts.Node,
  allowed: readonly string[],
  kind: string,
): ReadonlyMap<string, string> {
  const hints = new Map<string, string>();
  for (const tag of ts.getJSDocTags(node)) {
    const name = tag.tagName.text;
    if (allowed.includes(name)) {
      hints.set(name, ts.getTextOfJSDocComment(tag.comment) ?? "");
      continue;
    }
    const near = [...FUNCTION_HINTS, ...CLASS_HINTS].find((h) => isNear(h.toLowerCase(), name.toLowerCase()));
    if (near === undefined) continue;
    const misplaced = near === name;
    throw refusal("RTS1401", universe.place(tag), {
      seen: `the tag \`@${name}\`${misplaced ? ` on ${kind}` : ""}.`,
      why: misplaced
        ? "The hint has no meaning there."
        : "It is no hint that vmsmith knows, and would silently do nothing.",
      instead: misplaced
        ? `Move it to ${kind === "a class or field" ? "the function or method" : "the class or field"} that it is about.`
        : `Write \`@${near}\`, or another word if it is documentation.`,
    });
  }
  return hints;
}

/** The same, or one letter added, dropped, changed or swapped. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const restA = a.slice(i);
  const restB = b.slice(i);
  return (
    restA === restB ||
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  );
}
