// Generic functions and classes at several types; interfaces implemented by classes; functions over them.

interface Animal {
  speak(): string;
}
class Dog implements Animal {
  speak(): string {
    return "woof";
  }
}
class Cat implements Animal {
  lives = 9;
  speak(): string {
    return `meow ${this.lives}`;
  }
}
class Box<T> {
  value: T;
  constructor(value: T) {
    this.value = value;
  }
  map<U>(f: (x: T) => U): Box<U> {
    return new Box<U>(f(this.value));
  }
}
function first<T>(xs: T[]): T | undefined {
  return xs[0];
}
function apply<T, U>(x: T, f: (x: T) => U): U {
  return f(x);
}

export function entryPoint(): number {
  const animals: Animal[] = [new Dog(), new Cat()];
  for (const a of animals) console.log(a.speak());
  console.log(new Box(5).map((x) => x + 1).value);
  console.log(first([1, 2]) ?? 0, first(["a"]) ?? "none", first<string>([]) ?? "none");
  console.log(
    apply(3, (x) => x * 2),
    apply("s", (s) => s.length),
  );
  return 0;
}
