// Table: the C functions of the runtime on the host. Strings and bytes are objects with u8 items; what lies outside
// of them is an InternalError, as it would be a wild access in C.

import type { ExternalName } from "../model/externals.ts";
import { broken } from "../support/diagnostics.ts";
import { itemsIn, live, type HeapObject } from "./heap.ts";
import { low32 } from "./int64.ts";
import { intOf, type Float, type Int, type MachineValue, type Ref } from "./values.ts";
import { bytesOf, errnoName, ProgramExit, type World } from "./world.ts";

/** What externals may ask of the machine that runs them. */
export interface ExternalHost {
  readonly world: World;
  /** Collections so far. */
  readonly collections: number;
  /** A coroutine for this object, in which its handle is put. */
  openCoroutine(object: HeapObject): void;
  /** The handle of the running one. */
  readonly currentCoroutine: number;
  /** Writes the recorded traceback to stderr. */
  printTraceback(): void;
}

export type ExternalRow = (host: ExternalHost, ...args: MachineValue[]) => MachineValue;

/** Bytes [start, start + n) of an object's items, in place. */
function bytes(ref: Ref, start: Int, n: Int): Uint8Array {
  const object = live(ref);
  const width =
    object.items !== null && "BYTES_PER_ELEMENT" in object.items ? object.items.BYTES_PER_ELEMENT : 0;
  if (width === 0 || object.items === null || Array.isArray(object.items))
    return broken(`the items of a ${object.struct.name} are no bytes`);
  const all = new Uint8Array(object.items.buffer);
  const [from, count] = [Number(start), Number(n)];
  if (from < 0 || count < 0 || from + count > all.length)
    return broken(`bytes ${from} to ${from + count} of ${all.length} in a ${object.struct.name}`);
  return all.subarray(from, from + count);
}

/** n bytes as memory. */
function memory(ref: Ref, at: Int, n: number): DataView {
  const part = bytes(ref, at, n);
  return new DataView(part.buffer, part.byteOffset, n);
}

function lengthOf(ref: Ref): number {
  return live(ref).items?.length ?? 0;
}

function latin1(part: Uint8Array): string {
  return Buffer.from(part).toString("latin1");
}

/** Copies as much as there is room for; how much. */
function copyOut(content: Uint8Array, into: Ref): number {
  const n = Math.min(content.length, lengthOf(into));
  bytes(into, 0, n).set(content.subarray(0, n));
  return n;
}

/** ASCII into a buffer that must be large enough. */
function write(text: string, into: Ref): number {
  const object: HeapObject = live(into);
  const target = itemsIn(object, 0, text.length);
  for (let i = 0; i < text.length; i++) target[i] = text.charCodeAt(i);
  return text.length;
}

/** The text up to the first NUL. */
export function cString(ref: Ref): string {
  const all = bytes(ref, 0, lengthOf(ref));
  const end = all.indexOf(0);
  return end < 0
    ? broken("a path or name without terminating NUL")
    : new TextDecoder().decode(all.subarray(0, end));
}

function find(haystack: Uint8Array, start: number, needle: Uint8Array): number {
  if (needle.length === 0) return start;
  for (let i = start; i + needle.length <= haystack.length; i++) {
    let k = 0;
    while (k < needle.length && haystack[i + k] === needle[k]) k++;
    if (k === needle.length) return i;
  }
  return -1;
}

/** FNV-1a, seeded: any hash will do as long as equal bytes have equal ones. */
function hash(part: Uint8Array, seed: number): number {
  let h = (seed ^ 0x811c9dc5) >>> 0;
  for (const b of part) h = Math.imul(h ^ b, 0x01000193) >>> 0;
  return h;
}

function argument(host: ExternalHost, i: Int): Uint8Array {
  return bytesOf(host.world.args[Number(i)] ?? broken(`there is no argument ${i}`));
}

