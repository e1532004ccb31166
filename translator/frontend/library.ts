// The functions that a library exports to C, as functions of the program: each takes and gives machine values, converts
// them as its description says, and tells C of an exception that leaves it.

import { constant, type Constant } from "../model/constants.ts";
import { entityOf, type FuncEntity } from "../model/entities.ts";
import type { ForeignType } from "../model/foreign.ts";
import type { Value } from "../model/graph.ts";
import { librarySpec, type LibraryEntry } from "../model/library.ts";
import { broken, refusal } from "../support/diagnostics.ts";
import type { Place } from "../support/positions.ts";
import { type Foreign, zeroOf } from "./foreign.ts";
import { namedValue, type FrozenValue, type HeapImage } from "./heap-image.ts";
import { Sequence } from "./sequence.ts";
import type { Universe } from "./universe.ts";

/** What a machine value at the border is: all else is an int. */
export type BorderKind = "int" | "float" | "bool";

/** A function for C, with what its parameters are. */
export interface LibraryFunction {
  readonly function: FuncEntity;
  readonly params: readonly BorderKind[];
}

export interface LibraryFunctions {
  readonly description: string;
  readonly functions: ReadonlyMap<string, LibraryFunction>;
}

/** What the target exports as `library`. */
export function libraryFunctions(universe: Universe, image: HeapImage, target: string): LibraryFunctions {
  return new LibraryReader(universe, image, target).read();
}

/** The tables of a handle. */
interface Tables {
  readonly slots: Constant;
  readonly marks: Constant;
}

class LibraryReader {
  private readonly universe: Universe;
  private readonly image: HeapImage;
  private readonly foreign: Foreign;
  private readonly place: Place;
  private readonly target: string;

  constructor(universe: Universe, image: HeapImage, target: string) {
    this.universe = universe;
    this.image = image;
    this.target = target;
    this.foreign = universe.heap.foreign;
    this.place = universe.placeAt({ file: target, offset: 0 });
  }

  read(): LibraryFunctions {
    const module = this.image.modules.find((m) => m.file === this.target);
    const exported = namedValue(module?.exports ?? [], "library");
    const object = exported?.k === "ref" ? this.image.objects[exported.id] : undefined;
    const fields = object?.kind === "plain" ? object.fields : [];
    const description = namedValue(fields, "description");
    if (description?.k !== "str")
      throw refusal("RTS1502", this.place, {
        seen: "The target exports no `library` that `defineLibrary` made.",
        why: "--shared makes a C library of what it names.",
        instead:
          'Write: export const library = defineLibrary({ name: "…", exports: { … } }) with vmsmith/ffi, or leave out --shared.',
      });
    const { entries } = librarySpec(description.v);
    const functions = this.items(namedValue(fields, "functions"));
    const slots = this.items(namedValue(fields, "slots"));
    const marks = this.items(namedValue(fields, "marks"));
    const made = new Map<string, LibraryFunction>();
    entries.forEach((e, i) => {
      const callee = this.universe.heap.value(
        functions[i] ?? broken("an entry without function"),
        this.place,
      );
      const types = [...e.params, e.result];
      const tables = this.tables(types, slots[i], marks[i]);
      made.set(e.name, {
        function: this.entry(e, callee, tables),
        params: e.params.flatMap(borderKinds),
      });
      types.forEach((t, n) => {
        if (t.kind === "handle")
          this.handleFunctions(made, t.name, tables[n] ?? broken("a handle without tables"));
      });
    });
    return { description: description.v, functions: made };
  }

  private items(v: FrozenValue | undefined): readonly FrozenValue[] {
    const list = v?.k === "ref" ? this.image.objects[v.id] : undefined;
    return list?.kind === "array" ? list.items : broken("a library without its tables");
  }

  private tables(
    types: readonly ForeignType[],
    slots: FrozenValue | undefined,
    marks: FrozenValue | undefined,
  ): (Tables | null)[] {
    const [s, m] = [this.items(slots), this.items(marks)];
    const at = (list: readonly FrozenValue[], i: number): Constant =>
      this.universe.heap.value(list[i] ?? broken("a handle without tables"), this.place);
    return types.map((t, i) => (t.kind === "handle" ? { slots: at(s, i), marks: at(m, i) } : null));
  }

