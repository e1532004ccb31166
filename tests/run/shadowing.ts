// Scopes: shadowed names, variables of blocks and loops, functions used before their declaration, temporal dead zone.

const x = "module";
function outer(): string {
  const x = "function";
  let out = x;
  {
    const x = "block";
    out += ` ${x}`;
  }
  for (let x = 0; x < 2; x++) out += ` ${x}`;
  out += ` ${inner()}`;
  function inner(): string {
    return `${x}!`;
  }
  return out;
}
function dead(): string {
  const early = (): string => late;
  let result = "";
  try {
    result = early();
  } catch (e) {
    result = e instanceof ReferenceError ? "ReferenceError" : "other";
  }
  const late = "late";
  return `${result} ${early()}`;
}

export function entryPoint(): number {
  console.log(x, outer(), dead());
  let n = 1;
  {
    let n = 2;
    n++;
    console.log(n);
  }
  console.log(n);
  n = 3;
  const f = (n: number): number => n * 2;
  console.log(f(10), n);
  return 0;
}
