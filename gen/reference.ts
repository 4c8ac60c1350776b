import type { ConfigurationShape, FunctionShape, OnChange, ResourceShape } from "../provider/resources/definition";
import type { ComponentSources } from "./componentReference";
import { page, table } from "./markdown";
import { type Property, propertiesOf, type Type } from "./model";
import { defaultText, type GeneratedFile, inputsOf, PACKAGE, type PackageShapes, paragraph, token } from "./package";

/** `docs/reference/<Resource>.md`. */
export function resourceReference(shape: ResourceShape): GeneratedFile {
  const inputs = inputsOf(shape);
  const outputs = propertiesOf(shape.name, shape.outputs, "output");
  const sections = [
    `# ${shape.name}`,
    shape.description,
    `Token: \`${token(shape.name)}\``,
    "## Inputs",
    table(
      ["Input", "Type", "Meaning"],
      inputs.map((property) => [
        nameCell(property),
        typeCell(property.type),
        paragraph(property.description, defaultText(shape.inputs[property.name]?.default)),
      ]),
    ),
    "## Outputs",
    "All inputs are outputs too.",
    table(
      ["Output", "Type", "Meaning"],
      outputs.map((property) => [nameCell(property), typeCell(property.type), property.description]),
    ),
    "## Changes",
    "What happens when an input of an existing resource changes. A forbidden change is refused in preview, before anything moves.",
    changesTable(shape),
    "## Import",
    shape.importId.description,
    `\`\`\`sh\npulumi import ${token(shape.name)} example ${shape.importId.example}\n\`\`\``,
    ...requestsSection(shape),
  ];
  return { path: `docs/reference/${shape.name}.md`, text: page(sections) };
}

function changesTable(shape: ResourceShape): string {
  // Inputs of which the same is to be said share a row.
  const inputs = new Map<string, string[]>();
  for (const [name, { onChange }] of Object.entries(shape.inputs)) {
    const cells = JSON.stringify(changeCells(onChange));
    inputs.set(cells, [...(inputs.get(cells) ?? []), `\`${name}\``]);
  }
  const rows = [...inputs].map(([cells, names]) => [names.join(", "), ...(JSON.parse(cells) as string[])]);
  return table(["Input", "On change", "Rule", "Remedy"], rows);
}

function changeCells(onChange: OnChange): string[] {
  switch (onChange.kind) {
    case "replace":
      return ["replace", "", ""];
    case "forbidden":
      return ["forbidden", onChange.rule, onChange.remedy];
    case "update": {
      const { except } = onChange;
      if (except === undefined) return ["update", "", ""];
      return [`update; \`${except.from}\` to \`${except.to}\` is forbidden`, except.rule, except.remedy];
    }
  }
}

function requestsSection(shape: ResourceShape): string[] {
  if (shape.requests === undefined) return [];
  const rows = Object.entries(shape.requests).map(([operation, requests]) => [operation, requests]);
  return [
    "## Requests",
    "What is sent to Pinecone. A preview that needs nothing sends nothing.",
    table(["Operation", "Requests"], rows),
  ];
}

/** `docs/reference/<function>.md`. */
export function functionReference(shape: FunctionShape): GeneratedFile {
  const inputs = propertiesOf(shape.name, shape.inputs, "input");
  const outputs = propertiesOf(`${shape.name}Result`, shape.outputs, "output");
  const sections = [
    `# ${shape.name}`,
    shape.description,
    `Token: \`${token(shape.name)}\``,
    "## Arguments",
    table(
      ["Argument", "Type", "Meaning"],
      inputs.map((property) => [
        nameCell(property),
        typeCell(property.type),
        paragraph(property.description, defaultText(shape.inputs[property.name]?.default)),
      ]),
    ),
    "## Result",
    table(
      ["Field", "Type", "Meaning"],
      outputs.map((property) => [nameCell(property), typeCell(property.type), property.description]),
    ),
  ];
  return { path: `docs/reference/${shape.name}.md`, text: page(sections) };
}

/** `docs/reference/configuration.md`. */
export function configurationReference(configuration: ConfigurationShape): GeneratedFile {
  const properties = propertiesOf("Provider", configuration.fields, "input");
  const rows = properties.map((property) => {
    const field = configuration.fields[property.name];
    const variables = (field?.environment ?? []).map((name) => `\`${name}\``).join(", ");
    const meaning = paragraph(property.description, defaultText(field?.default));
    return [nameCell(property), typeCell(property.type), variables, meaning];
  });
  const sections = [
    "# Configuration",
    `Set in the stack's configuration (\`pulumi config set ${PACKAGE}:<key> <value>\`, with \`--secret\` for secrets) or as arguments of \`Provider\`. What is read from the environment never enters the stack.`,
    table(["Key", "Type", "Environment", "Meaning"], rows),
  ];
  return { path: "docs/reference/configuration.md", text: page(sections) };
}

function nameCell({ name, required, secret }: Property): string {
  const marks = [required ? "" : "optional", secret ? "secret" : ""].filter((mark) => mark !== "");
  return marks.length === 0 ? `\`${name}\`` : `\`${name}\` (${marks.join(", ")})`;
}

function typeCell(type: Type): string {
  switch (type.kind) {
    case "any":
      return "any";
    case "enum":
      return type.values.map((value) => `\`"${value}"\``).join(" or ");
    case "array":
      return `list of ${typeCell(type.items)}`;
    case "map":
      return `map of ${typeCell(type.values)}`;
    case "object":
      return `object: ${type.properties.map((property) => `\`${property.name}\``).join(", ")}`;
    default:
      return type.kind;
  }
}

/** `docs/reference/README.md`: all pages, each with the first sentence of what it is about. */
export function indexPage({ resources, functions }: PackageShapes, components: ComponentSources): GeneratedFile {
  const list = (entries: readonly (readonly [name: string, description: string])[]): string =>
    table(
      ["Page", "What it is"],
      entries.map(([name, description]) => [`[${name}](${name}.md)`, firstSentence(description)]),
    );
  const described = ({ name, description }: { name: string; description: string }) => [name, description] as const;
  const sections = [
    "# Reference",
    "## Components",
    list(components.components.map((name) => [name, components.docOf(name)])),
    "## Resources",
    list(resources.map(described)),
    "## Functions",
    list(functions.map(described)),
    "## Policies",
    "[policies](policies.md): what the policy pack judges in a pull request.",
    "## Configuration",
    "[configuration](configuration.md): how Pinecone is reached, and which of the two bindings is used.",
  ];
  return { path: "docs/reference/README.md", text: page(sections) };
}

/** Without what comes after a colon, which is too long for a list. */
function firstSentence(text: string): string {
  return /^[^]*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}
