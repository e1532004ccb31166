// Walks the heap that the target's modules left behind and writes it down as a HeapImage.
// Needs: loading has ended; nothing of the target runs afterwards, because shared variables are overwritten (see
// `cell`). Holds: ids are given breadth first, so the image depends on the program only. No code of the target is
// run: accessors, proxies and coercions are never touched.

import { types } from "node:util";
import type {
  FrozenCapture,
  FrozenFunction,
  FrozenModule,
  FrozenObject,
  FrozenValue,
  HeapImage,
  Named,
  ObjectId,
} from "../../heap-image.ts";
import { freezeClass, readPrivates } from "./freeze-classes.ts";
import { Buffers, freezeBase, freezeData, processStream } from "./freeze-data.ts";
import { describeForeign, describeFunction, describeHidden, unfreezable } from "./exotic.ts";
import type { Intrinsics } from "./intrinsics.ts";
import { isIndex, ownProperties, type Property } from "./properties.ts";
import type { FunctionRecord, LoadedModule, Registry } from "./registry.ts";

/** What the freezer is given. */
export type FreezeInput = {
  readonly registry: Registry;
  readonly intrinsics: Intrinsics;
  readonly entryUrl: string;
  readonly reads: ReadonlySet<string>;
};

/** Freezes everything reachable from the bindings of the modules that ran. */
export function freeze(input: FreezeInput): HeapImage {
  return new Freezer(input).run();
}

/** A shared variable on its way into the image; also what stands in the variable once it was seen. */
class Cell {
  readonly name: string;
  readonly content: unknown;

  constructor(name: string, content: unknown) {
    this.name = name;
    this.content = content;
  }
}

/** Something that has no form as data, met in a field or element. */
class Stop {
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

/** What a variable in its dead zone is read as. */
const DEAD: unique symbol = Symbol("dead");

/** The walk; the other files of freezing see it through this. */
export class Freezer {
  readonly registry: Registry;
  readonly buffers = new Buffers();
  private readonly input: FreezeInput;
  private readonly ids = new Map<unknown, ObjectId>();
  private readonly pending: unknown[] = [];

  constructor(input: FreezeInput) {
    this.input = input;
    this.registry = input.registry;
  }

  run(): HeapImage {
    const { started } = this.registry;
    const entry = started.filter((module) => module.url === this.input.entryUrl);
    const rest = started.filter((module) => module.url !== this.input.entryUrl);
    const modules = [...entry, ...rest].map((module) => this.module(module));
    const objects: FrozenObject[] = [];
    // Freezing an object may put others behind it.
    for (let id = 0; id < this.pending.length; id++) objects.push(this.object(this.pending[id], id));
    this.buffers.trim(objects);
    return { version: 1, modules, objects, reads: [...this.input.reads].sort() };
  }

  /** The frozen form of any value; objects get their id here and are frozen later. */
  readonly value = (value: unknown): FrozenValue => {
    switch (typeof value) {
      case "undefined":
        return { k: "undefined" };
      case "boolean":
        return { k: "bool", v: value };
      case "number":
        return { k: "num", v: frozenNumber(value) };
      case "string":
        return { k: "str", v: value };
      case "bigint":
        return { k: "bigint", v: String(value) };
      case "symbol":
        return value === DEAD ? { k: "tdz" } : { k: "ref", id: this.id(value) };
      case "object":
      case "function":
        if (value === null) return { k: "null" };
        if (types.isArrayBuffer(value)) this.buffers.noteHeld(this.id(value));
        return { k: "ref", id: this.id(value) };
    }
  };

  /** A value that stops the translation if the program reaches it. */
  stop(what: string): FrozenValue {
    return { k: "ref", id: this.id(new Stop(what)) };
  }

  /** The id of an object or symbol. */
  id(value: unknown): ObjectId {
    const known = this.ids.get(value);
    if (known !== undefined) return known;
    const id = this.pending.push(value) - 1;
    this.ids.set(value, id);
    return id;
  }

  /** Data properties as named values; other properties as stops. */
  named(properties: readonly Property[]): Named[] {
    return properties.map((property) => [property.key, this.propertyValue(property)]);
  }

  propertyValue(property: Property): FrozenValue {
    if (property.key.startsWith("@@symbol:")) return this.stop("the value of a property named by a Symbol");
    if (property.kind === "data") return this.value(property.value);
    return this.stop("an accessor property that was defined while the program ran");
  }

  captures({ site, access, numbered }: FunctionRecord): FrozenCapture[] {
    if (access === undefined) return [];
    return site.captures.map(({ name, reassigned }) => {
      const index = numbered.findIndex((each) => each.name === name);
      const held = readVariable(() => access(index));
      if (!reassigned) return [name, this.value(held)];
      return [name, { k: "ref", id: this.cell(name, held, (marker) => access(index, true, marker)) }];
    });
  }

  /**
   * The cell of a variable that is assigned to: one for all closures that share it. The first closure to be frozen
   * leaves the cell itself in the variable, so any other closure over the same variable reads it there; scopes need
   * no identities for that, nor do iterations of loops.
   */
  private cell(name: string, held: unknown, write: (marker: Cell) => unknown): ObjectId {
    if (held instanceof Cell) return this.id(held);
    const cell = new Cell(name, held);
    // A variable whose declaration never ran can neither be written nor, ever again, be read.
    if (held !== DEAD) write(cell);
    return this.id(cell);
  }

