// for…of: arrays that change while iterated, strings, views of Map and Set, nested, break and continue.

export function entryPoint(): number {
  const xs = [1, 2, 3];
  let text = "";
  for (const x of xs) {
    text += `${x} `;
    if (xs.length < 6) xs.push(x * 10);
  }
  console.log(text, xs.length);
  const ys = [5, 6, 7, 8];
  for (const y of ys) {
    if (y === 5) ys.pop();
    if (y === 6) continue;
    console.log(y);
  }
  let vowels = 0;
  for (const c of "the quick brown fox") {
    if (c === "b") break;
    if (c === "a" || c === "e" || c === "i" || c === "o" || c === "u") vowels++;
  }
  console.log(vowels);
  const groups = new Map<string, number[]>();
  for (const w of ["apple", "avocado", "banana", "blueberry", "cherry"]) {
    const k = w.charAt(0);
    const g = groups.get(k);
    if (g === undefined) groups.set(k, [w.length]);
    else g.push(w.length);
  }
  for (const [k, g] of groups) {
    let sum = 0;
    for (const n of g) sum += n;
    console.log(k, g.length, sum);
  }
  const unique = new Set<string>();
  for (const c of "mississippi") unique.add(c);
  let out = "";
  for (const c of unique) out += c;
  console.log(out);
  for (const x of [0.5, 1.5]) for (const y of [true, false]) console.log(x, y);
  return 0;
}
