// Field initialisers: run at the start of a base class's constructor, and right after `super()` in a derived one.

import ts from "typescript";
import { classOfMember, type FlowBuilder, name, UNDEFINED } from "./builder.ts";
import { asDeclared } from "./declared-words.ts";
import { hasModifier, memberName } from "../universe.ts";

/** Gives fields that may be read too early their absent value, before anybody can see the object. */
export function presetFields(b: FlowBuilder): void {
  for (const f of b.entity.owner?.fields.values() ?? [])
    if (f.maybeUnset) b.emit("init_prop", [b.readThis(), name(f.name), UNDEFINED]);
}

export function initialiseFields(b: FlowBuilder): void {
  const self = b.readThis();
  if (ts.isConstructorDeclaration(b.node))
    for (const p of b.node.parameters)
      if (ts.isParameterPropertyDeclaration(p, p.parent) && ts.isIdentifier(p.name)) {
        const s = b.universe.resolve(p.name);
        // The parameter, not the property: parameter properties declare both under one name.
        const param = b.universe.checker.getSymbolsOfParameterPropertyDeclaration(p, p.name.text)[0] ?? s;
        if (param !== undefined) b.emit("init_prop", [self, name(p.name.text), b.readLocal(param)]);
      }
  for (const m of classOfMember(b.node).members) {
    if (!ts.isPropertyDeclaration(m) || m.initializer === undefined) continue;
    if (hasModifier(m, ts.SyntaxKind.StaticKeyword) || hasModifier(m, ts.SyntaxKind.DeclareKeyword)) continue;
    const value = asDeclared(b, m, m.type, `the property \`${memberName(m.name)}\``, b.expr(m.initializer));
    b.emitAt(m, "init_prop", [self, name(memberName(m.name)), value]);
  }
}
