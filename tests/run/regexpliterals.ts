// Regular expressions that the translator makes functions of: every kind of part, on narrow and wide text.

const TEXTS = [
  "",
  'abc aab ab-12.50, x_1 = "q\\"uote" \'z\'',
  "été naïve STRASSE straße",
  "ἀρχή 😀 мир k\u212a s\u017f \ud83d",
  "line one\nline two\r\nthree\n",
  "aaaaaaaaaaaaaaaaaaaaaaaab",
  "<a href='x'>link</a><b></b>",
];

function all(r: RegExp): string {
  let out = "";
  for (const s of TEXTS) {
    r.lastIndex = 0;
    let found = "";
    for (let n = 0; n < 4; n++) {
      const m = r.exec(s);
      if (m === null) break;
      found += ` ${m.index}:${m.map((x) => (x === undefined ? "-" : `${x.length}`)).join("/")}`;
      if (!r.global && !r.sticky) break;
      if (m[0] === "") r.lastIndex++;
    }
    out += `${found}|`;
  }
  return out;
}

function runs(): void {
  console.log(all(/a+/g), all(/a*b/g), all(/a{2,3}/g), all(/a{3}b?/g), all(/[^a]+?b/g), all(/.{2,5}?,/));
  console.log(all(/\w+\s/g), all(/\w+\d/g), all(/\w*?\d{2}/), all(/a{1,3}?b/g), all(/a{6,}?b/), all(/.*/g));
  console.log(all(/[\s\S]*o/), all(/^.*$/gm), all(/\S+$/), all(/\D\d+/g));
}

function choices(): void {
  console.log(all(/ab|aab|a/g), all(/(?:x|\d+|[a-c])+/g), all(/(one|two|three)|(\w)/g), all(/a|(b)|(?:)/g));
  console.log(all(/(?<num>\d+(?:\.\d+)?)|(?<name>[a-z_]\w*)|(?<space>\s+)|(?<any>.)/y), all(/(a|aa)+b/));
}

function loops(): void {
  console.log(all(/"(?:[^"\\]|\\.)*"/g), all(/(?:(a)|(b)|c)+/g), all(/(?:ab?){2,}/g), all(/(?:a(b)?)*?-/));
  console.log(
    all(/(?:(\w)(\w)?)+ /),
    all(/(\.\d+)?,/),
    all(/(?:l.n.)+?e?/g),
    all(/(a+)+b/),
    all(/(?:aa){3}/g),
  );
}

function assertions(): void {
  console.log(all(/\b\w/g), all(/\B\w\b/g), all(/^\w+/gm), all(/\w+(?=-)/), all(/\b(?!a)\w+/g), all(/e$/gm));
  console.log(
    all(/(?=\w*1)\w+/g),
    all(/(?!\w*b)\w+/g),
    all(/<(\w)[^>]*>(?!<)/g),
    all(/^(?:abc|l)/),
    all(/x*$/),
  );
}

function fallbacks(): void {
  console.log(
    all(/(\w)\1/g),
    all(/(?<=-)\d+/),
    all(/<(\w)[^>]*>.*?<\/\1>/g),
    all(/(?:a*)*b/),
    all(/(?=(a+))b?/g),
  );
}

function cases(): void {
  console.log(all(/STRASSE/gi), all(/[a-f]+É/i), all(/k+/gi), all(/k+/giu), all(/s+/giu), all(/[^s]t/gi));
  console.log(all(/\w+/giu), all(/ARXΉ|APXH|ΡΧΉ/gi), all(/мИР/iu), all(/ÉT/i));
}

function unicode(): void {
  console.log(
    all(/./gu),
    all(/\p{L}+/gu),
    all(/[^\p{L}]+/gu),
    all(/[😀-😎]/gu),
    all(/\ud83d/gu),
    all(/\ud83d/g),
  );
  console.log(
    all(/.+? /u),
    all(/\P{Lu}+р/u),
    all(/[^a]*😀/u),
    all(/😀?\s/gu),
    all(/\u{1F600}|м/gu),
    all(/^.{3}/u),
  );
}

function constructed(): void {
  const made = new Set<RegExp>();
  for (let i = 0; i < 2; i++) made.add(new RegExp("a+b")).add(new RegExp("(a)|b", "g"));
  console.log(
    made.size,
    [...made].map((r) => `${r.source} ${r.flags} ${r.exec("aab")![0]} ${r.lastIndex}`).join(),
  );
  try {
    console.log(new RegExp("(").source);
  } catch (e) {
    console.log(e instanceof SyntaxError);
  }
  console.log(new RegExp("a/b", "yg").toString(), new RegExp("").test("x"));
}

/** A function that replaces may use the same expression. */
function reentered(): void {
  const word = /\w+/g;
  console.log(
    "one two".replace(word, (w) => {
      const inner = "x y z".match(word)!.join("+");
      return `${w}<${inner}>`;
    }),
  );
  const first = /(\w)(\w*)/g;
  console.log("ab cd".replace(first, (_all, a, rest) => `${rest}${"q r".replace(first, "$1!")}${a}`));
}

export function entryPoint(): number {
  constructed();
  reentered();
  runs();
  choices();
  loops();
  assertions();
  fallbacks();
  cases();
  unicode();
  return 0;
}
