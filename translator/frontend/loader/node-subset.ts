// The part of Node's types that translated programs can use, as one small declaration file. Parsing all of
// @types/node takes longer than checking most targets (0.45 s and 80 MB), so a target is checked against this first
// and against @types/node only if that finds an error; see program.ts.
// Holds: whatever is well-typed with these is well-typed, with the same result types, with @types/node: parameters
// are at most as wide, results the same as far as they go. tests/loader/node-subset.test.ts checks it.

/** A name that no file on disk has. */
export const NODE_SUBSET_FILE = "/vmsmith/node-subset.d.ts";

export const NODE_SUBSET = `
interface Console {
  log(message?: any, ...optionalParams: any[]): void;
  error(message?: any, ...optionalParams: any[]): void;
  warn(message?: any, ...optionalParams: any[]): void;
  info(message?: any, ...optionalParams: any[]): void;
  debug(message?: any, ...optionalParams: any[]): void;
}
declare var console: Console;

type BufferEncoding = "ascii" | "utf8" | "utf-8" | "utf16le" | "utf-16le" | "ucs2" | "ucs-2" | "base64" | "base64url" | "latin1" | "binary" | "hex";
interface Buffer<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> extends Uint8Array<TArrayBuffer> {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
}
interface BufferConstructor {
  from(data: WithImplicitCoercion<string>, encoding?: BufferEncoding): Buffer<ArrayBuffer>;
  from(array: WithImplicitCoercion<ArrayLike<number>>): Buffer<ArrayBuffer>;
  alloc(size: number): Buffer<ArrayBuffer>;
}
type WithImplicitCoercion<T> = T;
declare var Buffer: BufferConstructor;

declare namespace NodeJS {
  interface ErrnoException extends Error {
    errno?: number | undefined;
    code?: string | undefined;
    path?: string | undefined;
    syscall?: string | undefined;
  }
  interface ProcessEnv {
    [key: string]: string | undefined;
  }
  interface HRTime {
    (time?: [number, number]): [number, number];
    bigint(): bigint;
  }
  interface OutputStream {
    write(text: string): boolean;
    write(bytes: Uint8Array): boolean;
    isTTY: boolean;
  }
  interface InputStream {
    fd: 0;
    isTTY: boolean;
  }
  interface Process {
    argv: string[];
    env: ProcessEnv;
    exit(code?: number | string | null): never;
    exitCode: number | string | null | undefined;
    hrtime: HRTime;
    stdout: OutputStream & { fd: 1 };
    stderr: OutputStream & { fd: 2 };
    stdin: InputStream;
    cwd(): string;
    uptime(): number;
  }
}
declare var process: NodeJS.Process;

interface TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}
declare var TextEncoder: { new (): TextEncoder };
interface TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  decode(bytes?: Uint8Array): string;
}
declare var TextDecoder: { new (label?: string): TextDecoder };

interface Performance {
  now(): number;
}
declare var performance: Performance;

declare module "node:fs" {
  export function existsSync(path: string): boolean;
  export function readFileSync(path: string | number, options?: null): Buffer<ArrayBuffer>;
  export function readFileSync(path: string | number, options: { encoding: BufferEncoding } | BufferEncoding): string;
  export function writeFileSync(file: string | number, data: string | Uint8Array, options?: BufferEncoding): void;
  export function appendFileSync(file: string | number, data: string | Uint8Array, options?: BufferEncoding): void;
  export function openSync(path: string, flags: string | number, mode?: number): number;
  export function closeSync(fd: number): void;
  export function readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null): number;
  export function readSync(fd: number, buffer: Uint8Array): number;
  export function writeSync(fd: number, buffer: Uint8Array, offset?: number | null, length?: number | null, position?: number | null): number;
  export function writeSync(fd: number, string: string, position?: number | null, encoding?: BufferEncoding | null): number;
  export function fsyncSync(fd: number): void;
  export function unlinkSync(path: string): void;
  export function renameSync(oldPath: string, newPath: string): void;
}
declare module "node:path" {
  export const sep: "/" | "\\\\";
  export function join(...paths: string[]): string;
  export function resolve(...paths: string[]): string;
  export function normalize(path: string): string;
  export function isAbsolute(path: string): boolean;
  export function relative(from: string, to: string): string;
  export function dirname(path: string): string;
  export function basename(path: string, suffix?: string): string;
  export function extname(path: string): string;
}
declare module "node:process" {
  export const argv: string[];
  export const env: NodeJS.ProcessEnv;
  export function exit(code?: number | string | null): never;
  export const hrtime: NodeJS.HRTime;
}
declare module "node:perf_hooks" {
  export const performance: Performance;
}

interface ImportMeta {
  dirname: string;
  filename: string;
  url: string;
}
`;
