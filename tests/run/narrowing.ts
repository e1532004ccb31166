// Narrowing: through instanceof, null tests, assignments, early returns, loops, and after calls that change the field.

class A {
  x = 1;
  other: B | null = null;
}
class B extends A {
  y = 2;
}

function f(a: A | null): number {
  if (a === null) return -1;
  if (a instanceof B) return a.x + a.y;
  return a.x;
}
function loop(a: A | null): number {
  let n = 0;
  let at = a;
  while (at !== null) {
    n += at.x;
    at = at.other;
  }
  return n;
}
function clear(a: A): void {
  a.other = null;
}
function check(a: A): string {
  if (a.other !== null) {
    const before = a.other.y;
    clear(a);
    return `${before} ${a.other === null}`;
  }
  return "empty";
}
function text(s: string | undefined, n: number | undefined): string {
  if (s === undefined || n === undefined) return "missing";
  return s.repeat(n);
}

export function entryPoint(): number {
  const a = new A();
  const b = new B();
  a.other = b;
  console.log(f(null), f(a), f(b), loop(a), loop(null), check(a), check(a));
  console.log(text("ab", 2), text(undefined, 2), text("x", undefined), text("x", 0) === "");
  const v: A = f(a) > 0 ? b : a;
  console.log(v instanceof B ? v.y : 0, (v as B).y);
  return 0;
}
