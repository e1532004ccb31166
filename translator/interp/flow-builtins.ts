// Builtins by path, executed with the host's own; what touches the outside world goes to the simulated one.

import { format } from "node:util";
import { broken } from "../support/diagnostics.ts";
import { Instance, Raised } from "./flow-values.ts";
import { bytesOf, errnoName, ProgramExit, type World } from "./world.ts";

export interface BuiltinHost {
  readonly world: World;
  printTraceback(): void;
  /** A coroutine for this object, in whose field `handle` its number is put. */
  openCoroutine(owner: Instance): void;
  readonly currentCoroutine: number;
}

type Builtin = (host: BuiltinHost, ...args: never[]) => unknown;

/** Rows for what is not a pure function of the host. */
const ROWS: Readonly<Record<string, Builtin>> = {
  "console.log": (h, ...args: never[]) => print(h, 1, args),
  "console.info": (h, ...args: never[]) => print(h, 1, args),
  "console.debug": (h, ...args: never[]) => print(h, 1, args),
  "console.warn": (h, ...args: never[]) => print(h, 2, args),
  "console.error": (h, ...args: never[]) => print(h, 2, args),
  "process.stdout.write": (h, text: string) => write(h, 1, text) >= 0,
  "process.stderr.write": (h, text: string) => write(h, 2, text) >= 0,
  "process.exit": (_h, code: number | undefined) => {
    throw new ProgramExit(code ?? 0);
  },
  "performance.now": (h) => h.world.clockMs(),
  "Date.now": (h) => h.world.timeMs(),
  "Math.random": (h) => h.world.random(),
  "node:fs.writeSync": (h, fd: number, data: string | Uint8Array, from?: number, n?: number) =>
    write(
      h,
      fd,
      typeof data === "string" ? data : data.subarray(from ?? 0, (from ?? 0) + (n ?? data.length)),
    ),

  // Nothing is collected, so nothing dies.
  "core.object_hash": (h, object: object) => h.world.identityOf(object),
  "core.gc_collect": () => undefined,
  "core.gc_statistic": () => 0,
  "core.gc_weak_made": () => undefined,
  "core.gc_drop_ready": () => undefined,
  "core.gc_pressure": () => undefined,
  "core.coroutine_open": (h, owner: Instance) => {
    h.openCoroutine(owner);
    return 1;
  },
  "core.coroutine_current": (h) => h.currentCoroutine,
  "core.argument_count": (h) => h.world.args.length,
  "core.argument_at": (h, i: number) => h.world.args[i],
  "core.flush_output": () => undefined,
  "core.print_uncaught": (h, text: string) => void write(h, 2, `Uncaught ${text}`),
  "core.print_traceback": (h) => {
    h.printTraceback();
  },

  "process.variable": (h, name: string) => h.world.env.get(name),
  "process.cwd": () => "/work",
  "process.uptime": (h) => h.world.clockMs() / 1000,

  "core.file_open": (h, path: string, flags: number) => h.world.openFile(path, flags),
  "core.file_close": (h, fd: number) => void h.world.closeFile(fd),
  "core.file_writeText": (h, fd: number, text: string) => write(h, fd, text),
  "core.file_writeBytes": (h, fd: number, data: Uint8Array, at: number, n: number) =>
    write(h, fd, memoryOf(data, at, n)),
  "core.file_readText": (h, fd: number) => rest(h, fd).toString("utf8"),
  "core.file_readLatin1": (h, fd: number) => rest(h, fd).toString("latin1"),
  "core.file_readBytes": (h, fd: number, into: Uint8Array, at: number, n: number) =>
    h.world.read(fd, memoryOf(into, at, n)),
  "core.console_text": (_h, x: unknown) => (typeof x === "string" ? x : format(x)),
  "core.console_checkFormat": (_h, text: string) =>
    /%[sdifjoOc%]/u.test(text) ? raiseType("console.log with a %-format") : text,
  "core.utf8_length": (_h, text: string) => Buffer.byteLength(text),
  "core.utf8_copy": (_h, text: string, memory: Uint8Array, at: number) => {
    const bytes = bytesOf(text);
    memoryOf(memory, at, bytes.length).set(bytes);
  },
  "core.utf8_text": (_h, memory: Uint8Array, at: number, n: number) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(memoryOf(memory, at, n)),
  "core.c_int": (_h, value: number) =>
    Number.isSafeInteger(value) ? value + 0 : raiseRange("number is not an integer"),
  "core.c_text": (h, address: number) => h.world.foreign.text(address),
  "core.c_free": (h, address: number) => {
    h.world.foreign.free(address);
  },
  "core.c_errno": (h) => h.world.foreign.errno(),
  // "Not known": the library's own way is taken.
  "core.latin1_upper": () => undefined,
  "core.latin1_lower": () => undefined,
  "core.text_room": () => "",
  "core.text_add": (_h, a: string, s: string, from: number, to: number) => a + s.slice(from, to),
  "core.piece": (_h, s: string, from: number, to: number) => s.slice(from, to),
  "core.string_flat": (_h, s: string) => s,
  "core.flat_unit": (_h, s: string, i: number) => s.charCodeAt(i),
  "core.flat_find": (_h, s: string, table: Uint8Array, from: number) => scan(s, table, from, s.length),
  "core.flat_scan": (_h, s: string, table: Uint8Array, from: number, limit: number) =>
    scan(s, table, from, limit),
  "core.errno_name": (_h, number: number) => errnoName(number),
  "core.path_kind": (h, path: string) => h.world.pathKind(path),
  "core.path_size": (h, path: string) => h.world.pathSize(path),
  "core.path_modified": (h) => h.world.timeMs(),
  "core.path_remove": (h, path: string) => h.world.removeFile(path),
  "core.path_rename": (h, from: string, to: string) => h.world.renameFile(from, to),
  "core.dir_make": (h, path: string) => h.world.makeFolder(path),
  "core.dir_remove": (h, path: string) => h.world.removeFolder(path),
  "core.dir_open": (h, path: string) => h.world.openFolder(path),
  "core.dir_next": (h, handle: number) => h.world.nextName(handle) ?? "",
  "core.dir_close": (h, handle: number) => {
    h.world.closeFolder(handle);
  },
  "core.current_folder": () => "/work",

  "vmsmith/jit.promote": (_h, value: unknown) => value,
  "vmsmith/jit.promoteString": (_h, value: unknown) => value,
  "vmsmith/jit.freshVirtualizable": (_h, value: unknown) => value,
  "vmsmith/jit.unrolling": (_h, value: unknown) => value,
  "vmsmith/jit.isConstant": () => false,
  "vmsmith/jit.isVirtual": () => false,
  "vmsmith/jit.weAreJitted": () => false,
  "vmsmith/jit.weAreTranslated": () => true,
  "vmsmith/jit.assertGreen": () => undefined,
  "vmsmith/jit.recordExactClass": () => undefined,
  "vmsmith/jit.setParam": () => undefined,
};

