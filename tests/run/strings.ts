// Strings: Latin-1 and UTF-16, methods, comparison, indexing, concatenation, template literals.

export function entryPoint(): number {
  const s = "Hello, World";
  console.log(s.length, s.charAt(1), s.charCodeAt(4), s[7], s.slice(7), s.slice(-5, -2), s.substring(5, 2));
  console.log(s.indexOf("o"), s.indexOf("o", 5), s.lastIndexOf("o"), s.indexOf("zz"), s.includes("World"));
  console.log(s.startsWith("Hell"), s.endsWith("ld"), s.toUpperCase(), s.toLowerCase());
  console.log("  x y ".trim() + "|", " a".trimStart() + "|", "a ".trimEnd() + "|");
  console.log("ab".repeat(3), "7".padStart(3, "0"), "7".padEnd(3, "ab"), "x".padStart(4));
  console.log("a-b-c".split("-").join("+"), "abc".split("").join(" "), "a,b".split(";").length);
  console.log("one two two".replace("two", "2"), "one two two".replaceAll("two", "2"));
  const wide = "naïve — €100 😀";
  console.log(
    wide,
    wide.length,
    wide.charCodeAt(8),
    wide.codePointAt(13),
    wide.slice(0, 5),
    wide.indexOf("€"),
  );
  for (const c of "a€😀") console.log(c, c.length);
  console.log("a" < "b", "Z" < "a", "abc" < "abd", "ab" < "abc", "é" > "z", "a" === "a", "€" < "😀");
  const latin = "caf\u00e9";
  console.log(latin, latin.length, latin + "€", latin.toUpperCase(), (latin + "€").slice(0, 4) === latin);
  let t = "";
  for (let i = 0; i < 5; i++) t += i + ",";
  console.log(t, `${s.length}:${t}${1.5}${true}`, 'tab\tquote"back\\slash');
  console.log(String.fromCharCode(72), String.fromCharCode(8364), "x".concat("y"), "" + 12 + 0.5);
  console.log("a\nb".split("\n").length, "\u0000".length);
  return 0;
}
