// What the library's engine of regular expressions lacks, in words; TypeScript has checked the rest of the syntax.

export function missingInRegExp(source: string, flags: string): string | undefined {
  if (flags.includes("v")) return "the flag v of a regular expression";
  if (flags.includes("d")) return "the flag d of a regular expression";
  if (/\(\?(?:[ims]+(?:-[ims]*)?|-[ims]+):/u.test(source)) return "modifiers in a regular expression";
  const property = /\\[pP]\{(?<of>[^}]*)\}/u.exec(source)?.groups?.["of"];
  return flags.includes("u") &&
    property !== undefined &&
    /^(?:Script|sc|scx|Script_Extensions)=/u.test(property)
    ? "scripts in a regular expression"
    : undefined;
}
