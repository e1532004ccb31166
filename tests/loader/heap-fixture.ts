// Freezes small programs given as text, and shows heap images so that a test can be read.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FrozenObject, FrozenValue, HeapImage, Named } from "../../translator/frontend/heap-image.ts";
import type { ChildReport, LoadFailure } from "../../translator/frontend/loader/protocol.ts";
import { ModuleRun } from "../../translator/frontend/loader/module-run.ts";
import { ROOT } from "../tools/repository.ts";

/** Files of a program by name; the entry module is main.ts. */
export type Files = Readonly<Record<string, string>>;

/** Writes `files` to a new folder, calls `use` with it, and removes it. */
export async function inFolder<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vmsmith-test-")));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs main.ts of `files` in the loader's child process, without type check. */
export function runModules(files: Files, timeout = 30): Promise<ChildReport> {
  return inFolder(files, async (folder) => {
    const run = new ModuleRun(join(folder, "main.ts"), join(ROOT, "rlib"), timeout);
    try {
      return await run.report();
    } finally {
      run.end();
    }
  });
}

/** The image of `files`; a program that does not load fails the test. */
export async function freezeFiles(files: Files | string): Promise<HeapImage> {
  const report = await runModules(typeof files === "string" ? { "main.ts": files } : files);
  if ("failure" in report) throw new Error(JSON.stringify(report.failure));
  return report.image;
}

/** Why `files` do not load. */
export async function failureOf(files: Files | string, timeout?: number): Promise<LoadFailure> {
  const report = await runModules(typeof files === "string" ? { "main.ts": files } : files, timeout);
  if ("image" in report) throw new Error("the program loaded, but should not");
  return report.failure;
}

/** The value of a binding of the entry module. */
export function binding(image: HeapImage, name: string, module = 0): FrozenValue {
  const found = image.modules[module]?.bindings.find(([each]) => each === name);
  if (found === undefined) throw new Error(`no binding ${name}`);
  return found[1];
}

/** The object a binding of the entry module refers to. */
export function objectAt(image: HeapImage, name: string): FrozenObject {
  const value = binding(image, name);
  const object = value.k === "ref" ? image.objects[value.id] : undefined;
  if (object === undefined) throw new Error(`${name} is no object`);
  return object;
}

/**
 * Bindings as text, one a line: `name = value`. An object met a second time is `*n`, and `&n` marks where it is shown.
 */
export function show(image: HeapImage, ...names: string[]): string {
  const shower = new Shower(image);
  const values = names.map((name) => binding(image, name));
  for (const value of values) shower.count(value);
  return names.map((name, index) => `${name} = ${shower.value(values[index] ?? { k: "tdz" })}`).join("\n");
}

class Shower {
  private readonly image: HeapImage;
  private readonly uses = new Map<number, number>();
  private readonly labels = new Map<number, number>();

  constructor(image: HeapImage) {
    this.image = image;
  }

  count(value: FrozenValue): void {
    if (value.k !== "ref") return;
    const uses = (this.uses.get(value.id) ?? 0) + 1;
    this.uses.set(value.id, uses);
    const object = this.image.objects[value.id];
    if (uses === 1 && object !== undefined) for (const [, part] of partsOf(object)) this.count(part);
  }

  value(value: FrozenValue): string {
    if (value.k !== "ref")
      return "v" in value ? (value.k === "str" ? JSON.stringify(value.v) : String(value.v)) : value.k;
    const label = this.labels.get(value.id);
    if (label !== undefined) return `*${String(label)}`;
    const object = this.image.objects[value.id];
    if (object === undefined) return "?";
    let mark = "";
    if ((this.uses.get(value.id) ?? 0) > 1) {
      this.labels.set(value.id, this.labels.size + 1);
      mark = `&${String(this.labels.size)} `;
    }
    return mark + this.object(object);
  }

  private object(object: FrozenObject): string {
    const parts = partsOf(object).map(([name, value]) =>
      name === "" ? this.value(value) : `${name}: ${this.value(value)}`,
    );
    const inside = parts.join(", ");
    switch (object.kind) {
      case "function":
        return `fn ${object.name}{${inside}}`;
      case "class":
        return `class ${object.name}{${inside}}`;
      case "instance":
        return `${className(this.image, object.class)}{${inside}}${object.frozen ? " frozen" : ""}`;
      case "plain":
        return `${object.nullPrototype ? "null" : ""}{${inside}}${object.frozen ? " frozen" : ""}`;
      case "cell":
        return `cell(${inside})`;
      case "array":
        return `[${inside}]${object.frozen ? " frozen" : ""}`;
      case "typedarray":
        return `${object.type}@${String(object.offset)}+${String(object.length)}(${inside})`;
      case "arraybuffer":
        return `bytes ${Buffer.from(object.data, "base64").toString("hex")}`;
      case "map":
      case "set":
        return `${object.kind}{${inside}}`;
      case "error":
        return `${object.class}{${inside}}`;
      case "regexp":
        return `/${object.source}/${object.flags}`;
      case "namespace":
        return "namespace";
      case "builtin":
        return `<${object.path}>`;
      case "unfreezable":
        return `!${object.what}`;
    }
  }
}

function className(image: HeapImage, id: number): string {
  const object = image.objects[id];
  return object?.kind === "class" ? object.name : "?";
}

/** What an object refers to, under names for the reader. */
function partsOf(object: FrozenObject): Named[] {
  switch (object.kind) {
    case "function":
      return [...object.captures, ...object.fields];
    case "class":
      return [
        ...(object.superclass === null ? [] : [["extends", ref(object.superclass)] satisfies Named]),
        ...object.captures,
        ...object.statics,
        ...object.privates.map(([, name, value]): Named => [name, value]),
        ...object.patches.map(([on, name, value]): Named => [`patched ${on} ${name}`, value]),
      ];
    case "instance":
      return [
        ...(object.base === null || object.base.kind === "error"
          ? []
          : partsOf({ frozen: false, ...object.base } as FrozenObject)),
        ...object.fields,
        ...object.privates.map(([, name, value]): Named => [name, value]),
      ];
    case "plain":
      return [
        ...object.fields,
        ...object.accessors.flatMap(([name, get, set]): Named[] => [
          ...(get === null ? [] : [[`get ${name}`, ref(get)] satisfies Named]),
          ...(set === null ? [] : [[`set ${name}`, ref(set)] satisfies Named]),
        ]),
      ];
    case "cell":
      return [["", object.value]];
    case "array":
      return object.items.map((value) => ["", value]);
    case "map":
      return object.entries.flatMap(([key, value], index): Named[] =>
        key.k === "ref"
          ? [
              [`key${String(index)}`, key],
              [`value${String(index)}`, value],
            ]
          : [["v" in key ? String(key.v) : key.k, value]],
      );
    case "set":
      return object.entries.map((value) => ["", value]);
    case "error":
      return [...object.fields];
    case "typedarray":
      return [["", ref(object.buffer)]];
    case "arraybuffer":
    case "regexp":
    case "namespace":
    case "builtin":
    case "unfreezable":
      return [];
  }
}

function ref(id: number): FrozenValue {
  return { k: "ref", id };
}
