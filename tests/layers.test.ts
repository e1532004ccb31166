// The layer table of architecture.md, as data. A room imports only what its row says; a violation is one sentence.

import { alg, Graph } from "@dagrejs/graphlib";
import { expect, test } from "vitest";
import { importsOf, repositoryFiles } from "./tools/repository.ts";

type Room = {
  /** Rooms it may import besides itself. */
  readonly rooms: readonly string[];
  /** npm packages it may import. */
  readonly packages?: readonly string[];
  /** Whether Node's own modules are at hand: never in code that is translated into the product. */
  readonly product?: true;
};

/** Room by path prefix; the longest matching prefix owns a file. */
const ROOMS: Readonly<Record<string, Room>> = {
  "translator/support": { rooms: [] },
  "translator/model": { rooms: ["translator/support"] },
  "translator/interp": { rooms: ["translator/model", "translator/support"] },
  // Of the library it runs the parser of regular expressions, on those that are known at translation.
  "translator/frontend": {
    rooms: ["translator/model", "translator/support", "rlib"],
    packages: ["typescript", "ts-morph"],
  },
  // The ESLint plugin: the front end's tables over another parser's trees.
  "translator/frontend/lint": {
    rooms: ["translator/frontend", "translator/support"],
    packages: ["@typescript-eslint/typescript-estree"],
  },
  "translator/annotator": { rooms: ["translator/model", "translator/support"] },
  "translator/rtyper": { rooms: ["translator/annotator", "translator/model", "translator/support"] },
  "translator/backendopt": { rooms: ["translator/interp", "translator/model", "translator/support"] },
  "translator/transform": { rooms: ["translator/model", "translator/support"] },
  "gc-transformers": { rooms: ["translator/model", "translator/support"] },
  "jitgen/codewriter": {
    rooms: [
      "jitgen/tables",
      "translator/interp",
      "translator/model",
      "translator/support",
      "translator/transform",
      "gc-transformers",
    ],
  },
  "jitgen/tables": { rooms: ["translator/model"], product: true },
  "jitgen/runtime": { rooms: ["rlib", "jitgen/tables"], product: true },
  "jitgen/host": {
    rooms: [
      "jitgen/tables",
      "jitgen/codewriter",
      "jitgen/runtime",
      "translator/interp",
      "translator/model",
      "translator/support",
      "rlib",
    ],
  },
  rlib: { rooms: [], product: true },
  "translator/c": {
    rooms: ["gc-transformers", "translator/model", "translator/support"],
    packages: ["execa"],
  },
  "translator/driver": { rooms: ["*"], packages: ["commander"] },
  "translator/heapview": { rooms: [], packages: ["commander"] },
  "translator/translate.ts": { rooms: ["translator/driver", "translator/support"] },
  targets: { rooms: ["rlib"], product: true },
};

/** Rooms that look at everything: tests, benchmarks, settings of tools. */
const OUTSIDE = /^(?:tests\/|bench\/|[^/]*\.config\.[jt]s$)/u;

/**
 * The loader's child loads code it does not know when it is written. The programs turn on Node's compile cache before
 * anything is loaded, which an import at the top would come before.
 */
const MAY_IMPORT_LAZILY = [
  "translator/frontend/loader/child",
  "translator/driver/host-child.ts",
  "translator/translate.ts",
];

const files = repositoryFiles().filter((file) => file.endsWith(".ts") && !OUTSIDE.test(file));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function* violations(file: string): Generator<string> {
  const name = roomOf(file);
  const room = name === undefined ? undefined : ROOMS[name];
  if (name === undefined || room === undefined) {
    yield `${file} belongs to no room; add it to the table in tests/layers.test.ts.`;
    return;
  }
  for (const { to, line, kind } of imports.get(file) ?? []) {
    const at = `${file}:${line}`;
    if (kind === "lazy" && !MAY_IMPORT_LAZILY.some((prefix) => file.startsWith(prefix))) {
      yield `${at} imports ${to} lazily; imports stand at the top of a file.`;
    }
    if (to.startsWith("node:")) {
      if (room.product === true) yield* nodeInProduct(at, name, to);
    } else if (to.startsWith("vmsmith/")) {
      if (name !== "rlib" && !room.rooms.includes("rlib"))
        yield `${at}: ${name} may not import rlib (${to}).`;
    } else if (files.includes(to)) {
      const other = roomOf(to) ?? to;
      if (other !== name && !room.rooms.includes(other) && !room.rooms.includes("*")) {
        yield `${at}: ${name} may not import ${other} (${to}).`;
      }
    } else if (room.packages?.includes(to) !== true) {
      yield `${at}: ${name} may not import the package or missing file ${to}.`;
    }
  }
}

/** Targets may use the part of Node that is translated; the library and the JIT runtime may not lean on it. */
function* nodeInProduct(at: string, room: string, to: string): Generator<string> {
  const translated = ["node:fs", "node:path", "node:process"];
  if (room === "targets" && translated.includes(to)) return;
  yield `${at}: ${room} is translated into the product and may not import ${to}.`;
}

test("each room imports only what its row allows", () => {
  expect(files.flatMap((file) => [...violations(file)])).toEqual([]);
});

test("no two files need each other to be loaded", () => {
  const graph = new Graph();
  for (const [file, list] of imports)
    for (const { to, kind } of list) if (kind === "value" && imports.has(to)) graph.setEdge(file, to);
  expect(alg.findCycles(graph).map((cycle) => cycle.join(" → "))).toEqual([]);
});

test("the table names only rooms that its rows know", () => {
  const named = Object.values(ROOMS).flatMap((room) => room.rooms);
  expect(named.filter((room) => room !== "*" && !Object.hasOwn(ROOMS, room))).toEqual([]);
});
