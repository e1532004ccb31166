// Instances of a class that a function makes, tested by the class of another run of that function.
// differs: a class inside a function is one class, however often the function runs
// | true true

interface Tester {
  readonly made: object;
  is(o: object): boolean;
}

function make(n: number): Tester {
  class Local {
    readonly n = n;
  }
  return { made: new Local(), is: (o) => o instanceof Local };
}

export function entryPoint(): number {
  const [a, b] = [make(1), make(2)];
  console.log(a.is(a.made), a.is(b.made));
  return 0;
}
