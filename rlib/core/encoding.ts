// TextEncoder and TextDecoder of UTF-8 (WHATWG Encoding). What is broken becomes U+FFFD, as under Node.

import { RangeError } from "./errors.ts";
import { utf8_copy, utf8_length, utf8_text } from "./low/io.ts";
import type { Flat, Str } from "./low/intrinsics.ts";

interface Encoded {
  read: number;
  written: number;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 128) return 1;
  if (codePoint < 2048) return 2;
  return codePoint < 65536 ? 3 : 4;
}

export class TextEncoder {
  readonly encoding = "utf-8";

  encode(text = ""): Uint8Array {
    const bytes = new Uint8Array(utf8_length(text as unknown as Str));
    utf8_copy(text as unknown as Str, bytes as unknown as Flat, bytes.byteOffset);
    return bytes;
  }

  /** Whole characters, as many as there is room for. */
  encodeInto(text: string, into: Uint8Array): Encoded {
    let read = 0;
    let written = 0;
    while (read < text.length) {
      const c = text.codePointAt(read)!;
      const n = bytesOf(c);
      if (written + n > into.length) break;
      utf8_copy(
        (c > 65535 ? text.slice(read, read + 2) : text.charAt(read)) as unknown as Str,
        into as unknown as Flat,
        into.byteOffset + written,
      );
      read += c > 65535 ? 2 : 1;
      written += n;
    }
    return { read, written };
  }
}

/** Without options, which the front end refuses. */
export class TextDecoder {
  readonly encoding = "utf-8";
  readonly fatal = false;
  readonly ignoreBOM = false;

  constructor(label = "utf-8") {
    const name = label.trim().toLowerCase();
    if (name !== "utf-8" && name !== "utf8" && name !== "unicode-1-1-utf-8")
      throw new RangeError(`The "${label}" encoding is not supported`);
  }

  decode(bytes?: Uint8Array): string {
    if (bytes === undefined) return "";
    const text = utf8_text(bytes as unknown as Flat, bytes.byteOffset, bytes.length) as unknown as string;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}
