// What is known of frozen objects: their classes and containers, and that their contents flow into fields and elements.

import type { Constant } from "../model/constants.ts";
import type { FrozenEntity, FrozenTyped } from "../model/entities.ts";
import { Container, Place } from "./containers.ts";
import type { Engine } from "./engine.ts";
import { type Annotation, instanceOf, of } from "./lattice.ts";

/** The annotation of a frozen object. `start` is told it before the contents are looked at: they may lead back. */
export function annotateFrozen(engine: Engine, e: FrozenEntity, start: (a: Annotation) => void): Annotation {
  const content = e.content();
  const into = (place: Place, c: Constant): void => {
    engine.flowInto(place, engine.ofConstant(c), { pos: null, what: `frozen in ${e.name}` });
  };
  const container = (items: string, keys?: string): Container =>
    engine.container(e, () => {
      const keyPlace = keys === undefined ? null : new Place(`${keys} ${e.name}`);
      return new Container(`frozen:${e.name}`, null, new Place(`${items} ${e.name}`), keyPlace);
    });
  const begin = (a: Annotation): Annotation => {
    start(a);
    return a;
  };
  switch (content.kind) {
    case "function": {
      const a = begin(of({ kind: "function", funcs: [content.func] }));
      const state = engine.stateOf(content.func);
      content.captures.forEach((c, i) => {
        if (state?.captures[i] !== undefined) into(state.captures[i], c);
      });
      return a;
    }
    case "cell": {
      const c = container("the variable");
      const a = begin(of({ kind: "cell", container: c }));
      into(c.item, content.value);
      return a;
    }
    case "plain":
    case "instance": {
      const cls = content.kind === "plain" ? content.shape() : content.cls;
      const a = begin(instanceOf(cls));
      engine.makeLive(cls);
      for (const [name, c] of content.fields) {
        const found = cls.findField(name);
        if (found !== null) into(engine.field(found.owner, name), c);
      }
      return a;
    }
    case "array": {
      const c = container("the elements of");
      const a = begin(of({ kind: "list", container: c }));
      for (const item of content.items) into(c.item, item);
      return a;
    }
    case "typedarray":
      return begin(frozenTyped(content, container("the elements of")));
    case "arraybuffer":
      return begin(of({ kind: "buffer" }));
    case "dataview":
      return begin(of({ kind: "dataview" }));
    case "map": {
      const c = container("the values of", "the keys of");
      const a = begin(of({ kind: "map", container: c }));
      for (const [k, v] of content.entries) {
        if (c.keys !== null) into(c.keys, k);
        into(c.item, v);
      }
      return a;
    }
    case "set": {
      const c = container("the values of", "the keys of");
      const a = begin(of({ kind: "set", container: c }));
      for (const k of content.entries) if (c.keys !== null) into(c.keys, k);
      return a;
    }
    case "jitdriver":
      return begin(of({ kind: "constant", entity: content.driver }));
  }
}

function frozenTyped(content: FrozenTyped, container: Container): Annotation {
  if (content.shared) container.markShared();
  return of({ kind: "typed", element: content.element, container });
}
