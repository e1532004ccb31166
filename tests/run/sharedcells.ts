// Cells: variables shared by several closures, captured by closures of closures, in loops, in constructors, frozen ones.

class Button {
  readonly press: () => void;
  constructor(press: () => void) {
    this.press = press;
  }
}
let frozenCount = 0;
const frozenUp = (): number => ++frozenCount;
const makers: (() => () => number)[] = [];
for (let i = 0; i < 3; i++) {
  let calls = 0;
  makers.push(() => {
    calls++;
    return () => calls * 10 + i;
  });
}

function bank(): Button[] {
  let total = 100;
  let text = "";
  return [
    new Button(() => {
      total += 5;
      text += "+";
    }),
    new Button(() => {
      total -= 3;
      text += "-";
    }),
    new Button(() => {
      console.log(total, text);
    }),
  ];
}
function layers(): number {
  let a = 1;
  const outer = (): (() => number) => {
    let b = 10;
    a++;
    return () => {
      b++;
      a += b;
      return a;
    };
  };
  const f = outer();
  const g = outer();
  return f() + f() + g() * 1000 + a * 1000000;
}
function optionalCell(): string {
  let found: string | undefined;
  let n: number | null = null;
  const set = (s: string): void => {
    found = s;
    n = s.length;
  };
  const before = `${found === undefined} ${n === null}`;
  set("four");
  return `${before} ${found ?? "none"} ${n ?? 0}`;
}

export function entryPoint(): number {
  const [plus, minus, show] = bank() as [Button, Button, Button];
  plus.press();
  plus.press();
  minus.press();
  show.press();
  console.log(layers(), optionalCell());
  console.log(frozenUp(), frozenUp(), frozenCount);
  for (const make of makers) {
    const f = make();
    make();
    console.log(f());
  }
  const ticks: (() => string)[] = [];
  let round = 0;
  while (round < 3) {
    const here = round * round;
    let local = 0;
    ticks.push(() => `${here}:${++local}:${round}`);
    round++;
  }
  for (const t of ticks) console.log(t(), t());
  return 0;
}
