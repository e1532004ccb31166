// Heap image → constants and frozen entities, one entity per object, made when reached. What cannot be frozen or has
// no representation is refused here, naming the path by which it is reached.

import ts from "typescript";
import { type Constant, constant, numberConst } from "../model/constants.ts";
import {
  type Capture,
  type CapturedField,
  type ClassEntity,
  entityConst,
  entityOf,
  type FrozenContent,
  FrozenEntity,
  type FuncEntity,
  JitDriverEntity,
} from "../model/entities.ts";
import { broken, refusal } from "../support/diagnostics.ts";
import type { Place } from "../support/positions.ts";
import {
  type FrozenClass,
  type FrozenFunction,
  type FrozenInstance,
  type FrozenObject,
  type FrozenPlain,
  type FrozenRegExp,
  type FrozenValue,
  type HeapImage,
  type Named,
  namedValue,
  numberOf,
  type ObjectId,
} from "./heap-image.ts";
import { Foreign } from "./foreign.ts";
import { hasOwnThis } from "./flow/scopes.ts";
import { FrozenMemory } from "./frozen-memory.ts";
import { pathTo } from "./heap-paths.ts";
import { namePaths } from "./image-names.ts";
import { missingInRegExp } from "./regexp/facts.ts";
import { accessorField, isRecordLiteral } from "./shapes.ts";
import type { Universe } from "./universe.ts";

export class FrozenHeap {
  readonly #image: HeapImage;
  readonly #universe: Universe;
  readonly #entities = new Map<ObjectId, FrozenEntity>();
  /** C functions, and callbacks from C. */
  readonly foreign: Foreign;
  readonly #names: readonly string[];
  readonly #memory: FrozenMemory;
  readonly #classes = new Map<string, ObjectId>();
  /** Object literals that hold a function. */
  readonly #holders = new Map<ObjectId, readonly ObjectId[]>();

  constructor(image: HeapImage, universe: Universe) {
    this.#image = image;
    this.#universe = universe;
    this.#memory = new FrozenMemory(image);
    this.foreign = new Foreign(image, universe);
    this.#names = namePaths(image, (file) => universe.moduleNameOf(file));
    image.objects.forEach((o, id) => {
      if (o.kind === "plain") this.#holds(id, o);
      if (o.kind === "class") this.#classes.set(`${o.site.file}:${o.site.start}`, id);
    });
  }

