// Pages of docs/ that are made of tables in the source, so that they cannot go stale. `make docs` writes them;
// tests/docs.test.ts fails when one is not what its table says.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { BUILTINS } from "../../translator/annotator/signatures.ts";
import { OPTIONS, type OptionRow } from "../../translator/driver/options.ts";
import { FACTS } from "../../translator/driver/facts.ts";
import { PHASES } from "../../translator/driver/phases.ts";
import { CATALOGUE, type CatalogueRow } from "../../translator/support/catalogue.ts";
import { readRepositoryFile, ROOT } from "./repository.ts";

/** Every generated page: its path and its text. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/diagnostics.md", diagnosticsPage()],
    ["docs/options.md", optionsPage()],
    ["docs/builtins.md", builtinsPage()],
  ]);
}

const head = (source: string, title: string): string =>
  `<!-- Generated from ${source} by \`make docs\`; do not edit. -->\n\n# ${title}\n`;

const FAMILIES: Readonly<Record<CatalogueRow["family"], readonly [title: string, words: string]>> = {
  refuse: [
    "You may not",
    "The program leaves the language. It stays an error; each message says what to write instead.",
  ],
  notYet: ["Not yet", "The construct belongs to the language, but this version does not translate it."],
  environment: ["The machine", "A file, the disk or the C compiler is not as it must be."],
  bug: ["Our bug", "vmsmith itself is wrong. Exit code 70; please report it."],
};

function diagnosticsPage(): string {
  const rows = Object.entries(CATALOGUE) as [string, CatalogueRow][];
  const family = (name: CatalogueRow["family"]): string => {
    const [title, words] = FAMILIES[name];
    const list = rows
      .filter(([, r]) => r.family === name)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, r]) => `### ${code}: ${r.title}\n\n\`${r.slug}\`. ${r.explanation}\n`);
    return `## ${title}\n\n${words}\n\n${list.join("\n")}`;
  };
  return `${head("translator/support/catalogue.ts", "Diagnostics")}
Every message has a place with its line, what was **seen** there, **why** it cannot be translated, and what to write
**instead**; when two things do not go together, the places both came from. All errors of a run are shown at once.
TypeScript's own errors keep their codes (\`TS2322\`). \`vmsmith --explain RTS1201\` prints the text below;
\`--sarif FILE\` writes the errors of a run for annotations in CI. Programs that show each are in tests/refuse.

${(Object.keys(FAMILIES) as CatalogueRow["family"][]).map(family).join("\n")}`;
}

function optionsPage(): string {
  const rows = Object.values(OPTIONS).map((row: OptionRow) => {
    const { kind } = row;
    const value =
      kind.type === "flag" ? "" : kind.type === "choice" ? `=${kind.of.join("\\|")}` : ` ${kind.value}`;
    const short = row.short === undefined ? "" : `\`-${row.short}\`, `;
    const fallback = typeof row.default === "string" ? ` Default: ${row.default}.` : "";
    return `| ${short}\`--${row.flag}${value}\` | ${row.help}.${fallback} |`;
  });
  const phases = PHASES.map(
    (p) =>
      `| \`${p.name}\` | ${p.doc} | ${p.optional === true ? "optional" : p.gives.map((f) => `*${f}*`).join(", ")} |`,
  );
  const facts = Object.entries(FACTS).map(([name, f]) => `- *${name}*: ${f.says}.`);
  return `${head("translator/driver/options.ts and phases.ts", "The command line")}
    vmsmith [options] TARGET
    vmsmith --host TARGET -- ARGUMENTS

| option | what it does |
|---|---|
${rows.join("\n")}

Options that take a list may be given several times. Exit codes: 0 done, 1 refused (the message says by whom and
why), 2 wrong usage, 70 our bug, 128 + n ended by signal n. \`$CC\` names the C compiler where \`--cc\` does not.

## Phases

What \`--stop-after\`, \`--dump\` and the report name. Optional ones are what \`--off\` and \`--fuel\` name.

| phase | what it does | gives |
|---|---|---|
${phases.join("\n")}

${facts.join("\n")}

\`--check\` runs the checker of each fact where it is given, and the verifier after every phase.

## Finding a pass that goes wrong

\`--off=PASS\` tells whether it is that pass. Then \`--fuel=PASS:N\` allows it only its first N changes: halve N until
one change makes the difference, and look at that function in \`--dump-html=page.html\`, which shows a column for every
phase that changed it.
`;
}

function builtinsPage(): string {
  const groups = new Map<string, string[]>();
  const add = (group: string, member: string): void => {
    groups.set(group, [...(groups.get(group) ?? []), `\`${member}\``]);
  };
  const groupOf = (name: string): string =>
    GROUPS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? "Global functions";
  for (const name of Object.keys(BUILTINS))
    if (!/^core\.|@/u.test(name))
      add(groupOf(name), name.replace(/^(?:string|int|float|bool|bigint)\./u, ""));
  for (const name of libraryMethods()) {
    const [kind = "", method = ""] = name.split(/_(.*)/su);
    const group = LIBRARY_GROUPS[kind];
    // Helpers without a JavaScript name are no methods.
    if (group !== undefined && isMethod(kind, method)) add(group, kind === "fs" ? `fs.${method}` : method);
  }
  for (const [group, members] of Object.entries(BUILT_IN)) for (const m of members) add(group, m);
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, members]) => `| ${group} | ${[...new Set(members)].sort().join(", ")} |`);
  return `${head("translator/annotator/signatures.ts and rlib/core", "Builtins that are translated")}
At module level, which Node runs, everything of Node may be used. Code that the entry point reaches may use these;
anything else is refused with RTS2201. They mean what they mean under Node, but for the rows of differences.md.

| of | |
|---|---|
${lines.join("\n")}
`;
}

const GROUPS: readonly (readonly [prefix: string, group: string])[] = [
  ["Math.", "Math"],
  ["string.", "Strings"],
  ["String", "String"],
  ["int.", "Numbers"],
  ["float.", "Numbers"],
  ["bigint.", "Bigints"],
  ["BigInt", "BigInt"],
  ["bool.", "Booleans"],
  ["Number", "Number"],
  ["console.", "The outside world"],
  ["process.", "The outside world"],
  ["performance.", "The outside world"],
  ["Date.", "The outside world"],
];

const LIBRARY_GROUPS: Readonly<Record<string, string | undefined>> = {
  array: "Arrays",
  map: "Map and Set",
  set: "Map and Set",
  typed: "Typed arrays",
  string: "Strings",
  fs: "The outside world",
};

/** What annotator and rtyper do without a row or library function. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  Math: [
    "Math.abs",
    "Math.floor",
    "Math.ceil",
    "Math.round",
    "Math.trunc",
    "Math.max",
    "Math.min",
    "Math.sign",
  ],
  Arrays: ["push", "pop", "length", "Array.of", "Array.from", "Array.isArray"],
  Records: [
    "Object.keys",
    "Object.values",
    "Object.entries",
    "Object.fromEntries",
    "Object.assign",
    "Object.hasOwn",
  ],
  "Objects of any kind": ["Object.is"],
  "TextEncoder and TextDecoder": ["encode", "encodeInto", "decode", "encoding"],
  "Map and Set": ["get", "set", "add", "has", "delete", "clear", "size", "keys", "values", "entries"],
  "Typed arrays": [
    "length",
    "slice",
    "subarray",
    "copyWithin",
    "buffer",
    "byteLength",
    "byteOffset",
    "BYTES_PER_ELEMENT",
    "from",
    "of",
  ],
  "ArrayBuffer and DataView": [
    "byteLength",
    "byteOffset",
    "buffer",
    "slice",
    "ArrayBuffer.isView",
    ...Object.getOwnPropertyNames(DataView.prototype).filter((n) => /^[gs]et(?!Float16)[A-Z]/u.test(n)),
  ],
  Strings: ["String.raw", "length", "concat", "match", "matchAll", "search"],
  "Regular expressions": ["exec", "test", "source", "flags", "lastIndex", "toString"],
};

const PROTOTYPES: Readonly<Record<string, object>> = {
  array: Array.prototype,
  map: Map.prototype,
  set: Set.prototype,
  typed: Uint8Array.prototype,
  string: String.prototype,
};

function isMethod(kind: string, method: string): boolean {
  const prototype = PROTOTYPES[kind];
  return prototype === undefined || method in prototype;
}

/** Names of the exported functions of the core library. */
function libraryMethods(): string[] {
  const folder = "rlib/core";
  const files = readdirSync(join(ROOT, folder)).filter((f) => f.endsWith(".ts"));
  return files.flatMap((f) => {
    const source = ts.createSourceFile(f, readRepositoryFile(`${folder}/${f}`), ts.ScriptTarget.ES2023);
    return source.statements
      .filter(ts.isFunctionDeclaration)
      .flatMap((d) => (d.name === undefined ? [] : [d.name.text]));
  });
}
