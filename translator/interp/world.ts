// The outside world as interpreted programs see it: arguments, environment, files and clocks that the caller gives,
// output that is kept. Nothing here touches the real one, so runs are repeatable. Errors are -errno, as in C.

import { ForeignMemory, type StandIns } from "./foreign.ts";

/** What a run starts from; everything has a default. */
export interface WorldOptions {
  /** The stand-ins of C functions. */
  readonly standIns?: StandIns;
  /** All arguments, the program's own path first. */
  readonly args?: readonly string[];
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Files by path; what the program writes is added to `World.files`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Seed of hashes and of Math.random. */
  readonly seed?: number;
  /** Milliseconds since 1970 at the start; each look at a clock adds one. */
  readonly now?: number;
}

/** Ends the run from within; not an error. */
export class ProgramExit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.name = "ProgramExit";
    this.code = code;
  }
}

interface OpenFile {
  readonly path: string;
  readonly writes: boolean;
  position: number;
}

const ERRORS = { ENOENT: 2, EBADF: 9, EEXIST: 17, ENOTDIR: 20, EISDIR: 21, ENOTEMPTY: 39 } as const;

/** Names of the error numbers that a World gives. */
export function errnoName(number: number): string {
  for (const [name, value] of Object.entries(ERRORS)) if (value === number) return name;
  return "EUNKNOWN";
}

export class World {
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly files = new Map<string, Uint8Array>();
  readonly seed: number;
  readonly foreign: ForeignMemory;
  private readonly stdin: Uint8Array;
  private readonly now: number;
  private readonly output: Uint8Array[][] = [[], []];
  private readonly open = new Map<number, OpenFile>();
  private readonly folders = new Set<string>();
  private readonly listings = new Map<number, string[]>();
  private stdinPosition = 0;
  private nextDescriptor = 3;
  private ticks = 0;
  private randomState: number;

  private nextIdentity = 1;
  private readonly identities = new WeakMap<object, number>();

  constructor(options: WorldOptions = {}) {
    this.foreign = new ForeignMemory(options.standIns);
    this.args = options.args ?? ["program"];
    this.env = new Map(Object.entries(options.env ?? {}));
    this.stdin = bytesOf(options.stdin ?? "");
    for (const [path, content] of Object.entries(options.files ?? {})) this.files.set(path, bytesOf(content));
    this.seed = (options.seed ?? 1) >>> 0;
    this.randomState = this.seed + 1;
    this.now = options.now ?? 1_700_000_000_000;
  }

  get stdout(): string {
    return text(this.output[0] ?? []);
  }
  get stderr(): string {
    return text(this.output[1] ?? []);
  }

  /** Bytes written, or -errno. */
  write(fd: number, bytes: Uint8Array): number {
    if (fd === 1 || fd === 2) {
      this.output[fd - 1]?.push(bytes.slice());
      return bytes.length;
    }
    const file = this.open.get(fd);
    if (file?.writes !== true) return -ERRORS.EBADF;
    const before = this.files.get(file.path) ?? new Uint8Array();
    this.files.set(file.path, concat([before, bytes]));
    return bytes.length;
  }

  /** Fills `into`; bytes read, 0 at the end, or -errno. */
  read(fd: number, into: Uint8Array): number {
    const file = this.open.get(fd);
    if (fd !== 0 && (file === undefined || file.writes)) return -ERRORS.EBADF;
    const source = file === undefined ? this.stdin : (this.files.get(file.path) ?? new Uint8Array());
    const from = file === undefined ? this.stdinPosition : file.position;
    const part = source.subarray(from, from + into.length);
    into.set(part);
    if (file === undefined) this.stdinPosition += part.length;
    else file.position += part.length;
    return part.length;
  }

