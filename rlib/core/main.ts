// Where every binary begins: arguments in, exit code out, uncaught errors reported.

import type { Str } from "./low/intrinsics.ts";
import type { Error } from "./errors.ts";
import { argument_at, argument_count, print_traceback, print_uncaught, flush_output } from "./low/io.ts";

/** The last thing after an exception that no function of the JIT runtime took: it is a mistake of vmsmith's own. */
export function unit_failed(error: Error): number {
  flush_output();
  console.error(`vmsmith: internal error in the JIT runtime: ${error.message}`);
  print_traceback();
  process.exit(70);
}

/**
 * Runs the target's entry point.
 * @perCallSite
 */
export function start(entry: (argv: string[]) => number): number {
  try {
    const argv: string[] = [];
    for (let i = 0; i < argument_count(); i++) argv.push(argument_at(i) as unknown as string);
    const code = entry(argv) | 0;
    flush_output();
    return code;
  } catch (e) {
    const error = e as Error;
    flush_output();
    print_uncaught(`${error.name}: ${error.message}\n` as unknown as Str);
    print_traceback();
    return 1;
  }
}
