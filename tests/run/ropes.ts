// Long concatenations: built piece by piece, from both ends, shared prefixes, hashed and compared afterwards.

class Out {
  text = "";
  add(s: string): void {
    this.text += s;
  }
}

export function entryPoint(): number {
  const out = new Out();
  for (let i = 0; i < 2000; i++) out.add(`line ${i}\n`);
  console.log(out.text.length, out.text.slice(0, 14), out.text.endsWith("1999\n"));
  let front = "";
  for (let i = 0; i < 300; i++) front = String.fromCharCode(97 + (i % 26)) + front;
  console.log(front.length, front.slice(0, 30));
  const base = "x".repeat(100);
  const a = base + "a";
  const b = base + "b";
  console.log(a === b, a < b, a.length, base + "a" === a);
  let mixed = "";
  for (let i = 0; i < 50; i++) mixed += i % 10 === 9 ? "€" : "e";
  console.log(mixed, mixed.length);
  const m = new Map<string, number>();
  m.set(a, 1);
  m.set(base + "b", 2);
  console.log(m.get(base + "a"), m.get(b), m.size);
  let checksum = 0;
  for (let i = 0; i < out.text.length; i++) checksum = (checksum * 31 + out.text.charCodeAt(i)) | 0;
  console.log(checksum);
  return 0;
}
