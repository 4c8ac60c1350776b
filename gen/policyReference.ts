import type { Policy } from "../policy/definition";
import { COMMON_PARAMETERS, type Parameter, type Parameters } from "../policy/parameters";
import type { FailingProgram } from "./failingProgram";
import { page, table } from "./markdown";
import type { GeneratedFile } from "./package";

/** A policy, and the program that shows how it is violated. */
export interface ShownPolicy {
  readonly policy: Policy;
  readonly failing: FailingProgram | undefined;
}

/** The name that a policy's files have: `pinecone-key-rotation` is in `keyRotation.ts`. */
export function policyFileName({ name }: Pick<Policy, "name">): string {
  return name.replace(/^pinecone-/, "").replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

/** `docs/reference/policies.md`: all policies, the worst first in the list, by name on the page. */
export function policyReference(shown: readonly ShownPolicy[]): GeneratedFile {
  const sections = [
    "# Policies",
    `The policy pack \`pinecone-security\`: ${shown.length} policies on CMEK and PrivateLink for Pinecone. They judge this package's resources and plain \`@pulumi/aws\` ones alike. [How to use and adopt them](../policies.md).`,
    table(
      ["Policy", "Severity", "What holds"],
      [...shown].sort(byGravity).map(({ policy }) => rowOf(policy)),
    ),
    "## Configuration of every policy",
    "A policy that nothing is set for is `advisory`: what is wrong is told, and stops nobody. In the pack's configuration file each policy has a level (`advisory`, `mandatory` or `disabled`), or an object with `enforcementLevel` and its parameters; `all` sets the level of those that have none. Every policy takes:",
    parameterTable(COMMON_PARAMETERS),
    ...shown.flatMap(sectionsOf),
  ];
  return { path: "docs/reference/policies.md", text: page(sections) };
}

const SEVERITIES = ["critical", "high", "medium", "low"] as const;

function byGravity(one: ShownPolicy, other: ShownPolicy): number {
  const [a, b] = [one.policy, other.policy];
  const graver = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return graver === 0 ? a.name.localeCompare(b.name) : graver;
}

function rowOf({ name, severity, claim }: Policy): string[] {
  return [`[${name}](#${name})`, severity, claim];
}

function sectionsOf({ policy, failing }: ShownPolicy): string[] {
  const { name, claim, severity, why, remedy, reference, parameters } = policy;
  return [
    `## ${name}`,
    claim,
    `Severity: **${severity}**. Judged ${whenOf(policy)}.`,
    `**Why.** ${why}`,
    `**Remedy.** ${remedy}`,
    `**Reference.** <${reference}>`,
    ...(Object.keys(parameters).length === 0 ? [] : [parameterTable(parameters)]),
    ...(failing === undefined ? [] : exampleOf(failing)),
  ];
}

function whenOf({ scope, judges }: Policy): string {
  if (judges === "former") return "on the resources that the deployment deletes, when the program has run";
  return scope === "resource" ? "before the resource is made" : "when the program has run";
}

function exampleOf({ story, beside, before, program }: FailingProgram): string[] {
  const code = (...texts: readonly string[]): string => `\`\`\`ts\n${texts.join("\n\n")}\n\`\`\``;
  const told = `**An example that fails.** ${story}`;
  if (before === undefined) return [told, code(...beside, program)];
  return [told, "What was deployed:", code(...beside, before), "What is to be deployed now:", code(program)];
}

function parameterTable(parameters: Parameters): string {
  const rows = Object.entries(parameters).map(([name, parameter]) => [
    `\`${name}\``,
    typeText(parameter),
    parameter.description,
    `\`${JSON.stringify(parameter.default)}\``,
  ]);
  return table(["Parameter", "Type", "Meaning", "Default"], rows);
}

function typeText(parameter: Parameter): string {
  switch (parameter.type) {
    case "texts":
      return "list of texts";
    case "text":
      return "text";
    case "choice":
      return parameter.choices.map((choice) => `\`"${choice}"\``).join(" or ");
    case "number": {
      const { minimum, maximum } = parameter;
      return maximum === undefined ? `number, at least ${minimum}` : `number, ${minimum} to ${maximum}`;
    }
  }
}
