// A folder of results that can be used again. An entry is a folder named by its key, with the files and a manifest that
// tells their sizes and hashes. It is written under another name and renamed, so that what is half-written is never
// found, whoever else uses the folder; what does not fit its manifest is removed and made again. Nothing here fails:
// a folder that cannot be read has no entries, and one that cannot be written says why.

import { createHash, randomUUID } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { timeMs } from "../support/clock.ts";

/** What is known of an entry besides its files. */
export type Notes = Readonly<Record<string, string | number>>;

interface Manifest {
  readonly key: string;
  readonly notes: Notes;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

const MANIFEST = "manifest.json";
const UNFINISHED = ".unfinished-";
const A_DAY_MS = 24 * 60 * 60 * 1000;

/** Entries that are kept, those used last. */
export const ENTRIES_KEPT = 20;

/** Where results go if nobody says otherwise; undefined if the machine has no place for them. */
export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "vmsmith");
  try {
    return join(homedir(), ".cache", "vmsmith");
  } catch {
    // No home: a container's user without one.
    return undefined;
  }
}

export class Cache {
  private readonly folder: string;
  private readonly kept: number;

  /** `kind` names what is in it: a subfolder. */
  constructor(folder: string, kind: string, kept = ENTRIES_KEPT) {
    this.folder = join(resolve(folder), kind);
    this.kept = kept;
  }

  /** Copies the files of an entry; its notes. Undefined if there is none, or none that is whole. */
  async fetch(key: string, into: string): Promise<Notes | undefined> {
    const entry = join(this.folder, key);
    const manifest = await manifestOf(entry, key);
    if (manifest === undefined) {
      if (await exists(entry)) await remove(entry);
      return undefined;
    }
    for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
      const copy = join(into, name);
      // The copy is looked at, because another process may remove the entry meanwhile.
      const isWhole = await copyFile(join(entry, name), copy).then(
        async () => hashOf(copy, bytes),
        () => undefined,
      );
      if (isWhole === sha256) continue;
      await remove(entry);
      return undefined;
    }
    const now = timeMs() / 1000;
    // A cache that may only be read is still good.
    await utimes(entry, now, now).catch(() => undefined);
    return manifest.notes;
  }

  /** Keeps files of a folder as an entry; why it cannot be done, if so. */
  async store(key: string, from: string, names: readonly string[], notes: Notes): Promise<string | null> {
    const unfinished = join(this.folder, `${UNFINISHED}${process.pid}-${randomUUID()}`);
    try {
      await mkdir(unfinished, { recursive: true });
      const files: Record<string, { bytes: number; sha256: string }> = {};
      for (const name of names) {
        await copyFile(join(from, name), join(unfinished, name));
        const { size } = await stat(join(unfinished, name));
        files[name] = { bytes: size, sha256: (await hashOf(join(unfinished, name), size)) ?? "" };
      }
      const manifest: Manifest = { key, notes, files };
      await writeFile(join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
      await rename(unfinished, join(this.folder, key)).catch(async (problem: unknown) => {
        // Somebody else was faster, with the same.
        if ((await manifestOf(join(this.folder, key), key)) === undefined) throw problem;
      });
      await this.trim();
      return null;
    } catch (problem) {
      return problem instanceof Error ? problem.message : String(problem);
    } finally {
      await remove(unfinished);
    }
  }

  /** Removes what was used longest ago, and what killed processes left. */
  private async trim(): Promise<void> {
    const names = await readdir(this.folder);
    const known = await Promise.all(
      names.map(async (name) => ({
        name,
        time: (await stat(join(this.folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
      })),
    );
    const entries = known.filter(({ name }) => !name.startsWith(UNFINISHED));
    const old = entries.sort((a, b) => b.time - a.time).slice(this.kept);
    const stale = known.filter(({ name, time }) => name.startsWith(UNFINISHED) && time < timeMs() - A_DAY_MS);
    for (const { name } of [...old, ...stale]) await remove(join(this.folder, name));
  }
}

async function manifestOf(entry: string, key: string): Promise<Manifest | undefined> {
  try {
    const read = JSON.parse(await readFile(join(entry, MANIFEST), "utf8")) as Partial<Manifest>;
    if (read.key !== key || typeof read.files !== "object" || typeof read.notes !== "object")
      return undefined;
    return read as Manifest;
  } catch {
    // Not there, or not JSON: no entry in either case.
    return undefined;
  }
}

/** Of a file of that size. */
async function hashOf(file: string, bytes: number): Promise<string | undefined> {
  const content = await readFile(file);
  return content.length === bytes ? createHash("sha256").update(content).digest("hex") : undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function remove(path: string): Promise<void> {
  // What cannot be removed is found damaged again next time.
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}
