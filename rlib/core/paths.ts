// node:path for POSIX paths, with Node's results.

import { current_folder } from "./low/io.ts";

/** The parts of a path without "", "." and what ".." takes back; ".." stays where nothing is before it. */
function normalParts(path: string, isAbsolute: boolean): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts[parts.length - 1]! !== "..") parts.pop();
    else if (!isAbsolute) parts.push("..");
  }
  return parts;
}

export function path_isAbsolute(path: string): boolean {
  return path.startsWith("/");
}

export function path_normalize(path: string): string {
  if (path === "") return ".";
  const isAbsolute = path.startsWith("/");
  let text = normalParts(path, isAbsolute).join("/");
  if (text === "" && !isAbsolute) return path.endsWith("/") ? "./" : ".";
  if (text !== "" && path.endsWith("/")) text += "/";
  return isAbsolute ? `/${text}` : text;
}

/** As many parts as Node takes would need a rest parameter here; eight are enough for programs we know. */
export function path_join(a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = ""): string {
  const joined = [a, b, c, d, e, f, g, h].filter((p) => p !== "").join("/");
  return path_normalize(joined);
}

export function path_resolve(a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = ""): string {
  const given = [a, b, c, d, e, f, g, h];
  let path = "";
  for (let i = given.length - 1; i >= 0 && !path.startsWith("/"); i--) {
    const part = given[i]!;
    if (part !== "") path = path === "" ? part : `${part}/${path}`;
  }
  if (!path.startsWith("/")) {
    const folder = current_folder() as unknown as string;
    path = path === "" ? folder : `${folder}/${path}`;
  }
  return `/${normalParts(path, true).join("/")}`;
}

function withoutTrailing(path: string): string {
  let end = path.length;
  while (end > 1 && path.charAt(end - 1) === "/") end--;
  return path.slice(0, end);
}

export function path_dirname(path: string): string {
  if (path === "") return ".";
  const plain = withoutTrailing(path);
  const slash = plain.lastIndexOf("/");
  if (slash < 0) return ".";
  if (slash === 0) return plain.length > 1 && plain.startsWith("//") ? "//" : "/";
  return withoutTrailing(plain.slice(0, slash));
}

export function path_basename(path: string, suffix = ""): string {
  if (suffix !== "" && path === suffix) return "";
  const plain = withoutTrailing(path);
  const name = plain === "/" ? "" : plain.slice(plain.lastIndexOf("/") + 1);
  const isSuffixed = suffix !== "" && name.endsWith(suffix) && name !== suffix;
  return isSuffixed ? name.slice(0, name.length - suffix.length) : name;
}

export function path_extname(path: string): string {
  const name = path_basename(path);
  const dot = name.lastIndexOf(".");
  if (dot <= 0) return "";
  // "..": dots alone are no extension.
  return name === ".." ? "" : name.slice(dot);
}

export function path_relative(from: string, to: string): string {
  const a = normalParts(path_resolve(from), true);
  const b = normalParts(path_resolve(to), true);
  let same = 0;
  while (same < a.length && same < b.length && a[same]! === b[same]!) same++;
  const up: string[] = [];
  for (let i = same; i < a.length; i++) up.push("..");
  return up.concat(b.slice(same)).join("/");
}
