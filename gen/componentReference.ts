import ts from "typescript";
import { page, table } from "./markdown";
import { type GeneratedFile, paragraph } from "./package";

/** A member of an interface or a class, as its doc comment has it. */
interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly doc: string;
  /** Text of `@default`. */
  readonly byDefault: string | undefined;
}

/** The doc comments of the components' sources. Read as text: types of other packages are not looked up. */
export class ComponentSources {
  readonly #declarations = new Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration>();

  /** @param sources path → text of the files in components/ */
  constructor(sources: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(sources)) {
      for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true).statements) {
        if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
          this.#declarations.set(statement.name.text, statement);
        } else if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
          this.#declarations.set(statement.name.text, statement);
        }
      }
    }
  }

  /** The names of the components, sorted. */
  get components(): string[] {
    return [...this.#declarations]
      .filter(([, declaration]) => ts.isClassDeclaration(declaration) && isComponent(declaration))
      .map(([name]) => name)
      .sort();
  }

  /** `docs/reference/<Component>.md`. */
  page(component: string): GeneratedFile {
    const groups = this.#groupsOf(`${component}Args`);
    const sections = [
      `# ${component}`,
      this.docOf(component),
      "## Arguments",
      ...groups.flatMap(({ title, members }) => [
        ...(groups.length > 1 ? [`### ${title}`] : []),
        argumentTable(members),
      ]),
      ...this.#alternatives(groups.flatMap(({ members }) => members)),
      "## Outputs",
      table(
        ["Output", "Type", "Meaning"],
        this.#membersOf(component).map(({ name, type, doc }) => [`\`${name}\``, `\`${type}\``, doc]),
      ),
    ];
    return { path: `docs/reference/${component}.md`, text: page(sections) };
  }

  /** The types of arguments that are one of several objects: a section each. */
  #alternatives(members: readonly Member[]): string[] {
    return [...new Set(members.map(({ type }) => type))].flatMap((name) => {
      const declaration = this.#declarations.get(name);
      if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return [];
      const objects = ts.isUnionTypeNode(declaration.type) ? declaration.type.types.filter(ts.isTypeLiteralNode) : [];
      const tables = objects.map((object) => argumentTable(object.members.flatMap(memberOf)));
      return [`### ${name}`, this.docOf(name), tables.join("\n\nor\n\n")];
    });
  }

  /** What a declaration's doc comment says. */
  docOf(name: string): string {
    const declaration = this.#declarations.get(name);
    return declaration === undefined ? "" : docText(declaration);
  }

  /** The members of an interface with those it inherits, or of each type that an alias combines. */
  #groupsOf(name: string): { title: string; members: Member[] }[] {
    const declaration = this.#declarations.get(name);
    if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) {
      return [{ title: this.docOf(name).split(".")[0] ?? name, members: this.#membersOf(name) }];
    }
    return namesIn(declaration.type).flatMap((part) => this.#groupsOf(part));
  }

  #membersOf(name: string): Member[] {
    const declaration = this.#declarations.get(name);
    if (declaration === undefined || ts.isTypeAliasDeclaration(declaration)) return [];
    const inherited = (declaration.heritageClauses ?? [])
      .flatMap(({ types }) => types)
      .flatMap(({ expression }) => this.#membersOf(expression.getText()));
    const own = [...declaration.members].flatMap(memberOf);
    return [...own, ...inherited];
  }
}

function isComponent({ heritageClauses = [] }: { heritageClauses?: readonly ts.HeritageClause[] }): boolean {
  return heritageClauses.some(({ types }) => types.some((type) => type.getText() === "pulumi.ComponentResource"));
}

/** The types that unions and intersections combine, in their order. */
function namesIn(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(namesIn);
  if (ts.isParenthesizedTypeNode(type)) return namesIn(type.type);
  return [type.getText()];
}

function memberOf(member: ts.TypeElement | ts.ClassElement): Member[] {
  if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return [];
  const doc = docText(member);
  // Without a doc comment: an option of the other alternative, which can't be given here.
  if (member.type === undefined || doc === "" || isStatic(member)) return [];
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
  return [
    {
      name: member.name.getText(),
      optional: member.questionToken !== undefined,
      type: typeText(member.type),
      doc,
      byDefault: tag === undefined ? undefined : commentText(tag.comment).replace(/^- /, ""),
    },
  ];
}

function isStatic(member: ts.PropertySignature | ts.PropertyDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

/** A type as its value: without Pulumi's `Input` and `Output`, and without `undefined`. */
function typeText(type: ts.TypeNode): string {
  if (ts.isTypeReferenceNode(type) && /^pulumi\.(Input|Output)$/.test(type.typeName.getText())) {
    return (type.typeArguments ?? []).map(typeText).join(", ");
  }
  if (ts.isUnionTypeNode(type)) {
    return type.types
      .map(typeText)
      .filter((text) => text !== "undefined")
      .join(" | ");
  }
  if (ts.isArrayTypeNode(type)) return `${typeText(type.elementType)}[]`;
  if (ts.isTypeReferenceNode(type) && type.typeName.getText() === "Record") {
    return `Record<${(type.typeArguments ?? []).map(typeText).join(", ")}>`;
  }
  return type.getText();
}

function docText(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .flatMap((doc) => (ts.isJSDoc(doc) && !doc.getText().includes("@internal") ? [commentText(doc.comment)] : []))
    .join("\n\n");
}

function commentText(comment: Parameters<typeof ts.getTextOfJSDocComment>[0]): string {
  const text = ts.getTextOfJSDocComment(comment) ?? "";
  return text.replaceAll(/\{@link ([^}]+)\}/g, (_link, name: string) => `\`${name.trim()}\``);
}

function argumentTable(members: readonly Member[]): string {
  const rows = members.map(({ name, optional, type, doc, byDefault }) => [
    `\`${name}\`${optional ? " (optional)" : ""}`,
    // The options of a part are on the page of the component that makes it.
    type.endsWith("Options") ? `[${type}](${type.replace("Options", "")}.md)` : `\`${type}\``,
    paragraph(doc, byDefault === undefined ? "" : `Default: ${byDefault}.`),
  ]);
  return table(["Argument", "Type", "Meaning"], rows);
}
