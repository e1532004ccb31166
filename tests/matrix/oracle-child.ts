// Runs programs under Node, one after the other in this process, and writes how each ended as one JSON line to file
// descriptor 3. Output of the programs is caught; an error that leaves entryPoint counts as the translated program's
// runtime would report it. Arguments: programs as JSON.

import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Result, RunProgram } from "./programs.ts";

type Entry = (argv: string[]) => number;

const programs = JSON.parse(process.argv[2] ?? "[]") as RunProgram[];

function capture(stream: NodeJS.WriteStream, into: string[]): void {
  stream.write = (chunk: string | Uint8Array): boolean => {
    into.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    return true;
  };
}

async function entryOf(program: RunProgram): Promise<Entry> {
  const module = (await import(pathToFileURL(program.file).href)) as { readonly entryPoint: Entry };
  return module.entryPoint;
}

async function run(program: RunProgram): Promise<Result> {
  const entry = await entryOf(program);
  const [out, err]: [string[], string[]] = [[], []];
  capture(process.stdout, out);
  capture(process.stderr, err);
  let code: number;
  try {
    code = entry([program.name, ...program.args]);
  } catch (e) {
    const error = e as Error;
    err.push(`Uncaught ${error.name}: ${error.message}\n`);
    code = 1;
  }
  return { stdout: out.join(""), stderr: err.join(""), code };
}

for (const program of programs) {
  // What a program writes that has the process to itself is seen by the parent.
  if (program.alone) process.exitCode = (await entryOf(program))([program.name, ...program.args]);
  else writeSync(3, `${JSON.stringify({ name: program.name, ...(await run(program)) })}\n`);
}
