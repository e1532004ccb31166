// --dump-html: one page with a column for each state of a function, from the TypeScript source over the graph after
// every phase to the C. Phases that left a function as it was share a column. The page needs nothing but itself:
// no server, no network. Click a name to mark it everywhere in its function; type to find a function.
// The texts are taken as the phases end, so that memory holds only what differs.

import { CNames } from "../c/names.ts";
import { blocksOf, type Graph, opCount } from "../model/graph.ts";
import { printGraph } from "../model/text.ts";
import { escapeHtml } from "./html.ts";
import { DUMP_SCRIPT, DUMP_STYLE } from "./dump-page-assets.ts";

interface Column {
  /** The phases that left the function in this state. */
  readonly phases: string[];
  readonly text: string;
  readonly note: string;
}

interface Story {
  readonly key: string;
  /** The library's functions come after the program's. */
  readonly isCore: boolean;
  readonly columns: Column[];
}

/** Source texts by file name. */
export type SourceText = (file: string) => string | undefined;

export class DumpPage {
  readonly #stories = new Map<string, Story>();

  /** Takes the state of all functions after a phase. */
  record(phase: string, graphs: Iterable<Graph>, sources: SourceText): void {
    for (const g of graphs) {
      let story = this.#stories.get(g.key);
      if (story === undefined) {
        story = { key: g.key, isCore: g.unit === "core", columns: [sourceColumn(g, sources)] };
        this.#stories.set(g.key, story);
      }
      const blocks = blocksOf(g).length;
      add(story, phase, printGraph(g), `${blocks} blocks, ${opCount(g)} operations`);
    }
  }

  /** Takes the C of all functions: the last column. */
  recordC(graphs: readonly Graph[], files: ReadonlyMap<string, string>): void {
    const names = new CNames("", graphs, [], []);
    const functions = cFunctions(files);
    for (const g of graphs) {
      const story = this.#stories.get(g.key);
      const found = functions.get(names.graph(g.key));
      if (story !== undefined && found !== undefined) add(story, "C", found.text, found.file);
    }
  }

  /** The whole page. */
  html(title: string): string {
    const order = [...this.#stories.values()].sort(
      (a, b) => Number(a.isCore) - Number(b.isCore) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
    );
    return `<!doctype html><html lang=en><meta charset=utf-8><title>${escapeHtml(title)}: functions by phase</title>
<style>${DUMP_STYLE}</style>
<header><h1>${escapeHtml(title)}</h1><input type=search placeholder="find a function" autofocus>
<p>Click a name to mark it, a column's head to fold it. ${order.length} functions.</p></header>
${order.map(storyHtml).join("\n")}
<script>${DUMP_SCRIPT}</script>
</html>
`;
  }
}

function add(story: Story, phase: string, text: string, note: string): void {
  const last = story.columns.at(-1);
  if (last?.text === text) last.phases.push(phase);
  else story.columns.push({ phases: [phase], text, note });
}

function storyHtml(s: Story): string {
  const columns = s.columns.map(
    (c) =>
      `<section><h3>${escapeHtml(c.phases.join(", "))}<small>${escapeHtml(c.note)}</small></h3><pre>${marked(c.text)}</pre></section>`,
  );
  return `<details data-name="${escapeHtml(s.key)}"${s.isCore ? " class=core" : ""}><summary>${escapeHtml(s.key)}</summary><div class=columns>${columns.join("")}</div></details>`;
}

/** Names become spans, by which the script marks them. */
function marked(text: string): string {
  return escapeHtml(text).replace(/(?<![&#\w])[A-Za-z_$][\w$]*/gu, "<b>$&</b>");
}

/** The lines of the source that the function's operations came from, with the closing lines that follow. */
function sourceColumn(g: Graph, sources: SourceText): Column {
  const text = g.pos === null ? undefined : sources(g.pos.file);
  if (g.pos === null || text === undefined)
    return { phases: ["TypeScript"], text: "", note: "made by vmsmith" };
  let end = g.pos.offset;
  for (const block of blocksOf(g))
    for (const op of block.ops) if (op.pos?.file === g.pos.file && op.pos.offset > end) end = op.pos.offset;
  const from = text.lastIndexOf("\n", g.pos.offset) + 1;
  const rest = /^[^\n]*(?:\n\s*[}\])][^\n]*)*/u.exec(text.slice(end))?.[0] ?? "";
  const line = text.slice(0, from).split("\n").length;
  return {
    phases: ["TypeScript"],
    text: text.slice(from, end + rest.length),
    note: `${g.pos.file}:${line}`,
  };
}

/** Every function of the C files by its name. Those that the emitter copies into several files count once. */
function cFunctions(files: ReadonlyMap<string, string>): Map<string, { text: string; file: string }> {
  const found = new Map<string, { text: string; file: string }>();
  for (const [file, text] of files)
    for (const m of text.matchAll(/^[^\n#/{}]*?\b(f_\w+)\([^\n]*\) \{\n[^]*?^\}$/gmu)) {
      const [body, name = ""] = m;
      if (!found.has(name)) found.set(name, { text: body.replace(/^#line.*\n/gmu, ""), file });
    }
  return found;
}
