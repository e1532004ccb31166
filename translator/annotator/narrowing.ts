// What tests and TypeScript's narrowing leave of an annotation: typeof, instanceof, assumptions and assertions.

import type { ClassEntity } from "../model/entities.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { BOTTOM, type Annotation } from "./lattice.ts";
import { kindOfBuiltin, testKind } from "./shared.ts";

export const PRIMITIVES: ReadonlySet<string> = new Set(["int", "float", "bool", "string", "bigint"]);

export function isPrimitive(a: Annotation): boolean {
  return L.partsOf(a).every((p) => PRIMITIVES.has(p.kind));
}

export function isObject(a: Annotation): boolean {
  return a.base !== null && L.partsOf(a).every((p) => !PRIMITIVES.has(p.kind));
}

export const TYPEOF: Readonly<Record<string, string>> = {
  int: "number",
  float: "number",
  bool: "boolean",
  string: "string",
  bigint: "bigint",
  function: "function",
};

export function typeofIs(cx: Context, a: Annotation): Annotation {
  const wanted =
    cx.op.args[1]?.tag === "const" && cx.op.args[1].value.kind === "string" ? cx.op.args[1].value.value : "";
  const kinds = new Set<string>();
  for (const p of L.partsOf(a)) kinds.add(p.kind === "constant" ? "function" : (TYPEOF[p.kind] ?? "object"));
  if (a.absent & L.ABSENT_UNDEFINED) kinds.add("undefined");
  if (a.absent & L.ABSENT_NULL) kinds.add("object");
  if (!kinds.has(wanted)) return L.FALSE;
  return kinds.size === 1 ? L.TRUE : L.BOOL;
}

export function assumeInstance(cx: Context, a: Annotation, c: Annotation): Annotation {
  const cls = classOperand(c);
  if (cls === null) return notClass(cx);
  const base = instancePart(a);
  if (base === null) return BOTTOM;
  // The intersection: classes already below stay, classes above become `cls`.
  const targets = [cls, ...cls.instantiations];
  const classes = base.classes.flatMap((k) =>
    k.isSubclassOf(cls)
      ? [k]
      : targets.filter((t) => t.isSubclassOf(k) && cx.engine.liveBelow(cx, [t]).length > 0),
  );
  if (classes.length === 0) return BOTTOM;
  // Only if some object of it can exist: otherwise the branch is dead, as far as known.
  if (cx.engine.liveBelow(cx, classes).length === 0) return BOTTOM;
  return L.of({ kind: "instance", classes: [...new Set(classes)] });
}

export function instanceOfBuiltin(cx: Context, a: Annotation, c: Annotation): Annotation {
  const path = c.base?.kind === "constant" && c.base.entity.tag === "builtin" ? c.base.entity.path : "";
  const kind = kindOfBuiltin(path);
  const element = L.partsOf(a).find((p) => p.kind === "typed")?.element;
  if (kind === "typed" && path !== `${element ?? ""}Array`) return L.FALSE;
  return kind === null ? notClass(cx) : testKind(a, kind);
}

export function instancePart(a: Annotation): Extract<L.Base, { kind: "instance" }> | null {
  return L.partsOf(a).find((p) => p.kind === "instance") ?? null;
}

/** Like `assumeInstance` for several classes. A shape in the list does not exclude classes, which may implement it. */
export function assertInstance(cx: Context, a: Annotation, ...wanted: Annotation[]): Annotation {
  const targets = wanted.flatMap((w) => classOperand(w) ?? []);
  const mayImplement = targets.some((t) => t.isShape);
  // Strings and arrays have the members of some interfaces; of a class they never are.
  const others = mayImplement ? L.partsOf(a).filter((p) => p.kind !== "instance") : [];
  const kept = (instancePart(a)?.classes ?? []).flatMap((k) => {
    if (targets.some((t) => k.isSubclassOf(t))) return [k];
    const below = targets.filter((t) => t.isSubclassOf(k));
    if (below.length > 0) return below;
    return mayImplement && !k.isShape ? [k] : [];
  });
  const live = kept.length > 0 && cx.engine.liveBelow(cx, kept).length > 0 ? kept : [];
  const all = [...live.map((c) => L.instanceOf(c)), ...others.map((p) => L.of(p))];
  return L.withAbsent(
    all.reduce((x, y) => L.join(x, y, () => undefined), BOTTOM),
    a.absent,
  );
}

export function classOperand(c: Annotation): ClassEntity | null {
  return c.base?.kind === "constant" && c.base.entity.tag === "class" ? c.base.entity : null;
}

function notClass(cx: Context): Annotation {
  cx.engine.report("RTS1203", cx.op.pos, {
    seen: "`instanceof` a value that is not the name of a class.",
    why: "Which class it is, is known only at run time; a class that is a value is the function that makes its instances.",
    instead: "Name the class, or compare a field that tells the kind.",
  });
  return BOTTOM;
}
