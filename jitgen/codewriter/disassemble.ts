// Jitcodes as readable text: `%w0` `%r1` `%f0` are registers, constants stand by value or name, `live` lists the
// registers of a liveness set, `@12` is a position.

import { CONSTANT } from "../tables/jitcode.ts";
import { OP_NAMES } from "../tables/operations.ts";
import { DESCR, STORAGE } from "../tables/pools.ts";
import { CLASSES, type RegisterClass } from "./code.ts";
import { decode, type Decoded, type DecodedOperand } from "./decode.ts";
import { decodeContext, liveRegisters } from "./verify-jitcode.ts";
import type { Jitcode, JitData } from "./write.ts";
import type { ConstantValue } from "../../translator/model/constants.ts";
import { quoteName } from "../../translator/model/text.ts";
import { typeText, VOID } from "../../translator/model/types.ts";

/** One jitcode, a line for each instruction. */
export function disassemble(data: JitData, jitcode: Jitcode): string {
  return new Disassembler(data, jitcode).text();
}

class Disassembler {
  private readonly data: JitData;
  private readonly jitcode: Jitcode;

  constructor(data: JitData, jitcode: Jitcode) {
    this.data = data;
    this.jitcode = jitcode;
  }

  text(): string {
    const { graph, code, index } = this.jitcode;
    const next = { w: 0, r: 0, f: 0 };
    const params = graph.args.flatMap((v) => {
      const c = v.type === undefined || v.type === VOID ? null : classLetter(typeText(v.type));
      return c === null ? [] : [`${v.hint}: %${c}${next[c]++}`];
    });
    const { w, r, f } = code.registers;
    const head = `jitcode ${index} ${quoteName(graph.key)}(${params.join(", ")})  ; registers ${w} ${r} ${f}`;
    const decoded = decode(code.units, decodeContext(this.data));
    const targets = new Set(decoded.code.flatMap((d) => this.targets(d)));
    const lines = decoded.code.map((d) => {
      const mark = targets.has(d.at) ? `@${d.at}:` : "";
      return `${mark.padEnd(6)} ${this.instruction(d)}`.trimEnd();
    });
    if (decoded.problem !== undefined) lines.push(`; ${decoded.problem}`);
    return `${[head, ...lines].join("\n")}\n`;
  }

  private targets(d: Decoded): number[] {
    return d.operands.flatMap((o) => {
      if (o.is === "to") return [o.unit];
      return d.name === "switch" && o.is === "descr" ? this.cases(o.unit).map(([, to]) => to) : [];
    });
  }

  private cases(descr: number): [string, number][] {
    const { pools } = this.data;
    const [, first = 0, count = 0, otherwise = 0] = pools.descriptors[descr] ?? [];
    const pairs = Array.from({ length: count }, (_, i): [string, number] => [
      String(pools.switches[2 * (first + i)]),
      pools.switches[2 * (first + i) + 1] ?? 0,
    ]);
    return [...pairs, ["default", otherwise]];
  }

  /** Results first: `%w1 = eval_ww_w int_add %w0 1`. */
  private instruction(d: Decoded): string {
    const results = d.operands.filter((o) => o.is === "write").map((o) => this.operand(d, o));
    const others = d.operands.filter((o) => o.is !== "write" && o.is !== "live");
    const live = d.operands.find((o) => o.is === "live");
    const text = [d.name, ...others.map((o) => this.operand(d, o))].join(" ");
    const set = live === undefined ? "" : this.live(live.unit);
    return `${results.length > 0 ? `${results.join(", ")} = ` : ""}${text}${set}`;
  }

  private live(at: number): string {
    const sets = liveRegisters(this.jitcode.code.liveness, at);
    return `  ; live ${CLASSES.flatMap((c) => sets[c].map((n) => `%${c}${n}`)).join(" ")}`.trimEnd();
  }

  private operand(d: Decoded, o: DecodedOperand): string {
    switch (o.is) {
      case "read":
      case "write":
        return o.unit >= CONSTANT ? this.constant(o.class, o.unit - CONSTANT) : `%${o.class}${o.unit}`;
      case "op":
        return OP_NAMES[o.unit] ?? "?";
      case "to":
        return `@${o.unit}`;
      case "code":
        return quoteName(this.data.jitcodes[o.unit]?.graph.key ?? "?");
      case "driver":
        return this.data.portals[o.unit]?.driver ?? "?";
      case "descr":
        return d.name === "switch"
          ? `{ ${this.cases(o.unit)
              .map(([c, to]) => `${c} -> @${to}`)
              .join(", ")} }`
          : this.descriptor(o.unit);
      default:
        return `#${o.unit}`;
    }
  }

  private constant(c: RegisterClass, n: number): string {
    const { words, refs, floats } = this.data.pools;
    const value = { w: words, r: refs, f: floats }[c][n];
    return value === undefined ? "?" : constantText(value);
  }

  private descriptor(n: number): string {
    const [kind, a = 0, b = 0, , , flags = 0] = this.data.pools.descriptors[n] ?? [];
    const word = (i: number): string => constantText(this.data.pools.words[i] ?? { kind: "undefined" });
    if (kind === DESCR.field) return `[+${a} ${storageName(b)}]`;
    if (kind === DESCR.items) return `[items +${a} ${storageName(b)}]`;
    if (kind === DESCR.call) return `(${word(a)}${flags === 0 ? "" : ` flags ${flags}`})`;
    return word(a);
  }
}

function classLetter(type: string): RegisterClass {
  return type.startsWith("*") ? "r" : type === "float" ? "f" : "w";
}

function storageName(n: number): string {
  return Object.entries(STORAGE).find(([, value]) => value === n)?.[0] ?? "?";
}

function constantText(value: ConstantValue): string {
  switch (value.kind) {
    case "number":
    case "int64":
    case "bool":
      return Object.is(value.value, -0) ? "-0" : String(value.value);
    case "graph":
      return `&${quoteName(value.key)}`;
    case "struct":
      return quoteName(value.struct.name);
    case "prebuilt":
      return `@${quoteName(value.object.name)}`;
    case "tagged":
      return `tagged ${value.value}`;
    case "nullref":
      return "null";
    default:
      return value.kind;
  }
}
