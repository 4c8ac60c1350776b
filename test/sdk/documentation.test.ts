import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const files = ["sdk", "components"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);

function declarationsOf(path: string): ts.Node[] {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.ES2022, true);
  return source.statements.filter((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) && !ts.isExportDeclaration(statement);
  });
}

/** Members that a program sees. */
function membersOf(declaration: ts.Node): ts.NamedDeclaration[] {
  const members: ts.NamedDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node))
      members.push(node);
    else if (!ts.isBlock(node) && !ts.isConstructorDeclaration(node)) ts.forEachChild(node, visit);
  };
  if (!ts.isFunctionDeclaration(declaration) && !ts.isVariableStatement(declaration))
    ts.forEachChild(declaration, visit);
  return members.filter((member) => !isHidden(member));
}

/** Private, or there only so that something can't be written. */
function isHidden(member: ts.NamedDeclaration): boolean {
  const isNever = ts.isPropertySignature(member) && member.type?.kind === ts.SyntaxKind.NeverKeyword;
  return isNever || (member.name !== undefined && ts.isPrivateIdentifier(member.name));
}

function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join("\n");
}

function nameOf(node: ts.Node): string {
  return ts.getNameOfDeclaration(node as ts.Declaration)?.getText() ?? node.getText().slice(0, 60);
}

describe.each(files)("%s", (path) => {
  const declarations = declarationsOf(path);

  test("documents everything it exports", () => {
    const documented = [...declarations, ...declarations.flatMap(membersOf)];
    expect(documented.filter((node) => docOf(node) === "").map(nameOf)).toEqual([]);
  });

  test("says of each optional argument what holds without it", () => {
    const args = declarations.filter((node) => /(Args|Options|^Made\w+|^Brought\w+)$/.test(nameOf(node)));
    const optional = args.flatMap(membersOf).filter((node) => ts.isPropertySignature(node) && node.questionToken);
    expect(optional.filter((node) => !docOf(node).includes("@default")).map(nameOf)).toEqual([]);
  });
});

test("the package exports every class and function of the SDK and every component", () => {
  const index = readFileSync(join(root, "index.ts"), "utf8");
  const exported = new Set(index.match(/\w+/g));
  const names = files
    .filter((path) => !/utilities|checks|inputs|index/.test(path))
    .flatMap((path) => declarationsOf(path).filter((node) => !docOf(node).includes("@internal")))
    .map((node) =>
      ts.isVariableStatement(node) ? node.declarationList.declarations[0]!.name.getText() : nameOf(node),
    );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !exported.has(name))).toEqual([]);
});
