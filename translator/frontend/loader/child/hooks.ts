// Node's module hooks of the child process: finds the library behind "vmsmith/…", and gives Node instrumented
// JavaScript for every TypeScript module. Everything else (Node's own modules, JavaScript, JSON, npm packages) loads
// as Node loads it.

import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { HELPERS, prepareModule } from "./prepare.ts";
import type { Helpers, Registry } from "./registry.ts";

const LIBRARY = "vmsmith/";

/** Where instrumented code finds its helpers: module code has no other way to an object of this process. */
const HOME = Symbol.for("vmsmith.loader");

/** Installs the hooks; `library` is the folder of rlib's sources. Returns the built-in modules asked for so far. */
export function installHooks(registry: Registry, library: string): ReadonlySet<string> {
  const builtins = new Set<string>();
  const helpersOf = (url: string): Helpers => {
    const loaded = registry.modules.get(url);
    if (loaded === undefined) throw new Error(`${url} was not instrumented`);
    return registry.helpers(loaded);
  };
  Object.defineProperty(globalThis, HOME, { value: helpersOf });
  module.registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier.startsWith(HELPERS)) return { url: specifier, format: "module", shortCircuit: true };
      if (specifier.startsWith(LIBRARY)) {
        const file = join(library, `${specifier.slice(LIBRARY.length)}.ts`);
        const { href: url } = pathToFileURL(file);
        if (context.parentURL !== undefined) note(registry, context.parentURL, specifier, url);
        if (existsSync(file)) return { url, format: "module", shortCircuit: true };
      }
      const found = next(specifier, context);
      if (found.url.startsWith("node:")) builtins.add(found.url);
      if (context.parentURL !== undefined) note(registry, context.parentURL, specifier, found.url);
      return found;
    },
    load: (url, context, next) => {
      if (url.startsWith(HELPERS)) {
        const source = helpersModule(url.slice(HELPERS.length));
        return { source, format: "module", shortCircuit: true };
      }
      if (!/^file:.*\.m?ts$/u.test(url)) return next(url, context);
      return { source: loadModule(registry, url), format: "module", shortCircuit: true };
    },
  });
  return builtins;
}

function note(registry: Registry, parent: string, specifier: string, url: string): void {
  const known = registry.resolved.get(parent);
  if (known === undefined) registry.resolved.set(parent, new Map([[specifier, url]]));
  else known.set(specifier, url);
}

function helpersModule(url: string): string {
  const helpers = `globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(HOME))})](${JSON.stringify(url)})`;
  return `export const {f,c,o,m,u}=${helpers};`;
}

function loadModule(registry: Registry, url: string): string {
  const file = fileURLToPath(url);
  const { code, instrumented, positions } = prepareModule(file, url, readFileSync(file, "utf8"));
  registry.modules.set(url, { file, url, instrumented, positions });
  return code;
}
