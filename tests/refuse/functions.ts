// Functions and classes that are no values, or not bound to where they belong.

class Account {
  #sum = 0;
  add(n: number): number { // RTS1101: the method Account.add is used as a value
    this.#sum += n;
    return this.#sum;
  }
}

function unbound(a: Account): number {
  const f = a.add;
  return f(1);
}

function otherObject(a: Account, b: Account): number {
  return a.add.call(b, 1); // RTS1101: `a.add.call` with another object than `a`
}

function anyNumber(): number {
  ["a"].forEach(console.log); // RTS1101: `console.log` as a value
  return 0;
}

class Other {}

class Box<T> {
  readonly held: T[] = [];
}
function genericClass(n: number): number {
  const C: new () => Box<number> = Box; // RTS2101: a generic class as a value
  return new C().held.length + n;
}

function localStatic(n: number): number {
  class Counted { // RTS2101: a static field of a class inside a function
    static made = 0;
    readonly n = n;
  }
  return new Counted().n + Counted.made;
}

function localGeneric(n: number): number {
  class Held<T> { // RTS2101: a generic class that uses variables of the function around it
    readonly items: T[] = [];
    readonly n = n;
  }
  return new Held<string>().n;
}

interface Counter {
  n: number;
  next(): number;
}
function methodOfLiteral(n: number): number {
  const c: Counter = {
    n,
    next() {
      return this.n++;
    },
  };
  const copy = { ...c, n: 5 }; // RTS1101: the method next of an object literal is used as a value
  return copy.next();
}

function ofRecord(n: number): number {
  const r: Record<string, () => number> = {
    // prettier-ignore
    f(): number { // RTS2101: `this` in a method of a record
      return Object.keys(this).length + n;
    },
  };
  return r["f"]?.() ?? 0;
}

class Named extends Error {
  override get name(): string { // RTS1101: the accessor `name` in a class whose base class has a field of this name
    return "Named";
  }
}

function accessorOverField(): number {
  return new Named("x").name.length;
}

function dynamicTest(a: object, n: number): boolean {
  const C = n > 1 ? Account : Other;
  return a instanceof C; // RTS1203: `instanceof` a value that is not the name of a class
}

export function entryPoint(argv: string[]): number {
  const n = argv.length;
  switch (n) {
    case 0:
      return unbound(new Account());
    case 1:
      return otherObject(new Account(), new Account());
    case 2:
      return anyNumber();
    case 3:
      return genericClass(n);
    case 4:
      return localStatic(n);
    case 5:
      return localGeneric(n);
    case 6:
      return methodOfLiteral(n);
    case 7:
      return ofRecord(n);
    case 8:
      return accessorOverField();
    default:
      return dynamicTest(new Account(), n) ? 1 : 0;
  }
}
