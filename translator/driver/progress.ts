// What is shown while a translation runs: on a terminal one live line per phase beside a small fractal that grows with
// the work; elsewhere one line when a phase ends; nothing with --quiet.

import { styleText } from "node:util";

export interface Progress {
  phaseStarts(name: string, doc: string): void;
  /** Part of a phase: `done` of `total`. */
  step(done: number, total: number, what: string): void;
  phaseEnds(name: string, seconds: number): void;
  /** Something went otherwise than asked for, but goes on. */
  note(text: string): void;
  finish(): void;
}

export const SILENT: Progress = {
  phaseStarts: () => undefined,
  step: () => undefined,
  phaseEnds: () => undefined,
  note: () => undefined,
  finish: () => undefined,
};

/** One line when a phase ends: for logs. */
export function lineProgress(out: NodeJS.WritableStream): Progress {
  return {
    ...SILENT,
    note: (text) => void out.write(`vmsmith: ${text}\n`),
    phaseEnds: (name, seconds) => void out.write(`[${name}] ${seconds.toFixed(2)} s\n`),
  };
}

const WIDTH = 48;
const HEIGHT = 12;
const SHADES = " .:-=+*#%@";

/** One row of the Mandelbrot set as characters. */
export function mandelbrotRow(y: number): string {
  let row = "";
  for (let x = 0; x < WIDTH; x++) {
    const [re, im] = [-2.1 + (2.9 * x) / WIDTH, -1.15 + (2.3 * y) / (HEIGHT - 1)];
    let [a, b, n] = [0, 0, 0];
    while (n < 45 && a * a + b * b < 4) {
      [a, b] = [a * a - b * b + re, 2 * a * b + im];
      n++;
    }
    row += SHADES[Math.min(SHADES.length - 1, Math.floor(n / 5))] ?? " ";
  }
  return row;
}

/** For terminals: each phase draws a row of the Mandelbrot set next to its name and time. */
export function terminalProgress(out: NodeJS.WriteStream): Progress {
  let row = 0;
  let current = "";
  const show = (text: string): void => {
    out.clearLine(0);
    out.cursorTo(0);
    out.write(text);
  };
  const art = (): string => styleText("cyan", mandelbrotRow(row % HEIGHT));
  return {
    phaseStarts: (name, doc) => {
      current = name;
      show(`${art()} ${styleText("bold", name)} ${styleText("dim", doc)}`);
    },
    step: (done, total, what) =>
      show(`${art()} ${styleText("bold", current)} ${done}/${total} ${styleText("dim", what)}`),
    phaseEnds: (name, seconds) => {
      show(`${art()} ${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s\n`);
      row++;
    },
    note: (text) => show(`vmsmith: ${text}\n`),
    finish: () => {
      out.clearLine(0);
      out.cursorTo(0);
    },
  };
}