  private entry(e: LibraryEntry, callee: Constant, tables: readonly (Tables | null)[]): FuncEntity {
    const count = e.params.flatMap(borderKinds).length;
    const body = this.foreign.make(`entry.${e.name}.body`, e.name, count, (f, graph, args) => {
      const s = new Sequence(graph.start, f.pos);
      const given = [...args];
      const next = (): Value => given.shift() ?? broken("too few arguments");
      const buffers: { readonly bytes: Value; readonly address: Value; readonly length: Value }[] = [];
      const values = e.params.map((p, i): Value => {
        const what = `${e.name}: argument ${i + 1}`;
        const v = next();
        if (p.kind === "handle") return this.fromHandle(s, tables[i] ?? null, v, what);
        if (p.kind !== "buffer") return this.foreign.incoming(s, p, v, what);
        const length = this.foreign.incoming(s, SIZE, next(), what);
        const bytes = s.op("new_builtin", [this.builtin("Uint8Array"), length], "bytes");
        s.op("call", [this.builtin("core.c_copy"), v, bytes, length]);
        buffers.push({ bytes, address: v, length });
        return bytes;
      });
      const func = entityOf(callee);
      const result =
        func?.tag === "func" ? s.call(func, values, "result") : s.op("call", [callee, ...values], "result");
      for (const { bytes, address, length } of buffers)
        s.op("call", [this.builtin("core.c_put"), bytes, address, length]);
      s.return(graph, this.toC(s, e.result, result, tables.at(-1) ?? null, `${e.name}: the result`));
    });
    return this.foreign.make(`entry.${e.name}`, e.name, count, (f, graph, args) => {
      new Sequence(graph.start, f.pos).guard(
        graph,
        (s) => s.call(body, args, "result"),
        (s, error) => {
          s.op("call", [
            this.builtin("core.c_fail"),
            s.call(this.foreign.border("failureText"), [error], "text"),
          ]);
          return zeroOf(e.result);
        },
      );
    });
  }

  private builtin(path: string): Constant {
    return this.universe.builtinConst(path);
  }

  private fromHandle(s: Sequence, t: Tables | null, v: Value, what: string): Value {
    if (t === null) return broken("a handle without tables");
    const text = constant({ kind: "string", value: what });
    return s.call(this.foreign.border("handleValue"), [t.slots, t.marks, v, text], "value");
  }

  private toC(s: Sequence, t: ForeignType, v: Value, tables: Tables | null, what: string): Value {
    if (t.kind === "handle") {
      if (tables === null) return broken("a handle without tables");
      return s.call(this.foreign.border("newHandle"), [tables.slots, tables.marks, v], "handle");
    }
    if (t.kind === "buffer")
      return s.op("call", [this.builtin("core.c_give"), v, s.op("list_len", [v], "length")]);
    const out = this.foreign.outgoing(s, t, v, what);
    if (t.kind !== "text") return out;
    return t.optional
      ? this.optionalText(s, out)
      : s.op("call", [this.builtin("core.c_giveText"), out], "address");
  }

  /** 0 for null. */
  private optionalText(s: Sequence, text: Value): Value {
    const give = this.foreign.make("give.text", "giveText", 1, (f, graph, [given]) => {
      const start = new Sequence(graph.start, f.pos);
      const value = given ?? broken("no argument");
      const rest = start.returnIf(
        graph,
        start.op("is_nullish", [value]),
        constant({ kind: "number", value: 0 }),
      );
      const present = rest.op("assume_present", [value]);
      rest.return(graph, rest.op("call", [this.builtin("core.c_giveText"), present], "address"));
    });
    return s.call(give, [text], "address");
  }

  private handleFunctions(made: Map<string, LibraryFunction>, name: string, t: Tables): void {
    if (made.has(`release ${name}`)) return;
    const one = (
      what: string,
      border: string,
      params: readonly BorderKind[],
      args: readonly Constant[],
    ): void => {
      const key = `${what} ${name}`;
      const f = this.foreign.make(`entry.${key}`, what, params.length, (own, graph, given) => {
        const s = new Sequence(graph.start, own.pos);
        s.return(graph, s.call(this.foreign.border(border), [...args, ...given], "result"));
      });
      made.set(key, { function: f, params });
    };
    one("release", "dropHandle", ["int"], [t.slots, t.marks]);
    one("count", "countHandles", [], [t.slots]);
  }
}

/** Lengths of buffers: as size_t. */
const SIZE: ForeignType = { kind: "int", c: "size_t", min: 0, max: Number.MAX_SAFE_INTEGER };

/** A parameter as machine values: a buffer is an address and a length. */
function borderKinds(t: ForeignType): BorderKind[] {
  if (t.kind === "float" || t.kind === "bool") return [t.kind];
  return t.kind === "buffer" ? ["int", "int"] : ["int"];
}
