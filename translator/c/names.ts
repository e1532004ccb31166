// Names in the generated C: readable, stable and free of collisions. A name is made from what the author wrote and a
// prefix for its kind (f_ function, s_ struct, type_ description, o_ prebuilt object); what collides is numbered in
// program order. Nothing depends on the order of asking: all names are given at construction.

import type { PrebuiltObject } from "../model/constants.ts";
import type { Graph } from "../model/graph.ts";
import type { ExternalName } from "../model/externals.ts";
import { UniqueNames } from "../model/text.ts";
import { OBJECT, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";

// prettier-ignore
const RESERVED: ReadonlySet<string> = new Set([
  "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
  "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static",
  "struct", "switch", "typedef", "typeof", "union", "unsigned", "void", "volatile", "while", "asm", "bool", "true",
  "false", "linux", "unix", "i386", "errno", "header", "items", "offsetof", "sites", "main",
  "fmod", "memmove", "memset",
]);

/** A C identifier from any name: what C cannot spell becomes `_`. */
export function identifier(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "") || "x";
  // Capital names might be macros of the system's headers, and prefixed ones ours.
  const isRisky = RESERVED.has(plain) || /^[A-Z][A-Z0-9_]*$|^(vs|f|s|o|type|b)_|^vs$/.test(plain);
  return /^\d/.test(plain) ? `n${plain}` : isRisky ? `${plain}_` : plain;
}

function tail(name: string): string {
  return name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "") || "x";
}

export class CNames {
  private readonly graphs = new Map<string, string>();
  private readonly structs = new Map<StructType, string>();
  private readonly objects = new Map<PrebuiltObject, string>();
  private readonly fields = new Map<StructType, Map<string, string>>();

  /** `prefix` stands in all names that the linker sees, so that units can be linked to each other. */
  constructor(
    prefix: string,
    graphs: Iterable<Graph>,
    structs: Iterable<StructType>,
    objects: Iterable<PrebuiltObject>,
  ) {
    const used = new UniqueNames<unknown>();
    for (const g of graphs) this.graphs.set(g.key, used.of(g, `f_${prefix}${tail(g.name)}`));
    for (const o of objects) this.objects.set(o, used.of(o, `o_${prefix}${tail(o.name)}`));
    const structNames = new UniqueNames<StructType>();
    for (const s of structs) this.structs.set(s, structNames.of(s, `${prefix}${tail(s.name)}`));
    for (const s of this.structs.keys()) this.fieldsOf(s);
  }

  graph(key: string): string {
    return this.graphs.get(key) ?? broken(`graph '${key}' has no C name`);
  }

  object(o: PrebuiltObject): string {
    return this.objects.get(o) ?? broken(`prebuilt @${o.name} has no C name`);
  }

  /** The bare name: `struct s_NAME`, `type_NAME`. */
  struct(s: StructType): string {
    return this.structs.get(s) ?? broken(`layout '${s.name}' has no C name`);
  }

  /** `struct s_Point`, or the type of any object. */
  structType(s: StructType): string {
    return s === OBJECT ? "vs_object" : `struct s_${this.struct(s)}`;
  }

  field(s: StructType, name: string): string {
    return this.fieldsOf(s).get(name) ?? broken(`layout '${s.name}' has no field '${name}'`);
  }

  /** Name of the C function of an external. */
  external(name: ExternalName): string {
    return `vs_${name}`;
  }

  /** Name of the C function that another unit exports, or this one. */
  unit(name: string): string {
    return `vs_unit_${name}`;
  }

  /** An extension's fields keep the names they have in the base. */
  private fieldsOf(s: StructType): Map<string, string> {
    const known = this.fields.get(s);
    if (known !== undefined) return known;
    const names = new Map(s.base === null ? [] : this.fieldsOf(s.base));
    const used = new UniqueNames<string>(names.values());
    for (const f of s.ownFields) names.set(f.name, used.of(f.name, identifier(f.name)));
    this.fields.set(s, names);
    return names;
  }
}
