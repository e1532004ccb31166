// Writes what people asked for by name: whole or not at all.

import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Writes `text` under a temporary name and renames it; /dev/stdout and its like are written to directly. */
export function writeWhole(file: string, text: string): void {
  const info = statSync(file, { throwIfNoEntry: false });
  if (info !== undefined && !info.isFile()) {
    writeFileSync(file, text);
    return;
  }
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (problem) {
    rmSync(temporary, { force: true });
    throw problem;
  }
}
