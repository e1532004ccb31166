// Module resolution for targets that run untranslated: `vmsmith/NAME` is the library of this very package, its sources
// in the repository and compiled JavaScript when installed (Node strips no types under node_modules); `./x.js` may
// mean `./x.ts`, as TypeScript allows.

import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { packageRoot } from "../../support/package-root.ts";

export function registerHostHooks(): void {
  const fromSource = import.meta.url.endsWith(".ts");
  const library = fromSource ? join(packageRoot(), "rlib") : join(packageRoot(), "dist", "rlib");
  registerHooks({
    resolve(specifier, context, next) {
      const name = /^vmsmith\/(.+)$/u.exec(specifier)?.[1];
      if (name !== undefined && name !== "package.json")
        return {
          url: pathToFileURL(join(library, `${name}.${fromSource ? "ts" : "js"}`)).href,
          shortCircuit: true,
        };
      return next(typescriptFor(specifier, context.parentURL) ?? specifier, context);
    },
  });
}

/** The TypeScript file that an import of a .js file stands for, if only that one exists. */
function typescriptFor(specifier: string, parent: string | undefined): string | undefined {
  if (parent === undefined || !/^\.\.?\/.*\.js$/u.test(specifier)) return undefined;
  const js = new URL(specifier, parent);
  const ts = new URL(specifier.replace(/\.js$/u, ".ts"), parent);
  return !existsSync(fileURLToPath(js)) && existsSync(fileURLToPath(ts)) ? ts.href : undefined;
}
