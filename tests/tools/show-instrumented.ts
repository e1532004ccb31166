// Prints a TypeScript module as the loader runs it.

import { readFileSync } from "node:fs";
import ts from "typescript";
import { instrument } from "../../translator/frontend/loader/child/instrument.ts";

const [, , file = ""] = process.argv;
const text = readFileSync(file, "utf8");
const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
console.log(instrument(source, "HELPERS", "SELF").edits.apply(text));
