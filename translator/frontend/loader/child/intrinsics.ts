// Names for everything that JavaScript and Node provide: "Math.max", "Array.prototype.push", "node:fs.readFileSync".
// Holds: one object has one path, the first in the order global → static member → prototype member → process,
// console → built-in modules the target imports; so `Number.parseFloat`, being the same function, is "parseFloat".
// Surprise: globals that Node makes on first use (fetch, crypto, localStorage …) are not looked at, because looking
// would load them.

/** Paths by object; symbols are among them. */
export type Intrinsics = ReadonlyMap<unknown, string>;

/** Names everything; `modules` are built-in modules by specifier ("node:fs"): namespaces and default exports. */
export function nameIntrinsics(
  modules: readonly (readonly [specifier: string, object: object])[],
): Intrinsics {
  const paths = new Map<unknown, string>();
  const globals = namedValues(globalThis).filter(([name]) => !SKIPPED.has(name));
  for (const name of LAZY_BUT_CHEAP) globals.push([name, Reflect.get(globalThis, name)]);
  for (const [name, value] of globals) add(paths, value, name);
  for (const [name, value] of globals) addMembers(paths, value, name);
  for (const [name, value] of globals) {
    if (typeof value !== "function") continue;
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    add(paths, prototype, `${name}.prototype`);
    addMembers(paths, prototype, `${name}.prototype`);
  }
  for (const [name, value] of namedValues(Symbol)) {
    if (typeof value === "symbol") paths.set(value, `Symbol.${name}`);
  }
  add(paths, globalThis, "globalThis");
  for (const [specifier, object] of modules) {
    add(paths, object, specifier);
    addMembers(paths, object, specifier);
  }
  return paths;
}

/** Accessors on globalThis that are worth reading and exist already. */
const LAZY_BUT_CHEAP = ["process", "Buffer", "console", "performance"];
const SKIPPED: ReadonlySet<string> = new Set(["globalThis", "global", "self", ...LAZY_BUT_CHEAP]);

function add(paths: Map<unknown, string>, value: unknown, path: string): void {
  const isObject = typeof value === "function" || (typeof value === "object" && value !== null);
  if (isObject && !paths.has(value)) paths.set(value, path);
}

function addMembers(paths: Map<unknown, string>, value: unknown, path: string): void {
  for (const [name, member] of namedValues(value)) {
    if (name !== "constructor" && name !== "prototype") add(paths, member, `${path}.${name}`);
  }
}

/** Own properties that are plain data: reading an accessor could run code. */
function namedValues(value: unknown): [name: string, value: unknown][] {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return [];
  const found: [string, unknown][] = [];
  for (const name of Object.getOwnPropertyNames(value)) {
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property !== undefined && "value" in property) found.push([name, property.value]);
  }
  return found;
}
