// C functions as functions of the program: what `external(…)` of vmsmith/ffi left in the heap image becomes a function
// that checks its arguments, calls C (`call_c`) and raises what a callback kept; a callback type becomes a function that
// C calls by a place in its table. The checks themselves are written in the language: rlib/ffi-border.ts.

import ts from "typescript";
import { boolConst, constant, numberConst, type Constant } from "../model/constants.ts";
import { entityConst, entityOf, FuncEntity } from "../model/entities.ts";
import {
  ForeignEntity,
  foreignSpec,
  passedParams,
  type ForeignCallback,
  type ForeignType,
} from "../model/foreign.ts";
import { Graph, Variable, type Position, type Value } from "../model/graph.ts";
import { broken } from "../support/diagnostics.ts";
import type { Place } from "../support/positions.ts";
import { namedValue, type FrozenFunction, type HeapImage, type ObjectId } from "./heap-image.ts";
import { Sequence } from "./sequence.ts";
import type { Universe } from "./universe.ts";

/** What runs under Node, when there is no translation: not to be called from translated code. */
export const MODULE_LEVEL_ONLY: ReadonlySet<string> = new Set([
  "external",
  "callback",
  "kept",
  "keeper",
  "releaser",
  "handle",
  "entry",
  "defineLibrary",
  "pointer",
  "buffer",
  "hostPointer",
  "hostObject",
  "setErrno",
]);

const text = (value: string): Constant => constant({ kind: "string", value });

export class Foreign {
  readonly #universe: Universe;
  readonly #image: HeapImage;
  readonly #functions = new Map<ObjectId, FuncEntity>();
  readonly #callbacks = new Map<ObjectId, FuncEntity>();
  readonly #border = new Map<string, FuncEntity>();

  constructor(image: HeapImage, universe: Universe) {
    this.#image = image;
    this.#universe = universe;
  }

  /** Is it the function that `external` gave? */
  isExternal(o: FrozenFunction): boolean {
    return (
      this.#universe.isForeignLibrary(o.site.file) && namedValue(o.captures, "description") !== undefined
    );
  }

  /** Is it a function of a keeper, made for one table? */
  hasTable(o: FrozenFunction): boolean {
    return this.#universe.isForeignLibrary(o.site.file) && namedValue(o.captures, "slots") !== undefined;
  }

  /** The program's function for a C function. */
  functionOf(id: ObjectId, o: FrozenFunction, place: Place): FuncEntity {
    const known = this.#functions.get(id);
    if (known !== undefined) return known;
    const captured = namedValue(o.captures, "description");
    const description = captured?.k === "str" ? captured.v : broken("an external without its description");
    const spec = foreignSpec(description);
    const tables = this.#items(namedValue(o.captures, "slots"));
    const callbacks = spec.params.map((p, i) =>
      p.kind === "callback" ? this.#callback(p, tables[i], place) : null,
    );
    const entity = new ForeignEntity(description, callbacks);
    const made = this.make(
      `c.${entity.name}`,
      spec.name,
      passedParams(spec.params).length,
      (f, graph, args) => this.#callGraph(f, graph, args, entity, tables, place),
    );
    this.#functions.set(id, made);
    return made;
  }

  /** A function of the border's library. */
  border(name: string): FuncEntity {
    const known = this.#border.get(name);
    if (known !== undefined) return known;
    const file = this.#universe.program
      .getSourceFiles()
      .find((f) => this.#universe.isBorderLibrary(f.fileName));
    const declared = file?.statements.find(
      (s): s is ts.FunctionDeclaration => ts.isFunctionDeclaration(s) && s.name?.text === name,
    );
    const made = this.#universe.funcOf(declared ?? broken(`rlib/ffi-border.ts has no function ${name}`));
    this.#border.set(name, made);
    return made;
  }

  /** A function of our own making. */
  make(
    key: string,
    name: string,
    parameters: number,
    build: (f: FuncEntity, graph: Graph, args: Variable[]) => void,
  ): FuncEntity {
    return new FuncEntity({
      key,
      name,
      kind: "function",
      params: Array.from({ length: parameters }, (_, i) => ({ name: `a${i}`, optional: false, rest: false })),
      captures: [],
      hasThis: false,
      pos: this.#position(),
      // Traces call C; they do not look into the call.
      hints: new Map([["dontLookInside", ""]]),
      unit: "core",
      build: (f) => {
        const args = f.params.map((p) => new Variable(p.name));
        const graph = new Graph(f.key, f.name, args, f.pos, f.hints);
        graph.unit = "core";
        build(f, graph, args);
        return graph;
      },
    });
  }

  #position(): Position {
    return this.border("raiseFailure").pos;
  }

