// Table: the JSDoc tags that are hints (language.md, "Hints"), and which of them a misspelt tag means. Shared by the
// translator, which parses them, and by the ESLint plugin.

/**
 * Tags on functions and methods; only in the library: `perCallSite`, `known` (model/known-calls.ts) and `leftOpen`, of a
 * generator that a loop does not close when it is left early, as iterators of builtin collections.
 */
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
  "leftOpen",
] as const;

/** Tags on fields and classes; only in the library: `weak` and `coroutine`, layouts that collectors treat as such. */
export const CLASS_HINTS = ["quasiImmutable", "virtualizable", "weak", "coroutine"] as const;

export type HintPlace = "a function or method" | "a class or field";

export function hintsAt(place: HintPlace): readonly string[] {
  return place === "a class or field" ? CLASS_HINTS : FUNCTION_HINTS;
}

export interface HintProblem {
  /** The hint that is meant. */
  readonly meant: string;
  /** It is spelt right and stands where it has no meaning. */
  readonly isMisplaced: boolean;
  readonly seen: string;
  readonly why: string;
  readonly instead: string;
}

/** What is wrong with a tag at a place; null for hints that belong there and for ordinary documentation tags. */
export function hintProblem(tag: string, place: HintPlace): HintProblem | null {
  if (hintsAt(place).includes(tag)) return null;
  const meant = [...FUNCTION_HINTS, ...CLASS_HINTS].find((h) => isNear(h.toLowerCase(), tag.toLowerCase()));
  if (meant === undefined) return null;
  const isMisplaced = meant === tag;
  const elsewhere = place === "a class or field" ? "function or method" : "class or field";
  return {
    meant,
    isMisplaced,
    seen: `the tag \`@${tag}\`${isMisplaced ? ` on ${place}` : ""}.`,
    why: isMisplaced
      ? "The hint has no meaning there."
      : "It is no hint that vmsmith knows, and would silently do nothing.",
    instead: isMisplaced
      ? `Move it to the ${elsewhere} that it is about.`
      : `Write \`@${meant}\`, or another word if it is documentation.`,
  };
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
