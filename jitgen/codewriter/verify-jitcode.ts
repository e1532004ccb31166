// Checks jitcodes by themselves, without a look at how they were made: operands in range, jumps to instructions,
// control that does not run off the end, and registers that are assigned on every way to where they are read or live.

import { CONSTANT } from "../tables/jitcode.ts";
import { OP_NAMES } from "../tables/operations.ts";
import { DESCR } from "../tables/pools.ts";
import { CLASSES, type RegisterClass } from "./code.ts";
import { decode, type Decoded, type DecodeContext, type DecodedOperand } from "./decode.ts";
import { kindsOf } from "./descriptors.ts";
import { unpackKinds } from "./decode.ts";
import type { Jitcode, JitData } from "./write.ts";
import { kindNumber } from "./code.ts";

export function decodeContext({ pools, jitcodes }: JitData): DecodeContext {
  return {
    descriptor: (n) => pools.descriptors[n] ?? [],
    signature: (n) => {
      const graph = jitcodes[n]?.graph;
      const { count, kinds } = kindsOf(graph?.args.map((v) => v.type) ?? []);
      return {
        args: unpackKinds(count, kinds),
        result: graph === undefined ? 0 : kindNumber(graph.resultType),
      };
    },
  };
}

/** The registers of a liveness set, by class. */
export function liveRegisters(liveness: readonly number[], at: number): Record<RegisterClass, number[]> {
  const sets: Record<RegisterClass, number[]> = { w: [], r: [], f: [] };
  let i = at;
  for (const c of CLASSES) {
    const count = liveness[i++] ?? 0;
    for (let n = 0; n < count; n++) sets[c].push(liveness[i++] ?? -1);
  }
  return sets;
}

/** Violations in all jitcodes, each a sentence. */
export function jitcodeProblems(data: JitData): string[] {
  return data.jitcodes.flatMap((jitcode) =>
    new JitcodeVerifier(data, jitcode).run().map((p) => `jitcode ${jitcode.graph.key}: ${p}`),
  );
}

const LEAVES: ReadonlySet<string> = new Set([
  "goto",
  "raise",
  "return_v",
  "return_w",
  "return_r",
  "return_f",
  "switch",
]);

/** Registers by name: `w0`, `r3`. */
type Assigned = ReadonlySet<string>;

class JitcodeVerifier {
  private readonly data: JitData;
  private readonly jitcode: Jitcode;
  private readonly problems: string[] = [];
  private readonly at = new Map<number, Decoded>();

  constructor(data: JitData, jitcode: Jitcode) {
    this.data = data;
    this.jitcode = jitcode;
  }

  run(): string[] {
    const { units } = this.jitcode.code;
    const { code, problem } = decode(units, decodeContext(this.data));
    if (problem !== undefined) return [problem];
    for (const d of code) this.at.set(d.at, d);
    for (const d of code) for (const o of d.operands) this.operand(d, o);
    if (this.problems.length === 0) this.flow(code);
    return this.problems;
  }

  private say(d: Decoded, text: string): void {
    this.problems.push(`${d.name} at ${d.at} ${text}`);
  }

  private operand(d: Decoded, o: DecodedOperand): void {
    const { pools, jitcodes, portals } = this.data;
    const within = (n: number, size: number, what: string): void => {
      if (n >= size) this.say(d, `names the ${what} ${n} of ${size}`);
    };
    if (o.is === "read" && o.unit >= CONSTANT) {
      const pool = { w: pools.words, r: pools.refs, f: pools.floats }[o.class];
      within(o.unit - CONSTANT, pool.length, `constant of class ${o.class}`);
    } else if (o.is === "read" || o.is === "write")
      within(o.unit, this.jitcode.code.registers[o.class], `register of class ${o.class}`);
    else if (o.is === "descr") this.descriptor(d, o.unit);
    else if (o.is === "code") within(o.unit, jitcodes.length, "jitcode");
    else if (o.is === "driver") within(o.unit, portals.length, "driver");
    else if (o.is === "op") {
      within(o.unit, OP_NAMES.length, "operation");
      if (!pools.evaluators.has(o.unit))
        this.say(d, `evaluates ${OP_NAMES[o.unit] ?? "?"}, which nothing does`);
    }
  }

