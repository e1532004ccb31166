// Classes made by functions, while loading and while running: what they capture, their instances, their base classes.
interface Shape {
  area(): number;
  name: string;
}
type Maker = new (n: number) => Shape;

function makeShape(kind: string, factor: number): Maker {
  let made = 0;
  class Made {
    readonly n: number;
    name = `${kind}${factor}`;
    readonly double = (): number => this.n * 2 * factor;
    constructor(n: number) {
      this.n = n;
      made++;
    }
    area(): number {
      return this.n * factor + made;
    }
    *parts(): Generator<number> {
      for (let i = 0; i < this.n; i++) yield i * factor;
    }
    sum(): number {
      let s = this.double();
      for (const p of this.parts()) s += p;
      return s + [1, 2].map((x) => x * factor + this.n).reduce((a, b) => a + b, 0);
    }
  }
  return class extends Made {
    override area(): number {
      return super.area() * 10 + this.sum();
    }
  };
}

// Frozen with what they captured.
const Square = makeShape("square", 3);
const Circle = makeShape("circle", 5);
const frozen: Shape[] = [new Square(2), new Circle(4)];
const registry = new Map<string, Maker>([
  ["s", Square],
  ["c", Circle],
]);

function generic<T>(items: T[]): { size: number; last: () => T | undefined } {
  class Box {
    readonly held: readonly T[] = items;
    get size(): number {
      return this.held.length;
    }
    last(): T | undefined {
      return this.held[this.held.length - 1];
    }
  }
  const box = new Box();
  return { size: box.size, last: () => box.last() };
}

function errors(prefix: string): (n: number) => string {
  class Failure extends Error {
    readonly n: number;
    constructor(n: number) {
      super(`${prefix}: ${n}`);
      this.n = n;
      this.name = `${prefix}Failure`;
    }
  }
  return (n) => {
    try {
      if (n > 2) throw new Failure(n);
      return "fine";
    } catch (e) {
      return e instanceof Failure ? `${e.name}/${e.message}/${e.n}` : "other";
    }
  };
}

function loops(): string {
  const makers: (new () => { get(): number })[] = [];
  for (let i = 0; i < 3; i++) {
    makers.push(
      class {
        get(): number {
          return i * 10;
        }
      },
    );
  }
  return makers.map((M) => new M().get()).join();
}

const counter = {
  n: 1,
  step: 2,
  next() {
    this.n += this.step;
    return () => this.n * 100;
  },
  get twice(): number {
    return this.n * 2;
  },
  set twice(v: number) {
    this.n = v / 2;
  },
};

export function entryPoint(argv: string[]): number {
  for (const s of frozen) console.log(s.name, s.area());
  for (const [k, M] of registry) {
    const s = new M(argv.length + 1);
    console.log(k, s.name, s.area(), s.area(), s.name.length);
  }
  const Local = makeShape("local", argv.length);
  console.log(new Local(3).area(), new Square(1).area());
  const g = generic(["a", "b"]);
  const h = generic([1, 2, 3]);
  console.log(g.size, g.last() ?? "none", h.size, h.last() ?? -1);
  const f = errors("Bad");
  console.log(f(1), f(3));
  console.log(loops());
  const later = counter.next();
  counter.twice = 84;
  console.log(counter.n, counter.twice, later());
  return 0;
}
