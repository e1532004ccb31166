// Classes: fields, constructors, inheritance, virtual and abstract methods, super calls, instanceof.

abstract class Shape {
  readonly name: string;
  protected count = 0;
  constructor(name: string) {
    this.name = name;
  }
  abstract area(): number;
  describe(): string {
    this.count++;
    return `${this.name} of ${this.area()} (${this.count})`;
  }
}
class Square extends Shape {
  side: number;
  constructor(side: number) {
    super("square");
    this.side = side;
  }
  area(): number {
    return this.side * this.side;
  }
}
class Circle extends Shape {
  private readonly r: number;
  constructor(r: number) {
    super("circle");
    this.r = r;
  }
  area(): number {
    return 3 * this.r * this.r;
  }
  override describe(): string {
    return "[" + super.describe() + "]";
  }
}
class Cube extends Square {
  depth: number;
  constructor(side: number, depth: number) {
    super(side);
    this.depth = depth;
  }
  override area(): number {
    return super.area() * this.depth;
  }
}

function kind(s: Shape): string {
  if (s instanceof Cube) return `cube ${s.depth}`;
  if (s instanceof Square) return `square ${s.side}`;
  return "other";
}

export function entryPoint(): number {
  const shapes: Shape[] = [new Square(2), new Circle(1), new Cube(3, 2), new Square(5)];
  for (const s of shapes) console.log(s.describe(), kind(s));
  for (const s of shapes) console.log(s.describe());
  let total = 0;
  for (const s of shapes) total += s.area();
  console.log(total);
  const first = shapes[0]!;
  console.log(first === shapes[0], first === shapes[3], first instanceof Shape);
  return 0;
}
