// Closures: captured values, shared cells, per-iteration bindings, closures that make closures.

function counter(start: number): () => number {
  let n = start;
  return () => {
    n += 1;
    return n;
  };
}
function adder(a: number): (b: number) => number {
  return (b) => a + b;
}
function pair(): { get: () => number; set: (v: number) => void } | null {
  return null;
}

class Account {
  readonly deposit: (n: number) => void;
  readonly balance: () => number;
  constructor() {
    let total = 0;
    this.deposit = (n) => {
      total += n;
    };
    this.balance = () => total;
  }
}

export function entryPoint(): number {
  const a = counter(10);
  const b = counter(100);
  console.log(a(), a(), b(), a(), b());
  const add5 = adder(5);
  console.log(add5(1), adder(1)(1));
  const fs: (() => number)[] = [];
  for (let i = 0; i < 4; i++) fs.push(() => i * i);
  for (const f of fs) console.log(f());
  const gs: (() => string)[] = [];
  for (const s of ["x", "y", "z"]) gs.push(() => s + s);
  for (const g of gs) console.log(g());
  const hs: (() => number)[] = [];
  for (let i = 0; i < 3; i++) {
    hs.push(() => {
      i += 10;
      return i;
    });
  }
  for (const h of hs) console.log(h(), h());
  const account = new Account();
  account.deposit(5);
  account.deposit(7);
  console.log(account.balance(), pair() === null);
  let shared = 1;
  const up = (): void => {
    shared *= 2;
  };
  up();
  up();
  shared += 1;
  up();
  console.log(shared);
  const compose =
    (f: (x: number) => number, g: (x: number) => number) =>
    (x: number): number =>
      f(g(x));
  console.log(
    compose(
      (x) => x + 1,
      (x) => x * 2,
    )(20),
  );
  return 0;
}
