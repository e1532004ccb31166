// Regular expressions as constants: the fields of the library's object (rlib/core/regexp.ts), and what its engine lacks.

import { constant, type Constant } from "../model/constants.ts";

/** What RegExp of the library holds before it is compiled. */
export function regExpFields(source: string, flags: string): Map<string, Constant> {
  return new Map<string, Constant>([
    ["source", constant({ kind: "string", value: source })],
    ["flags", constant({ kind: "string", value: flags })],
    ["lastIndex", constant({ kind: "number", value: 0 })],
    ["program", constant({ kind: "undefined" })],
  ]);
}

/** What the engine does not have, in words; TypeScript has checked the rest of the syntax. */
export function missingInRegExp(source: string, flags: string): string | undefined {
  if (flags.includes("v")) return "the flag v of a regular expression";
  if (flags.includes("d")) return "the flag d of a regular expression";
  if (/\(\?(?:[ims]+(?:-[ims]*)?|-[ims]+):/u.test(source)) return "modifiers in a regular expression";
  const property = /\\[pP]\{(?<of>[^}]*)\}/u.exec(source)?.groups?.["of"];
  return flags.includes("u") &&
    property !== undefined &&
    /^(?:Script|sc|scx|Script_Extensions)=/u.test(property)
    ? "scripts in a regular expression"
    : undefined;
}