  #callGraph(
    f: FuncEntity,
    graph: Graph,
    args: Variable[],
    entity: ForeignEntity,
    tables: readonly ObjectId[],
    place: Place,
  ): void {
    const { spec } = entity;
    const s = new Sequence(graph.start, f.pos);
    const given = [...args];
    const passed: (Value | null)[] = [];
    spec.params.forEach((p) => {
      if (p.kind === "userData") passed.push(null);
      else {
        const n = passed.filter((v) => v !== null).length + 1;
        passed.push(
          this.outgoing(s, p, given.shift() ?? broken("too few arguments"), `${spec.name}: argument ${n}`),
        );
      }
    });
    // Last, so that nothing raises between here and the end of the call.
    const entered: { readonly table: Constant; readonly index: Value }[] = [];
    spec.params.forEach((p, i) => {
      if (p.kind !== "callback" || p.kept) return;
      const table = this.#universe.heap.object(tables[i] ?? broken("a callback without table"), place);
      const index = s.call(this.border("enterSlot"), [table, passed[i] as Value], "index");
      passed[i] = index;
      entered.push({ table, index });
    });
    if (!spec.noCallback) s.call(this.border("beginCall"), [this.#stack(s)]);
    const border = passed.filter((v) => v !== null);
    const result = s.op("call_c", [entityConst(entity), ...border], "result");
    for (const { table, index } of entered.reverse()) s.call(this.border("leaveSlot"), [table, index]);
    if (!spec.noCallback) s.call(this.border("raiseFailure"), [this.#stack(s)]);
    s.return(graph, this.incoming(s, spec.result, result, `${spec.name}: the result`));
  }

  /** Whose stack this is: C functions on different ones may end in any order. */
  #stack(s: Sequence): Value {
    return s.call(this.#universe.builtin("core.coroutine_current"), [], "stack");
  }

  /** What C calls: it looks the function up, calls it, and keeps what it raises. */
  #callback(type: ForeignCallback, table: ObjectId | undefined, place: Place): FuncEntity {
    const id = table ?? broken("a callback without table");
    const known = this.#callbacks.get(id);
    if (known !== undefined) return known;
    const slots = this.#universe.heap.object(id, place);
    const name = entityOf(slots)?.tag === "frozen" ? (entityOf(slots) as { name: string }).name : String(id);
    const shown = passedParams(type.params);
    const body = this.make(`callback.${name}`, "callback", shown.length + 1, (f, graph, [index, ...args]) => {
      const s = new Sequence(graph.start, f.pos);
      const callee = s.call(this.border("slotAt"), [slots, index as Value], "f");
      const values = shown.map((p, i) =>
        this.incoming(s, p, args[i] as Value, `callback: argument ${i + 1}`),
      );
      const result = s.op("call", [callee, ...values], "result");
      s.return(graph, this.outgoing(s, type.result, result, "callback: the result"));
    });
    const guard = this.make(`callback.${name}.guard`, "callback", shown.length + 1, (f, graph, args) => {
      const s = new Sequence(graph.start, f.pos);
      const rest = s.returnIf(
        graph,
        s.call(this.border("hasFailed"), [this.#stack(s)], "failed"),
        zeroOf(type.result),
      );
      rest.guard(
        graph,
        (t) => t.call(body, args, "result"),
        (t, error) => {
          t.call(this.border("keepFailure"), [this.#stack(t), error]);
          return zeroOf(type.result);
        },
      );
    });
    this.#callbacks.set(id, guard);
    return guard;
  }

  // ---- values ----

  /** A value of the program as it crosses to C; functions stay what they are. */
  outgoing(s: Sequence, t: ForeignType, v: Value, what: string): Value {
    switch (t.kind) {
      case "int": {
        const whole = s.call(this.#universe.builtin("core.c_int"), [v], "whole");
        return s.call(
          this.border("checkInt"),
          [whole, numberConst(t.min), numberConst(t.max), text(what)],
          "checked",
        );
      }
      case "float":
        return s.call(this.border("asFloat"), [v], "float");
      case "text":
        return s.call(this.border(t.optional ? "checkOptionalText" : "checkText"), [v, text(what)], "text");
      case "pointer":
        return s.call(this.border("addressOf"), [v], "address");
      case "callback":
        return t.kept ? s.call(this.border("keptIndex"), [v], "index") : v;
      case "void":
        return constant({ kind: "undefined" });
      default:
        return v;
    }
  }

  /** A value of C as the program sees it. */
  incoming(s: Sequence, t: ForeignType, v: Value, what: string): Value {
    switch (t.kind) {
      case "int":
        if (t.max < Number.MAX_SAFE_INTEGER) return v;
        return s.call(
          this.border("checkInt"),
          [v, numberConst(t.min), numberConst(t.max), text(what)],
          "checked",
        );
      case "text": {
        const found = s.call(this.#universe.builtin("core.c_text"), [v], "text");
        if (t.owned) s.call(this.#universe.builtin("core.c_free"), [v]);
        return t.optional
          ? s.call(this.border("optionalText"), [found], "text")
          : s.call(this.border("presentText"), [found, text(what)], "text");
      }
      case "pointer":
        return s.call(this.border("pointerAt"), [v], "pointer");
      case "void":
        return constant({ kind: "undefined" });
      default:
        return v;
    }
  }

  /** Ids of the objects in an array of the image. */
  #items(v: ReturnType<typeof namedValue>): ObjectId[] {
    const list = v?.k === "ref" ? this.#image.objects[v.id] : undefined;
    if (list?.kind !== "array") return broken("an external without its tables");
    return list.items.map((i) => (i.k === "ref" ? i.id : broken("a table is no object")));
  }
}

export function zeroOf(t: ForeignType): Constant {
  if (t.kind === "bool") return boolConst(false);
  return t.kind === "void" ? constant({ kind: "undefined" }) : numberConst(0);
}
