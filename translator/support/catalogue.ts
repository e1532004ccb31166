// The catalogue of everything vmsmith can say no to. A table: exempt from the length rule.
// Each row: a stable code (never reused, never renumbered), a slug for tests and links, the family, a title and
// an explanation that stays true for every occurrence; what differs each time goes in the diagnostic itself.
// The family of a diagnostic is the family of its row. Add rows in the block of your room:
//
//   RTS10xx  loading and freezing          RTS11xx  syntax outside the subset (flow graphs)
//   RTS12xx  annotation                    RTS13xx  representation (rtyper)
//   RTS15xx  the border to C
//   RTS14xx  hints and the JIT             RTS2xxx  not yet: the same rooms, ours to do
//   RTS3xxx  our bug                       RTS4xxx  environment: compiler, disk, usage
//
// Row order means nothing, except to the reader.

/** Whose move it is: the program's author ("refuse", "typescript"), ours ("notYet", "bug"), the machine's owner. */
export type Family = "refuse" | "notYet" | "bug" | "typescript" | "environment";

/** One row of the catalogue. */
export type CatalogueRow = {
  readonly slug: string;
  readonly family: Exclude<Family, "typescript">;
  readonly title: string;
  readonly explanation: string;
};

export const CATALOGUE = {
  RTS1001: {
    slug: "load-threw",
    family: "refuse",
    title: "The target threw while it was being loaded",
    explanation:
      "Translation starts by running the target's modules under Node. An exception that nobody catches there " +
      "leaves a heap that is only half built.",
  },
  RTS1002: {
    slug: "load-exit",
    family: "refuse",
    title: "The target called process.exit while it was being loaded",
    explanation:
      "Modules are run so that the heap they leave behind can be frozen; ending the process leaves none. " +
      "Only code reached from entryPoint may exit.",
  },
  RTS1003: {
    slug: "load-endless",
    family: "refuse",
    title: "The target did not finish loading",
    explanation:
      "Loading is over when the modules have run and Node's event loop is empty: an open socket, a repeating timer " +
      "or an endless loop at module level keeps it from ending.",
  },
  RTS1004: {
    slug: "load-await",
    family: "refuse",
    title: "A top-level await never finished",
    explanation:
      "The event loop was empty while a module was still waiting for a promise, so it never ran to its end.",
  },
  RTS1005: {
    slug: "no-entry-point",
    family: "refuse",
    title: "The target exports no function entryPoint",
    explanation:
      "The program that is translated begins at `export function entryPoint(argv: string[]): number`.",
  },
  RTS1006: {
    slug: "not-strict",
    family: "refuse",
    title: "The target's tsconfig is not strict",
    explanation:
      "Inference starts from TypeScript's types; without `strict` they say nothing about null and any.",
  },
  RTS1007: {
    slug: "unfreezable",
    family: "refuse",
    title: "A value that cannot be frozen is reached",
    explanation:
      "What the modules left in memory becomes constant data in the binary. Objects whose content is not visible to " +
      "JavaScript (sockets, promises, proxies, native or bound functions, code from npm packages) have no such form.",
  },
  RTS1008: {
    slug: "load-killed",
    family: "refuse",
    title: "The process that loads the target was ended from outside",
    explanation: "The modules run in a child process; it ended by a signal before the heap could be frozen.",
  },
  RTS1101: {
    slug: "outside-subset",
    family: "refuse",
    title: "Syntax outside the subset",
    explanation: "This construct has no meaning that is fixed at translation time.",
  },
  RTS1103: {
    slug: "extends-builtin",
    family: "refuse",
    title: "A class extends something that cannot be extended",
    explanation:
      "Layouts of classes are fixed; of the builtins only the error classes are written so that they can be extended.",
  },
  RTS1104: {
    slug: "endless-instances",
    family: "refuse",
    title: "A generic function or class would need endlessly many instances",
    explanation:
      "Generic code has one instance for each list of type arguments. A function that calls itself with ever larger type " +
      "arguments (polymorphic recursion) would need one for each depth.",
  },
  RTS1201: {
    slug: "clash",
    family: "refuse",
    title: "Two kinds of value meet in one place",
    explanation:
      "Every variable, field, element and result has one representation in the binary. Numbers may be int or float, " +
      "objects may be of related classes, and any of them may be absent; unlike kinds cannot share a place.",
  },
  RTS1202: {
    slug: "no-such-member",
    family: "refuse",
    title: "The value has no such property or method",
    explanation: "What the program stores in this place does not have the member that is used here.",
  },
  RTS1203: {
    slug: "bad-operand",
    family: "refuse",
    title: "An operation on a value it is not defined for",
    explanation:
      "JavaScript would convert the value at run time; restricted TypeScript asks for the conversion to be written.",
  },
  RTS1204: {
    slug: "bad-call",
    family: "refuse",
    title: "The call does not fit what is called",
    explanation:
      "Something that is no function is called, or a builtin is called in a way it does not support.",
  },
  RTS1206: {
    slug: "not-a-word",
    family: "refuse",
    title: "A bigint that may not fit flows into a place declared i64 or u64",
    explanation:
      "Values of i64 and u64 (vmsmith/ints) are machine words. Results of operators on bigints are of any size until " +
      "`BigInt.asIntN(64, …)` or `BigInt.asUintN(64, …)` says which 64 bits are meant.",
  },
  RTS1207: {
    slug: "constant-assigned",
    family: "refuse",
    title: "A property of a constant object is assigned",
    explanation:
      "Properties of `as const` and frozen objects are read as constants. TypeScript lets such an object pass as one whose " +
      "properties can be assigned; where objects of that type are assigned to, the constant could be one of them.",
  },
  RTS1205: {
    slug: "bad-throw",
    family: "refuse",
    title: "Something other than an Error is thrown",
    explanation:
      "Only objects of classes derived from Error can be thrown, so that every handler knows what it gets.",
  },
  RTS1401: {
    slug: "unknown-hint",
    family: "refuse",
    title: "A misspelt or misplaced hint",
    explanation: "Hints are JSDoc tags of fixed names; one that is not known would silently do nothing.",
  },
  RTS1402: {
    slug: "bad-merge-point",
    family: "refuse",
    title: "A merge point does not fit its JitDriver",
    explanation:
      "jitMergePoint and canEnterJit take one object literal with exactly the driver's greens and reds.",
  },
  RTS1403: {
    slug: "bad-portal",
    family: "refuse",
    title: "A JitDriver without exactly one dispatch loop",
    explanation:
      "A driver describes one loop: one jitMergePoint at its top, which sees every variable that the loop needs.",
  },
  RTS1404: {
    slug: "no-portal",
    family: "refuse",
    title: "--opt=jit without a dispatch loop",
    explanation:
      "The JIT is generated from the loop that a JitDriver marks with jitMergePoint; the program reaches none.",
  },
  RTS1501: {
    slug: "c-at-run-time",
    family: "refuse",
    title: "A C function is described at run time",
    explanation:
      "The functions of vmsmith/ffi that describe C functions and libraries run while modules load: the translator " +
      "writes C from what they describe, so they cannot be called from translated code.",
  },
  RTS1502: {
    slug: "no-library",
    family: "refuse",
    title: "--shared without a library",
    explanation:
      "A library for C has no entryPoint; it consists of the functions that the target names in " +
      '`export const library = defineLibrary({ name: "…", exports: { … } })`.',
  },
  RTS2101: {
    slug: "not-yet-syntax",
    family: "notYet",
    title: "Not translated yet",
    explanation: "The construct belongs to the language, but this version of vmsmith does not translate it.",
  },
  RTS2403: {
    slug: "not-yet-portal",
    family: "notYet",
    title: "This form of dispatch loop has no JIT yet",
    explanation: "The loop is one a JIT could be made for, but this version of vmsmith does not do it.",
  },
  RTS2404: {
    slug: "not-yet-shared-jit",
    family: "notYet",
    title: "--shared together with --opt=jit",
    explanation:
      "The JIT runtime knows type descriptions by addresses of 32 bits, which code that can lie anywhere does not have.",
  },
  RTS2201: {
    slug: "not-yet-builtin",
    family: "notYet",
    title: "Builtin not translated yet",
    explanation: "The builtin belongs to the language, but this version of vmsmith does not translate it.",
  },
  RTS3001: {
    slug: "internal",
    family: "bug",
    title: "vmsmith is wrong here",
    explanation: "An invariant of the translator does not hold. The program may be fine; please report it.",
  },
  RTS3002: {
    slug: "bad-c",
    family: "bug",
    title: "The C compiler refuses what vmsmith wrote",
    explanation:
      "Generated C must compile with any gcc and clang. Keep it with --keep-c and report the first error; " +
      "another compiler (--cc) may accept it meanwhile.",
  },
  RTS4001: {
    slug: "no-such-file",
    family: "environment",
    title: "A file cannot be read",
    explanation: "The file named on the command line, or one it needs, is missing or unreadable.",
  },
  RTS4101: {
    slug: "no-c-compiler",
    family: "environment",
    title: "The C compiler cannot be run",
    explanation:
      "vmsmith writes C and has it compiled by $CC, --cc, or gcc. The command must be installed and on the PATH.",
  },
  RTS4102: {
    slug: "c-compiler-failed",
    family: "environment",
    title: "The C compiler did not finish its work",
    explanation: "The compiler ran, but ended for a reason that lies outside of the generated code.",
  },
  RTS4103: {
    slug: "no-c-library",
    family: "environment",
    title: "A C library is missing",
    explanation: "The chosen collector needs a library of the system, with its headers.",
  },
  RTS4105: {
    slug: "c-border",
    family: "environment",
    title: "C does not agree with an external",
    explanation:
      "Calls of C functions are checked by the C compiler against the prototypes in the headers that the external " +
      "names: the header, the library or the C source is missing, or the types are others.",
  },
  RTS4104: {
    slug: "cannot-write",
    family: "environment",
    title: "The output cannot be written",
    explanation:
      "The executable, or the folder of the C files, is not writable or the disk is full. Nothing is left under the final name.",
  },
} as const satisfies Record<`RTS${number}`, CatalogueRow>;

/** A code of our own; TypeScript's keep their names ("TS2322"). */
export type CatalogueCode = keyof typeof CATALOGUE;

/** The row of `code`, typed so that readers need not know which rows exist. */
export function catalogueRow(code: CatalogueCode): CatalogueRow {
  return CATALOGUE[code];
}
