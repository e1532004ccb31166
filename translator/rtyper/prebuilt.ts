// Prebuilt data: constant strings, closures of functions that capture nothing, global variables, and the frozen
// objects of the heap image, as static objects of the binary. One object per frozen object, so that identity and
// sharing survive.

import { createHash } from "node:crypto";
import type { Engine } from "../annotator/engine.ts";
import {
  type Constant,
  type ConstantValue,
  constant,
  numberConst,
  PrebuiltObject,
  zeroOf,
} from "../model/constants.ts";
import {
  entityOf,
  type FrozenContent,
  type FrozenEntity,
  type FuncEntity,
  type GlobalEntity,
  type ClassEntity,
} from "../model/entities.ts";
import type { Value } from "../model/graph.ts";
import { INT, type LowType, OBJECT, registerType, type StorageType, StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { absentOf } from "./convert.ts";
import { boolConstant, floatConst, int64Const, intConst, prebuiltConst } from "./builder.ts";
import type { Boxes } from "./boxes.ts";
import type { Repr, Reprs } from "./reprs.ts";

export class Prebuilt {
  readonly #engine: Engine;
  readonly #reprs: Reprs;
  /** Key of the adapter by which a function is called through a closure. */
  readonly #adapter: (f: FuncEntity) => string;
  readonly #floats = new Map<string, PrebuiltObject>();
  readonly #bigints = new Map<bigint, PrebuiltObject>();
  readonly #strings = new Map<string, PrebuiltObject>();
  readonly #closures = new Map<FuncEntity, PrebuiltObject>();
  readonly #frozen = new Map<FrozenEntity, PrebuiltObject>();
  readonly #globals = new Map<GlobalEntity, PrebuiltObject>();
  readonly #names = new Set<string>();
  #chars: PrebuiltObject | null = null;

  constructor(engine: Engine, reprs: Reprs, adapter: (f: FuncEntity) => string) {
    this.#engine = engine;
    this.#reprs = reprs;
    this.#adapter = adapter;
  }

  /** A constant of the program in a given representation. */
  constantOf(c: Constant, to: Repr): Value {
    const v = c.value;
    switch (v.kind) {
      case "number":
        if (to.boxes !== null) return this.#inUnion(v.value, to.boxes, to.low);
        if (to.kind === "void") return constant({ kind: "undefined" }, to.low);
        if (to.kind === "raw") return numberConst(v.value, to.low);
        return to.kind === "float" ? floatConst(v.value) : intConst(v.value);
      case "bigint":
        return to.kind === "word"
          ? int64Const(BigInt.asIntN(64, v.value))
          : prebuiltConst(this.#bigint(v.value), to.low);
      case "bool":
        if (to.boxes !== null) return prebuiltConst(v.value ? to.boxes.yes : to.boxes.no, to.low);
        return to.low === INT ? intConst(v.value ? 1 : 0) : boolConstant(v.value);
      case "string":
        return prebuiltConst(
          this.string(v.value),
          to.boxes === null ? this.#reprs.strings.string.ref : to.low,
        );
      case "null":
        return absentOf(to, 2);
      case "undefined":
        return absentOf(to, 1);
      case "entity":
        return this.#entity(c, to);
      default:
        return c;
    }
  }

  #entity(c: Constant, to: Repr): Value {
    const e = entityOf(c);
    // Which builtin or class it is, the annotation says; at run time there is nothing to hold.
    if (e?.tag === "builtin" || e?.tag === "class" || e?.tag === "jitdriver") return absentOf(to, 1);
    if (to.kind === "void" || e === undefined) return constant({ kind: "undefined" }, to.low);
    if (e.tag === "func") return prebuiltConst(this.closure(e), to.low);
    if (e.tag === "frozen") return prebuiltConst(this.frozen(e), to.low);
    return broken(`no constant for the ${e.tag} ${c.value.kind === "entity" ? c.value.text : ""}`);
  }

  #inUnion(value: number, boxes: Boxes, type: LowType): Constant {
    if (Number.isSafeInteger(value) && !Object.is(value, -0))
      return constant({ kind: "tagged", value }, type);
    const key = Object.is(value, -0) ? "-0" : String(value);
    let o = this.#floats.get(key);
    if (o === undefined) {
      o = new PrebuiltObject(boxes.float, this.#unique(`box_f${key.replace(/\W/g, "_")}`));
      o.fields.set("value", floatConst(value).value);
      this.#floats.set(key, o);
    }
    return prebuiltConst(o, type);
  }

  #bigint(value: bigint): PrebuiltObject {
    let o = this.#bigints.get(value);
    if (o === undefined) {
      const text = String(value).replace("-", "minus_");
      o = new PrebuiltObject(this.#reprs.bigint(), this.#unique(`big_${text.slice(0, 30)}`));
      o.fields.set("negative", { kind: "bool", value: value < 0n });
      o.items = [];
      for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n)
        o.items.push({ kind: "int64", value: BigInt.asIntN(64, rest) });
      this.#bigints.set(value, o);
    }
    return o;
  }

  string(text: string): PrebuiltObject {
    let o = this.#strings.get(text);
    if (o === undefined) {
      const wide = /[^\u0000-\u00ff]/.test(text);
      o = new PrebuiltObject(
        wide ? this.#reprs.strings.utf16 : this.#reprs.strings.latin1,
        this.#stringName(text),
      );
      o.items = [...Array(text.length).keys()].map((i) => ({ kind: "number", value: text.charCodeAt(i) }));
      o.isInterned = true;
      this.#strings.set(text, o);
    }
    return o;
  }

  /** The array of the strings of one character below 256. */
  charStrings(): PrebuiltObject {
    if (this.#chars === null) {
      this.#chars = new PrebuiltObject(
        this.#reprs.items(this.#reprs.strings.string.ref),
        this.#unique("char_strings"),
      );
      this.#chars.items = [...Array(256).keys()].map((c) => ({
        kind: "prebuilt",
        object: this.string(String.fromCharCode(c)),
      }));
      this.#chars.fields.set("length", { kind: "number", value: 256 });
    }
    return this.#chars;
  }

  #stringName(text: string): string {
    const words = text
      .replace(/[^A-Za-z0-9]+/g, "_")
      .slice(0, 20)
      .replace(/^_+|_+$/g, "");
    const exact = words === text && text.length > 0;
    return this.#unique(
      exact
        ? `str_${words}`
        : `str_${words}_${createHash("sha1").update(text, "utf16le").digest("hex").slice(0, 8)}`,
    );
  }

  closure(f: FuncEntity): PrebuiltObject {
    let o = this.#closures.get(f);
    if (o === undefined) {
      o = new PrebuiltObject(this.#reprs.closureBase(f), this.#unique(`fn_${f.key}`));
      o.fields.set("code", { kind: "graph", key: this.#adapter(f) });
      this.#closures.set(f, o);
    }
    return o;
  }

  global(g: GlobalEntity): PrebuiltObject {
    let o = this.#globals.get(g);
    if (o === undefined) {
      const name = this.#unique(`var_${g.key}`);
      const repr = this.#reprs.item(this.#engine.global(g).annotation);
      const struct = new StructType(`Global_${name}`, OBJECT);
      struct.ownFields.push({ name: "value", type: repr.low });
      this.#reprs.structs.push(struct);
      o = new PrebuiltObject(struct, name);
      this.#globals.set(g, o);
      o.fields.set("value", this.#value(g.start(), repr));
    }
    return o;
  }

  frozen(e: FrozenEntity): PrebuiltObject {
    const known = this.#frozen.get(e);
    if (known !== undefined) return known;
    const annotation = this.#engine.ofFrozen(e);
    const content = e.content();
    if (annotation.base === null) return broken(`frozen ${e.name} has no annotation`);
    const cls = classOf(content);
    const struct =
      content.kind === "function"
        ? this.#reprs.closure(content.func)
        : cls !== null
          ? this.#reprs.classStruct(cls)
          : this.#reprs.structOf(annotation.base);
    const o = new PrebuiltObject(struct, this.#unique(e.name));
    this.#frozen.set(e, o);
    this.#fill(o, e, content);
    return o;
  }

  #fill(o: PrebuiltObject, e: FrozenEntity, content: FrozenContent): void {
    const base = this.#engine.ofFrozen(e).base;
    switch (content.kind) {
      case "function": {
        const state = this.#engine.stateOf(content.func);
        o.fields.set("code", { kind: "graph", key: this.#adapter(content.func) });
        content.captures.forEach((c, i) =>
          this.#setField(o, `c${i}`, c, this.#reprs.of(state?.captures[i]?.annotation ?? broken("capture"))),
        );
        return;
      }
      case "cell":
        if (base?.kind !== "cell") return broken("cell");
        this.#setField(o, "value", content.value, this.#reprs.item(base.container.item.annotation));
        if (o.struct.field("ready") !== undefined) o.fields.set("ready", { kind: "bool", value: true });
        return;
      case "plain":
      case "instance":
        for (const [name, c] of content.fields) {
          const found = classOf(content)?.findField(name) ?? null;
          if (found !== null)
            this.#setField(o, name, c, this.#reprs.of(this.#engine.field(found.owner, name).annotation));
        }
        return;
      case "array": {
        if (base?.kind !== "list") return broken("array");
        o.fields.set("length", { kind: "number", value: content.items.length });
        this.#setItems(o, "items", content.items, this.#reprs.item(base.container.item.annotation));
        return;
      }
      case "arraybuffer":
        o.items = [...content.bytes].map((value) => ({ kind: "number", value }));
        return;
      case "dataview":
        this.#fillView(o, content);
        return;
      case "typedarray":
        if (base?.kind === "typed" && base.container.shared) {
          this.#fillView(o, content);
          return;
        }
        o.items = content.items.map(({ value: v }) =>
          v.kind === "bigint" ? { kind: "int64", value: BigInt.asIntN(64, v.value) } : v,
        );
        return;
      case "map":
      case "set": {
        this.#fillTable(o, content, base);
        return;
      }
      case "jitdriver":
        return broken(`${e.name} has no representation`);
    }
  }

  #fillView(o: PrebuiltObject, content: Extract<FrozenContent, { kind: "typedarray" | "dataview" }>): void {
    o.fields.set("length", { kind: "number", value: content.length });
    o.fields.set("offset", { kind: "number", value: content.offset });
    o.fields.set("buffer", { kind: "prebuilt", object: this.frozen(content.buffer) });
  }

  // Hashes depend on the process's seed, so the index is made when the table is first used.
  #fillTable(
    o: PrebuiltObject,
    content: Extract<FrozenContent, { kind: "map" | "set" }>,
    base: ReturnType<Engine["ofFrozen"]>["base"],
  ): void {
    if (base?.kind !== "map" && base?.kind !== "set") return broken("table");
    const n = content.entries.length;
    o.fields.set("size", { kind: "number", value: n });
    o.fields.set("used", { kind: "number", value: n });
    const keys = content.kind === "map" ? content.entries.map(([k]) => k) : [...content.entries];
    this.#setItems(
      o,
      "keys",
      keys,
      this.#reprs.item(base.container.keys?.annotation ?? { base: null, absent: 0 }),
    );
    if (content.kind === "map")
      this.#setItems(
        o,
        "values",
        content.entries.map(([, v]) => v),
        this.#reprs.item(base.container.item.annotation),
      );
  }

  #setField(o: PrebuiltObject, field: string, c: Constant, repr: Repr): void {
    if (o.struct.field(field) !== undefined) o.fields.set(field, this.#value(c, repr));
  }

  #setItems(o: PrebuiltObject, field: string, values: readonly Constant[], repr: Repr): void {
    const type: StorageType = o.struct.field(field)?.type ?? broken(`no field ${field}`);
    if (type.tag !== "ref") return broken(`${field} holds no array`);
    const items = new PrebuiltObject(type.to, this.#unique(`${o.name}_${field}`));
    items.items = values.map((c) => this.#value(c, repr));
    items.fields.set("length", { kind: "number", value: values.length });
    o.fields.set(field, { kind: "prebuilt", object: items });
  }

  #value(c: Constant, repr: Repr): ConstantValue {
    const v = this.constantOf(c, repr);
    if (v.tag !== "const") return broken("constant expected");
    return v.value.kind === "undefined" ? zeroOf(registerType(repr.low)) : v.value;
  }

  #unique(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#names.has(name); n++) name = `${wanted}_${n}`;
    this.#names.add(name);
    return name;
  }
}

function classOf(content: FrozenContent): ClassEntity | null {
  return content.kind === "instance" ? content.cls : content.kind === "plain" ? content.shape() : null;
}
