// A folder of its own with a target in it, and the command run there as a user runs it: in a process of its own.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { ROOT } from "../tools/repository.ts";

// A translation takes seconds; several in one test, on a machine with other things to do, a minute.
vi.setConfig({ testTimeout: 240_000 });

/** What a run of the command left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Prints its arguments and ends with code 3; has a loop, a check, an allocation and a recursive function. */
export const HELLO = `
class Counter {
  n = 0;
  add(by: number): void {
    this.n += by;
  }
}
function sum(list: number[], i: number): number {
  return i === list.length ? 0 : list[i]! + sum(list, i + 1);
}
export function entryPoint(argv: string[]): number {
  const counter = new Counter();
  const seen: number[] = [];
  for (let i = 1; i < argv.length; i++) {
    counter.add(argv[i]!.length);
    seen.push(i);
  }
  console.log("hello", counter.n, sum(seen, 0));
  return 3;
}
`;

const COMMAND = ["--disable-warning=ExperimentalWarning", join(ROOT, "translator/translate.ts")];

export class Workshop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "vmsmith-test-")));

  constructor(files: Readonly<Record<string, string>> = { "hello.ts": HELLO }) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  json(name: string): unknown {
    return JSON.parse(this.read(name));
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** Files of the folder, hidden ones too, sorted. */
  files(): string[] {
    return readdirSync(this.folder).sort();
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, [...COMMAND, ...args], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, CI: "1", ...env },
    });
  }

  /** Runs the command to its end. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return outcomeOf(this.start(args, env));
  }

  /** Runs a program of the folder; gives its output and code. */
  execute(program: string, ...args: string[]): Outcome {
    try {
      return {
        code: 0,
        stdout: execFileSync(this.path(program), args, { encoding: "utf8", stdio: "pipe" }),
        stderr: "",
      };
    } catch (problem) {
      const { status, stdout, stderr } = problem as { status: number; stdout: string; stderr: string };
      return { code: status, stdout, stderr };
    }
  }
}

/** What a process said and how it ended. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()));
  return new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })));
}
