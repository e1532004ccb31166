// Rewrites one TypeScript module so that the freezer can see what JavaScript hides: which source made a function,
// class or object literal, what a closure captured, what `#private` fields and top-level bindings hold.
// Needs: TypeScript that Node accepts or TypeScript can transpile. Holds: the program means the same (apart from
// Function.prototype.toString and stack columns) and lines keep their numbers.
//
//   (x) => x + n               $vm_f(3,(x) => x + n,$vm_i=>n)              accessor of the captured variables
//   function g() {…}           {$vm_f(4,g); … at the top of its block
//   class A {…}                class A {static{$vm_c(5,this,accessor,$vm_o=>[#p in $vm_o?$vm_o.#p:$vm_u])} …}
//   { a: 1, m() {…} }          $vm_o(6,{ a: 1, m() {…} })
//   (module)                   $vm_m(accessor,namespace) as its first statement
//
// Surprise: a variable that some assignment changes gets an accessor that can also *write* it. That is how the
// freezer finds out which closures share it: see Freezer.cell.

import ts from "typescript";
import { Edits } from "./edits.ts";
import { inferredName, memberKey } from "./names.ts";
import { analyseScopes, isErased, isFunctionWithBody, type ScopeFacts } from "./scopes.ts";

/** One captured variable; "this" in arrows. */
export type CaptureInfo = { readonly name: string; readonly reassigned: boolean };

/** A method or accessor of a class or object literal, found by key when the object exists. */
export type MemberInfo = {
  readonly key: string;
  readonly isStatic: boolean;
  readonly kind: "value" | "get" | "set";
  readonly site: number;
};

/** What is known about a function, class or literal from its source. */
export type SiteInfo = {
  /** node.getStart() in the original source. */
  readonly start: number;
  readonly name: string;
  /** In the order in which the site's accessor numbers them. */
  readonly captures: readonly CaptureInfo[];
  readonly members: readonly MemberInfo[];
  /** `#name`s of fields, in the order in which the class's reader lists them. */
  readonly privates: readonly string[];
};

/** A module ready to be run. */
export type Instrumented = {
  readonly edits: Edits;
  readonly sites: readonly SiteInfo[];
  /** Top-level names, then imported ones, in the order in which the module's accessor numbers them. */
  readonly bindings: readonly string[];
  /** Module specifiers of the imported names, the last ones of `bindings`. */
  readonly importedFrom: readonly string[];
  /** Stretches to be blanked before the edits: imports of which only types are used. */
  readonly blanks: readonly (readonly [start: number, end: number])[];
};

/** Instruments `source` (parsed with parents); the inserted code imports its helpers from `helpers` and itself. */
export function instrument(source: ts.SourceFile, helpers: string, self: string): Instrumented {
  return new Instrumenter(source).run(helpers, self);
}

class Instrumenter {
  private readonly source: ts.SourceFile;
  private readonly scopes: ScopeFacts;
  private readonly edits = new Edits();
  private readonly sites: SiteInfo[] = [];
  private readonly siteOf = new Map<ts.Node, number>();
  /** Prefix of every inserted name; longer if the source happens to use it. */
  private readonly vm: string;

  constructor(source: ts.SourceFile) {
    this.source = source;
    this.scopes = analyseScopes(source);
    let prefix = "$vm";
    while (source.text.includes(prefix)) prefix += "$";
    this.vm = `${prefix}_`;
  }

  run(helpers: string, self: string): Instrumented {
    const imports = importedNames(this.source).filter(([name]) => !this.scopes.unusedImports.has(name));
    const bindings = [...this.scopes.topLevel, ...imports.map(([name]) => name)];
    const { vm } = this;
    const renamed = ["f", "c", "o", "m", "u"].map((name) => `${name} as ${vm}${name}`);
    const captures = bindings.map((name) => ({ name, reassigned: false }));
    const header =
      `import{${renamed.join(",")}}from${JSON.stringify(helpers)};import*as ${vm}n from${JSON.stringify(self)};` +
      `${vm}m(${this.accessor(captures)},${vm}n);`;
    const start = /^#!.*\r?\n/u.exec(this.source.text)?.[0].length ?? 0;
    this.edits.insert(start, header);
    this.declarations(this.source.statements, start);
    for (const statement of this.source.statements) this.visit(statement);
    return {
      edits: this.edits,
      sites: this.sites,
      bindings,
      importedFrom: imports.map(([, specifier]) => specifier),
      blanks: this.source.statements.flatMap((each) => typeImportStretches(each, this.scopes.unusedImports)),
    };
  }

