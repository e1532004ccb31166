// C functions for interpreted programs: the stand-ins that the program's author gave, called with values as they cross
// the border (rlib/ffi.ts, which this room may not import, knows them by description). Texts that C gives have simulated
// addresses.

import { passedParams, type ForeignSpec, type ForeignType } from "../model/foreign.ts";
import { broken } from "../support/diagnostics.ts";

export type BorderValue = number | boolean | string | null | undefined | ArrayBufferView | BorderFunction;
export type BorderFunction = (...args: BorderValue[]) => BorderValue;

/** What runs in the place of C. */
export interface StandIns {
  get(description: string): BorderFunction | undefined;
  /** What the last of them left as errno. */
  readonly errno: () => number;
}

export class ForeignMemory {
  private readonly standIns: StandIns | undefined;
  private readonly texts = new Map<number, string>();
  private next = 0x7000_0000;

  constructor(standIns: StandIns | undefined) {
    this.standIns = standIns;
  }

  errno(): number {
    return this.standIns?.errno() ?? 0;
  }

  /** The text at an address; undefined at 0. */
  text(address: number): string | undefined {
    if (address === 0) return undefined;
    return this.texts.get(address) ?? broken(`C has no text at ${address}`);
  }

  free(address: number): void {
    if (address !== 0 && !this.texts.delete(address)) broken(`C has nothing to free at ${address}`);
  }

  /**
   * Calls a stand-in. Callbacks among the arguments are their places in their tables; `callback` runs the one behind
   * parameter `i`. Texts and buffers are the host's own.
   */
  call(
    spec: ForeignSpec,
    description: string,
    args: readonly BorderValue[],
    callback: (i: number, args: BorderValue[]) => BorderValue,
  ): BorderValue {
    const standIn =
      this.standIns?.get(description) ?? broken(`this run has no stand-in for the C function ${spec.name}`);
    const given = [...args];
    const passed: BorderValue[] = [];
    spec.params.forEach((p, i) => {
      if (p.kind === "userData") return;
      const value = given.shift();
      if (p.kind !== "callback") passed.push(value);
      else {
        const shown = passedParams(p.params);
        passed.push((...inner) => {
          const values = shown.map((q, n) => this.incoming(q, inner[n]));
          return callback(i, [value, ...values]);
        });
      }
    });
    return this.incoming(spec.result, standIn(...passed));
  }

  private incoming(t: ForeignType, value: BorderValue): BorderValue {
    if (t.kind !== "text" || value === null) return t.kind === "text" ? 0 : value;
    const address = (this.next += 16);
    this.texts.set(address, typeof value === "string" ? value : broken("a text of C that is none"));
    return address;
  }
}
