// node:fs, the part that binaries have: synchronous calls with Node's meaning, errors with Node's words.

import {
  dir_close,
  dir_make,
  dir_next,
  dir_open,
  dir_remove,
  errno_name,
  file_close,
  file_open,
  file_readBytes,
  file_readLatin1,
  file_readText,
  file_writeBytes,
  file_writeText,
  path_kind,
  path_modified,
  path_remove,
  path_rename,
  path_size,
} from "./low/io.ts";
import type { Str } from "./low/intrinsics.ts";
import { Error, RangeError } from "./errors.ts";

const READ = 0;
const WRITE = 1;
const APPEND = 2;

/** Raises what Node raises where a call gave -errno. */
function demand(result: number, call: string, path: string): number {
  if (result < 0) throw fileError(-result, call, path);
  return result;
}

function fileError(errno: number, call: string, path: string): Error {
  const code = errno_name(errno) as unknown as string;
  const where = path === "" ? call : `${call} '${path}'`;
  return new Error(`${code}: ${words(code)}, ${where}`);
}

/** libuv's words for the errors that files commonly have. */
function words(code: string): string {
  switch (code) {
    case "ENOENT":
      return "no such file or directory";
    case "EACCES":
      return "permission denied";
    case "EPERM":
      return "operation not permitted";
    case "EEXIST":
      return "file already exists";
    case "EISDIR":
      return "illegal operation on a directory";
    case "ENOTDIR":
      return "not a directory";
    case "ENOTEMPTY":
      return "directory not empty";
    case "EBADF":
      return "bad file descriptor";
    case "EMFILE":
      return "too many open files";
    case "ENOSPC":
      return "no space left on device";
    case "EROFS":
      return "read-only file system";
    case "EPIPE":
      return "broken pipe";
    case "ELOOP":
      return "too many symbolic links encountered";
    case "ENAMETOOLONG":
      return "name too long";
    case "EXDEV":
      return "cross-device link not permitted";
    case "EINVAL":
      return "invalid argument";
    default:
      return "i/o error";
  }
}

function open(path: string, flags: number): number {
  return demand(file_open(path as unknown as Str, flags), "open", path);
}

/**
 * A path or descriptor with an encoding: text. Without one: bytes.
 * @perCallSite
 */
export function fs_readFileSync(path: string, encoding?: string): string | Uint8Array {
  if (typeof path === "number") return readFrom(path, encoding);
  if (path_kind(path as unknown as Str) === 1) throw new Error(`EISDIR: ${words("EISDIR")}, read`);
  const fd = open(path, READ);
  const content = readFrom(fd, encoding);
  file_close(fd);
  return content;
}

/** @perCallSite */
function readFrom(fd: number, encoding?: string): string | Uint8Array {
  if (encoding === undefined) return bytesOf(file_readLatin1(fd) as unknown as string);
  if (encoding === "latin1" || encoding === "binary") return file_readLatin1(fd) as unknown as string;
  if (encoding !== "utf8" && encoding !== "utf-8") throw new Error(`unknown encoding ${encoding}`);
  return file_readText(fd) as unknown as string;
}

function bytesOf(s: string): Uint8Array {
  const bytes = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) bytes[i] = s.charCodeAt(i);
  return bytes;
}

/**
 * Text, or bytes [offset, offset + length); gives the number of bytes written.
 * @perCallSite
 */
export function fs_writeSync(fd: number, data: string | Uint8Array, offset = 0, length = -1): number {
  if (typeof data === "string") return file_writeText(fd, data as unknown as Str);
  const bytes = data;
  const n = length < 0 ? bytes.length - offset : length;
  if (offset < 0 || offset + n > bytes.length) throw new RangeError("offset or length outside of the data");
  return file_writeBytes(fd, bytes, bytes.byteOffset + offset, n);
}

/** @perCallSite */
function writeAll(path: string, flags: number, data: string | Uint8Array): void {
  const fd = open(path, flags);
  if (typeof data === "string") file_writeText(fd, data as unknown as Str);
  else {
    let done = 0;
    while (done < data.length) done += file_writeBytes(fd, data, done, data.length - done);
  }
  demand(closed(fd), "close", "");
}

function closed(fd: number): number {
  file_close(fd);
  return 0;
}

/** @perCallSite */
export function fs_writeFileSync(path: string, data: string | Uint8Array, encoding = "utf8"): void {
  if (encoding !== "utf8" && encoding !== "utf-8") throw new Error(`unknown encoding ${encoding}`);
  writeAll(path, WRITE, data);
}

/** @perCallSite */
export function fs_appendFileSync(path: string, data: string | Uint8Array, encoding = "utf8"): void {
  if (encoding !== "utf8" && encoding !== "utf-8") throw new Error(`unknown encoding ${encoding}`);
  writeAll(path, APPEND, data);
}

/** Flags "r", "w" and "a"; those of files that are both read and written are refused. */
export function fs_openSync(path: string, flags = "r"): number {
  if (flags === "r") return open(path, READ);
  if (flags === "w") return open(path, WRITE);
  if (flags === "a") return open(path, APPEND);
  throw new Error(`the open flags ${flags} are not supported`);
}

export function fs_closeSync(fd: number): void {
  file_close(fd);
}

/** Bytes read into [offset, offset + length); 0 at the end. Always from where the last read ended. */
export function fs_readSync(fd: number, buffer: Uint8Array, offset = 0, length = -1): number {
  const n = length < 0 ? buffer.length - offset : length;
  if (offset < 0 || n < 0 || offset + n > buffer.length)
    throw new RangeError("offset or length outside of the buffer");
  return demand(file_readBytes(fd, buffer, buffer.byteOffset + offset, n), "read", "");
}

export function fs_existsSync(path: string): boolean {
  return path_kind(path as unknown as Str) >= 0;
}

export function fs_unlinkSync(path: string): void {
  demand(path_remove(path as unknown as Str), "unlink", path);
}

export function fs_renameSync(from: string, to: string): void {
  const result = path_rename(from as unknown as Str, to as unknown as Str);
  if (result < 0) {
    const code = errno_name(-result) as unknown as string;
    throw new Error(`${code}: ${words(code)}, rename '${from}' -> '${to}'`);
  }
}

export function fs_mkdirSync(path: string): void {
  demand(dir_make(path as unknown as Str), "mkdir", path);
}

export function fs_rmdirSync(path: string): void {
  demand(dir_remove(path as unknown as Str), "rmdir", path);
}

/** Names in a folder, sorted. */
export function fs_readdirSync(path: string): string[] {
  const handle = demand(dir_open(path as unknown as Str), "scandir", path);
  const names: string[] = [];
  for (;;) {
    const name = dir_next(handle) as unknown as string;
    if (name === "") break;
    names.push(name);
  }
  dir_close(handle);
  return names.sort();
}

/** What `statSync` gives. */
export class Stats {
  readonly size: number;
  readonly mtimeMs: number;
  private readonly kind: number;

  constructor(kind: number, size: number, mtimeMs: number) {
    this.kind = kind;
    this.size = size;
    this.mtimeMs = mtimeMs;
  }
  isFile(): boolean {
    return this.kind === 0;
  }
  isDirectory(): boolean {
    return this.kind === 1;
  }
}

export function fs_statSync(path: string): Stats {
  const kind = demand(path_kind(path as unknown as Str), "stat", path);
  return new Stats(kind, path_size(path as unknown as Str), path_modified(path as unknown as Str));
}