  #holds(id: ObjectId, o: FrozenPlain): void {
    const functions = [
      ...o.fields.flatMap(([, v]) => (v.k === "ref" ? [v.id] : [])),
      ...o.accessors.flatMap(([, get, set]) => [get, set]).filter((f) => f !== null),
    ];
    for (const f of functions) this.#holders.set(f, [...(this.#holders.get(f) ?? []), id]);
  }

  /** The frozen value of a module-level variable. `place` is where it is declared. */
  bindingOf(file: string, name: string, place: Place): Constant {
    const module = this.#image.modules.find((m) => m.file === file);
    const value = module === undefined ? undefined : namedValue(module.bindings, name);
    return this.value(value ?? broken(`no binding ${name} in the image of ${file}`), place);
  }

  /** What a module exports under a name. */
  exportOf(file: string, name: string): Constant {
    const module =
      this.#image.modules.find((m) => m.file === file) ?? broken(`no module ${file} in the image`);
    const value = namedValue(module.exports, name) ?? broken(`${file} exports no ${name}`);
    return this.value(value, { file, start: 0, end: 0, line: 1, col: 1 });
  }

  staticOf(node: ts.ClassLikeDeclaration, name: string, place: Place): Constant {
    const file = node.getSourceFile();
    const id = this.#classes.get(`${file.fileName}:${node.getStart(file)}`);
    const object = id === undefined ? undefined : this.#image.objects[id];
    if (object?.kind !== "class") return constant({ kind: "undefined" });
    return this.value(namedValue(object.statics, name) ?? { k: "undefined" }, place);
  }

  value(v: FrozenValue, place: Place): Constant {
    switch (v.k) {
      case "undefined":
      case "null":
        return constant({ kind: v.k });
      case "bool":
        return constant({ kind: "bool", value: v.v });
      case "num":
        return numberConst(numberOf(v.v));
      case "str":
        return constant({ kind: "string", value: v.v });
      case "ref":
        return this.object(v.id, place);
      case "bigint":
        return constant({ kind: "bigint", value: BigInt(v.v) });
      case "hole":
        throw this.#refuse(
          "RTS1007",
          place,
          "an array with holes",
          "Elements that were never written have no value.",
          "Fill the array, for example with `.fill(0)`.",
        );
      case "tdz":
        throw this.#refuse(
          "RTS1007",
          place,
          "a variable whose declaration never ran",
          "It has no value.",
          "Initialise it where it is declared.",
        );
    }
  }

  /** The constant for an object of the image. */
  object(id: ObjectId, place: Place): Constant {
    const o = this.#image.objects[id] ?? broken(`no object ${id} in the image`);
    switch (o.kind) {
      case "class": {
        const cls = this.#classOf(o);
        if (cls.captured.length === 0) return entityConst(cls);
        break;
      }
      case "builtin":
        return entityConst(this.#universe.builtin(o.path));
      case "function": {
        if (this.foreign.isExternal(o)) return entityConst(this.foreign.functionOf(id, o, place));
        const func = this.#functionOf(o);
        if (func.captures.length === 0) return entityConst(func);
        break;
      }
      default:
    }
    let e = this.#entities.get(id);
    if (e === undefined)
      this.#entities.set(
        id,
        (e = new FrozenEntity(this.#names[id] ?? `object${id}`, () => this.#content(id, o, place))),
      );
    return entityConst(e);
  }

  #functionOf(o: FrozenFunction): ReturnType<Universe["funcOf"]> {
    return this.#universe.funcOf(
      this.#universe.nodeAt(o.site.file, o.site.start) as ts.FunctionLikeDeclaration,
    );
  }

  #classOf(o: FrozenClass): ClassEntity {
    return this.#universe.classOf(
      this.#universe.nodeAt(o.site.file, o.site.start) as ts.ClassLikeDeclaration,
    );
  }

  /** What an object or variable holds: a class there is a value. */
  #held(v: FrozenValue, place: Place): Constant {
    const c = this.value(v, place);
    const e = entityOf(c);
    return e?.tag === "class" ? entityConst(this.#universe.makerOf(e)) : c;
  }

  #content(id: ObjectId, o: FrozenObject, place: Place): FrozenContent {
    const each = (list: readonly FrozenValue[]): Constant[] => list.map((v) => this.#held(v, place));
    switch (o.kind) {
      case "function":
        return this.#closureContent(this.#ownFunction(id, o), this.#withHolder(id, o, place), place);
      case "class":
        return {
          kind: "function",
          func: this.#universe.makerOf(this.#classOf(o)),
          captures: this.#classOf(o).captured.map((c) => this.#capturedByClass(o, c, place)),
        };
      case "cell":
        return { kind: "cell", value: this.#held(o.value, place) };
      case "instance":
        return this.#instanceContent(o, place);
      case "plain":
        return this.#plainContent(id, o, place);
      case "array":
        return { kind: "array", items: each(o.items) };
      case "typedarray":
        return this.#memory.view(o, (buffer) => this.#bufferOf(buffer, place));
      case "arraybuffer":
        return this.#memory.buffer(o);
      case "map":
        return {
          kind: "map",
          entries: o.entries.map(([k, v]) => [this.#held(k, place), this.#held(v, place)] as const),
        };
      case "set":
        return { kind: "set", entries: each(o.entries) };
      case "error":
        return this.#errorContent(o.class, o.fields, place);
      case "regexp":
        return this.#regExpContent(o, place);
      case "unfreezable":
        throw this.#refuse(
          "RTS1007",
          place,
          `${o.what} (${pathTo(this.#image, id) ?? "an object"})`,
          "Its content is not visible to JavaScript, so it cannot become data of the binary.",
          "Make it when the program runs, or keep it out of what entryPoint reaches.",
        );
      default:
        throw this.#refuse(
          "RTS2101",
          place,
          `a frozen ${o.kind} (${this.#names[id] ?? "object"})`,
          "vmsmith does not translate such an object yet.",
          "Use classes, arrays, maps and sets.",
        );
    }
  }

  #plainContent(id: ObjectId, o: FrozenPlain, place: Place): FrozenContent {
    const name = this.#names[id] ?? "object";
    if (o.site === null)
      throw this.#refuse(
        "RTS2101",
        place,
        `the object ${name}, which no literal of the program made`,
        "vmsmith does not translate such an object yet.",
        "Use a class.",
      );
    const fields = new Map(o.fields.map(([n, v]) => [n, this.#held(v, place)] as const));
    const literal = this.#universe.nodeAt(o.site.file, o.site.start) as ts.ObjectLiteralExpression;
    if (isRecordLiteral(this.#universe.checker, literal)) {
      const key = (n: string): Constant => constant({ kind: "string", value: n });
      return { kind: "map", entries: [...fields].map(([n, v]) => [key(n), v] as const) };
    }
    const shape = (): ClassEntity => this.#shapeOf(name, literal, fields, place);
    if ((o.frozen || isAsConst(literal)) && o.accessors.length === 0) return { kind: "plain", fields, shape };
    for (const [n, get, set] of o.accessors) {
      if (get !== null) fields.set(accessorField("get", n), this.object(get, place));
      if (set !== null) fields.set(accessorField("set", n), this.object(set, place));
    }
    return { kind: "instance", cls: shape(), fields };
  }

  #shapeOf(
    name: string,
    literal: ts.ObjectLiteralExpression,
    fields: ReadonlyMap<string, Constant>,
    place: Place,
  ): ClassEntity {
    const cls = this.#universe.shapes.ofLiteral(literal);
    const extra = [...fields.keys()].find((n) => cls.findField(n) === null);
    if (extra !== undefined)
      throw this.#refuse(
        "RTS2101",
        place,
        `the property \`${extra}\` that was added to the object ${name}`,
        "The fields of an object are those of its literal and its declared type.",
        "Declare it in the object's type, or use a Map.",
      );
    return cls;
  }

  /** Functions of different tables of C functions stay apart. */
  #ownFunction(id: ObjectId, o: FrozenFunction): FuncEntity {
    const own = this.#functionOf(o);
    return this.foreign.hasTable(o) ? own.copyFor(this.#names[id] ?? String(id), own) : own;
  }

  /** The captured values of a function: a method of an object literal has that object as `this`. */
  #withHolder(id: ObjectId, o: FrozenFunction, place: Place): readonly Named[] {
    const node = this.#universe.nodeAt(o.site.file, o.site.start);
    if (!hasOwnThis(node) || !this.#universe.scopesOf(node).capturesThis(node)) return o.captures;
    const holders = this.#holders.get(id) ?? [];
    const holder = holders[0];
    if (holder === undefined || holders.length > 1)
      throw this.#refuse(
        "RTS2101",
        place,
        `the method ${this.#names[id] ?? "of an object literal"}, which ${holders.length} objects hold`,
        "It uses `this`, and belongs to the object whose literal made it.",
        "Make each object with a literal or class of its own.",
      );
    return [...o.captures, ["this", { k: "ref", id: holder }]];
  }

  #bufferOf(id: ObjectId, place: Place): FrozenEntity {
    const e = entityOf(this.object(id, place));
    return e?.tag === "frozen" ? e : broken("a view of no buffer");
  }

  #closureContent(func: FuncEntity, captured: readonly Named[], place: Place): FrozenContent {
    const captures = func.captures.map((c) => this.#captured(`${func.key}_${c.name}`, c, captured, place));
    return { kind: "function", func, captures };
  }

  /** A variable that a class captures, itself or by the class it extends. */
  #capturedByClass(o: FrozenClass, c: CapturedField, place: Place): Constant {
    const base = o.superclass === null ? undefined : this.#image.objects[o.superclass];
    if (base?.kind === "class" && this.#classOf(base).captured.some((b) => b.field === c.field))
      return this.#capturedByClass(base, c, place);
    return this.#captured(`${this.#classOf(o).key}_${c.name}`, c, o.captures, place);
  }

  /** A captured variable: its value, or the cell its closures share. */
  #captured(key: string, c: Capture, captured: readonly Named[], place: Place): Constant {
    const v = namedValue(captured, c.name) ?? broken(`frozen closure ${key} lacks its captured ${c.name}`);
    const value = this.#held(v, place);
    const isCell =
      entityOf(value)?.tag === "frozen" && v.k === "ref" && this.#image.objects[v.id]?.kind === "cell";
    if (!c.cell || isCell) return value;
    return entityConst(new FrozenEntity(key, () => ({ kind: "cell", value })));
  }

  #instanceContent(o: FrozenInstance, place: Place): FrozenContent {
    const cls = this.#image.objects[o.class];
    if (cls?.kind !== "class") return broken("instance of something that is no class");
    const entity = this.#classOf(cls);
    if (this.#universe.isJitLibrary(cls.site.file) && cls.name === "JitDriver")
      return { kind: "jitdriver", driver: this.#driver(o, place) };
    if (o.base !== null && o.base.kind !== "error")
      throw this.#refuse(
        "RTS2101",
        place,
        `an instance of ${cls.name}, which extends a builtin ${o.base.kind}`,
        "Only error classes can be extended.",
        "Hold the builtin in a field.",
      );
    const fields = new Map<string, Constant>();
    for (const [name, v] of [...o.fields, ...o.privates.map(([, n, v]) => [n, v] as const)])
      if (name !== "stack") fields.set(name, this.#held(v, place));
    for (const c of entity.captured) fields.set(c.field, this.#capturedByClass(cls, c, place));
    return { kind: "instance", cls: entity, fields };
  }

  #errorContent(name: string, list: readonly Named[], place: Place): FrozenContent {
    const cls = this.#universe.coreClass(name) ?? broken(`no core class ${name}`);
    const fields = new Map(list.map(([n, v]) => [n, this.value(v, place)] as const));
    if (!fields.has("name")) fields.set("name", constant({ kind: "string", value: name }));
    if (!fields.has("cause")) fields.set("cause", constant({ kind: "undefined" }));
    return { kind: "instance", cls, fields };
  }

  #regExpContent(o: FrozenRegExp, place: Place): FrozenContent {
    const missing = missingInRegExp(o.source, o.flags);
    if (missing !== undefined)
      throw this.#refuse(
        "RTS2101",
        place,
        missing,
        "The library's regular expressions do not have it.",
        "Write the expression without.",
      );
    const cls = this.#universe.coreClass("RegExp") ?? broken("no core class RegExp");
    return { kind: "instance", cls, fields: this.#universe.regexps.fields(o.source, o.flags) };
  }

  #driver(o: FrozenInstance, place: Place): JitDriverEntity {
    const ref = namedValue(o.fields, "options");
    const options = ref?.k === "ref" ? this.#image.objects[ref.id] : undefined;
    if (options?.kind !== "plain") return broken("JitDriver without options");
    const get = (name: string): FrozenValue => namedValue(options.fields, name) ?? { k: "undefined" };
    const names = (v: FrozenValue): string[] => {
      const list = v.k === "ref" ? this.#image.objects[v.id] : undefined;
      return list?.kind === "array"
        ? list.items.map((i) => (i.k === "str" ? i.v : broken("name is no string")))
        : [];
    };
    const hooks = new Map<string, Constant>();
    for (const [name, v] of options.fields)
      if (v.k === "ref" && this.#image.objects[v.id]?.kind === "function")
        hooks.set(name, this.value(v, place));
    const own = get("name");
    const reds = get("reds");
    return new JitDriverEntity(
      own.k === "str" ? own.v : "driver",
      names(get("greens")),
      reds.k === "str" ? "auto" : names(reds),
      names(get("virtualizables")),
      hooks,
    );
  }

  #refuse(code: "RTS1007" | "RTS2101", place: Place, seen: string, why: string, instead: string): Error {
    return refusal(code, place, { seen: `${seen} is reached.`, why, instead });
  }
}

/** `{ … } as const`, also inside other literals that are. */
function isAsConst(node: ts.Node): boolean {
  let n: ts.Node = node;
  while (
    ts.isParenthesizedExpression(n.parent) ||
    ts.isSatisfiesExpression(n.parent) ||
    ts.isPropertyAssignment(n.parent) ||
    ts.isObjectLiteralExpression(n.parent)
  )
    n = n.parent;
  return (
    ts.isAsExpression(n.parent) &&
    ts.isTypeReferenceNode(n.parent.type) &&
    n.parent.type.getText() === "const"
  );
}
