// Random concatenations of a few strings, which share beginnings and are looked into at any time: whatever form a text
// has in memory, it is the same text.

class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed;
  }
  below(n: number): number {
    this.state = (Math.imul(this.state, 1103515245) + 12345) >>> 0;
    return (this.state >>> 8) % n;
  }
}

const PIECES = [
  "a",
  "bc",
  "-",
  "word ",
  "é",
  "€",
  "0123456789".repeat(4),
  "x".repeat(700),
  "ÿ\n",
  "Ω".repeat(40),
  "",
];

function checksum(s: string, from: number): number {
  let sum = s.length;
  for (let i = from; i < s.length; i++) sum = (Math.imul(sum, 31) + s.charCodeAt(i)) | 0;
  return sum;
}

function look(r: Random, s: string, t: string, seen: Map<string, number>): number {
  const i = s.length === 0 ? 0 : r.below(s.length);
  switch (r.below(9)) {
    case 0:
      return s.length > 0 ? s.charCodeAt(i) : -1;
    case 1:
      return s === t ? 1 : s < t ? 2 : 3;
    case 2: {
      const count = (seen.get(s) ?? 0) + 1;
      seen.set(s, count);
      return count + seen.size;
    }
    case 3:
      return checksum(s.slice(i, i + 50), 0);
    case 4:
      return s.indexOf("d ", i) + s.lastIndexOf("bc", i);
    case 5:
      return (s.startsWith(t) ? 1 : 0) + (s.endsWith(t) ? 2 : 0) + (t.endsWith("-") ? 4 : 0);
    case 6:
      return s.charAt(i).length + (s.at(-1) ?? "").length + (s.codePointAt(i) ?? 0);
    case 7:
      return checksum(s, Math.max(0, s.length - 100));
    default:
      return checksum(`${s}|${t}`, 0);
  }
}

function run(seed: number, steps: number): number {
  const r = new Random(seed);
  const pool: string[] = [];
  for (let i = 0; i < 8; i++) pool.push("");
  const seen = new Map<string, number>();
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const at = r.below(pool.length);
    const s = pool[at]!;
    const kind = r.below(12);
    const piece = PIECES[kind < 8 ? r.below(4) : r.below(PIECES.length)]!;
    const other = pool[r.below(pool.length)]!;
    if (s.length > 6000) pool[at] = s.slice(r.below(6000));
    else if (kind < 6) pool[at] = s + piece;
    else if (kind === 6) pool[r.below(pool.length)] = s + piece;
    else if (kind === 7) pool[at] = piece + s;
    else if (kind === 8) pool[at] = s + other;
    else if (kind === 9) pool[at] = `${s}${piece}<${other.slice(0, 90)}>`;
    else if (kind === 10) pool[at] = [s, piece, other, "", piece].join(piece);
    else pool[at] = s.replaceAll("-", piece);
    if (r.below(4) === 0) sum = (Math.imul(sum, 17) + look(r, pool[at]!, other, seen)) | 0;
  }
  for (const s of pool) sum = (Math.imul(sum, 17) + checksum(s, 0)) | 0;
  return sum;
}

/** Each text is looked into as soon as it is one unit longer. */
function watched(): number {
  let s = "";
  let sum = 0;
  for (let i = 0; i < 400; i++) {
    s += i % 300 === 299 ? "€" : "abc".charAt(i % 3);
    sum = (sum + s.charCodeAt(s.length - 1) * (s.endsWith("bc") ? 3 : 1) + s.slice(-5).length) | 0;
  }
  return sum;
}

export function entryPoint(): number {
  for (let seed = 1; seed <= 3; seed++) console.log(seed, run(seed, 120));
  console.log(watched());
  const long = "=".repeat(3000);
  const ends: string[] = [];
  for (let i = 0; i < 5; i++) ends.push(`${long}${i}` + "!" + `${i}?`);
  console.log(ends.map((s) => s.slice(-4)).join(" "), ["", ""].join("") === "", ["", ""].join("").length);
  let twice = "ab".repeat(20) + "!";
  twice += twice;
  twice += twice;
  console.log(twice.length, twice.lastIndexOf("!"));
  return 0;
}