  private readonly visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) this.functionExpression(node);
    else if (ts.isClassLike(node)) this.classLike(node);
    else if (ts.isObjectLiteralExpression(node) && !this.scopes.patterns.has(node)) this.literal(node);
    else {
      if (ts.isBlock(node)) this.declarations(node.statements, node.statements.pos);
      else if (ts.isCaseBlock(node)) this.caseDeclarations(node);
      ts.forEachChild(node, this.visit);
    }
  };

  private functionExpression(node: ts.ArrowFunction | ts.FunctionExpression): void {
    // `new function() {…}` would become a call of the helper; TypeScript rejects it anyway.
    const wrapped = !(ts.isNewExpression(node.parent) && node.parent.expression === node);
    const name = node.name === undefined ? inferredName(node) : undefined;
    const site = this.site(node, node.name?.text ?? name ?? "", this.capturesOf(node));
    if (wrapped) {
      // An anonymous function takes its name from the place where it stands, so it must get a place with that name.
      const place = name === undefined ? "" : `{[${JSON.stringify(name)}]:`;
      this.edits.insert(node.getStart(this.source), `${this.vm}f(${String(site)},${place}`);
    }
    ts.forEachChild(node, this.visit);
    if (wrapped) {
      const place = name === undefined ? "" : `}[${JSON.stringify(name)}]`;
      this.edits.insert(node.end, `${place}${this.accessorArgument(this.sites[site]?.captures ?? [])})`);
    }
  }

  /** Registers the function declarations of one block at its top, where they already exist. */
  private declarations(statements: readonly ts.Statement[], at: number): void {
    const text = statements.filter(ts.isFunctionDeclaration).map((node) => this.declaration(node));
    if (text.length > 0) this.edits.insert(at, text.join(""));
  }

  /** The clauses of a switch are one scope, entered anywhere: each clause registers all of its functions. */
  private caseDeclarations(block: ts.CaseBlock): void {
    const statements = block.clauses.flatMap((clause) => [...clause.statements]);
    const text = statements.filter(ts.isFunctionDeclaration).map((node) => this.declaration(node));
    if (text.length === 0) return;
    for (const clause of block.clauses) this.edits.insert(clause.statements.pos, text.join(""));
  }

  private declaration(node: ts.FunctionDeclaration): string {
    if (isErased(node)) return "";
    const name = node.name?.text ?? "default";
    const site = this.site(node, name, this.capturesOf(node));
    let local = name;
    let rename = "";
    if (node.name === undefined) {
      local = `${this.vm}default`;
      rename = ',"default"';
      const keyword = node
        .getChildren(this.source)
        .find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword);
      this.edits.insert(node.asteriskToken?.end ?? keyword?.end ?? node.end, ` ${local} `);
    }
    const access =
      this.accessorArgument(this.sites[site]?.captures ?? []) || (rename === "" ? "" : ",void 0");
    return `${this.vm}f(${String(site)},${local}${access}${rename});`;
  }

  private classLike(node: ts.ClassLikeDeclaration): void {
    const name = node.name?.text ?? (ts.isClassExpression(node) ? inferredName(node) : "default") ?? "";
    const captures = this.capturesOf(node);
    const members = node.members.flatMap((member) => this.member(member, captures));
    const site = this.site(node, name, captures, members, privateFields(node));
    const { privates = [] } = this.sites[site] ?? {};
    const { vm } = this;
    let reader = "";
    if (privates.length > 0) {
      const each = privates.map((field) => `${field} in ${vm}o?${vm}o.${field}:${vm}u`);
      reader = `,${vm}o=>[${each.join(",")}]`;
    }
    const access = this.accessorArgument(captures) || (reader === "" ? "" : ",void 0");
    this.edits.insert(node.members.pos, `static{${vm}c(${String(site)},this${access}${reader})}`);
    ts.forEachChild(node, this.visit);
  }

  private literal(node: ts.ObjectLiteralExpression): void {
    const captures = new Map<string, CaptureInfo>();
    for (const property of node.properties) {
      if (!isFunctionWithBody(property)) continue;
      for (const capture of this.capturesOf(property)) captures.set(capture.name, capture);
    }
    const all = [...captures.values()];
    const members = node.properties.flatMap((property) => this.member(property, all));
    const site = this.site(node, "", all, members);
    this.edits.insert(node.getStart(this.source), `${this.vm}o(${String(site)},`);
    ts.forEachChild(node, this.visit);
    this.edits.insert(node.end, `${this.accessorArgument(all)})`);
  }

  /** The row of a method or accessor; its captures are numbered like those of the class or literal around it. */
  private member(node: ts.Node, around: readonly CaptureInfo[]): MemberInfo[] {
    if (!ts.isMethodDeclaration(node) && !ts.isAccessor(node)) return [];
    const key = memberKey(node.name);
    if (isErased(node) || key === undefined) return [];
    const own = new Set(this.capturesOf(node).map((capture) => capture.name));
    const site = this.site(
      node,
      key,
      around.filter((capture) => own.has(capture.name)),
    );
    const kind = ts.isGetAccessor(node) ? "get" : ts.isSetAccessor(node) ? "set" : "value";
    const isStatic =
      ts.getModifiers(node)?.some((each) => each.kind === ts.SyntaxKind.StaticKeyword) === true;
    return [{ key, isStatic, kind, site }];
  }

  private capturesOf(node: ts.Node): CaptureInfo[] {
    return this.scopes.capturesOf(node).map(({ name, reassigned }) => ({ name, reassigned }));
  }

  private site(
    node: ts.Node,
    name: string,
    captures: readonly CaptureInfo[],
    members: readonly MemberInfo[] = [],
    privates: readonly string[] = [],
  ): number {
    const known = this.siteOf.get(node);
    if (known !== undefined) return known;
    const index = this.sites.length;
    this.sites.push({ start: node.getStart(this.source), name, captures, members, privates });
    this.siteOf.set(node, index);
    return index;
  }

  private accessorArgument(captures: readonly CaptureInfo[]): string {
    return captures.length === 0 ? "" : `,${this.accessor(captures)}`;
  }

  /** A function from a variable's number to its value; with a true second argument it sets the variable. */
  private accessor(captures: readonly CaptureInfo[]): string {
    const { vm } = this;
    const uses = captures.map(({ name, reassigned }) =>
      reassigned ? `${vm}w?${name}=${vm}v:${name}` : name,
    );
    const last = uses.length - 1;
    const chain = uses.map((use, index) => (index === last ? use : `${vm}i===${String(index)}?${use}:`));
    return `(${vm}i,${vm}w,${vm}v)=>${chain.join("") || "void 0"}`;
  }
}

