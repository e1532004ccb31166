// Values that the modules left in memory and that cannot become data of the binary.

class Counter {
  readonly n = 1;
  get(): number {
    return this.n;
  }
}

const weak = new WeakMap<object, number>(); // RTS1007: a WeakMap
const proxy = new Proxy({ x: 1 }, {}); // RTS1007: a Proxy
const promise = Promise.resolve(1); // RTS1007: a Promise
const counter = new Counter();
const bound = counter.get.bind(counter); // RTS1007: a bound function
const pattern = /\p{Script=Greek}/u; // RTS2101: scripts in a regular expression
const unreached = new WeakSet<object>();
export const kept = unreached;

function fromWeak(o: object): boolean {
  return weak.has(o);
}
function fromProxy(): number {
  return proxy.x;
}
function fromPromise(): boolean {
  return promise === undefined;
}
function fromBound(): number {
  return bound();
}
function fromPattern(): boolean {
  return pattern.test("a");
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return fromWeak(argv) ? 1 : 0;
    case 1:
      return fromProxy();
    case 2:
      return fromPromise() ? 1 : 0;
    case 3:
      return fromBound();
    default:
      return fromPattern() ? 1 : 0;
  }
}
