// Where this package's own files are: the same in the repository and when installed.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { broken } from "./diagnostics.ts";

/** The folder of vmsmith's package.json: TypeScript sources of the library and C runtimes lie below it. */
export function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && isOurs(readFileSync(manifest, "utf8"))) return folder;
    if (dirname(folder) === folder) return broken(`no package.json of vmsmith above ${import.meta.dirname}`);
  }
}

/** A folder of the package that is shipped as it is, such as the C runtime: not below dist, unlike our own modules. */
export function packageFolder(path: string): URL {
  return pathToFileURL(`${join(packageRoot(), path)}/`);
}

function isOurs(manifest: string): boolean {
  return (JSON.parse(manifest) as { readonly name?: unknown }).name === "vmsmith";
}

/** A module of this package that is run as a program: `name` without extension, relative to the asking module. */
export function siblingProgram(askingUrl: string, name: string): string {
  // Sources in the repository, compiled JavaScript when installed.
  const extension = askingUrl.endsWith(".ts") ? ".ts" : ".js";
  return fileURLToPath(new URL(name + extension, askingUrl));
}
