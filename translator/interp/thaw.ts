// Constants of flow graphs as host values: frozen objects of the heap image become real arrays, maps, instances and
// functions, each once, so that identity, sharing and cycles are as they were.

import type { Constant } from "../model/constants.ts";
import {
  entityConst,
  entityOf,
  FrozenEntity,
  FuncEntity,
  type FrozenContent,
  type GlobalEntity,
  TYPED_ARRAYS,
} from "../model/entities.ts";
import { broken } from "../support/diagnostics.ts";
import { Cell, Instance, type GuestFunction } from "./flow-values.ts";

export class Thaw {
  private readonly objects = new Map<FrozenEntity | FuncEntity, unknown>();
  private readonly globals = new Map<GlobalEntity, Cell>();
  private readonly waiting: (() => void)[] = [];
  private readonly makeFunction: (func: FuncEntity, captures: readonly unknown[]) => GuestFunction;

  constructor(makeFunction: (func: FuncEntity, captures: readonly unknown[]) => GuestFunction) {
    this.makeFunction = makeFunction;
  }

  /** The value of a constant; classes, builtins and drivers stand for themselves. */
  value(c: Constant): unknown {
    const result = this.shell(c);
    // Contents are filled in by a worklist, because frozen lists can be long and cyclic.
    for (let fill = this.waiting.pop(); fill !== undefined; fill = this.waiting.pop()) fill();
    return result;
  }

  global(g: GlobalEntity): Cell {
    let cell = this.globals.get(g);
    if (cell === undefined) {
      this.globals.set(g, (cell = new Cell()));
      cell.value = this.value(g.start());
      cell.ready = true;
    }
    return cell;
  }

  private shell(c: Constant): unknown {
    const { value } = c;
    switch (value.kind) {
      case "number":
      case "bigint":
      case "bool":
      case "string":
      case "name":
        return value.value;
      case "null":
        return null;
      case "undefined":
        return undefined;
      case "entity":
        return this.entity(c);
      default:
        return broken(`a flow graph holds a constant of kind '${value.kind}'`);
    }
  }

  private entity(c: Constant): unknown {
    const e = entityOf(c);
    if (!(e instanceof FuncEntity) && !(e instanceof FrozenEntity)) return e;
    let object = this.objects.get(e);
    if (object === undefined) {
      if (e instanceof FuncEntity) object = e.captures.length > 0 ? e : this.makeFunction(e, []);
      else object = this.frozen(e.content());
      this.objects.set(e, object);
    }
    return object;
  }

  private buffer(e: FrozenEntity): ArrayBuffer {
    const buffer = this.entity(entityConst(e));
    return buffer instanceof ArrayBuffer ? buffer : broken("a view of no buffer");
  }

  private frozen(content: FrozenContent): unknown {
    switch (content.kind) {
      case "function": {
        const captures: unknown[] = [];
        this.waiting.push(() => captures.push(...content.captures.map((c) => this.shell(c))));
        return this.makeFunction(content.func, captures);
      }
      case "cell": {
        const cell = new Cell();
        cell.ready = true;
        this.waiting.push(() => (cell.value = this.shell(content.value)));
        return cell;
      }
      case "plain":
      case "instance": {
        const object = new Instance(content.kind === "plain" ? content.shape() : content.cls);
        this.waiting.push(() => {
          for (const [name, c] of content.fields) object.fields.set(name, this.shell(c));
        });
        return object;
      }
      case "array": {
        const items: unknown[] = [];
        this.waiting.push(() => {
          for (const c of content.items) items.push(this.shell(c));
        });
        return items;
      }
      case "typedarray":
        return new TYPED_ARRAYS[content.element](this.buffer(content.buffer), content.offset, content.length);
      case "arraybuffer":
        return content.bytes.slice().buffer;
      case "dataview":
        return new DataView(this.buffer(content.buffer), content.offset, content.length);
      case "map": {
        const map = new Map<unknown, unknown>();
        this.waiting.push(() => {
          for (const [k, v] of content.entries) map.set(this.shell(k), this.shell(v));
        });
        return map;
      }
      case "set": {
        const set = new Set<unknown>();
        this.waiting.push(() => {
          for (const k of content.entries) set.add(this.shell(k));
        });
        return set;
      }
      case "jitdriver":
        return content.driver;
    }
  }
}
