// Accessors and methods of the base class through super, also inside arrow functions; builtins in tables.

class A {
  private _v = 1;
  get v(): number {
    return this._v;
  }
  set v(x: number) {
    this._v = x;
  }
  m(): string {
    return "A.m";
  }
}
class B extends A {
  override get v(): number {
    return super.v * 10;
  }
  override set v(x: number) {
    super.v = x + 1;
  }
  override m(): string {
    const f = () => super.m() + "!";
    return f();
  }
}
const fs = [Math.floor];
export function entryPoint(argv: string[]): number {
  const b = new B();
  b.v = 4;
  console.log(b.v, b.m());
  console.log(fs[0]!(2.5));
  const a: A = b;
  a.v = 1;
  console.log(a.v);
  return 0;
}