function privateFields(node: ts.ClassLikeDeclaration): string[] {
  const names = node.members.map((member) => (ts.isPropertyDeclaration(member) ? member.name : undefined));
  return names.filter((name) => name !== undefined && ts.isPrivateIdentifier(name)).map((name) => name.text);
}

function importedNames(source: ts.SourceFile): (readonly [name: string, specifier: string])[] {
  return source.statements.flatMap((statement) => {
    const clause = importClause(statement);
    if (clause === undefined || !ts.isImportDeclaration(statement)) return [];
    const { name, namedBindings: bindings } = clause;
    const named =
      bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
    const values = named.filter((each) => !ts.isImportSpecifier(each) || !each.isTypeOnly);
    const specifier = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : "";
    return [...(name ? [name] : []), ...values.map((each) => each.name)].map(
      ({ text }) => [text, specifier] as const,
    );
  });
}

/** The part of an import that exists at run time. */
function importClause(statement: ts.Statement): ts.ImportClause | undefined {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? undefined : clause;
}

/**
 * What to blank in an import whose names occur (partly) in types only. The import itself stays, as under Node: the
 * module is run, and a missing one is an error.
 */
function typeImportStretches(
  statement: ts.Statement,
  unused: ReadonlySet<string>,
): (readonly [number, number])[] {
  const clause = importClause(statement);
  if (clause === undefined || !ts.isImportDeclaration(statement)) return [];
  const { name, namedBindings: bindings } = clause;
  const noDefault = name === undefined || unused.has(name.text);
  const noNamespace =
    bindings === undefined || (ts.isNamespaceImport(bindings) && unused.has(bindings.name.text));
  // Nothing left but `import "module"`: "from" goes too.
  if (noDefault && noNamespace) return [[clause.pos, statement.moduleSpecifier.pos]];
  const found: [number, number][] = [];
  if (name && noDefault && bindings) found.push([name.pos, bindings.pos]);
  if (bindings && ts.isNamespaceImport(bindings) && noNamespace)
    found.push([name?.end ?? clause.pos, bindings.end]);
  if (bindings && ts.isNamedImports(bindings)) {
    const { text } = statement.getSourceFile();
    for (const element of bindings.elements) {
      if (element.isTypeOnly || !unused.has(element.name.text)) continue;
      const comma = /^\s*,/u.exec(text.slice(element.end))?.[0].length ?? 0;
      found.push([element.pos, element.end + comma]);
    }
  }
  return found;
}
