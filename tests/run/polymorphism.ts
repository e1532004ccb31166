// Dispatch: methods that some classes override and others do not, through several levels, accessors, calls in loops,
// methods that call overridden ones, classes that no instance is made of, instanceof chains.

abstract class Expr {
  abstract eval(): number;
  abstract text(): string;
  get size(): number {
    return 1;
  }
  show(): string {
    return `${this.text()} = ${this.eval()} [${this.size}]`;
  }
}
class Num extends Expr {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  eval(): number {
    return this.value;
  }
  text(): string {
    return String(this.value);
  }
}
abstract class Binary extends Expr {
  readonly left: Expr;
  readonly right: Expr;
  constructor(left: Expr, right: Expr) {
    super();
    this.left = left;
    this.right = right;
  }
  abstract get symbol(): string;
  override get size(): number {
    return this.left.size + this.right.size + 1;
  }
  text(): string {
    return `(${this.left.text()} ${this.symbol} ${this.right.text()})`;
  }
}
class Add extends Binary {
  get symbol(): string {
    return "+";
  }
  eval(): number {
    return this.left.eval() + this.right.eval();
  }
}
class Mul extends Binary {
  get symbol(): string {
    return "*";
  }
  eval(): number {
    return this.left.eval() * this.right.eval();
  }
}
class Neg extends Expr {
  readonly of: Expr;
  constructor(of: Expr) {
    super();
    this.of = of;
  }
  eval(): number {
    return 0 - this.of.eval();
  }
  text(): string {
    return `-${this.of.text()}`;
  }
}
class NeverMade extends Neg {
  override eval(): number {
    return 999;
  }
}

function simplify(e: Expr): Expr {
  if (e instanceof Add) {
    const l = simplify(e.left);
    const r = simplify(e.right);
    if (l instanceof Num && r instanceof Num) return new Num(l.value + r.value);
    return new Add(l, r);
  }
  if (e instanceof Mul) {
    const l = simplify(e.left);
    if (l instanceof Num && l.value === 0) return l;
    if (l instanceof Num && l.value === 1) return simplify(e.right);
    return new Mul(l, simplify(e.right));
  }
  if (e instanceof Neg && e.of instanceof Neg) return simplify(e.of.of);
  return e;
}

export function entryPoint(): number {
  const e = new Add(new Mul(new Num(1), new Num(5)), new Neg(new Neg(new Add(new Num(2), new Num(3)))));
  console.log(e.show());
  console.log(simplify(e).show());
  const all: Expr[] = [e, new Num(7), new Neg(new Num(8)), new Mul(new Num(0), e)];
  let sum = 0;
  for (const x of all) sum += x.eval();
  for (const x of all) console.log(simplify(x).text(), x instanceof Binary, x instanceof NeverMade);
  console.log(sum);
  return 0;
}
