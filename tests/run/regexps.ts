// Regular expressions: literals, frozen and made ones, every method that takes one.

const WORD = /(?<first>[a-z]+)-(?<second>\d+)/gi;
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z_]\w*)|(.))/giy;
const TABLE = [/^a/, /b$/m];

function show(m: RegExpExecArray | null): string {
  if (m === null) return "null";
  let out = `${m.index} ${m.length}`;
  for (const x of m) out += ` [${x}]`;
  return out;
}

function literals(): void {
  for (const s of ["xfoo-12 BAR-7", "none"]) {
    const m = /([a-z]+)-(\d+)/.exec(s);
    console.log(show(m), m?.[1] ?? "-");
    if (m !== null) {
      const [whole, a, b] = m;
      console.log(whole, a, b, m.index, m.input);
    }
  }
  for (let i = 0; i < 2; i++) {
    const r = /o/g;
    console.log(r.test("foo"), r.lastIndex, r.test("foo"), r.lastIndex, r.test("foo"), r.lastIndex);
  }
  console.log(String(/a\/b/gim.source), /x/gy.flags, /a+/i.toString(), /a/g.global, /a/.sticky);
}

function frozen(): void {
  const s = "ab-1, cd-22";
  for (;;) {
    const m = WORD.exec(s);
    if (m === null) break;
    console.log(m[0], m.groups!["first"], m.groups!["second"], WORD.lastIndex);
  }
  TOKEN.lastIndex = 0;
  const text = "let x1 = 3.25 + y";
  while (TOKEN.lastIndex < text.length) {
    const t = TOKEN.exec(text);
    if (t === null) break;
    console.log(t[1] ?? "", t[2] ?? "", t[3] ?? "");
  }
  console.log(TABLE.map((r) => r.test("a\nb\nc")).join());
}

function methods(): void {
  const s = "one two  three";
  console.log(s.match(/t\w+/)![0], s.match(/t\w+/g)!.join("|"), s.match(/z/g) === null);
  for (const m of s.matchAll(/(\w)(\w*)/g)) console.log(m[1], m[2], m.index);
  console.log(s.search(/two/), s.search(/z/));
  console.log(
    s.split(/\s+/).join("|"),
    "a1b2c".split(/(\d)/).join("|"),
    "abc".split(/(?:)/).join("|"),
    "a,b,c".split(/,/, 2).join("|"),
  );
  console.log(s.replace(/o/, "0"), s.replace(/o/g, "0"), s.replace(/(\w+) (\w+)/, "$2 $1 [$&] $$ $3 $`|$'"));
  console.log(s.replace(/(?<a>t)(h?)/g, "<$<a>$2>"), s.replaceAll(/e/g, "E"));
  console.log(
    s.replace(/\b\w/g, (c) => c.toUpperCase()),
    s.replace(/(\w)(\w)/g, (_, a, b) => `${b}${a}`),
  );
  console.log("aaa".replace(/x*/g, "-"), "abc".replace(/(?:)/g, "."));
}

/** Patterns and texts: what exec gives for each. */
const CASES: readonly (readonly [pattern: string, flags: string, text: string])[] = [
  ["(a+)+b", "", "aaaaaaaaaaaaaaaac"],
  ["(?:a|ab)(?:c|bcd)(d*)", "", "abcd"],
  ["(z)((a+)?(b+)?(c))*", "", "zaacbbbcac"],
  ["(?=(a+))a*b\\1", "", "baaabac"],
  ["(?!foo)\\w{3}", "", "foobar"],
  ["(?<=\\$)\\d+(\\.\\d*)?", "", "cost $42.50"],
  ["(?<!\\$)\\b\\d+", "", "$42 17"],
  ["(?<=(\\d+)(\\d+))$", "", "1053"],
  ["(a*)*", "", "b"],
  ["(a*?)*?b", "", "aab"],
  ["a{2,3}?", "", "aaaa"],
  ["a{,2}", "", "a{,2}"],
  ["[^]a[]?", "", "\na"],
  ["[\\w-]+@[a-z.]+", "i", "Write to A-b@C.org!"],
  ["\\u0041\\x42\\103\\cJ", "", "ABC\n"],
  ["^.b$", "m", "ab\ncb"],
  ["a.c", "s", "a\nc"],
  ["a.c", "", "a\nc"],
  ["\\u{1F600}+", "u", "😀😀"],
  ["^.$", "u", "😀"],
  ["^.$", "", "😀"],
  ["\\p{Lu}\\p{Ll}+", "u", "été Été"],
  ["\\P{L}", "u", "ab1"],
  ["straße", "i", "STRAßE"],
  ["\\u212a", "i", "k"],
  ["\\u212a", "iu", "k"],
  ["[^x]", "i", "X"],
  ["\\bfoo\\B", "", "foobar"],
  ["(?:)", "", "abc"],
  ["(\\w+)\\s\\1", "", "the the cat"],
  ["(?<y>\\d{4})-(?<m>\\d\\d)", "", "on 2024-05-06"],
  ["\\k<a>(?<a>x)", "", "x"],
  ["(?:(a)|b)*", "", "ab"],
  ["x*", "y", "aax"],
  ["\\0", "", "\0"],
  ["[\\b]", "", "\b"],
  ["((a)|(ab))((c)|(bc))", "", "abc"],
  ["a[a-z]{2,4}?c", "", "abcdefc"],
  ["[à-ü]+", "i", "ÀÉx"],
  ["(?:ab){2}", "", "ababab"],
];

export function entryPoint(_argv: string[]): number {
  literals();
  frozen();
  methods();
  for (const [pattern, flags, text] of CASES)
    console.log(pattern.replace(/%/g, ""), show(new RegExp(pattern, flags).exec(text)));
  for (const bad of ["(", ")", "[", "a**", "(?<n>a)(?<n>b)", "a{2,1}", "\\"])
    try {
      console.log(new RegExp(bad).source);
    } catch (e) {
      console.log(e instanceof SyntaxError);
    }
  return 0;
}
