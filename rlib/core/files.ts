// node:fs, the part that binaries have.

import {
  file_close,
  file_writeBytes,
  file_writeText,
  file_open,
  file_readLatin1,
  file_readText,
} from "./low/io.ts";
import type { Str } from "./low/intrinsics.ts";
import { Error, RangeError } from "./errors.ts";

/**
 * A path or descriptor 0 with an encoding: text. Without one: bytes.
 * @perCallSite
 */
export function fs_readFileSync(path: string, encoding?: string): string | Uint8Array {
  if (typeof path === "number") return readFrom(path, encoding);
  const fd = file_open(path as unknown as Str);
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
  return file_writeBytes(fd, bytes, offset, n);
}
