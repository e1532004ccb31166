// Control flow: every loop, labels, break and continue out of nested ones, switch with fallthrough and default inside.

function classify(n: number): string {
  let out = "";
  switch (n) {
    // @ts-expect-error falling through is what is tested
    case 1:
      out += "one ";
    case 2:
      out += "two ";
      break;
    // @ts-expect-error falling through is what is tested
    default:
      out += "default ";
    case 3:
      out += "three ";
      break;
    case 4: {
      const x = "four ";
      out += x;
    }
  }
  return out;
}
function word(s: string): number {
  switch (s) {
    case "a":
    case "b":
      return 1;
    case "c":
      return 2;
  }
  return 0;
}

export function entryPoint(): number {
  for (let i = 0; i < 6; i++) console.log(i, classify(i));
  console.log(word("a"), word("b"), word("c"), word("d"));
  let n = 0;
  while (n < 10) {
    n++;
    if (n === 3) continue;
    if (n === 6) break;
  }
  do {
    n += 10;
  } while (n < 50);
  console.log(n);
  let found = "";
  outer: for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) {
      if (j === 3) continue outer;
      if (i === 3) break outer;
      if ((i + j) % 2 === 0) continue;
      found += `${i}${j} `;
    }
  }
  console.log(found);
  block: {
    if (n > 1) break block;
    console.log("never");
  }
  for (let i = 10, j = 0; i > j; i--, j += 2) console.log(i, j);
  for (;;) {
    n--;
    if (n % 7 === 0) break;
  }
  console.log(n);
  let loops = 0;
  a: while (true) {
    b: do {
      loops++;
      if (loops % 2 === 0) continue a;
      if (loops > 6) break a;
      if (loops > 4) break b;
    } while (loops < 100);
    loops += 3;
  }
  console.log(loops);
  if (n > 100) console.log("big");
  else if (n > 10) console.log("middle");
  else console.log("small");
  return n > 0 ? 0 : 1;
}
