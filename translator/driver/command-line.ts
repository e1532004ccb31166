// Parses the command line by the schema of options.ts. Usage errors exit with code 2 and one sentence.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type OptionRow, OPTIONS, type Options, type OptLevel } from "./options.ts";

/** A command line that asks for nothing more, such as --help: already answered. */
export class Answered extends Error {
  readonly code: number;
  constructor(code: number) {
    super("answered");
    this.code = code;
  }
}

export function parseCommandLine(
  argv: readonly string[],
  version: string,
  pass: { readonly names: readonly string[]; readonly phases: readonly string[] },
): Options {
  const command = makeCommand(version);
  try {
    command.parse([...argv], { from: "user" });
  } catch (problem) {
    if (problem instanceof CommanderError) throw new Answered(problem.exitCode === 0 ? 0 : 2);
    throw problem;
  }
  return toOptions(command, pass);
}

function makeCommand(version: string): Command {
  const command = new Command("vmsmith")
    .description("Translates an interpreter written in restricted TypeScript into a native executable.")
    .argument("[target]", "the TypeScript file that exports entryPoint(argv: string[]): number")
    .argument("[args...]", "arguments of the program, with --host (after --)")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(--help lists the options)");
  for (const row of Object.values(OPTIONS) as OptionRow[]) command.addOption(makeOption(row));
  return command;
}

function makeOption(row: OptionRow): Option {
  const short = row.short === undefined ? "" : `-${row.short}, `;
  const { kind } = row;
  switch (kind.type) {
    case "flag":
      return new Option(`${short}--${row.flag}`, row.help);
    case "choice":
      return new Option(`${short}--${row.flag} <${kind.of.join("|")}>`, row.help)
        .choices([...kind.of])
        .default(row.default);
    case "number":
      return new Option(`${short}--${row.flag} <${kind.value}>`, row.help).argParser(positive);
    case "list":
      return new Option(`${short}--${row.flag} <${kind.value}>`, row.help).argParser(
        (v: string, all: string[] | undefined) => [...(all ?? []), v],
      );
    case "text":
      return new Option(`${short}--${row.flag} <${kind.value}>`, row.help);
  }
}

function positive(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError("A whole number above 0 is needed.");
  return n;
}

type Raw = Readonly<Record<string, string | string[] | boolean | number | undefined>>;

function toOptions(
  command: Command,
  pass: { readonly names: readonly string[]; readonly phases: readonly string[] },
): Options {
  const raw: Raw = command.opts();
  const [target, ...args] = command.args;
  const list = (name: string): string[] => (raw[name] as string[] | undefined) ?? [];
  const one = (name: string): string | undefined => raw[name] as string | undefined;
  const known = (what: string, name: string, names: readonly string[]): string => {
    if (!names.includes(name)) usage(command, `there is no ${what} '${name}'; there are ${names.join(", ")}`);
    return name;
  };
  if (target === undefined && one("explain") === undefined)
    usage(command, "name the target, a TypeScript file that exports entryPoint");
  const stopAfter = one("stopAfter");
  if (stopAfter !== undefined) known("phase", stopAfter, pass.phases);
  for (const d of list("dump")) known("phase", d.split(":")[0] ?? "", ["all", ...pass.phases]);
  for (const r of list("report"))
    if (!/\.(json|html)$/u.test(r)) usage(command, `--report ${r}: the name must end in .json or .html`);
  return Object.freeze<Options>({
    target: target ?? "",
    args,
    opt: raw["opt"] as OptLevel,
    gc: raw["gc"] as string,
    output: one("output"),
    host: raw["host"] === true,
    report: list("report"),
    sarif: one("sarif"),
    dump: list("dump"),
    dumpHtml: one("dumpHtml"),
    check: raw["check"] === true,
    fuel: new Map(list("fuel").map((f) => fuelOf(command, f, pass.names, known))),
    off: new Set(list("off").map((o) => known("optional pass", o, pass.names))),
    stopAfter,
    keepC: one("keepC"),
    cc: one("cc"),
    jobs: raw["jobs"] as number | undefined,
    debug: raw["debug"] === true,
    shared: raw["shared"] === true,
    uncheckedInts: raw["uncheckedInts"] === true,
    maxMemory: memorySize(command, one("maxMemory")),
    cache: raw["cache"] !== false,
    cacheDir: one("cacheDir"),
    quiet: raw["quiet"] === true,
    explain: one("explain"),
  });
}

function fuelOf(
  command: Command,
  text: string,
  names: readonly string[],
  known: (what: string, name: string, names: readonly string[]) => string,
): [string, number] {
  const [name = "", n = ""] = text.split(":");
  if (!/^\d+$/u.test(n)) usage(command, `--fuel ${text}: write PASS:N with a whole number N`);
  return [known("optional pass", name, names), Number(n)];
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function memorySize(command: Command, text: string | undefined): number {
  if (text === undefined) return 0;
  const m = /^(\d+)([KMG]?)$/u.exec(text);
  if (m === null) return usage(command, `--max-memory ${text}: write a size such as 512M or 2G`);
  return Number(m[1]) * (UNITS[m[2] ?? ""] ?? 1);
}

function usage(command: Command, message: string): never {
  try {
    command.error(`error: ${message}`);
  } catch {
    // commander has printed the message; the exit code for usage errors is ours.
  }
  throw new Answered(2);
}
