// Writes translator/c/runtime/powers.c: the powers of ten that number formatting and parsing multiply by, each as the
// upper 128 bits of its exact value (cut off, not rounded), computed here with bigints.
// Run: node tests/tools/write-powers.ts

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./repository.ts";

const FIRST: number = -343;
const LAST: number = 325;

/** floor(10^q / 2^e), where e makes it a number of exactly 128 bits. */
function power(q: number): bigint {
  if (q >= 0) {
    const exact = 10n ** BigInt(q);
    const excess = exact.toString(2).length - 128;
    return excess >= 0 ? exact >> BigInt(excess) : exact << BigInt(-excess);
  }
  const divisor = 10n ** BigInt(-q);
  const length = divisor.toString(2).length;
  const quotient = (1n << BigInt(length + 128)) / divisor;
  return quotient >> BigInt(quotient.toString(2).length - 128);
}

const entries: string[] = [];
for (let q = FIRST; q <= LAST; q++) {
  const hex = power(q).toString(16).padStart(32, "0");
  entries.push(`{0x${hex.slice(0, 16)}, 0x${hex.slice(16)}},`);
}
const lines: string[] = [];
for (let i = 0; i < entries.length; i += 2) lines.push(`    ${entries.slice(i, i + 2).join(" ")}`);
const text = `/* powers.c — written by tests/tools/write-powers.ts; do not edit. Upper and lower half of the first 128 bits of
 * 10^${FIRST} to 10^${LAST}, cut off. */
#include "decimal.h"

const uint64_t vs_powers_of_ten[][2] = {
${lines.join("\n")}
};
`;
writeFileSync(join(ROOT, "translator/c/runtime/powers.c"), text);
