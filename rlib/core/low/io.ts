// The outside world: output, arguments, files. Text is UTF-8 outside and in the string's own form inside; unpaired
// surrogates become U+FFFD, as Node writes them. Low-level dialect.

import type { float, int } from "../../ints.ts";
import {
  asLatin1,
  asString,
  asUtf16,
  copyItems,
  external,
  fail,
  type Flat,
  isLatin1,
  newLatin1,
  newUtf16,
  type Str,
} from "./intrinsics.ts";
import { string_concat, string_flat } from "./ropes.ts";
import { part, string_indexOf } from "./strings.ts";

/** UTF-8 of a string, as a Latin-1 string of bytes. */
export function utf8_encode(s: Str): Flat {
  const f = string_flat(s);
  if (isLatin1(f)) return encodeNarrow(asLatin1(f));
  return encodeWide(asUtf16(f));
}

function encodeNarrow(s: Flat): Flat {
  let high = 0;
  for (let i = 0; i < s.length; i++) high = high + (s[i]! >> 7);
  if (high === 0) return s;
  const to = newLatin1(s.length + high);
  let at = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s[i]!;
    if (c < 128) {
      to[at] = c;
      at = at + 1;
    } else {
      to[at] = 192 | (c >> 6);
      to[at + 1] = 128 | (c & 63);
      at = at + 2;
    }
  }
  return to;
}

/** The code point at unit i of UTF-16 text; 0xfffd for an unpaired surrogate. */
function codePoint(s: Flat, i: int): int {
  const c = s[i]!;
  if (c < 0xd800 || c > 0xdfff) return c;
  if (c > 0xdbff || i + 1 >= s.length) return 0xfffd;
  const d = s[i + 1]!;
  if (d < 0xdc00 || d > 0xdfff) return 0xfffd;
  return (c - 0xd800) * 1024 + (d - 0xdc00) + 65536;
}

function encodeWide(s: Flat): Flat {
  const room = newLatin1(s.length * 3);
  let at = 0;
  let i = 0;
  while (i < s.length) {
    const c = codePoint(s, i);
    i = i + (c > 65535 ? 2 : 1);
    if (c < 128) {
      room[at] = c;
      at = at + 1;
    } else if (c < 2048) {
      room[at] = 192 | (c >> 6);
      room[at + 1] = 128 | (c & 63);
      at = at + 2;
    } else if (c < 65536) {
      room[at] = 224 | (c >> 12);
      room[at + 1] = 128 | ((c >> 6) & 63);
      room[at + 2] = 128 | (c & 63);
      at = at + 3;
    } else {
      room[at] = 240 | (c >> 18);
      room[at + 1] = 128 | ((c >> 12) & 63);
      room[at + 2] = 128 | ((c >> 6) & 63);
      room[at + 3] = 128 | (c & 63);
      at = at + 4;
    }
  }
  const to = newLatin1(at);
  copyItems(room, 0, to, 0, at);
  return to;
}

/** Length of the UTF-8 sequence at i if it is well formed, else 0. */
function sequence(b: Flat, i: int, end: int): int {
  const c = b[i]!;
  if (c < 128) return 1;
  if (c < 194 || c > 244) return 0;
  const n = c < 224 ? 2 : c < 240 ? 3 : 4;
  if (i + n > end) return 0;
  const d = b[i + 1]!;
  if (c === 224 && d < 160) return 0;
  if (c === 237 && d > 159) return 0;
  if (c === 240 && d < 144) return 0;
  if (c === 244 && d > 143) return 0;
  for (let k = 1; k < n; k++) if (b[i + k]! >> 6 !== 2) return 0;
  return n;
}

/** Bytes [0, n) as text; what is no UTF-8 becomes U+FFFD, one for each maximal broken piece. */
export function utf8_decode(b: Flat, n: int): Str {
  let high = 0;
  for (let i = 0; i < n; i++) high = high | b[i]!;
  if (high < 128) {
    const same = newLatin1(n);
    copyItems(b, 0, same, 0, n);
    return asString(same);
  }
  const units = newUtf16(n);
  let at = 0;
  let i = 0;
  let all = 0;
  while (i < n) {
    const k = sequence(b, i, n);
    let c = 0xfffd;
    if (k === 1) c = b[i]!;
    else if (k === 2) c = ((b[i]! & 31) << 6) | (b[i + 1]! & 63);
    else if (k === 3) c = ((b[i]! & 15) << 12) | ((b[i + 1]! & 63) << 6) | (b[i + 2]! & 63);
    else if (k === 4)
      c = ((b[i]! & 7) << 18) | ((b[i + 1]! & 63) << 12) | ((b[i + 2]! & 63) << 6) | (b[i + 3]! & 63);
    i = i + (k === 0 ? brokenLength(b, i, n) : k);
    all = all | c;
    if (c > 65535) {
      units[at] = 0xd800 + ((c - 65536) >> 10);
      units[at + 1] = 0xdc00 + ((c - 65536) & 1023);
      at = at + 2;
    } else {
      units[at] = c;
      at = at + 1;
    }
  }
  if (all > 255) return part(asString(units), 0, at);
  const narrow = newLatin1(at);
  for (let j = 0; j < at; j++) narrow[j] = units[j]!;
  return asString(narrow);
}

