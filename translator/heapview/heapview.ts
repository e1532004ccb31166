// What holds the memory of a translated program: reads the dump that it wrote (VMSMITH_LOG=gc-dump:FILE) and prints totals
// by type, what retains most, and paths. docs/gc-logs.md. Exit codes: 1 the dump cannot be read, 2 wrong usage.

import { Command, CommanderError, InvalidArgumentError } from "commander";
import { analyze } from "./analysis.ts";
import { NoDump, readDump } from "./dump.ts";
import { ofType, summary, why } from "./report.ts";

interface Options {
  readonly type?: string;
  readonly why?: number;
  readonly top: number;
}

function address(text: string): number {
  if (!/^(?:0x)?[0-9a-f]{1,12}$/iu.test(text))
    throw new InvalidArgumentError("An address is a hexadecimal number.");
  return Number.parseInt(text, 16);
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError("A count is a number from 1 on.");
  return Number(text);
}

/** What is asked for, as text; a string in `problem` is what is wrong. */
function answer(
  file: string,
  options: Options,
): { readonly text?: string | undefined; readonly problem?: string } {
  const analysis = analyze(readDump(file));
  const { type, why: asked, top } = options;
  if (asked !== undefined) {
    const text = why(analysis, asked);
    return text === undefined ? { problem: `there is no object at ${asked.toString(16)}` } : { text };
  }
  if (type === undefined) return { text: summary(analysis, top) };
  // The dump has no blanks in names.
  const text = ofType(analysis, type.replaceAll(" ", "_"), top);
  if (text !== undefined) return { text };
  const names = analysis.types.slice(0, 10).map((t) => t.name);
  return { problem: `nothing of type ${type} is reachable; there are ${names.join(", ")}` };
}

function run(file: string, options: Options): void {
  try {
    const { text, problem } = answer(file, options);
    if (text !== undefined) process.stdout.write(text);
    if (problem === undefined) return;
    process.stderr.write(`heapview: ${problem}\n`);
  } catch (error) {
    const isExpected = error instanceof NoDump || (error instanceof Error && "code" in error);
    if (!isExpected) throw error;
    process.stderr.write(`heapview: ${file}: ${error.message}\n`);
  }
  process.exitCode = 1;
}

const command = new Command("heapview")
  .description("What holds the memory of a translated program, by its heap dump (VMSMITH_LOG=gc-dump:FILE).")
  .argument("<file>", "the dump")
  .option("--type <name>", "the objects of a type, and what holds the largest")
  .option("--why <address>", "what holds the object at an address", address)
  .option("--top <n>", "rows of each table", count, 15)
  .exitOverride()
  .action((file: string, options: Options) => run(file, options));
try {
  command.parse();
} catch (problem) {
  if (!(problem instanceof CommanderError)) throw problem;
  process.exitCode = problem.exitCode === 0 ? 0 : 2;
}
