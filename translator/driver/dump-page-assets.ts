// Style and script of the --dump-html page, inline so that the page is one file.

export const DUMP_STYLE = `
body{font:14px system-ui;margin:0}
header{position:sticky;top:0;background:#fff;padding:.5em 1em;border-bottom:1px solid #ccc;z-index:1}
h1{display:inline;font-size:1.1em;margin-right:1em}
header p{display:inline;color:#666;margin-left:1em}
summary{font:bold 14px ui-monospace,monospace;padding:.3em 1em;cursor:pointer}
summary:hover{background:#eef}
.core summary{font-weight:normal;color:#555}
.columns{display:flex;gap:1px;background:#ccc;overflow-x:auto;align-items:stretch}
section{background:#fff;flex:0 0 auto;min-width:2.5em;max-width:48em;overflow-x:auto}
section:first-child{background:#fffdf4}
section:last-child{background:#f6faf6}
h3{font-size:13px;margin:0;padding:.4em .6em;background:#eee;cursor:pointer;white-space:nowrap}
h3 small{font-weight:normal;color:#777;margin-left:.8em}
.folded{max-width:2em;overflow:hidden}
.folded pre{display:none}
.folded h3{writing-mode:vertical-rl}
pre{font:12px/1.45 ui-monospace,monospace;margin:0;padding:.6em}
b{font-weight:normal;cursor:pointer}
b.on{background:#fd6;border-radius:2px}
@media(prefers-color-scheme:dark){body,header,section{background:#1b1b1f;color:#ddd}.columns{background:#444}h3{background:#2a2a30}
summary:hover{background:#2a2a40}section:first-child{background:#22211b}section:last-child{background:#1b221d}b.on{color:#000}}
`;

export const DUMP_SCRIPT = `
document.querySelector("input").addEventListener("input", (e) => {
  const wanted = e.target.value.toLowerCase();
  for (const d of document.querySelectorAll("details"))
    d.hidden = !d.dataset.name.toLowerCase().includes(wanted);
});
document.addEventListener("click", (e) => {
  const head = e.target.closest("h3");
  if (head) return head.parentNode.classList.toggle("folded");
  if (e.target.tagName !== "B") return;
  const on = !e.target.classList.contains("on");
  const story = e.target.closest("details");
  for (const b of story.querySelectorAll("b.on")) b.classList.remove("on");
  if (on) for (const b of story.querySelectorAll("b")) if (b.textContent === e.target.textContent) b.classList.add("on");
});
const first = document.querySelector("details:not(.core)");
if (first) first.open = true;
`;
