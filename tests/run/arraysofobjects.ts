// Arrays of objects, arrays and functions; optional elements; arrays in fields; sorting objects; copies share elements.

class Task {
  readonly name: string;
  readonly priority: number;
  done = false;
  constructor(name: string, priority: number) {
    this.name = name;
    this.priority = priority;
  }
}
class Queue {
  private readonly tasks: Task[] = [];
  add(t: Task): Queue {
    this.tasks.push(t);
    return this;
  }
  best(): Task | null {
    let best: Task | null = null;
    for (const t of this.tasks) if (!t.done && (best === null || t.priority > best.priority)) best = t;
    return best;
  }
  names(): string {
    return this.tasks.map((t) => (t.done ? t.name.toUpperCase() : t.name)).join(" ");
  }
  sorted(): Task[] {
    const copy = this.tasks.slice();
    copy.sort((a, b) => b.priority - a.priority || (a.name < b.name ? -1 : 1));
    return copy;
  }
}

export function entryPoint(): number {
  const q = new Queue()
    .add(new Task("write", 2))
    .add(new Task("test", 3))
    .add(new Task("rest", 1))
    .add(new Task("plan", 3));
  for (let t = q.best(); t !== null; t = q.best()) {
    t.done = true;
    console.log(t.name, q.names());
  }
  console.log(
    q
      .sorted()
      .map((t) => t.name)
      .join(),
  );
  const slots: (Task | null)[] = [null, new Task("only", 1), null];
  let empty = 0;
  for (const s of slots) if (s === null) empty++;
  console.log(empty, slots[1]?.name ?? "none", slots[0]?.name ?? "none");
  const maybe: (number | undefined)[] = [1, undefined, 3];
  let sum = 0;
  for (const x of maybe) sum += x ?? 100;
  console.log(sum, maybe[1] === undefined, maybe.length);
  const ops: ((a: number, b: number) => number)[] = [(a, b) => a + b, (a, b) => a * b, (a) => a];
  ops.pop();
  console.log(ops.map((f) => f(6, 7)).join());
  const triangle: number[][] = [];
  for (let i = 0; i < 6; i++) {
    const row = [1];
    for (let j = 1; j < i; j++) row.push(triangle[i - 1]![j - 1]! + triangle[i - 1]![j]!);
    if (i > 0) row.push(1);
    triangle.push(row);
  }
  console.log(triangle.map((r) => r.join(" ")).join("/"));
  return 0;
}
