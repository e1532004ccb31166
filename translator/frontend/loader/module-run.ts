// Runs the target's modules in a child process and hears its report.
// The run goes on while the parent, which never yields, checks types: the report waits in the pipe.

import { type ChildProcess, spawn } from "node:child_process";
import { debuggerArguments, findLoop } from "./loop-finder.ts";
import { siblingProgram } from "../../support/package-root.ts";
import { type ChildArguments, type ChildReport, REPORT_FD } from "./protocol.ts";

/** One run; it starts at once. Whoever makes it calls `end`. */
export class ModuleRun {
  private readonly process: ChildProcess;
  private readonly timeout: number;
  /** Used only to look into a process that hangs; two translators at once have two. */
  private readonly port = 20_000 + (process.pid % 40_000);
  private readonly failed: Promise<never>;
  private readonly kill = (): void => {
    this.process.kill("SIGKILL");
  };

  constructor(target: string, library: string, timeout: number) {
    const args: ChildArguments = [target, library, String(timeout)];
    const program = siblingProgram(import.meta.url, "child/start");
    // What the target prints while loading is not the translator's output, so it goes to standard error.
    const flags = ["--disable-warning=ExperimentalWarning", ...debuggerArguments(this.port)];
    this.process = spawn(process.execPath, [...flags, program, ...args], {
      stdio: ["ignore", 2, 2, "pipe"],
    });
    this.timeout = timeout;
    this.failed = new Promise((_, fail) => this.process.once("error", fail));
    // Heard by whoever asks for the report; if nobody does, there is a better error already.
    this.failed.catch(() => undefined);
    process.once("exit", this.kill);
  }

  /** What the child has to say; it always says something, or was killed. */
  report(): Promise<ChildReport> {
    return Promise.race([this.failed, this.closed()]);
  }

  private closed(): Promise<ChildReport> {
    return new Promise((done) => {
      const parts: Buffer[] = [];
      const pipe = this.process.stdio[REPORT_FD];
      if (pipe != null && "on" in pipe) pipe.on("data", (part: Buffer) => parts.push(part));
      // A little later than the child's own limit, which knows more of the reason.
      const timer = setTimeout(() => void this.endless().then(done), (this.timeout + 1) * 1000);
      this.process.once("close", (code, signal) => {
        clearTimeout(timer);
        const text = Buffer.concat(parts).toString("utf8");
        if (text !== "") done(JSON.parse(text) as ChildReport);
        else if (signal !== null) done({ failure: { kind: "killed", how: signal } });
        else
          done({
            failure: { kind: "broken", stack: `the child process ended with exit code ${String(code)}` },
          });
      });
    });
  }

  private async endless(): Promise<ChildReport> {
    const { pid } = this.process;
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
