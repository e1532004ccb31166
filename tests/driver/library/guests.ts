// Coroutines of a library that are suspended and resumed across functions of C.

import { Coroutine } from "vmsmith/coroutine";
import {
  callback,
  defineLibrary,
  entry,
  external,
  handle,
  int,
  nothing,
  pointer,
  text,
  userData,
} from "vmsmith/ffi";

const callEach = external(
  {
    name: "call_each",
    from: { headers: ["each.h"], sources: ["each.c"] },
    params: [callback([int, userData], int), userData, int, pointer("void *")],
    result: int,
  },
  () => 0,
);

class Guest {
  private readonly coroutine: Coroutine<void, string>;

  constructor(name: string, between: Parameters<typeof callEach>[2]) {
    this.coroutine = new Coroutine<void, string>(() => {
      try {
        const sum = callEach(
          (i) => {
            if (i === 1 && name !== "good") throw new RangeError(`${name} ${i}`);
            console.log(name, i);
            return i + 1;
          },
          3,
          between,
        );
        return `${name} has ${sum}`;
      } catch (e) {
        return `${name} caught ${(e as Error).message}`;
      }
    });
  }

  resume(): string {
    const before = current.guest;
    current.guest = this;
    const said = this.coroutine.resume();
    current.guest = before;
    return said;
  }

  pause(): void {
    this.coroutine.suspend("paused");
  }
}

const current: { guest: Guest | null } = { guest: null };
const guest = handle<Guest>("Guest");

export const library = defineLibrary({
  name: "guests",
  exports: {
    make: entry([text, pointer("void *")], guest, (name, between) => new Guest(name, between)),
    resume: entry([guest], text, (g) => g.resume()),
    pause: entry([], nothing, () => {
      if (current.guest === null) throw new RangeError("nobody to be paused");
      current.guest.pause();
    }),
    // Resumes both from a callback, which then fails.
    both: entry([guest, guest], text, (a, b) => {
      try {
        return String(
          callEach(
            (i) => {
              console.log("in", i, a.resume(), b.resume());
              if (i === 1) throw new RangeError("both");
              return 0;
            },
            3,
            null,
          ),
        );
      } catch (e) {
        return `caught ${(e as Error).message}`;
      }
    }),
  },
});
