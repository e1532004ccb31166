import { expect, test } from "vitest";
import ts from "typescript";
import { instrument } from "../../translator/frontend/loader/child/instrument.ts";

/** The module without its first statement, as it runs. */
function instrumented(text: string): string {
  const source = ts.createSourceFile("m.ts", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const code = instrument(source, "H", "S").edits.apply(text);
  return code.replace(/import\{f as .*?\$vm_n\);/u, "");
}

test("what is inserted, and where", () => {
  expect(instrumented("const f = (x: number) => x;")).toBe(
    'const f = $vm_f(0,{["f"]:(x: number) => x}["f"]);',
  );
  expect(instrumented("{ let n = 0; use(() => n++); }")).toBe(
    "{ let n = 0; use($vm_f(0,() => n++,($vm_i,$vm_w,$vm_v)=>$vm_w?n=$vm_v:n)); }",
  );
  expect(instrumented("function g() { return h(); function h() { return g; } }")).toBe(
    "$vm_f(0,g);function g() {$vm_f(1,h); return h(); function h() { return g; } }",
  );
  expect(instrumented("class A { #p = 1; m() {} }")).toBe(
    "class A {static{$vm_c(1,this,void 0,$vm_o=>[#p in $vm_o?$vm_o.#p:$vm_u])} #p = 1; m() {} }",
  );
  expect(instrumented("const o = { a: 1, m() {} };")).toBe("const o = $vm_o(1,{ a: 1, m() {} });");
});

test("patterns on the left of an assignment are no literals", () => {
  const kept = "({ a, b: [c], ...d } = o); [{ e }] = o; for ({ g } of o) ;";
  expect(instrumented(kept)).toBe(kept);
});

test("types are not looked into, names of the program never collide", () => {
  expect(
    instrumented("type F = (x: { a: 1 }) => void; interface I { m(): void } declare class D { x: () => 1 }"),
  ).toBe("type F = (x: { a: 1 }) => void; interface I { m(): void } declare class D { x: () => 1 }");
  expect(instrumented("const $vm_f = 1; use(() => $vm_f);")).toContain("$vm$_f(0,() => $vm_f)");
});

test("lines keep their numbers, also after a hashbang", () => {
  const text = "#!/usr/bin/env node\nclass A {\n  m = () => 1;\n}\nfunction f() {\n  return { a: 1 };\n}\n";
  const source = ts.createSourceFile("m.ts", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const code = instrument(source, "H", "S").edits.apply(text);
  expect(code.split("\n").length).toBe(text.split("\n").length);
  expect(code.split("\n")[0]).toBe("#!/usr/bin/env node");
  expect(code.split("\n")[2]).toContain('m = $vm_f(2,{["m"]:() => 1}["m"]);');
});

test("positions in the running code lead back to the source", () => {
  const text = "const a = () => { fail(1); };";
  const source = ts.createSourceFile("m.ts", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const { edits } = instrument(source, "H", "S");
  const code = edits.apply(text);
  expect(edits.toSource(code.indexOf("fail(1)"))).toBe(text.indexOf("fail(1)"));
  expect(edits.toSource(code.lastIndexOf(";"))).toBe(text.length - 1);
  expect(edits.toSource(0)).toBe(0);
});
