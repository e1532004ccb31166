// JSDoc tags that are hints: parsed here, kept on function entities, checked by the rooms that obey them. An unknown tag
// that looks like a misspelt hint is refused; ordinary documentation tags pass.

import ts from "typescript";
import { refusal } from "../support/diagnostics.ts";
import { hintProblem, hintsAt, type HintPlace } from "./hint-names.ts";
import type { Universe } from "./universe.ts";

/** Tags of a function or method. */
export function parseHints(universe: Universe, node: ts.Node): ReadonlyMap<string, string> {
  return hintsOf(universe, node, "a function or method");
}

/** Tags of a class or field. */
export function parseClassHints(universe: Universe, node: ts.Node): ReadonlyMap<string, string> {
  return hintsOf(universe, node, "a class or field");
}

function hintsOf(universe: Universe, node: ts.Node, place: HintPlace): ReadonlyMap<string, string> {
  const hints = new Map<string, string>();
  for (const tag of ts.getJSDocTags(node)) {
    const name = tag.tagName.text;
    if (hintsAt(place).includes(name)) hints.set(name, ts.getTextOfJSDocComment(tag.comment) ?? "");
    const problem = hintProblem(name, place);
    if (problem === null) continue;
    const { seen, why, instead } = problem;
    throw refusal("RTS1401", universe.place(tag), { seen, why, instead });
  }
  return hints;
}
