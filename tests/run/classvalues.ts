// Classes, methods and builtins as values; classes inside functions; this and accessors in object literals; bind.
class Node0 {
  readonly v: number;
  constructor(v: number) {
    this.v = v;
  }
  eval(): number {
    return this.v;
  }
}
class Neg extends Node0 {
  override eval(): number {
    return -this.v;
  }
}
type Ctor = new (v: number) => Node0;
const makers: Record<string, Ctor> = { plain: Node0, neg: Neg };
const byMap = new Map<string, Ctor>([
  ["p", Node0],
  ["n", Neg],
]);

class Rest {
  readonly n: number;
  constructor(...xs: number[]) {
    this.n = xs.length;
  }
}
class Rest2 extends Rest {}

function counter(start: number): { next(): number; C: new (k: number) => { get(): number } } {
  let n = start;
  class Local {
    extra = n * 100;
    readonly k: number;
    constructor(k: number) {
      this.k = k;
    }
    get(): number {
      n++;
      return n * this.k + this.extra;
    }
    again(): Local {
      return new Local(this.k + 1);
    }
  }
  class Sub extends Local {
    override get(): number {
      return super.get() + 1000000;
    }
  }
  const a = new Local(2);
  const b = new Sub(3);
  console.log(a.get(), b.get(), a.again().get(), b instanceof Local, a instanceof Sub);
  return { next: () => ++n, C: Sub };
}

function localPlain(): number {
  class P {
    x = 5;
    twice(): number {
      return this.x * 2;
    }
  }
  const Q = class extends P {
    override twice(): number {
      return super.twice() + 1;
    }
  };
  const cs = [P, Q];
  let s = 0;
  for (const C of cs) s += new C().twice();
  return s + (new Q() instanceof P ? 100 : 0);
}

function apply2(f: (a: number, b: number) => number, a: number, b: number): number {
  return f(a, b);
}

interface Counter {
  n: number;
  inc(): void;
  readonly double: number;
}
function makeCounter(): Counter {
  return {
    n: 0,
    inc() {
      this.n++;
    },
    get double() {
      return this.n * 2;
    },
  };
}
const frozenCounter = {
  n: 5,
  inc() {
    this.n += 2;
    return this.n;
  },
  get d() {
    return this.n * 10;
  },
  set d(v: number) {
    this.n = v;
  },
};

class M {
  k = 3;
  plus(x: number): number {
    return x + this.k;
  }
  static twice(x: number): number {
    return x * 2;
  }
  pure(x: number): number {
    return x * x;
  }
}

export function entryPoint(argv: string[]): number {
  console.log(new makers["neg"]!(4).eval(), new (byMap.get("p")!)(7).eval());
  console.log(new Rest2(1, 2, 3).n);
  const c = counter(10);
  console.log(c.next(), new c.C(1).get(), c.next());
  console.log(localPlain());
  const ops: ((a: number, b: number) => number)[] = [(a, b) => a + b, Math.max, Math.pow, Math.min];
  for (const op of ops) console.log(apply2(op, 3, 4));
  console.log(
    ["1", "2", "x"].map(Number).join(),
    [1, 2].map(String).join(),
    ["10", "10", "10"].map(parseInt).join(),
  );
  const k = makeCounter();
  k.inc();
  k.inc();
  console.log(k.n, k.double);
  console.log(frozenCounter.inc(), frozenCounter.d);
  frozenCounter.d = 42;
  console.log(frozenCounter.n);
  const m = new M();
  const bound = m.plus.bind(m);
  console.log(bound(4), [1, 2, 3].map(m.plus.bind(m)).join(), [1, 2].map(M.twice).join());
  const add = (a: number, b: number): number => a * 10 + b;
  console.log(
    add.bind(null, 7)(5),
    add.call(null, 1, 2),
    add.apply(null, [3, 4]),
    Math.max.apply(null, [1, 9, 3]),
  );
  console.log(M.prototype.plus.call(m, 1));
  const p = m.pure;
  console.log(p(9));
  const E = argv.length > 5 ? TypeError : RangeError;
  const e = new E("hello");
  console.log(e.name, e.message, e instanceof RangeError);
  return 0;
}