  private descriptor(d: Decoded, n: number): void {
    const row = this.data.pools.descriptors[n];
    if (row === undefined) this.say(d, `names the descriptor ${n}, which does not exist`);
    else if (!WANTED_DESCR[family(d.name)]?.includes(row[0] ?? 0))
      this.say(d, `has a descriptor of kind ${row[0] ?? 0}`);
  }

  /** Where control may go on, after the instruction or by a jump. */
  private successors(d: Decoded): number[] {
    const jumps = d.operands.flatMap((o) => {
      if (o.is === "to") return [o.unit];
      return d.name === "switch" && o.is === "descr" ? this.cases(o.unit) : [];
    });
    return LEAVES.has(d.name) ? jumps : [...jumps, d.next];
  }

  private cases(descr: number): number[] {
    const { pools } = this.data;
    const [, first = 0, count = 0, otherwise = 0] = pools.descriptors[descr] ?? [];
    const targets = Array.from({ length: count }, (_, i) => pools.switches[2 * (first + i) + 1] ?? -1);
    return [...targets, otherwise];
  }

  /** What is assigned on every way to each instruction, forwards to a fixpoint; then every read is looked at. */
  private flow(code: readonly Decoded[]): void {
    const before = new Map<number, Assigned>();
    const start = new Set<string>();
    const { args } = decodeContext(this.data).signature(this.jitcode.index);
    const next = { w: 0, r: 0, f: 0 };
    for (const kind of args) {
      const c = CLASSES[kind - 1];
      if (c !== undefined) start.add(`${c}${next[c]++}`);
    }
    const work: { at: number; assigned: Assigned }[] = [{ at: 0, assigned: start }];
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const d = this.at.get(item.at);
      if (d === undefined) {
        this.problems.push(`control reaches ${item.at}, where no instruction begins`);
        return;
      }
      const known = before.get(d.at);
      const merged =
        known === undefined ? item.assigned : new Set([...known].filter((r) => item.assigned.has(r)));
      if (known?.size === merged.size) continue;
      before.set(d.at, merged);
      for (const to of this.successors(d)) work.push({ at: to, assigned: this.after(d, to, merged) });
    }
    for (const d of code) {
      const assigned = before.get(d.at);
      if (assigned === undefined) this.say(d, "is never reached");
      else this.reads(d, assigned);
    }
  }

  private after(d: Decoded, to: number, assigned: Assigned): Assigned {
    // Without an exception, `catch` does nothing.
    if (d.name === "catch" && to === d.next) return assigned;
    const now = new Set(assigned);
    for (const o of d.operands) if (o.is === "write") now.add(`${o.class}${o.unit}`);
    return now;
  }

  private reads(d: Decoded, assigned: Assigned): void {
    for (const o of d.operands) {
      if (o.is === "read" && o.unit < CONSTANT && !assigned.has(`${o.class}${o.unit}`))
        this.say(d, `reads %${o.class}${o.unit}, which may not be assigned`);
      if (o.is !== "live") continue;
      const sets = liveRegisters(this.jitcode.code.liveness, o.unit);
      for (const c of CLASSES)
        for (const n of sets[c])
          if (!assigned.has(`${c}${n}`)) this.say(d, `says %${c}${n} is live, which may not be assigned`);
    }
  }
}

/** Kinds of descriptors that instructions may have. */
const WANTED_DESCR: Readonly<Record<string, readonly number[]>> = {
  get_field: [DESCR.field],
  set_field: [DESCR.field],
  get_item: [DESCR.items],
  set_item: [DESCR.items],
  new_struct: [DESCR.struct],
  new_array: [DESCR.array],
  call_residual: [DESCR.call],
  call_indirect: [DESCR.call],
  switch: [DESCR.switch],
  check: [DESCR.check],
};

function family(name: string): string {
  if (name.startsWith("check_")) return "check";
  return /^[gs]et_/u.test(name) ? name.slice(0, -2) : name;
}
