// Runs the target's modules in a child process and hears its report.
// The run goes on while the parent, which never yields, checks types: the report waits in the pipe.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { debuggerArguments, findLoop } from "./loop-finder.ts";
import { siblingProgram } from "../../support/package-root.ts";
import { type ChildArguments, type ChildReport, REPORT_FD } from "./protocol.ts";

/** One run; it starts at once. Whoever makes it calls `end`. */
export class ModuleRun {
  private readonly process: ChildProcess;
  private readonly timeout: number;
  /** Used only to look into a process that hangs; two translators at once have two. */
  private readonly port = 20_000 + (process.pid % 40_000);
  /** While the debugger looks into the process, Node says so on its standard error. */
  private looking = false;
  private readonly outcome: Promise<ChildReport>;
  private readonly kill = (): void => {
    this.process.kill("SIGKILL");
  };

  constructor(target: string, library: string, timeout: number) {
    const args: ChildArguments = [target, library, String(timeout)];
    const program = siblingProgram(import.meta.url, "child/start");
    const flags = ["--disable-warning=ExperimentalWarning", ...debuggerArguments(this.port)];
    this.process = spawn(process.execPath, [...flags, program, ...args], {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    // What the target prints while loading is not the translator's output, so it goes to standard error.
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (part: Buffer) => this.looking || process.stderr.write(part));
    }
    this.timeout = timeout;
    this.outcome = this.ended();
    // Heard by whoever asks for the report; if nobody does, there is a better error already.
    this.outcome.catch(() => undefined);
    process.once("exit", this.kill);
  }

  /** What the child has to say; it always says something, or was killed. The time limit runs from here. */
  async report(): Promise<ChildReport> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<ChildReport>((done) => {
      // A little later than the child's own limit, which knows more of the reason.
      timer = setTimeout(() => done(this.endless()), (this.timeout + 1) * 1000);
    });
    try {
      return await Promise.race([limit, this.outcome]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Not "close", which would also wait for programs that the target has started. */
  private async ended(): Promise<ChildReport> {
    // Fails if the process cannot be started at all.
    const exit = once(this.process, "exit") as Promise<[code: number | null, signal: string | null]>;
    const [text, [code, signal]] = await Promise.all([this.reportText(), exit]);
    if (text !== "") return JSON.parse(text) as ChildReport;
    if (signal !== null) return { failure: { kind: "killed", how: signal } };
    return { failure: { kind: "broken", stack: `the child process ended with exit code ${String(code)}` } };
  }

  private async reportText(): Promise<string> {
    const pipe = this.process.stdio[REPORT_FD];
    if (!(pipe instanceof Readable)) return "";
    const parts: Buffer[] = [];
    for await (const part of pipe) parts.push(part as Buffer);
    return Buffer.concat(parts).toString("utf8");
  }

  private async endless(): Promise<ChildReport> {
    const { pid } = this.process;
    this.looking = true;
    const spots = pid === undefined ? [] : await findLoop(pid, this.port);
    this.kill();
    return { failure: { kind: "endless", active: [], spots } };
  }

  /** Ends the process if it still runs, and forgets it. */
  end(): void {
    process.removeListener("exit", this.kill);
    if (this.process.exitCode === null && this.process.signalCode === null) this.kill();
  }
}