// prettier-ignore
const ROWS = {
  float_pow: (_h: ExternalHost, x: Float, y: Float) => (+x) ** +y,
  float_sin: (_h: ExternalHost, x: Float) => Math.sin(+x),
  float_cos: (_h: ExternalHost, x: Float) => Math.cos(+x),
  float_tan: (_h: ExternalHost, x: Float) => Math.tan(+x),
  float_atan: (_h: ExternalHost, x: Float) => Math.atan(+x),
  float_atan2: (_h: ExternalHost, y: Float, x: Float) => Math.atan2(+y, +x),
  float_asin: (_h: ExternalHost, x: Float) => Math.asin(+x),
  float_acos: (_h: ExternalHost, x: Float) => Math.acos(+x),
  float_exp: (_h: ExternalHost, x: Float) => Math.exp(+x),
  float_log: (_h: ExternalHost, x: Float) => Math.log(+x),
  float_log2: (_h: ExternalHost, x: Float) => Math.log2(+x),
  float_log10: (_h: ExternalHost, x: Float) => Math.log10(+x),
  float_expm1: (_h: ExternalHost, x: Float) => Math.expm1(+x),
  float_log1p: (_h: ExternalHost, x: Float) => Math.log1p(+x),
  float_cbrt: (_h: ExternalHost, x: Float) => Math.cbrt(+x),
  float_sinh: (_h: ExternalHost, x: Float) => Math.sinh(+x),
  float_cosh: (_h: ExternalHost, x: Float) => Math.cosh(+x),
  float_tanh: (_h: ExternalHost, x: Float) => Math.tanh(+x),
  float_asinh: (_h: ExternalHost, x: Float) => Math.asinh(+x),
  float_acosh: (_h: ExternalHost, x: Float) => Math.acosh(+x),
  float_atanh: (_h: ExternalHost, x: Float) => Math.atanh(+x),
  float_format: (_h: ExternalHost, x: Float, into: Ref) => write(String(+x), into),
  float_fixed: (_h: ExternalHost, x: Float, digits: Int, into: Ref) => write((+x).toFixed(Number(digits)), into),
  float_exponential: (_h: ExternalHost, x: Float, digits: Int, into: Ref) => write(Number(digits) < 0 ? (+x).toExponential() : (+x).toExponential(Number(digits)), into),
  float_precision: (_h: ExternalHost, x: Float, digits: Int, into: Ref) => write((+x).toPrecision(Number(digits)), into),
  float_radix: (_h: ExternalHost, x: Float, radix: Int, into: Ref) => Math.abs(+x) >= 2 ** 53 && (Number(radix) & (Number(radix) - 1)) !== 0 ? 0 : write((+x).toString(Number(radix)), into),
  int_parse: (_h: ExternalHost, text: Ref, start: Int, end: Int, radix: Int) => parseInt(latin1(bytes(text, start, Number(end) - Number(start))), Number(radix)),
  float_parse: (_h: ExternalHost, text: Ref, start: Int, end: Int) => Number(latin1(bytes(text, start, Number(end) - Number(start)))),
  bytes_compare: (_h: ExternalHost, a: Ref, aStart: Int, b: Ref, bStart: Int, n: Int) => Buffer.compare(bytes(a, aStart, n), bytes(b, bStart, n)),
  bytes_find: (_h: ExternalHost, a: Ref, start: Int, length: Int, needle: Ref, n: Int) => find(bytes(a, 0, length), Number(start), bytes(needle, 0, n)),
  bytes_hash: (h: ExternalHost, a: Ref, start: Int, n: Int) => hash(bytes(a, start, n), h.world.seed),
  bytes_load16: (_h: ExternalHost, b: Ref, at: Int) => memory(b, at, 2).getUint16(0, true),
  bytes_load32: (_h: ExternalHost, b: Ref, at: Int) => memory(b, at, 4).getUint32(0, true),
  bytes_load64: (_h: ExternalHost, b: Ref, at: Int) => intOf(memory(b, at, 8).getBigInt64(0, true)),
  bytes_store16: (_h: ExternalHost, b: Ref, at: Int, x: Int) => { memory(b, at, 2).setUint16(0, low32(x), true); return undefined; },
  bytes_store32: (_h: ExternalHost, b: Ref, at: Int, x: Int) => { memory(b, at, 4).setUint32(0, low32(x), true); return undefined; },
  bytes_store64: (_h: ExternalHost, b: Ref, at: Int, x: Int) => { memory(b, at, 8).setBigInt64(0, BigInt(x), true); return undefined; },
  float32_bits: (_h: ExternalHost, x: Float) => new Uint32Array(Float32Array.of(+x).buffer)[0],
  bits_float32: (_h: ExternalHost, x: Int) => new Float32Array(Int32Array.of(low32(x)).buffer)[0],
  string_is_interned: (_h: ExternalHost, s: Ref) => (live(s).isInterned ? 1 : 0),
  hash_seed: (h: ExternalHost) => h.world.seed,
  fd_write: (h: ExternalHost, fd: Int, from: Ref, start: Int, n: Int) => h.world.write(Number(fd), bytes(from, start, n)),
  fd_read: (h: ExternalHost, fd: Int, into: Ref, start: Int, n: Int) => h.world.read(Number(fd), bytes(into, start, n)),
  fd_flush: () => undefined,
  file_open: (h: ExternalHost, path: Ref, flags: Int) => h.world.openFile(cString(path), Number(flags)),
  file_close: (h: ExternalHost, fd: Int) => h.world.closeFile(Number(fd)),
  file_size: (h: ExternalHost, fd: Int) => h.world.fileSize(Number(fd)),
  path_kind: (h: ExternalHost, path: Ref) => h.world.pathKind(cString(path)),
  path_size: (h: ExternalHost, path: Ref) => h.world.pathSize(cString(path)),
  path_modified: (h: ExternalHost, path: Ref) => (h.world.pathKind(cString(path)) < 0 ? 0 : h.world.timeMs()),
  path_remove: (h: ExternalHost, path: Ref) => h.world.removeFile(cString(path)),
  path_rename: (h: ExternalHost, from: Ref, to: Ref) => h.world.renameFile(cString(from), cString(to)),
  dir_make: (h: ExternalHost, path: Ref) => h.world.makeFolder(cString(path)),
  dir_remove: (h: ExternalHost, path: Ref) => h.world.removeFolder(cString(path)),
  dir_open: (h: ExternalHost, path: Ref) => h.world.openFolder(cString(path)),
  dir_next: (h: ExternalHost, handle: Int, into: Ref) => { const n = h.world.nextName(Number(handle)); return n === undefined ? -1 : copyOut(bytesOf(n), into); },
  dir_close: (h: ExternalHost, handle: Int) => { h.world.closeFolder(Number(handle)); return undefined; },
  cwd_copy: (_h: ExternalHost, into: Ref) => copyOut(bytesOf("/work"), into),
  errno_name: (_h: ExternalHost, number: Int, into: Ref) => copyOut(bytesOf(errnoName(Number(number))), into),
  arg_count: (h: ExternalHost) => h.world.args.length,
  arg_length: (h: ExternalHost, i: Int) => argument(h, i).length,
  arg_copy: (h: ExternalHost, i: Int, into: Ref) => void copyOut(argument(h, i), into),
  env_length: (h: ExternalHost, name: Ref) => { const v = h.world.env.get(cString(name)); return v === undefined ? -1 : bytesOf(v).length; },
  env_copy: (h: ExternalHost, name: Ref, into: Ref) => void copyOut(bytesOf(h.world.env.get(cString(name)) ?? ""), into),
  traceback_print: (h: ExternalHost) => { h.printTraceback(); return undefined; },
  process_exit: (_h: ExternalHost, code: Int) => { throw new ProgramExit(Number(code) & 0xff); },
  // Bytes and times are the host's own business.
  gc_statistic: (h: ExternalHost, which: Int) => (which === 2 ? h.collections : 0),
  gc_weak_made: () => undefined,
  gc_drop_ready: () => undefined,
  gc_pressure: () => undefined,
  coroutine_open: (h: ExternalHost, object: Ref) => { h.openCoroutine(live(object)); return 1; },
  coroutine_current: (h: ExternalHost) => h.currentCoroutine,
  clock_ms: (h: ExternalHost) => h.world.clockMs(),
  time_ms: (h: ExternalHost) => intOf(BigInt(h.world.timeMs())),
  c_length: (h: ExternalHost, address: Int) => bytesOf(h.world.foreign.text(Number(address)) ?? "").length,
  c_copy: (h: ExternalHost, address: Int, into: Ref, n: Int) => {
    bytes(into, 0, n).set(bytesOf(h.world.foreign.text(Number(address)) ?? "").subarray(0, Number(n)));
  },
  c_free: (h: ExternalHost, address: Int) => {
    h.world.foreign.free(Number(address));
  },
  c_put: () => broken("no C gives the interpreter memory"),
  c_give: () => broken("no C takes the interpreter's memory"),
  c_fail: () => broken("the interpreter runs no entry of a library"),
  c_errno: (h: ExternalHost) => h.world.foreign.errno(),
  random: (h: ExternalHost) => h.world.random(),
} as const satisfies { [N in ExternalName]: (host: ExternalHost, ...args: never[]) => MachineValue };

/** A row for every external; the verifier has compared the operands with model/externals.ts, hence the cast. */
export const EXTERNAL_ROWS = ROWS as unknown as { readonly [N in ExternalName]: ExternalRow };

export function externalRow(name: string): ExternalRow {
  return Object.hasOwn(EXTERNAL_ROWS, name)
    ? EXTERNAL_ROWS[name as ExternalName]
    : broken(`model/externals.ts has no '${name}'`);
}
