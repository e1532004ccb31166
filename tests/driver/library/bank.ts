import {
  buffer,
  bool,
  defineLibrary,
  double,
  entry,
  external,
  handle,
  int,
  int64,
  nothing,
  optionalText,
  pointer,
  text,
} from "vmsmith/ffi";

class Account {
  readonly owner: string;
  balance = 0;
  constructor(owner: string) {
    this.owner = owner;
  }
  add(n: number): void {
    if (n < 0) throw new RangeError(`negative: ${n}`);
    this.balance += n;
  }
}
const account = handle<Account>("Account");
const callHook = external(
  {
    name: "call_hook",
    from: { headers: ["hook.h"], sources: ["hook.c"] },
    params: [pointer("void *"), pointer("void *"), int],
    result: int,
  },
  (_f, _d, n) => n,
);

function deep(n: number): number {
  return n === 0 ? 0 : deep(n - 1) + 1;
}
function garbage(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    const a = [i, i + 1, i + 2];
    total += a.length;
  }
  return total;
}

export const library = defineLibrary({
  name: "bank",
  exports: {
    open: entry([text], account, (owner) => new Account(owner)),
    add: entry([account, int], nothing, (a, n) => a.add(n)),
    balance: entry([account], int, (a) => a.balance),
    owner: entry([account], text, (a) => a.owner),
    nobody: entry([bool], optionalText, (b) => (b ? "sömebody" : null)),
    half: entry([double], double, (x) => x / 2),
    is_even: entry([int64], bool, (n) => n % 2 === 0),
    reverse: entry([buffer("Uint8Array")], nothing, (b) => {
      b.reverse();
    }),
    bytes: entry([text], buffer("Uint8Array"), (s) => {
      const out = new Uint8Array(s.length);
      for (let i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
      return out;
    }),
    hook: entry([pointer("void *"), pointer("void *"), int], int, (f, d, n) => callHook(f, d, n) + 1),
    overflow: entry([int], int, deep),
    garbage: entry([int], int, garbage),
    say: entry([text], nothing, (s) => {
      console.log("says", s);
    }),
  },
});
