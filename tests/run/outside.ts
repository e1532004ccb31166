// Files, folders, paths and the environment: the synchronous part of node:fs and node:path.

import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve } from "node:path";

function attempt(what: string, action: () => void): void {
  try {
    action();
    console.log(what, "done");
  } catch (e) {
    console.log(what, (e as Error).message.split(",")[0]!);
  }
}

function files(folder: string): void {
  const file = `${folder}/vmsmith-outside.txt`;
  const other = `${folder}/vmsmith-outside-2.txt`;
  writeFileSync(file, "one\ntwo äöü €\n");
  appendFileSync(file, "three\n");
  console.log(existsSync(file), readFileSync(file, "utf8").split("\n").length, readFileSync(file).length);
  renameSync(file, other);
  console.log(existsSync(file), existsSync(other));
  const fd = openSync(other, "r");
  const buffer = new Uint8Array(8);
  let total = 0;
  for (;;) {
    const n = readSync(fd, buffer, 0, 8, null);
    if (n === 0) break;
    total += n;
  }
  closeSync(fd);
  console.log(total);
  writeFileSync(other, new Uint8Array([104, 105, 10]));
  const out = openSync(other, "a");
  writeSync(out, "more");
  closeSync(out);
  console.log(readFileSync(other, "utf8"));
  unlinkSync(other);
  attempt("read", () => {
    readFileSync(other, "utf8");
  });
  attempt("unlink", () => {
    unlinkSync(other);
  });
  attempt("open", () => {
    openSync(`${folder}/no/such`, "w");
  });
  attempt("folder", () => {
    readFileSync(folder, "utf8");
  });
}

function paths(): void {
  console.log(join("a", "b", "..", "c"), join("/x/", "/y"), join("", ""), join("../a", "..", ".."));
  console.log(dirname("/a/b/c"), dirname("a"), dirname("/"), dirname("/a"), dirname("a/b/"));
  console.log(basename("/a/b.txt"), basename("b.txt", ".txt"), basename("/a/b/"), basename(".txt", ".txt"));
  console.log(extname("a.b.c"), extname(".rc"), extname("x."), `[${extname("x")}]`, `[${extname("..")}]`);
  console.log(normalize("/a/./b//c/../d/"), normalize("a/../.."), normalize("./"), normalize("/.."));
  console.log(isAbsolute("/a"), isAbsolute("a"), resolve("/a", "b", "../c"), resolve("/a", "/b"));
  console.log(relative("/a/b/c", "/a/d"), relative("/a", "/a/b/c"), `[${relative("/a", "/a")}]`);
}

export function entryPoint(): number {
  files("/tmp");
  paths();
  const name = "VMSMITH_NO_SUCH_VARIABLE";
  console.log(process.env["VMSMITH_NO_SUCH_VARIABLE"] ?? "unset", process.env[name] === undefined);
  console.log((process.env["PATH"] ?? "/usr/bin").includes("/"));
  return 0;
}
