// The whole programs of tests/run: what each takes and how it may differ from Node. Comments at the top of a program:
//   // args: one "two words"     command-line arguments
//   // stdin: "text\n"           standard input, as a JSON string
//   // exit: 3                   exit code that it must have, also under Node
//   // differs: sentence         a documented difference, followed by lines `// | …`: the output of every translation
//   // differs typed: sentence   the same, where only typed programs differ: the range and division of inferred ints

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface RunProgram {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly stdin: string;
  /** Null if it is not said: then whatever Node gives. */
  readonly exit: number | null;
  /** Standard output of translations that differ from Node. */
  readonly differs: { readonly typedOnly: boolean; readonly stdout: string } | null;
  /** Does its entry point want the arguments? */
  readonly takesArguments: boolean;
  /** Needs a process of its own under Node: it reads standard input or ends the process. */
  readonly alone: boolean;
}

/** How a program ended; the traceback is not compared. */
export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export const RUN_FOLDER = join(import.meta.dirname, "../run");

export function allPrograms(folder = RUN_FOLDER): RunProgram[] {
  return readdirSync(folder)
    .filter((f) => f.endsWith(".ts"))
    .sort()
    .map((f) => readProgram(join(folder, f), f.slice(0, -".ts".length)));
}

function readProgram(file: string, name: string): RunProgram {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  const head = lines.slice(
    0,
    lines.findIndex((l) => !l.startsWith("//")),
  );
  const pragma = (key: string): string | undefined =>
    head
      .find((l) => l.startsWith(`// ${key}:`))
      ?.slice(key.length + 4)
      .trim();
  const output = head.filter((l) => /^\/\/ \|/u.test(l)).map((l) => `${l.slice("// | ".length)}\n`);
  const typedOnly = pragma("differs typed") !== undefined;
  const stdin = pragma("stdin");
  const exit = pragma("exit");
  return {
    name,
    file,
    args: words(pragma("args") ?? ""),
    stdin: stdin === undefined ? "" : (JSON.parse(stdin) as string),
    exit: exit === undefined ? null : Number(exit),
    differs: typedOnly || pragma("differs") !== undefined ? { typedOnly, stdout: output.join("") } : null,
    takesArguments: !text.includes("function entryPoint()"),
    alone: stdin !== undefined || text.includes("process.exit"),
  };
}

function words(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/gu)].map((m) => m[1] ?? m[2] ?? "");
}

/** Standard error without the lines of the traceback, which name places differently. */
export function withoutTraceback(stderr: string): string {
  return stderr.replace(/^ {4}at .*\n/gmu, "").replace(/^ {4}… .*\n/gmu, "");
}
