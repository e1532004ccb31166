// Reads the instructions of a jitcode back from its units, driven by the table: for the disassembler and the verifier.

import { INSTRUCTIONS, type InstructionName } from "../tables/jitcode.ts";
import { KIND } from "../tables/operations.ts";
import { DESCR, DESCR_COLUMNS } from "../tables/pools.ts";
import type { RegisterClass } from "./code.ts";

/** What decoding needs to know of other jitcodes and descriptors. */
export interface DecodeContext {
  /** The row of a descriptor. */
  descriptor(n: number): readonly number[];
  /** KINDs of a jitcode's parameters, and of its result. */
  signature(code: number): { readonly args: readonly number[]; readonly result: number };
}

export type DecodedOperand =
  | { readonly is: "read" | "write"; readonly class: RegisterClass; readonly unit: number }
  | { readonly is: "live" | "op" | "descr" | "code" | "driver" | "n" | "to"; readonly unit: number };

export interface Decoded {
  readonly at: number;
  readonly name: InstructionName;
  readonly operands: readonly DecodedOperand[];
  readonly next: number;
}

const BY_NUMBER = new Map<number, InstructionName>(
  (Object.keys(INSTRUCTIONS) as InstructionName[]).map((name) => [INSTRUCTIONS[name].n, name]),
);

const classOfKind = (kind: number): RegisterClass | null =>
  kind === KIND.word ? "w" : kind === KIND.ref ? "r" : kind === KIND.float ? "f" : null;

/** KINDs packed four to a byte, the first lowest. */
export function unpackKinds(count: number, kinds: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(kinds / 4 ** i) % 4);
}

/** Every instruction in order; stops with a sentence where the units make no sense. */
export function decode(units: readonly number[], cx: DecodeContext): { code: Decoded[]; problem?: string } {
  const code: Decoded[] = [];
  for (let at = 0; at < units.length;) {
    const name = BY_NUMBER.get(units[at] ?? -1);
    if (name === undefined) return { code, problem: `there is no instruction ${units[at] ?? -1} (at ${at})` };
    const one = new InstructionReader(units, at, name, cx).read();
    if (one.next > units.length) return { code, problem: `${name} at ${at} is cut off` };
    code.push(one);
    at = one.next;
  }
  return { code };
}

class InstructionReader {
  private readonly units: readonly number[];
  private readonly start: number;
  private readonly name: InstructionName;
  private readonly cx: DecodeContext;
  private readonly operands: DecodedOperand[] = [];
  private at: number;
  private signature: { readonly args: readonly number[]; readonly result: number } | undefined;

  constructor(units: readonly number[], at: number, name: InstructionName, cx: DecodeContext) {
    this.units = units;
    this.start = at;
    this.at = at + 1;
    this.name = name;
    this.cx = cx;
  }

  read(): Decoded {
    for (const spelling of INSTRUCTIONS[this.name].operands) this.operand(spelling);
    return { at: this.start, name: this.name, operands: this.operands, next: this.at };
  }

  private next(): number {
    return this.units[this.at++] ?? 0;
  }

  private operand(spelling: string): void {
    const list = /^list_([wrf])$/u.exec(spelling);
    if (list !== null) this.list(list[1] as RegisterClass);
    else if (/^[wrf]$/u.test(spelling))
      this.operands.push({ is: "read", class: spelling as RegisterClass, unit: this.next() });
    else if (/^[WRF]$/u.test(spelling))
      this.operands.push({ is: "write", class: spelling.toLowerCase() as RegisterClass, unit: this.next() });
    else if (spelling === "args") this.args();
    else if (spelling === "dst") this.dst();
    else this.plain(spelling as "live" | "op" | "descr" | "code" | "driver" | "n" | "to");
  }

  private plain(is: "live" | "op" | "descr" | "code" | "driver" | "n" | "to"): void {
    const unit = this.next();
    this.operands.push({ is, unit });
    if (is === "code") this.signature = this.cx.signature(unit);
    const row = is === "descr" ? this.cx.descriptor(unit) : [];
    if (row[0] === DESCR.call && row.length === DESCR_COLUMNS)
      this.signature = { args: unpackKinds(row[3] ?? 0, row[4] ?? 0), result: row[2] ?? 0 };
  }

  private list(c: RegisterClass): void {
    const count = this.next();
    this.operands.push({ is: "n", unit: count });
    for (let i = 0; i < count; i++) this.operands.push({ is: "read", class: c, unit: this.next() });
  }

  private args(): void {
    for (const kind of this.signature?.args ?? []) {
      const c = classOfKind(kind);
      if (c !== null) this.operands.push({ is: "read", class: c, unit: this.next() });
    }
  }

  private dst(): void {
    const c = classOfKind(this.signature?.result ?? KIND.none);
    const unit = this.next();
    if (c !== null) this.operands.push({ is: "write", class: c, unit });
  }
}