/** Places in the memory that a typed array shows are counted from its beginning. */
function scan(s: string, table: Uint8Array, from: number, limit: number): number {
  let i = from;
  while (i < limit && table[s.charCodeAt(i)] === 0) i++;
  return i;
}

function memoryOf(a: Uint8Array, at: number, n: number): Uint8Array {
  return new Uint8Array(a.buffer, at, n);
}

function raiseType(message: string): never {
  throw new Raised("TypeError", message);
}

function raiseRange(message: string): never {
  throw new Raised("RangeError", message);
}

/** Roots of paths whose functions are the host's. */
const PURE: Readonly<Record<string, unknown>> = {
  Math,
  Number,
  String,
  Boolean,
  Array,
  parseInt,
  parseFloat,
  isNaN,
  isFinite,
  BigInt,
  ArrayBuffer,
};

/** Classes that `new` makes objects of. */
const CLASSES: Readonly<Record<string, new (...args: never[]) => unknown>> = {
  Map,
  Set,
  Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  ArrayBuffer,
  DataView,
};

/** The builtin of this path on the host; undefined if it is one of the library's, under the name that follows. */
export function hostBuiltin(host: BuiltinHost, path: string): ((...args: unknown[]) => unknown) | undefined {
  const row = ROWS[path];
  if (row !== undefined) return (...args) => row(host, ...(args as never[]));
  const [root = "", member] = path.split(".");
  const object = PURE[root];
  const f = member === undefined ? object : (object as Record<string, unknown> | undefined)?.[member];
  return typeof f === "function" ? (...args) => Reflect.apply(f, object, args) as unknown : undefined;
}

/** Name of the library function (rlib/core) that is the builtin of this path. */
export function libraryBuiltin(path: string): string {
  return path.replace(/^node:/u, "").replace(/\W/gu, "_");
}

/** `new path(…)`. */
export function newBuiltin(path: string, args: readonly unknown[]): unknown {
  const cls = CLASSES[path] ?? broken(`the flow interpreter has no class '${path}'`);
  if (path === "Array" && args.length === 1) return new Array<unknown>(args[0] as number).fill(undefined);
  return new cls(...(args as never[]));
}

/** The method of one of the host's objects; undefined if it is one of the library's, under the name that follows. */
export function hostMethod(object: unknown, name: string): ((...args: never[]) => unknown) | undefined {
  if (object === null || object === undefined) throw new Raised("TypeError", "value is null or undefined");
  if (name === "@characterAt") return characterAt;
  const method = (object as Record<string, unknown>)[name];
  return typeof method === "function" ? raising(method as (...args: never[]) => unknown) : undefined;
}

/** What the host's method throws the program can catch. */
function raising(method: (...args: never[]) => unknown): (...args: never[]) => unknown {
  return function (this: unknown, ...args: never[]): unknown {
    try {
      return Reflect.apply(method, this, args);
    } catch (e) {
      if (e instanceof TypeError) throw new Raised("TypeError", e.message);
      if (e instanceof RangeError) throw new Raised("RangeError", e.message);
      throw e;
    }
  };
}

function characterAt(this: string, i: number): string {
  return String.fromCodePoint(this.codePointAt(i) ?? 0);
}

/** Name of the library function (rlib/core) that is the method of such an object. */
export function libraryMethod(object: unknown, name: string): string {
  if (Array.isArray(object)) return `array_${name}`;
  if (object instanceof Map) return `map_${name}`;
  if (object instanceof Set) return `set_${name}`;
  if (object instanceof ArrayBuffer) return `buffer_${name}`;
  if (object instanceof DataView) return `dataview_${name}`;
  return ArrayBuffer.isView(object) ? `typed_${name}` : `${typeof object}_${name}`;
}

function print(host: BuiltinHost, fd: number, args: readonly unknown[]): void {
  if (args.some((a) => a instanceof Instance)) broken("console.log of an object");
  write(host, fd, `${format(...args)}\n`);
}

function write(host: BuiltinHost, fd: number, data: string | Uint8Array): number {
  return host.world.write(fd, bytesOf(data));
}

/** Everything that is left to read. */
function rest(host: BuiltinHost, fd: number): Buffer {
  const parts: Buffer[] = [];
  const buffer = new Uint8Array(4096);
  for (let n = host.world.read(fd, buffer); n > 0; n = host.world.read(fd, buffer))
    parts.push(Buffer.from(buffer.slice(0, n)));
  return Buffer.concat(parts);
}