// ---- TextEncoder and TextDecoder: memory is that of a Uint8Array ----

export function utf8_length(s: Str): int {
  return utf8_encode(s).length;
}

/** The text's bytes into memory with room for them. */
export function utf8_copy(s: Str, memory: Flat, at: int): void {
  const bytes = utf8_encode(s);
  for (let i = 0; i < bytes.length; i++) memory[at + i] = bytes[i]!;
}

/** n bytes of memory. */
function latin1Of(memory: Flat, at: int, n: int): Flat {
  const bytes = newLatin1(n);
  for (let i = 0; i < n; i++) bytes[i] = memory[at + i]!;
  return bytes;
}

export function utf8_text(memory: Flat, at: int, n: int): Str {
  return utf8_decode(latin1Of(memory, at, n), n);
}

/** How many bytes of a truncated sequence count as one error (WHATWG Encoding, "maximal subpart"). */
function brokenLength(b: Flat, i: int, end: int): int {
  const c = b[i]!;
  if (c < 194 || c > 244 || i + 1 >= end) return 1;
  const d = b[i + 1]!;
  const low = c === 224 ? 160 : c === 240 ? 144 : 128;
  const high = c === 237 ? 159 : c === 244 ? 143 : 191;
  if (d < low || d > high) return 1;
  if (c < 240 || i + 2 >= end || b[i + 2]! >> 6 !== 2) return 2;
  return 3;
}

function write(fd: int, s: Str): void {
  const bytes = utf8_encode(s);
  external<int>("fd_write", fd, bytes, 0, bytes.length);
}

export function console_log(s: Str): void {
  write(1, string_concat(s, literal("\n")));
}
export function console_error(s: Str): void {
  external<int>("fd_flush");
  write(2, string_concat(s, literal("\n")));
  external<int>("fd_flush");
}

/** A primitive as console.log prints it: the rtyper makes it of the argument's own kind. */
export function console_text(_x: unknown): Str {
  fail("impossible");
}

/** A first argument of console.log that has no directives; others would need formatting. */
export function console_checkFormat(s: Str): Str {
  const f = string_flat(s);
  const percent = literal("%");
  let at = string_indexOf(f, percent, 0);
  while (at >= 0) {
    if (at + 1 < f.length && isDirective(f, at + 1)) fail("consoleFormat");
    at = string_indexOf(f, percent, at + 1);
  }
  return f;
}

function isDirective(f: Str, i: int): boolean {
  const c = isLatin1(f) ? asLatin1(f)[i]! : asUtf16(f)[i]!;
  return (
    c === 115 ||
    c === 100 ||
    c === 105 ||
    c === 102 ||
    c === 106 ||
    c === 111 ||
    c === 79 ||
    c === 99 ||
    c === 37
  );
}

export function stdout_write(s: Str): boolean {
  write(1, s);
  return true;
}
export function stderr_write(s: Str): boolean {
  write(2, s);
  return true;
}
export function file_writeText(fd: int, s: Str): int {
  const bytes = utf8_encode(s);
  return file_writeBytes(fd, bytes, 0, bytes.length);
}
/** Bytes [from, from + n) of a byte array. */
export function file_writeBytes<T>(fd: int, bytes: T, from: int, n: int): int {
  const done = external<int>("fd_write", fd, bytes, from, n);
  if (done < 0) fail("notWritable");
  return done;
}
export function process_exit(code: int): void {
  external<int>("process_exit", code);
}

function literal(s: string): Str {
  return s as unknown as Str;
}

export function argument_count(): int {
  return external<int>("arg_count");
}

export function argument_at(i: int): Str {
  const n = external<int>("arg_length", i);
  const bytes = newLatin1(n);
  external<int>("arg_copy", i, bytes);
  return utf8_decode(bytes, n);
}

/** The value of an environment variable; undefined if it is not set. */
export function environment_variable(name: Str): Str {
  const path = pathBytes(name);
  const n = external<int>("env_length", path);
  if (n < 0) return null as unknown as Str;
  const bytes = newLatin1(n);
  external<int>("env_copy", path, bytes);
  return utf8_decode(bytes, n);
}

/** The value of an environment variable; empty if it is not set. */
export function environment(name: Str): Str {
  const path = pathBytes(name);
  const n = external<int>("env_length", path);
  if (n <= 0) return literal("");
  const bytes = newLatin1(n);
  external<int>("env_copy", path, bytes);
  return utf8_decode(bytes, n);
}

