// Remembers what instrumented code reports while the target runs: which source made which function, class and object
// literal, how to read captured variables and private fields, and the modules in the order in which they ran.
// Holds only weakly on to functions and objects: what the target drops, the registry drops.

import type { CaptureInfo, Instrumented, MemberInfo, SiteInfo } from "./instrument.ts";
import type { PositionMap } from "./prepare.ts";

/** Reads variable `index`, or sets it to `value` when `write` is true. Throws a ReferenceError in a dead zone. */
export type Accessor = (index: number, write?: boolean, value?: unknown) => unknown;

/** What a function value is. */
export type FunctionRecord = {
  readonly module: LoadedModule;
  readonly site: SiteInfo;
  readonly access: Accessor | undefined;
  /** How `access` numbers variables; for methods, all those of the class or literal around. */
  readonly numbered: readonly CaptureInfo[];
};

/** What a class value is. */
export type ClassRecord = FunctionRecord & {
  /** Values of `#private` fields in the order of `site.privates`; `MISSING` where the object has none. */
  readonly readPrivates: ((object: object) => unknown[]) | undefined;
  readonly members: readonly (MemberInfo & { readonly value: unknown })[];
};

/** Stands for a private field that an object does not have. */
export const MISSING: unique symbol = Symbol("missing");

/** A module as it was instrumented, and from `started` on as it runs. */
export type LoadedModule = {
  readonly file: string;
  readonly url: string;
  readonly instrumented: Instrumented;
  readonly positions: PositionMap;
  started?: { readonly access: Accessor; readonly namespace: object };
};

/** Helpers one module imports; the names are those of the header in instrument.ts. */
export type Helpers = {
  readonly f: <T extends object>(site: number, made: T, access?: Accessor, name?: string) => T;
  readonly c: (
    site: number,
    made: Constructor,
    access?: Accessor,
    read?: (object: object) => unknown[],
  ) => void;
  readonly o: <T extends object>(site: number, made: T, access?: Accessor) => T;
  readonly m: (access: Accessor, namespace: object) => void;
  readonly u: typeof MISSING;
};

type Constructor = { readonly prototype: object };

/** One per child process. */
export class Registry {
  readonly functions = new WeakMap<object, FunctionRecord>();
  readonly classes = new WeakMap<object, ClassRecord>();
  /** Classes by the prototype of their instances. */
  readonly prototypes = new WeakMap<object, object>();
  readonly literals = new WeakMap<object, FunctionRecord>();
  /** By URL, in the order in which they were loaded. */
  readonly modules = new Map<string, LoadedModule>();
  /** What a module's import specifiers mean: URLs by specifier by URL of the importing module. */
  readonly resolved = new Map<string, Map<string, string>>();
  /** In the order in which they began to run. */
  readonly started: LoadedModule[] = [];

  /** The helpers for one module. */
  helpers(module: LoadedModule): Helpers {
    const { sites } = module.instrumented;
    return {
      u: MISSING,
      m: (access, namespace) => {
        module.started = { access, namespace };
        this.started.push(module);
      },
      f: (index, made, access, name) => {
        const site = siteAt(sites, index);
        if (name !== undefined) Object.defineProperty(made, "name", { value: name });
        this.functions.set(made, { module, site, access, numbered: site.captures });
        return made;
      },
      o: (index, made, access) => {
        const site = siteAt(sites, index);
        const record = { module, site, access, numbered: site.captures };
        this.literals.set(made, record);
        for (const member of site.members) this.addMember(record, made, member);
        return made;
      },
      c: (index, made, access, readPrivates) => {
        const site = siteAt(sites, index);
        const record = { module, site, access, numbered: site.captures };
        const members = site.members.map((member) => {
          const value = this.addMember(record, member.isStatic ? made : made.prototype, member);
          return { ...member, value };
        });
        this.classes.set(made, { ...record, readPrivates, members });
        this.prototypes.set(made.prototype, made);
      },
    };
  }

  /** Registers the function behind a member, unless something else took its place already. */
  private addMember(around: FunctionRecord, owner: object, member: MemberInfo): unknown {
    const found = memberValue(Object.getOwnPropertyDescriptor(owner, keyOf(member.key)), member.kind);
    if (typeof found === "function" && !this.functions.has(found) && !this.classes.has(found)) {
      const site = siteAt(around.module.instrumented.sites, member.site);
      this.functions.set(found, { ...around, site });
    }
    return found;
  }
}

/** What a property holds as a value, getter or setter. */
export function memberValue(found: PropertyDescriptor | undefined, kind: MemberInfo["kind"]): unknown {
  const parts: { readonly value?: unknown; readonly get?: unknown; readonly set?: unknown } = found ?? {};
  return parts[kind];
}

/** The property key that memberKey in names.ts wrote as `key`. */
export function keyOf(key: string): PropertyKey {
  if (!key.startsWith("@@")) return key;
  const symbol = (Symbol as unknown as Readonly<Record<string, unknown>>)[key.slice(2)];
  return typeof symbol === "symbol" ? symbol : key;
}

function siteAt(sites: readonly SiteInfo[], index: number): SiteInfo {
  const site = sites[index];
  if (site === undefined) throw new Error(`no site ${String(index)}`);
  return site;
}
