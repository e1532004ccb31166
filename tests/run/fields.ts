// Field initialisers and their order, parameter properties' long form, optional fields, private names, fields of functions.

let order = "";
function note(s: string): string {
  order += s;
  return s;
}
class Base {
  a = note("a");
  b: string;
  constructor() {
    note("(");
    this.b = note("b");
    note(")");
  }
}
class Derived extends Base {
  c = note("c");
  override b = note("B");
  constructor() {
    note("<");
    super();
    note(">");
  }
}
class Node2 {
  value: number;
  next: Node2 | null = null;
  tag?: string;
  #secret = 42;
  constructor(value: number) {
    this.value = value;
  }
  reveal(): number {
    return this.#secret++;
  }
}

export function entryPoint(): number {
  const d = new Derived();
  console.log(order, d.a, d.b, d.c);
  const n = new Node2(1);
  n.next = new Node2(2);
  console.log(n.value, n.next.value, n.next.next === null, n.tag === undefined);
  n.tag = "t";
  console.log(n.tag, n.reveal(), n.reveal());
  return 0;
}
