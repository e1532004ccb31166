// Callbacks that C keeps and calls later, with user data, from inside each other; pointers to objects of C.

import {
  callback,
  double,
  external,
  int,
  keeper,
  kept,
  nothing,
  hostObject,
  hostPointer,
  optionalText,
  type Pointer,
  pointer,
  releaser,
  samePointer,
  text,
  userData,
} from "vmsmith/ffi";

const events = { headers: ["foreign/events.h"], sources: ["foreign/events.c"] };

type Queue = Pointer<"queue">;
const queue = pointer<"queue">("struct queue *");
const listener = callback([queue, text, userData, double], int);
const keepListener = keeper(listener);
const releaseListener = releaser(listener);
const visitor = callback([optionalText, userData], nothing);
const keepVisitor = keeper(visitor);

interface HostQueue {
  readonly listeners: ((q: Queue | null, name: string, x: number) => number)[];
}
const hostQueue = (q: Queue | null): HostQueue => hostObject(q) as HostQueue;

const newQueue = external(
  { name: "queue_new", from: events, params: [], result: queue, noCallback: true },
  () => hostPointer<"queue">({ listeners: [] }),
);
const freeQueue = external(
  { name: "queue_free", from: events, params: [queue], result: nothing },
  () => undefined,
);
const listen = external(
  {
    name: "queue_listen",
    from: events,
    params: [queue, kept(listener), userData],
    result: nothing,
    noCallback: true,
  },
  (q, f) => void hostQueue(q).listeners.push(f),
);
const emit = external(
  { name: "queue_emit", from: events, params: [queue, text, double], result: int },
  (q, name, x) => {
    let sum = 0;
    for (const f of hostQueue(q).listeners) sum += f(q, name, x);
    return sum;
  },
);
const eachKept = external(
  { name: "each_word", from: events, params: [text, kept(visitor), userData], result: int },
  (s, f) => {
    f(s);
    return s.split(" ").length;
  },
);
const each = external(
  { name: "each_word", from: events, params: [text, visitor, userData], result: int },
  (s, f) => {
    const words = s.split(" ");
    for (const w of words) f(w);
    f(null);
    return words.length;
  },
);

class Counter {
  readonly name: string;
  seen = 0;
  constructor(name: string) {
    this.name = name;
  }
}

function run(): void {
  const q = newQueue();
  const counters = [new Counter("a"), new Counter("b")];
  const handles = counters.map((c) =>
    keepListener((from, name, x) => {
      c.seen++;
      console.log(c.name, name, x, samePointer(from, q));
      return c.seen;
    }),
  );
  for (const h of handles) listen(q, h);
  console.log(emit(q, "first", 1.5));
  console.log(emit(q, "second", -2));
  // A listener that calls C, which calls it again.
  let depth = 0;
  const inner = newQueue();
  const recursive = keepListener((_from, name, x) => {
    depth++;
    return x > 0 ? emit(inner, `${name}+`, x - 1) + 1 : 0;
  });
  listen(inner, recursive);
  console.log(emit(inner, "deep", 3), depth);
  // An exception passes two calls of C.
  const failing = keepListener((_from, name, x) => {
    if (x > 0) return emit(inner, name, x - 1);
    throw new Error(`${name} failed`);
  });
  listen(inner, failing);
  try {
    console.log(emit(inner, "bad", 2));
  } catch (e) {
    console.log((e as Error).message);
  }
  releaseListener(recursive);
  try {
    console.log(emit(inner, "released", 0));
  } catch (e) {
    console.log((e as Error).message);
  }
  try {
    releaseListener(recursive);
  } catch (e) {
    console.log((e as Error).message);
  }
  const noted: string[] = [];
  const note = keepVisitor((w) => {
    if (w !== null) noted.push(w);
  });
  console.log(eachKept("once", note), noted.length > 0 ? noted[0]! : "");
  let words = "";
  console.log(
    each("one two three", (w) => {
      words += `<${w ?? "end"}>`;
    }),
    words,
  );
  for (const h of handles) releaseListener(h);
  freeQueue(q);
  freeQueue(inner);
}

export function entryPoint(): number {
  run();
  return 0;
}
