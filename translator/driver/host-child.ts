// The process that `--host` starts: loads the target with vmsmith's own resolution and calls its entry point.

import { registerHostHooks } from "../frontend/loader/host-hooks.ts";

registerHostHooks();
const [url = "", ...args] = process.argv.slice(2);
process.argv = [process.argv[0] ?? "node", url, ...args];
const target = (await import(url)) as { entryPoint?: (argv: string[]) => number };
if (typeof target.entryPoint !== "function") {
  process.stderr.write("vmsmith: the target exports no function entryPoint\n");
  process.exitCode = 1;
} else {
  try {
    process.exitCode = target.entryPoint([new URL(url).pathname, ...args]);
  } catch (problem) {
    process.stderr.write(
      `Uncaught ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`,
    );
    process.exitCode = 1;
  }
}