  private module(module: LoadedModule): FrozenModule {
    const { file, started } = module;
    if (started === undefined) return { file, bindings: [], exports: [] };
    const { access, namespace } = started;
    const bindings: Named[] = [];
    const { bindings: names, importedFrom } = module.instrumented;
    names.forEach((name, index) => {
      const specifier = importedFrom[index - (names.length - importedFrom.length)];
      if (specifier !== undefined && this.isInstrumented(module.url, specifier)) return;
      bindings.push([name, this.value(readVariable(() => access(index)))]);
    });
    const exports = Reflect.ownKeys(namespace)
      .filter((name) => typeof name === "string")
      .map((name): Named => [name, this.value(readVariable((): unknown => Reflect.get(namespace, name)))]);
    return { file, bindings, exports };
  }

  private isInstrumented(importer: string, specifier: string): boolean {
    const url = this.registry.resolved.get(importer)?.get(specifier);
    return url !== undefined && this.registry.modules.has(url);
  }

  private object(value: unknown, id: ObjectId): FrozenObject {
    if (value instanceof Cell) return { kind: "cell", name: value.name, value: this.value(value.content) };
    if (value instanceof Stop) return unfreezable(value.what);
    const path = this.input.intrinsics.get(value);
    if (path !== undefined) return { kind: "builtin", path };
    if (typeof value === "symbol") return unfreezable("a Symbol other than JavaScript's own");
    if (types.isProxy(value)) return unfreezable("a Proxy");
    if (typeof value === "function") return this.function(value);
    if (typeof value !== "object" || value === null) return unfreezable("a primitive value");
    const hidden = describeHidden(value);
    if (hidden !== undefined) return unfreezable(hidden);
    if (types.isModuleNamespaceObject(value)) return this.namespace(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.plain(value, prototype === null);
    const made = typeof prototype === "object" ? this.registry.prototypes.get(prototype) : undefined;
    if (made !== undefined) return this.instance(value, made, id);
    return (
      freezeData(this, value, this.input.intrinsics, id) ??
      processStream(value) ??
      unfreezable(describeForeign(value))
    );
  }

  private function(value: object): FrozenObject {
    const asClass = this.registry.classes.get(value);
    if (asClass !== undefined) return freezeClass(this, value, asClass);
    const record = this.registry.functions.get(value);
    if (record === undefined) return unfreezable(describeFunction(value));
    const frozen: FrozenFunction = {
      kind: "function",
      site: { file: record.module.file, start: record.site.start },
      name: record.site.name,
      captures: this.captures(record),
      fields: this.named(ownProperties(value, (key) => FUNCTION_KEYS.has(key))),
    };
    return frozen;
  }

  private namespace(value: object): FrozenObject {
    const module = this.registry.started.find((each) => each.started?.namespace === value);
    return module === undefined
      ? unfreezable("the namespace of a module that is not translated")
      : { kind: "namespace", file: module.file };
  }

  private plain(value: object, nullPrototype: boolean): FrozenObject {
    const record = this.registry.literals.get(value);
    const properties = ownProperties(value);
    const accessors = properties.filter((property) => this.isWritten(property));
    return {
      kind: "plain",
      site: record === undefined ? null : { file: record.module.file, start: record.site.start },
      fields: this.named(properties.filter((property) => !accessors.includes(property))),
      accessors: accessors.map((property) => {
        const { get, set } = property.kind === "accessor" ? property : { get: undefined, set: undefined };
        return [
          property.key,
          get === undefined ? null : this.id(get),
          set === undefined ? null : this.id(set),
        ];
      }),
      frozen: Object.isFrozen(value),
      nullPrototype,
    };
  }

  /** Whether a property is a getter or setter that stands in the program's text. */
  private isWritten(property: Property): boolean {
    if (property.kind !== "accessor") return false;
    return [property.get, property.set].some(
      (each) => typeof each === "function" && this.registry.functions.has(each),
    );
  }

  private instance(value: object, made: object, id: ObjectId): FrozenObject {
    const base = freezeBase(this, value, this.input.intrinsics, id);
    const skip = (key: string): boolean =>
      (base?.kind === "error" && key === "stack") ||
      (base?.kind === "array" && key === "length") ||
      ((base?.kind === "array" || base?.kind === "typedarray") && isIndex(key));
    return {
      kind: "instance",
      class: this.id(made),
      fields: this.named(ownProperties(value, skip)),
      privates: readPrivates(this, value, made),
      frozen: Object.isFrozen(value),
      base,
    };
  }
}

const FUNCTION_KEYS: ReadonlySet<string> = new Set(["length", "name", "prototype", "arguments", "caller"]);

function readVariable(read: () => unknown): unknown {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof ReferenceError) return DEAD;
    throw problem;
  }
}

function frozenNumber(value: number): number | "NaN" | "-0" | "Infinity" | "-Infinity" {
  if (Number.isNaN(value)) return "NaN";
  if (Object.is(value, -0)) return "-0";
  if (value === Infinity) return "Infinity";
  return value === -Infinity ? "-Infinity" : value;
}
