// `f.bind(self, …)`, `f.call(self, …)`, `f.apply(self, list)`. A method keeps the object it was taken from, so `self`
// must be that object, unless the class is named (`C.prototype.m`, `super.m`); other functions have no `this`.

import ts from "typescript";
import { entityConst, FuncEntity, type Param } from "../../model/entities.ts";
import type { Value } from "../../model/graph.ts";
import { type Argument, argsFor, argumentOf, callWith } from "./arguments.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { skipParens } from "./scopes.ts";
import { syntheticGraph } from "./synthetic.ts";

const K = ts.SyntaxKind;

/** What is called: a function value, exactly this method, or the method of this name of the object. */
type Target =
  | { readonly kind: "value"; readonly f: () => Value }
  | { readonly kind: "exact"; readonly f: FuncEntity }
  | { readonly kind: "method"; readonly name: string };

/** The value of a call of bind, call or apply of a function; undefined if it is none. */
export function boundCall(
  b: FlowBuilder,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): Value | undefined {
  const how = callee.name.text;
  if (how !== "bind" && how !== "call" && how !== "apply") return undefined;
  const signature = b.types.of(callee.expression).getCallSignatures()[0];
  if (signature === undefined) return undefined;
  const [self, ...others] = node.arguments;
  if (self === undefined || ts.isSpreadElement(self)) throw b.notYet(node, `\`${how}\` without \`this\``);
  const target = targetOf(b, callee, self);
  const given = how === "apply" ? listed(others[0]) : others.map(argumentOf);
  if (how === "bind") return bind(b, node, target, self, others, signature);
  const { declaration } = signature;
  switch (target.kind) {
    case "value": {
      const f = target.f();
      b.expr(self);
      return callWith(b, node, f, declaration, given);
    }
    case "exact":
      return b.emitAt(node, "call_func", [
        entityConst(target.f),
        b.expr(self),
        ...argsFor(b, declaration, given),
      ]);
    case "method":
      return b.emitAt(node, "call_method", [
        b.expr(self),
        name(target.name),
        ...argsFor(b, declaration, given),
      ]);
  }
}

/** The arguments of `apply`. */
function listed(list: ts.Expression | undefined): Argument[] {
  if (list === undefined) return [];
  const e = skipParens(list);
  return ts.isArrayLiteralExpression(e) && !e.elements.some(ts.isOmittedExpression)
    ? e.elements.map(argumentOf)
    : [{ node: list, spread: true }];
}

function targetOf(b: FlowBuilder, callee: ts.PropertyAccessExpression, self: ts.Expression): Target {
  const f = skipParens(callee.expression);
  if (!ts.isPropertyAccessExpression(f)) return { kind: "value", f: () => b.reference(f) };
  const text = f.name.text;
  if (f.expression.kind === K.SuperKeyword) return exact(b, f, b.superClass()?.findMethod(text));
  const o = f.expression;
  if (ts.isPropertyAccessExpression(o) && o.name.text === "prototype") {
    const d = b.types.declarationOf(o.expression);
    if (d !== undefined && ts.isClassLike(d) && d.typeParameters === undefined)
      return exact(b, f, b.universe.classOf(d).findMethod(text));
  }
  const d = b.universe.resolve(f.name)?.valueDeclaration;
  const isMethod = d !== undefined && (ts.isMethodDeclaration(d) || ts.isMethodSignature(d)) && !isStatic(d);
  if (!isMethod || d.getSourceFile().isDeclarationFile) return { kind: "value", f: () => b.reference(f) };
  if (!isSamePlace(o, self))
    throw b.universe.refuse(self, {
      seen: `\`${callee.getText()}\` with another object than \`${o.getText()}\`.`,
      why: "Which method the name stands for is decided by the object it is called on.",
      instead: `Write \`(…) => ${self.getText()}.${text}(…)\`, or name the class: \`C.prototype.${text}\`.`,
    });
  return { kind: "method", name: text };
}

function exact(b: FlowBuilder, f: ts.PropertyAccessExpression, m: FuncEntity | null | undefined): Target {
  if (m === null || m === undefined) throw b.notYet(f, `\`${f.getText()}\` as a value`);
  return { kind: "exact", f: m };
}

function isStatic(d: ts.Declaration): boolean {
  return ts.canHaveModifiers(d) && d.modifiers?.some((m) => m.kind === K.StaticKeyword) === true;
}

/** Two names for one object: variables and their properties, without calls in between. */
function isSamePlace(a: ts.Expression, c: ts.Expression): boolean {
  const [x, y] = [skipParens(a), skipParens(c)];
  if (x.kind === K.ThisKeyword) return y.kind === K.ThisKeyword;
  if (ts.isIdentifier(x)) return ts.isIdentifier(y) && x.text === y.text;
  return (
    ts.isPropertyAccessExpression(x) &&
    ts.isPropertyAccessExpression(y) &&
    x.name.text === y.name.text &&
    isSamePlace(x.expression, y.expression)
  );
}

/** A closure over the object and the first arguments. */
function bind(
  b: FlowBuilder,
  node: ts.CallExpression,
  target: Target,
  self: ts.Expression,
  others: readonly ts.Expression[],
  signature: ts.Signature,
): Value {
  if (others.some(ts.isSpreadElement)) throw b.notYet(node, "a spread argument of `bind`");
  const callee = target.kind === "value" ? target.f() : b.expr(self);
  if (target.kind === "value") b.expr(self);
  const first = others.map((e) => b.expr(e));
  const pos = b.universe.position(node);
  const f = new FuncEntity({
    key: `${b.entity.key}.bound@${pos.offset}`,
    name: "bound",
    kind: "function",
    params: paramsOf(signature).slice(first.length),
    captures: [callee, ...first].map((_, i) => ({ name: i === 0 ? "target" : `arg${i}`, cell: false })),
    hasThis: false,
    pos,
    unit: b.entity.unit,
    build: (g) =>
      syntheticGraph(g, (body) => {
        const [held, ...bound] = body.captures;
        if (held === undefined) return;
        const operands = [...bound, ...body.given];
        if (target.kind === "exact")
          body.return(body.emit("call_func", [entityConst(target.f), held, ...operands]));
        else if (target.kind === "method")
          body.return(body.emit("call_method", [held, name(target.name), ...operands]));
        else body.return(body.emit("call", [held, ...operands]));
      }),
  });
  return b.emit("new_closure", [entityConst(f), callee, ...first], "bound");
}

function paramsOf(signature: ts.Signature): Param[] {
  return signature.parameters.map((s) => {
    const d = s.valueDeclaration;
    const p = d !== undefined && ts.isParameter(d) ? d : undefined;
    return {
      name: s.name,
      optional: p?.questionToken !== undefined || p?.initializer !== undefined,
      rest: p?.dotDotDotToken !== undefined,
    };
  });
}
