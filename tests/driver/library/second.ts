// A second library in the process of the first.

import { defineLibrary, entry, handle, int, text } from "vmsmith/ffi";

class Cell {
  readonly list: number[] = [];
}
const cell = handle<Cell>("Cell");

export const library = defineLibrary({
  name: "second",
  exports: {
    make: entry([], cell, () => new Cell()),
    push: entry([cell, int], int, (c, n) => {
      for (let i = 0; i < n; i++) c.list.push(i);
      return c.list.length;
    }),
    join: entry([cell], text, (c) => c.list.join(",")),
  },
});
