// The outside world as interpreted programs see it: arguments, environment, files and clocks that the caller gives,
// output that is kept. Nothing here touches the real one, so runs are repeatable. Errors are -errno, as in C.

/** What a run starts from; everything has a default. */
export interface WorldOptions {
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

const ERRORS = { ENOENT: 2, EBADF: 9 } as const;

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
  private readonly stdin: Uint8Array;
  private readonly now: number;
  private readonly output: Uint8Array[][] = [[], []];
  private readonly open = new Map<number, OpenFile>();
  private stdinPosition = 0;
  private nextDescriptor = 3;
  private ticks = 0;
  private randomState: number;

  constructor(options: WorldOptions = {}) {
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
