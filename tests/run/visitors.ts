// Generic methods through several classes: results of different kinds, nested calls, in subclasses of subclasses.
interface Visitor<R> {
  leaf(n: number): R;
  node(kids: readonly Tree[]): R;
}
abstract class Tree {
  abstract accept<R>(v: Visitor<R>): R;
  twice<R>(v: Visitor<R>): R[] {
    return [this.accept(v), this.accept(v)];
  }
}
class Leaf extends Tree {
  readonly n: number;
  constructor(n: number) {
    super();
    this.n = n;
  }
  accept<R>(v: Visitor<R>): R {
    return v.leaf(this.n);
  }
}
class Branch extends Tree {
  readonly kids: readonly Tree[];
  constructor(kids: readonly Tree[]) {
    super();
    this.kids = kids;
  }
  accept<R>(v: Visitor<R>): R {
    return v.node(this.kids);
  }
}
class Special extends Branch {
  override accept<R>(v: Visitor<R>): R {
    return v.node([...this.kids, new Leaf(99)]);
  }
}
const sum: Visitor<number> = { leaf: (n) => n, node: (kids) => kids.reduce((a, k) => a + k.accept(sum), 0) };
class Show implements Visitor<string> {
  leaf(n: number): string {
    return String(n);
  }
  node(kids: readonly Tree[]): string {
    return `(${kids.map((k) => k.accept<string>(this)).join(" ")})`;
  }
}
class Flat implements Visitor<number[]> {
  leaf(n: number): number[] {
    return [n];
  }
  node(kids: readonly Tree[]): number[] {
    return kids.flatMap((k) => k.accept(this));
  }
}
const hasBig: Visitor<boolean> = { leaf: (n) => n > 50, node: (kids) => kids.some((k) => k.accept(hasBig)) };
export function entryPoint(argv: string[]): number {
  const t: Tree = new Branch([
    new Leaf(1),
    new Special([new Leaf(argv.length), new Leaf(3)]),
    new Branch([]),
  ]);
  console.log(t.accept(sum), t.accept(new Show()), t.accept(new Flat()).join(), t.accept(hasBig));
  console.log(t.twice(sum).join(), t.twice(new Show()).length, new Leaf(7).twice(hasBig).join());
  return 0;
}
