// Regular expressions that are known at translation: the library's own parser and compiler run here, and what they make
// is frozen into the binary, with a function made for the pattern where there is one (matcher-graph.ts).

import { constant, type Constant, numberConst } from "../../model/constants.ts";
import { entityConst, type FrozenContent, FrozenEntity, FuncEntity } from "../../model/entities.ts";
import type { Position } from "../../model/graph.ts";
import { broken } from "../../support/diagnostics.ts";
import { Program } from "../../../rlib/core/regexp-compile.ts";
import { tableOf } from "../../../rlib/core/regexp-sets.ts";
import type { Universe } from "../universe.ts";
import { syntheticGraph } from "../flow/synthetic.ts";
import { patternPlan } from "./plan.ts";
import { writeMatcher } from "./matcher-graph.ts";

const UNDEFINED = constant({ kind: "undefined" });

export class RegExpConstants {
  readonly #universe: Universe;
  readonly #programs = new Map<string, Constant>();
  /** What programs share: tables of case, by their class and flags. */
  readonly #folders = new Map<string, Constant>();

  constructor(universe: Universe) {
    this.#universe = universe;
  }

  /** The fields of the library's RegExp. */
  fields(source: string, flags: string): Map<string, Constant> {
    return new Map<string, Constant>([
      ["source", constant({ kind: "string", value: source })],
      ["flags", constant({ kind: "string", value: flags })],
      ["lastIndex", numberConst(0)],
      ["program", this.#program(source, flags)],
    ]);
  }

  #program(source: string, flags: string): Constant {
    const key = `/${source}/${flags}`;
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const name = `regexp_${this.#programs.size}`;
    const made = this.#frozen(new Program(source, flags), name, this.#matcher(source, flags, name));
    this.#programs.set(key, made);
    return made;
  }

  /** The function that matches the pattern, or undefined if the library's matcher runs its program. */
  #matcher(source: string, flags: string, name: string): Constant {
    const plan = patternPlan(source, flags);
    if (plan === null) return UNDEFINED;
    const pos = this.#place();
    const func = new FuncEntity({
      key: `vmsmith/core/regexp-match.${name}`,
      name,
      kind: "function",
      params: ["m", "start", "only"].map((p) => ({ name: p, optional: false, rest: false })),
      captures: [],
      hasThis: false,
      pos,
      unit: "core",
      build: (self) =>
        syntheticGraph(self, (body) => {
          writeMatcher(body, plan, {
            bytes: (set) => this.#frozen(tableOf([...set]), `${name}_table`),
            borders: (set) => this.#frozen([...set], `${name}_set`),
            within: this.#universe.coreFunction("within") ?? broken("no within in the library"),
            flatText: this.#universe.builtin("core.string_flat"),
            flatFind: this.#universe.builtin("core.flat_find"),
            flatUnit: this.#universe.builtin("core.flat_unit"),
          });
        }),
    });
    return entityConst(new FrozenEntity(name, () => ({ kind: "function", func, captures: [] })));
  }

  #place(): Position {
    return this.#universe.coreClass("Matcher")?.pos ?? broken("no Matcher in the library");
  }

  /** A value of the library's as a constant; `direct` is the field of that name of a program. */
  #frozen(value: unknown, name: string, direct: Constant = UNDEFINED): Constant {
    switch (typeof value) {
      case "number":
        return numberConst(value);
      case "boolean":
        return constant({ kind: "bool", value });
      case "string":
        return constant({ kind: "string", value });
      case "undefined":
        return UNDEFINED;
      default:
        break;
    }
    if (typeof value !== "object" || value === null) return broken(`${name} cannot be frozen`);
    const { flag, cached } = this.#shared(value);
    if (cached !== undefined) return cached;
    const made = entityConst(new FrozenEntity(name, () => this.#content(value, name, direct)));
    if (flag !== undefined) this.#folders.set(flag, made);
    return made;
  }

  #shared(value: object): { flag?: string; cached?: Constant | undefined } {
    const { ignoreCase, unicode } = value as { ignoreCase?: boolean; unicode?: boolean };
    if (value.constructor.name !== "Folder") return {};
    const flag = `${String(ignoreCase)} ${String(unicode)}`;
    return { flag, cached: this.#folders.get(flag) };
  }

  #content(value: object, name: string, direct: Constant): FrozenContent {
    const items = (list: readonly number[]): Constant[] => list.map((x) => numberConst(x));
    if (value instanceof Uint8Array || value instanceof Int32Array) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const buffer = new FrozenEntity(`${name}_buffer`, () => ({ kind: "arraybuffer", bytes }));
      const element = value instanceof Uint8Array ? "Uint8" : "Int32";
      const { length } = value;
      return {
        kind: "typedarray",
        element,
        buffer,
        offset: 0,
        length,
        items: items([...value]),
        shared: false,
      };
    }
    if (Array.isArray(value))
      return { kind: "array", items: value.map((x, i) => this.#frozen(x, `${name}_${i}`)) };
    const cls = this.#universe.coreClass(value.constructor.name);
    if (cls === undefined) return broken(`no class ${value.constructor.name} in the library`);
    const fields = new Map(
      Object.entries(value).map(([field, x]) => [field, this.#frozen(x, `${name}_${field}`)] as const),
    );
    if (value instanceof Program) {
      fields.set("direct", direct);
      // A function of its own matches it.
      if (direct !== UNDEFINED) {
        fields.set("straight", UNDEFINED);
        fields.set("firsts", this.#frozen([], `${name}_firsts`));
      }
    }
    return { kind: "instance", cls, fields };
  }
}
