// stdin: "first line\nzweite Zeile: äöü\n\nlast"
// Standard input, read whole and split into lines.

import { readFileSync } from "node:fs";

export function entryPoint(): number {
  const text = readFileSync(0, "utf8");
  const lines = text.split("\n");
  console.log(text.length, lines.length);
  for (const line of lines) console.log(`[${line}]`, line.length);
  return 0;
}
