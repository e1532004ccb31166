// A method with one implementation is called directly, with several through a slot; unrelated classes are told apart.

abstract class Animal {
  abstract legs(): number;
  name(): string {
    return "animal";
  }
}

class Dog extends Animal {
  legs(): number {
    return 4;
  }
}

class Bird extends Animal {
  legs(): number {
    return 2;
  }
}

interface Sized {
  readonly size: number;
}

class Box implements Sized {
  readonly size = 3;
}

export function entryPoint(argv: string[]): number {
  const a: Animal = argv.length > 1 ? new Dog() : new Bird();
  const s: Sized = argv.length > 1 ? new Box() : { size: 7 };
  return a.legs() + a.name().length + s.size;
}
