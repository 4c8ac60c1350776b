import ts from "typescript";

/** A program with one mistake, as `test/policy/failing/` has it: the same text is run by the tests and shown on the page. */
export interface FailingProgram {
  /** The mistake, told in a sentence or two. */
  readonly story: string;
  /** Constants and functions that both programs use. */
  readonly beside: readonly string[];
  /** What the deployment before it ran, if it takes another one to fail. */
  readonly before: string | undefined;
  readonly program: string;
}

/**
 * Reads a failing program's file: the bodies of `program` and `before`, what stands beside them, and the doc comment of `program`.
 *
 * @throws Error where the file has no `program` with a doc comment
 */
export function failingProgram(path: string, text: string): FailingProgram {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const [program, before] = ["program", "before"].map((name) => declarationOf(file, name));
  const story = program === undefined ? "" : docOf(program.statement);
  if (program === undefined || story === "") {
    throw new Error(`${path} has no \`program\` with a doc comment that tells the mistake.`);
  }
  const ran = before && dedented(bodyOf(before.value));
  return {
    story,
    beside: besides(file),
    // The same program, deployed for the first time, is nothing to show.
    before: ran === "program()" ? undefined : ran,
    program: dedented(bodyOf(program.value)),
  };
}

interface Declaration {
  readonly statement: ts.VariableStatement;
  readonly value: ts.Expression;
}

function declarationOf(file: ts.SourceFile, name: string): Declaration | undefined {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((each) => each.name.getText() === name);
    if (found?.initializer !== undefined) return { statement, value: found.initializer };
  }
  return undefined;
}

/** Constants and functions that the program uses. Imports are left out, as the README has them. */
function besides(file: ts.SourceFile): string[] {
  return file.statements
    .filter((statement) => !ts.isImportDeclaration(statement) && !isExported(statement))
    .map((statement) => statement.getFullText().trim());
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function docOf(statement: ts.Statement): string {
  const docs = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  return docs.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(" ");
}

function bodyOf(value: ts.Expression): string {
  if (!ts.isArrowFunction(value)) return value.getText();
  if (!ts.isBlock(value.body)) return value.body.getText();
  return value.body.getText().replace(/^\{/, "").replace(/\}$/, "");
}

function dedented(text: string): string {
  const lines = text
    .split("\n")
    .filter((line, index, all) => line.trim() !== "" || (index > 0 && index < all.length - 1));
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines
    .map((line) => line.slice(least))
    .join("\n")
    .trim();
}
