// Messages of transfer functions, each reported at the operation being annotated. They return bottom: the operation
// has no result.

import type { Context } from "./engine.ts";
import { type Annotation, BOTTOM, describe } from "./lattice.ts";

export function badOperand(cx: Context, got: Annotation, wanted: string): Annotation {
  cx.engine.report("RTS1203", cx.op.pos, {
    seen: `${describe(got)} where ${wanted} is needed.`,
    why: "JavaScript would convert it at run time, or fail; neither can be decided here.",
    instead: "Convert the value explicitly, or make sure that only values of the right kind get here.",
  });
  return BOTTOM;
}

export function noMember(cx: Context, object: Annotation, member: string): Annotation {
  if (object.base?.kind === "instance" && object.base.classes.some((c) => c.findMethod(member) !== null)) {
    cx.engine.report("RTS2201", cx.op.pos, {
      seen: `the method \`${member}\` of ${describe(object)} is used as a value.`,
      why: "A method needs its object when it is called; as a bare value it would lose it.",
      instead: `Write an arrow function that calls it: \`(…) => object.${member}(…)\`.`,
    });
    return BOTTOM;
  }
  const known = membersOf(object);
  const near = known.find(
    (m) =>
      m.toLowerCase() === member.toLowerCase() ||
      (Math.abs(m.length - member.length) <= 1 && m.slice(0, 3) === member.slice(0, 3)),
  );
  cx.engine.report("RTS1202", cx.op.pos, {
    seen: `\`${member}\` of ${describe(object)}.`,
    why:
      known.length > 0
        ? `It has ${known.slice(0, 12).join(", ")}.`
        : "It has no such property or method that vmsmith translates.",
    instead:
      near === undefined
        ? "Use one of its members, or narrow the value to a class that has this one."
        : `Write \`${near}\`.`,
  });
  return BOTTOM;
}

function membersOf(a: Annotation): string[] {
  if (a.base?.kind !== "instance") return [];
  const names = new Set<string>();
  for (const root of a.base.classes)
    for (let c: typeof root | null = root; c !== null; c = c.base)
      for (const table of [c.fields, c.methods, c.getters, c.setters])
        for (const n of table.keys()) names.add(n);
  return [...names].sort();
}

export function notCallable(cx: Context, got: Annotation): Annotation {
  cx.engine.report("RTS1204", cx.op.pos, {
    seen: `${describe(got)} is called.`,
    why: "Only functions can be called.",
    instead: "Call a function, or a method of the object.",
  });
  return BOTTOM;
}

export function notYetBuiltin(cx: Context, what: string): Annotation {
  cx.engine.report("RTS2201", cx.op.pos, {
    seen: `${what}.`,
    why: "vmsmith does not translate this builtin yet.",
    instead:
      ADVICE.find(([pattern]) => pattern.test(what))?.[1] ??
      "Write it with the builtins of docs/language.md, or call it at module level, where everything is allowed.",
  });
  return BOTTOM;
}

/** What to write instead of builtins that are not there. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/structuredClone/u, "Write a function that copies the object, or spread it: `{ ...o }`, `[...a]`."],
  [/localeCompare/u, "Compare with `<` and `>`, which order by UTF-16 units."],
  [/normalize/u, "Normalize at module level, or where the text is made."],
  [/toLocale|Intl/u, "Use `toString`, `toFixed`, `toLowerCase` or `toUpperCase`."],
  [/Float16Array|[gs]etFloat16|f16round/u, "Use Float32Array, or decode the 16 bits of a Uint16Array."],
  [/SharedArrayBuffer|Atomics/u, "Use an ArrayBuffer: there is one thread."],
  [/resizable|transfer|resize/u, "Make a new ArrayBuffer, and copy with `new Uint8Array(to).set(…)`."],
  [
    /Object\.(?:freeze|seal|isFrozen|isSealed|preventExtensions)/u,
    "Declare it readonly, or freeze it at module level.",
  ],
  [/Object\.assign/u, "Assign the properties one by one, or make a new object: `{ ...a, ...b }`."],
  [/JSON/u, "Write a function that prints or parses the values that there are."],
  [/`new Date`|Date\.(?:UTC|parse)/u, "Use `Date.now()`, or compute with milliseconds."],
  [/Symbol/u, "Use a string, a number, or an object made for it: `new Tag()`."],
  [
    /setTimeout|setInterval|queueMicrotask|setImmediate|Promise/u,
    "Call the function; a program of one thread can keep a queue of its own.",
  ],
  [/URIComponent|encodeURI|decodeURI|escape/u, "Write the conversion over `TextEncoder` and `TextDecoder`."],
];
