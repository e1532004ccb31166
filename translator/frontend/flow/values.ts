// Classes and builtin functions as values. A class is the function that makes its instances (universe.makerOf); a
// builtin is wrapped in a function, one for each place, so that each place has its own kinds of arguments.

import ts from "typescript";
import {
  type BuiltinEntity,
  type ClassEntity,
  entityConst,
  entityOf,
  FuncEntity,
  type Param,
} from "../../model/entities.ts";
import type { Value } from "../../model/graph.ts";
import { type FlowBuilder, UNDEFINED } from "./builder.ts";
import { OF_ARRAYS } from "./arguments.ts";
import { unboundMethod } from "../universe.ts";
import { type SyntheticBody, syntheticGraph } from "./synthetic.ts";

/** What an expression gives, where it is used as a value and not called, constructed or asked for a member. */
export function asValue(b: FlowBuilder, node: ts.Expression, v: Value): Value {
  const entity = v.tag === "const" ? entityOf(v) : undefined;
  if (entity?.tag === "class") return classValue(b, node, entity);
  if (entity?.tag === "builtin" && !b.universe.isCore(b.node)) return builtinValue(b, node, entity) ?? v;
  if (entity?.tag === "func" && entity.hasThis) throw b.universe.refuse(node, unboundMethod(entity.name));
  return v;
}

export function classValue(b: FlowBuilder, node: ts.Node, cls: ClassEntity): Value {
  const d = b.types.declarationOf(node);
  if (d !== undefined && ts.isClassLike(d) && d.typeParameters !== undefined)
    throw b.notYet(node, "a generic class as a value");
  return entityConst(b.universe.makerOf(cls));
}

/** A class declared or written inside a function: with what it captures. */
export function localClass(b: FlowBuilder, node: ts.ClassLikeDeclaration): Value {
  const cls = b.universe.classOf(node);
  if (cls.captured.length === 0) return entityConst(cls);
  if (node.typeParameters !== undefined)
    throw b.notYet(node, "a generic class that uses variables of the function around it");
  if (cls.statics.size > 0) throw b.notYet(node, "a static field of a class inside a function");
  const captured = b.scopes.capturesOf(node).map((s) => b.captureOf(s));
  return b.emit("new_closure", [entityConst(b.universe.makerOf(cls)), ...captured], cls.name);
}

/** A function that calls the builtin; undefined for objects such as `Math` and functions of other kinds. */
function builtinValue(b: FlowBuilder, node: ts.Expression, e: BuiltinEntity): Value | undefined {
  if (/^(?:vmsmith|intrinsic|core)\b/u.test(e.path)) return undefined;
  const signatures = b.types.of(node).getCallSignatures();
  const signature = signatures[signatures.length - 1];
  if (signature === undefined) return undefined;
  const declared = signature.declaration?.parameters ?? [];
  const params = b.universe.paramsOf(declared as ts.NodeArray<ts.ParameterDeclaration>);
  const rest = params[params.length - 1]?.rest === true;
  // console.log prints its arguments, of which callers of a value may pass more than are meant.
  const ofArray = e.path.startsWith("console.") ? undefined : OF_ARRAYS[e.path];
  if (rest && ofArray === undefined)
    throw b.universe.refuse(node, {
      seen: `\`${e.path}\` as a value.`,
      why: "It takes any number of arguments, of which the caller of a value may pass more than are meant.",
      instead: `Write an arrow function: \`(x) => ${e.path}(x)\`.`,
    });
  const pos = b.universe.position(node);
  const f = new FuncEntity({
    key: `${b.entity.key}.${e.path}@${pos.offset}`,
    name: e.path,
    kind: "function",
    params,
    captures: [],
    hasThis: false,
    pos,
    unit: b.entity.unit,
    build: (self) =>
      syntheticGraph(self, (body) => {
        const list = body.params[0];
        const callee = entityConst(ofArray === undefined ? e : b.universe.builtin(ofArray));
        body.return(
          rest && list !== undefined
            ? body.emit("call", [callee, list])
            : callWithGiven(body, callee, params, []),
        );
      }),
  });
  return entityConst(f);
}

/** Passes on as many arguments as were given: a builtin can tell a missing one from undefined. */
function callWithGiven(
  body: SyntheticBody,
  callee: Value,
  params: readonly Param[],
  given: readonly Value[],
): Value {
  const next = body.params[given.length];
  if (next === undefined) return body.emit("call", [callee, ...given]);
  if (params[given.length]?.optional !== true) return callWithGiven(body, callee, params, [...given, next]);
  return body.choose(
    body.emit("eq", [next, UNDEFINED]),
    () => body.emit("call", [callee, ...given]),
    () => callWithGiven(body, callee, params, [...given, body.emit("assume_present", [next])]),
  );
}
