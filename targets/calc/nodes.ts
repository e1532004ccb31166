// The syntax tree; every node knows how to evaluate itself. The loop of `while` carries the JitDriver.

import { JitDriver } from "vmsmith/jit";
import { CalcError, Closure, NOTHING, truth, type Value } from "./values.ts";
import { Scope } from "./scope.ts";

export abstract class Node {
  abstract run(scope: Scope): Value;
}

/** Leaves the running function with a value. */
export class ReturnSignal extends Error {
  readonly value: Value;
  constructor(value: Value) {
    super("return outside of a function");
    this.value = value;
  }
}

export class Literal extends Node {
  private readonly value: Value;
  constructor(value: Value) {
    super();
    this.value = value;
  }
  run(_scope: Scope): Value {
    return this.value;
  }
}

export class Name extends Node {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
  run(scope: Scope): Value {
    return scope.get(this.name);
  }
}

export class Let extends Node {
  private readonly name: string;
  private readonly value: Node;
  constructor(name: string, value: Node) {
    super();
    this.name = name;
    this.value = value;
  }
  run(scope: Scope): Value {
    scope.declare(this.name, this.value.run(scope));
    return NOTHING;
  }
}

export class Assign extends Node {
  private readonly name: string;
  private readonly value: Node;
  constructor(name: string, value: Node) {
    super();
    this.name = name;
    this.value = value;
  }
  run(scope: Scope): Value {
    const v = this.value.run(scope);
    scope.set(this.name, v);
    return v;
  }
}

export class Binary extends Node {
  private readonly op: string;
  private readonly left: Node;
  private readonly right: Node;
  constructor(op: string, left: Node, right: Node) {
    super();
    this.op = op;
    this.left = left;
    this.right = right;
  }
  run(scope: Scope): Value {
    const a = this.left.run(scope);
    if (this.op === "and") return a.isTrue() ? this.right.run(scope) : a;
    if (this.op === "or") return a.isTrue() ? a : this.right.run(scope);
    const b = this.right.run(scope);
    switch (this.op) {
      case "+":
        return a.add(b);
      case "==":
        return truth(a.equals(b));
      case "!=":
        return truth(!a.equals(b));
      case "<":
        return truth(a.compare(b) < 0);
      case "<=":
        return truth(a.compare(b) <= 0);
      case ">":
        return truth(a.compare(b) > 0);
      case ">=":
        return truth(a.compare(b) >= 0);
      default:
        return a.arithmetic(this.op, b);
    }
  }
}

export class Call extends Node {
  private readonly callee: Node;
  private readonly args: Node[];
  constructor(callee: Node, args: Node[]) {
    super();
    this.callee = callee;
    this.args = args;
  }
  /**
   * As many rounds as the call has arguments in the program's text.
   * @unrollSafe
   */
  run(scope: Scope): Value {
    const f = this.callee.run(scope);
    const values: Value[] = [];
    for (const a of this.args) values.push(a.run(scope));
    try {
      return f.call(values);
    } catch (e) {
      if (e instanceof ReturnSignal) return e.value;
      throw e;
    }
  }
}

export class FunctionNode extends Node {
  private readonly name: string;
  private readonly params: string[];
  private readonly body: Block;
  constructor(name: string, params: string[], body: Block) {
    super();
    this.name = name;
    this.params = params;
    this.body = body;
  }
  run(scope: Scope): Value {
    const f = new Closure(this.name, this.params, this.body, scope);
    if (this.name !== "") scope.declare(this.name, f);
    return f;
  }
}

export class Return extends Node {
  private readonly value: Node;
  constructor(value: Node) {
    super();
    this.value = value;
  }
  run(scope: Scope): Value {
    throw new ReturnSignal(this.value.run(scope));
  }
}

export class If extends Node {
  private readonly condition: Node;
  private readonly yes: Node;
  private readonly no: Node | null;
  constructor(condition: Node, yes: Node, no: Node | null) {
    super();
    this.condition = condition;
    this.yes = yes;
    this.no = no;
  }
  run(scope: Scope): Value {
    if (this.condition.run(scope).isTrue()) return this.yes.run(scope);
    return this.no === null ? NOTHING : this.no.run(scope);
  }
}

const driver = new JitDriver<{ greens: { loop: While }; reds: { scope: Scope } }>({
  name: "calc",
  greens: ["loop"],
  reds: ["scope"],
});

export class While extends Node {
  private readonly condition: Node;
  private readonly body: Node;
  constructor(condition: Node, body: Node) {
    super();
    this.condition = condition;
    this.body = body;
  }
  run(scope: Scope): Value {
    const loop = this;
    for (;;) {
      driver.jitMergePoint({ loop, scope });
      if (!loop.condition.run(scope).isTrue()) return NOTHING;
      loop.body.run(scope);
      driver.canEnterJit({ loop, scope });
    }
  }
}

/** Statements with a scope of their own; its value is that of the last one. */
export class Block extends Node {
  private readonly statements: Node[];
  constructor(statements: Node[]) {
    super();
    this.statements = statements;
  }
  /**
   * As many rounds as the block has statements in the program's text.
   * @unrollSafe
   */
  run(scope: Scope): Value {
    const inner = new Scope(scope);
    let last: Value = NOTHING;
    for (const s of this.statements) last = s.run(inner);
    return last;
  }
}

export { CalcError };
