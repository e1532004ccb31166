// TypeScript's own messages as diagnostics of family "typescript": code and words stay TypeScript's.

import ts from "typescript";
import type { Diagnostic, Place, Related } from "../../support/diagnostics.ts";
import { LineIndex } from "../../support/positions.ts";

/** Converts one of TypeScript's diagnostics. */
export function fromTypeScript(found: ts.Diagnostic): Diagnostic {
  const related = (found.relatedInformation ?? []).map((each): Related => {
    const place = placeOf(each);
    const message = words(each);
    return place === undefined ? { message } : { place, message };
  });
  const place = placeOf(found);
  return {
    family: "typescript",
    code: `TS${found.code}`,
    seen: words(found),
    why: "",
    instead: "",
    ...(place && { place }),
    ...(related.length > 0 && { related }),
  };
}

function words(found: ts.DiagnosticRelatedInformation): string {
  return ts.flattenDiagnosticMessageText(found.messageText, "\n");
}

function placeOf({ file, start, length }: ts.DiagnosticRelatedInformation): Place | undefined {
  if (file === undefined || start === undefined) return undefined;
  return new LineIndex(file.fileName, file.text).place(start, start + (length ?? 0));
}