  /** Mode 0 read, 1 write, 2 append; a descriptor, or -errno. */
  openFile(path: string, mode: number): number {
    if (mode === 0 && !this.files.has(path)) return -ERRORS.ENOENT;
    if (mode !== 0 && !this.isFolder(path.replace(/\/[^/]*$/u, "") || "/") && path.includes("/"))
      return -ERRORS.ENOENT;
    if (mode === 1 || !this.files.has(path)) this.files.set(path, new Uint8Array());
    this.open.set(this.nextDescriptor, { path, writes: mode !== 0, position: 0 });
    return this.nextDescriptor++;
  }

  closeFile(fd: number): number {
    return this.open.delete(fd) ? 0 : -ERRORS.EBADF;
  }

  /** Size of an open file; -1 for what is none. */
  fileSize(fd: number): number {
    const file = this.open.get(fd);
    return file === undefined ? -1 : (this.files.get(file.path)?.length ?? 0);
  }

  // ---- paths; a folder is there if it was made or something lies in it ----

  private isFolder(path: string): boolean {
    if (path === "/" || path === "." || path === "/tmp" || this.folders.has(path)) return true;
    return [...this.files.keys(), ...this.folders].some((p) => p.startsWith(`${path}/`));
  }

  /** 0 file, 1 folder, or -errno. */
  pathKind(path: string): number {
    const plain = path.length > 1 ? path.replace(/\/+$/u, "") : path;
    if (this.files.has(plain)) return 0;
    return this.isFolder(plain) ? 1 : -ERRORS.ENOENT;
  }

  pathSize(path: string): number {
    const kind = this.pathKind(path);
    return kind === 0 ? (this.files.get(path)?.length ?? 0) : kind === 1 ? 4096 : kind;
  }

  removeFile(path: string): number {
    if (this.pathKind(path) === 1) return -ERRORS.EISDIR;
    return this.files.delete(path) ? 0 : -ERRORS.ENOENT;
  }

  renameFile(from: string, to: string): number {
    const content = this.files.get(from);
    if (content === undefined) return -ERRORS.ENOENT;
    this.files.delete(from);
    this.files.set(to, content);
    return 0;
  }

  makeFolder(path: string): number {
    if (this.pathKind(path) >= 0) return -ERRORS.EEXIST;
    this.folders.add(path);
    return 0;
  }

  removeFolder(path: string): number {
    const kind = this.pathKind(path);
    if (kind !== 1) return kind === 0 ? -ERRORS.ENOTDIR : kind;
    if (this.namesIn(path).length > 0) return -ERRORS.ENOTEMPTY;
    this.folders.delete(path);
    return 0;
  }

  private namesIn(path: string): string[] {
    const start = path === "." ? "" : path.endsWith("/") ? path : `${path}/`;
    const below = [...this.files.keys(), ...this.folders].filter((p) => p.startsWith(start) && p !== path);
    return [...new Set(below.map((p) => p.slice(start.length).split("/")[0] ?? ""))].filter((n) => n !== "");
  }

  openFolder(path: string): number {
    const kind = this.pathKind(path);
    if (kind !== 1) return kind === 0 ? -ERRORS.ENOTDIR : kind;
    this.listings.set(this.nextDescriptor, this.namesIn(path));
    return this.nextDescriptor++;
  }

  nextName(handle: number): string | undefined {
    return this.listings.get(handle)?.shift();
  }

  closeFolder(handle: number): void {
    this.listings.delete(handle);
  }

  /** A number for each object of the host. */
  identityOf(object: object): number {
    let identity = this.identities.get(object);
    if (identity === undefined) this.identities.set(object, (identity = this.nextIdentity++));
    return identity;
  }

  clockMs(): number {
    return ++this.ticks;
  }

  timeMs(): number {
    return this.now + ++this.ticks;
  }

  /** In [0, 1): a linear congruential generator, as good as tests need. */
  random(): number {
    this.randomState = (Math.imul(this.randomState, 1664525) + 1013904223) >>> 0;
    return this.randomState / 2 ** 32;
  }
}

/** UTF-8 of a text; bytes as they are. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function text(parts: readonly Uint8Array[]): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(concat(parts));
}
