// Characters as numbers: scanning, classifying, building from codes, Latin-1 and beyond, surrogates.

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
function tokens(text: string): string[] {
  const out: string[] = [];
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 32) {
      i++;
      continue;
    }
    const start = i;
    if (isDigit(c)) while (i < text.length && isDigit(text.charCodeAt(i))) i++;
    else i++;
    out.push(text.slice(start, i));
  }
  return out;
}
function rot13(s: string): string {
  let out = "";
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    const base = c >= 97 && c <= 122 ? 97 : c >= 65 && c <= 90 ? 65 : 0;
    out += base === 0 ? s.charAt(i) : String.fromCharCode(((c - base + 13) % 26) + base);
  }
  return out;
}
function hash(s: string): number {
  let h = 0;
  for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) | 0;
  return h >>> 0;
}

export function entryPoint(): number {
  console.log(tokens("12 + 345*(6-78)").join("|"));
  console.log(rot13("Hello, World"), rot13(rot13("Hello, World")));
  console.log(hash("abc"), hash("äöü"), hash("日本語"), hash(""));
  const wide = "a\u00ff\u0100\ud83d\ude00z";
  for (let i = 0; i < wide.length; i++) console.log(wide.charCodeAt(i), wide.codePointAt(i) ?? -1);
  console.log(String.fromCharCode(955) + String.fromCodePoint(128512), "ÿ".charCodeAt(0));
  console.log("b" > "a", "é" > "z", "z" < "😀", "\uffff" > "😀");
  let s = "";
  for (let c = 250; c < 260; c++) s += String.fromCharCode(c);
  console.log(s, s.length, s.slice(0, 6), s.indexOf("\u0101"));
  return 0;
}
