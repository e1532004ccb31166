#!/usr/bin/env node
// The command line: looks at the Node it runs on, then hands over to the driver. Nothing else is loaded before, so that
// an old Node gets a sentence instead of a stack, and everything is loaded through Node's compile cache.

import module from "node:module";

const OLDEST = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `vmsmith needs Node ${OLDEST.join(".")} or newer; this is ${process.versions.node}.\n` +
      "Install one, or add it to the project: npm install --save-dev node\n",
  );
  process.exitCode = 1;
} else {
  module.enableCompileCache();
  const { main } = await import("./driver/main.ts");
  process.exitCode = await main(process.argv.slice(2));
}
