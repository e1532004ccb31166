// Runs programs under Node, one after the other in this process, and writes how each ended as one JSON line to file
// descriptor 3. Output of the programs is caught; an error that leaves entryPoint counts as the translated program's
// runtime would report it. Arguments: programs as JSON.

import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Result, RunProgram } from "./programs.ts";

type Module = { entryPoint(argv: string[]): number };

const programs = JSON.parse(process.argv[2] ?? "[]") as RunProgram[];

function capture(stream: NodeJS.WriteStream, into: string[]): void {
  stream.write = (chunk: string | Uint8Array): boolean => {
    into.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    return true;
  };
}

async function run(program: RunProgram): Promise<Result> {
  const { entryPoint } = (await import(pathToFileURL(program.file).href)) as Module;
  const [out, err]: [string[], string[]] = [[], []];
  capture(process.stdout, out);
  capture(process.stderr, err);
  let code: number;
  try {
    code = entryPoint([program.name, ...program.args]);
  } catch (e) {
    const error = e as Error;
    err.push(`Uncaught ${error.name}: ${error.message}\n`);
    code = 1;
  }
  return { stdout: out.join(""), stderr: err.join(""), code };
}

for (const program of programs) {
  let ended = false;
  const report = (result: Result): void => {
    ended = true;
    writeSync(3, `${JSON.stringify({ name: program.name, ...result })}\n`);
  };
  // A program that calls process.exit has the process to itself: what it wrote is what the parent has seen.
  if (program.alone) {
    const { entryPoint } = (await import(pathToFileURL(program.file).href)) as Module;
    process.exitCode = entryPoint([program.name, ...program.args]);
  } else report(await run(program));
  if (!ended && !program.alone) throw new Error(`${program.name} gave no result`);
}
