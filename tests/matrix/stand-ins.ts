// The stand-ins of C functions for engines that run graphs in this process: the programs that have any are loaded here
// too, which makes vmsmith/ffi know them.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { lastErrno, standIns } from "vmsmith/ffi";
import type { StandIns } from "../../translator/interp/foreign.ts";

/** Loads those of the files that use vmsmith/ffi; the stand-ins of all. */
export async function standInsOf(files: readonly string[]): Promise<StandIns> {
  for (const file of files)
    if (readFileSync(file, "utf8").includes('from "vmsmith/ffi"')) await import(pathToFileURL(file).href);
  return { get: (description) => standIns.get(description), errno: lastErrno };
}