export function flush_output(): void {
  external<int>("fd_flush");
}

export function print_uncaught(s: Str): void {
  write(2, string_concat(literal("Uncaught "), s));
}

export function print_traceback(): void {
  external<int>("fd_flush");
  external<int>("traceback_print");
}

// ---- files ----

function pathBytes(path: Str): Flat {
  return utf8_encode(string_concat(path, literal("\0")));
}

/** Opens a file: 0 to read, 1 to write anew, 2 to append; a descriptor, or -errno. */
export function file_open(path: Str, flags: int): int {
  return external<int>("file_open", pathBytes(path), flags);
}

/** "ENOENT" … of an error number. */
export function errno_name(number: int): Str {
  const bytes = newLatin1(32);
  const n = external<int>("errno_name", number, bytes);
  return part(asString(bytes), 0, n);
}

/** 0 a file, 1 a folder, 2 something else, or -errno. */
export function path_kind(path: Str): int {
  return external<int>("path_kind", pathBytes(path));
}
export function path_size(path: Str): int {
  return external<int>("path_size", pathBytes(path));
}
export function path_modified(path: Str): float {
  return external<float>("path_modified", pathBytes(path));
}
export function path_remove(path: Str): int {
  return external<int>("path_remove", pathBytes(path));
}
export function path_rename(from: Str, to: Str): int {
  const old = pathBytes(from);
  return external<int>("path_rename", old, pathBytes(to));
}
export function dir_make(path: Str): int {
  return external<int>("dir_make", pathBytes(path));
}
export function dir_remove(path: Str): int {
  return external<int>("dir_remove", pathBytes(path));
}
/** A handle, or -errno. */
export function dir_open(path: Str): int {
  return external<int>("dir_open", pathBytes(path));
}
/** The next name in a folder; empty at the end. */
export function dir_next(handle: int): Str {
  const bytes = newLatin1(1024);
  const n = external<int>("dir_next", handle, bytes);
  if (n < 0) return literal("");
  return utf8_decode(bytes, n);
}
export function dir_close(handle: int): void {
  external<int>("dir_close", handle);
}
export function current_folder(): Str {
  let room = 256;
  let bytes = newLatin1(room);
  let n = external<int>("cwd_copy", bytes);
  while (n < 0 && room < 1048576) {
    room = room * 4;
    bytes = newLatin1(room);
    n = external<int>("cwd_copy", bytes);
  }
  return utf8_decode(bytes, n < 0 ? 0 : n);
}

/** Reads up to n bytes into a byte array at a place; how many, 0 at the end, or -errno. */
export function file_readBytes<T>(fd: int, bytes: T, at: int, n: int): int {
  return external<int>("fd_read", fd, bytes, at, n);
}

/** Seconds since the program began. */
export function process_uptime(): float {
  return external<float>("clock_ms") / 1000.0;
}

/** Everything that is left to read, as bytes; the number of bytes used stands in front of the unused rest. */
export function file_readAll(fd: int): Flat {
  const size = external<int>("file_size", fd);
  let buffer = newLatin1(size > 0 ? size + 1 : 4096);
  let used = 0;
  for (;;) {
    if (used === buffer.length) {
      const more = newLatin1(used * 2);
      copyItems(buffer, 0, more, 0, used);
      buffer = more;
    }
    const n = external<int>("fd_read", fd, buffer, used, buffer.length - used);
    if (n < 0) fail("notReadable");
    if (n === 0) break;
    used = used + n;
  }
  const exact = newLatin1(used);
  copyItems(buffer, 0, exact, 0, used);
  return exact;
}

export function file_readText(fd: int): Str {
  const bytes = file_readAll(fd);
  return utf8_decode(bytes, bytes.length);
}

/** Text whose units are the bytes. */
export function file_readLatin1(fd: int): Str {
  return asString(file_readAll(fd));
}

export function file_close(fd: int): void {
  external<int>("file_close", fd);
}

// ---- the border to C ----

/** Text as C wants it; null stays null. */
export function c_string(text: Str): Flat {
  if (text === null) return null as unknown as Flat;
  return pathBytes(text);
}

/** A copy of the text at an address, or nothing. */
export function c_text(address: int): Str {
  if (address === 0) return null as unknown as Str;
  const n = external<int>("c_length", address);
  const bytes = newLatin1(n);
  external<int>("c_copy", address, bytes, n);
  return utf8_decode(bytes, n);
}

/** Memory of C's with the text. */
export function c_giveText(text: Str): int {
  const bytes = utf8_encode(text);
  return external<int>("c_give", bytes, bytes.length);
}

/** Tells C of an exception. */
export function c_failWith(text: Str): void {
  external<int>("c_fail", pathBytes(text));
}
