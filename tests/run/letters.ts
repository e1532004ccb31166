// Upper and lower case of every character that has any, by a sum over all of them, and the rules that look at neighbours.

/** The groups of 256 characters among which are letters with case. */
const PAGES = Array.from({ length: 0x1100 }, (_, page) => page).filter((page) => {
  for (let c = page * 256; c < page * 256 + 256; c++) {
    const s = String.fromCodePoint(c);
    if (s.toUpperCase() !== s || s.toLowerCase() !== s) return true;
  }
  return false;
});

function sum(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return h;
}

export function entryPoint(_argv: string[]): number {
  for (const word of [
    "straße",
    "ΟΔΟΣ",
    "Σ",
    "ΑΣ ΑΣΑ",
    "İstanbul",
    "ŉǰΐ",
    "ﬁn ﬀ",
    "µÿ",
    "ÀÉ×Þ",
    "àé÷þ",
    "𐐀𐐨",
    "ΑΣ'",
    "Ა",
    "\u0345",
  ])
    console.log(word.toUpperCase(), word.toLowerCase(), word.toLowerCase().length);
  let upper = 0;
  let lower = 0;
  for (const page of PAGES) {
    let text = "";
    for (let c = page * 256; c < page * 256 + 256; c++) text += `${String.fromCodePoint(c)} `;
    upper = sum(text.toUpperCase(), upper);
    lower = sum(text.toLowerCase(), lower);
  }
  console.log(upper, lower);
  return 0;
}
