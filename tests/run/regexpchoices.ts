// Patterns that only the running program knows, with choices and loops: what cannot begin here is not tried, and runs
// that nothing behind them can share are not given back.

const TEXT = 'let count = 10 + (width * 25.5) - foo(bar, 3.5); // The "end\\"ing" of été €5\nnext = 07';

const PATTERNS = [
  "(foo|bar|count)\\s*=|(\\d+)\\.(\\d+)|\\w+\\)",
  "\\((?:[^()]|x)*\\)",
  "(?=w)\\w+|[a-z]+?t",
  '"((?:[^"\\\\]|\\\\.)*)"',
  "(a|ab|abc)(c|d)?|(?:e|é)+t?é|€(\\d)",
  "(?:(\\w)|(\\s))+?=",
  "(\\w+)\\s*=\\s*(\\d+)$",
  "\\b(\\w)\\w*\\b(?!\\()",
  "(?<!\\w)(\\d+)(?:\\.\\d+)?",
  "(?:x|y|)(\\d{2})|(z*)t",
  "(?!(l)et)(\\w)(\\w)|(n)ext",
  "[^]{3}?t|.*?;|^n\\w*",
  "\\d+\\.\\d*|\\w+$",
  "\\s+\\b|\\S\\B\\S",
  "((a)|b)*c|(?:(o)|(u))*n",
  "(\\w)\\1|(o)(?:o|x)",
  "é{1,2}|[€-₿]\\d?",
];

export function entryPoint(): number {
  for (const pattern of PATTERNS)
    for (const flags of ["g", "gi", "gm", "gu", "gs", "y"]) {
      const r = new RegExp(pattern, flags);
      const found: string[] = [];
      for (let i = 0; i < 40; i++) {
        const m = r.exec(TEXT);
        if (m === null) break;
        const groups: string[] = [];
        for (let k = 1; k < m.length; k++) groups.push(m[k] ?? "-");
        found.push(`${m.index}:${m[0]}[${groups.join()}]`);
        if (m[0] === "") r.lastIndex++;
      }
      console.log(pattern, flags, found.join(" "));
    }
  return 0;
}
