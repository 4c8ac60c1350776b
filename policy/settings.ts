import { DEFAULT_LEVEL, type Policy, type PolicySettings } from "./definition";
import { COMMON_PARAMETERS, type Parameters, parameterProblem, withDefaults } from "./parameters";

/** Configuration of the pack as in its file: policy, or `all`, → a level, or an object of level and parameters. */
export type PackConfiguration = Readonly<Record<string, unknown>>;

const LEVELS = ["advisory", "mandatory", "disabled"] as const;

/** All parameters that a policy takes. */
export function parametersOf({ parameters }: Pick<Policy, "parameters">): Parameters {
  return { ...COMMON_PARAMETERS, ...parameters };
}

/** What is wrong with a configuration: a sentence each, naming the entry. */
export function configurationProblems(policies: readonly Policy[], configuration: PackConfiguration): string[] {
  return Object.entries(configuration).flatMap(([name, entry]) => {
    // The engine's own: environments of Pulumi ESC, in the same file.
    if (name === "environments" && Array.isArray(entry)) return [];
    const policy = policies.find((each) => each.name === name);
    if (policy === undefined && name !== "all") {
      return [`"${name}" is no policy of this pack. Correct the name, or take the entry out.`];
    }
    return entryProblems(name, policy, entry);
  });
}

function entryProblems(name: string, policy: Policy | undefined, entry: unknown): string[] {
  const { enforcementLevel, ...set } = asObject(entry);
  const level = enforcementLevel === undefined || LEVELS.some((each) => each === enforcementLevel);
  const problems = level
    ? []
    : [`"${name}" has the level ${JSON.stringify(enforcementLevel)}; expected one of ${LEVELS.join(", ")}.`];
  const parameters = policy === undefined ? {} : parametersOf(policy);
  for (const [key, value] of Object.entries(set)) {
    const parameter = parameters[key];
    const problem = parameter === undefined ? "is no parameter of it" : parameterProblem(parameter, value);
    if (problem !== undefined) problems.push(`"${name}": the parameter ${key} ${problem}.`);
  }
  return problems;
}

/** What a policy is set to: by its own entry, else by `all`, else the defaults. The engine reads the file the same way. */
export function settingsOf(policy: Policy, configuration: PackConfiguration = {}): PolicySettings {
  const { enforcementLevel, ...set } = asObject(configuration[policy.name]);
  const level = enforcementLevel ?? asObject(configuration["all"]).enforcementLevel ?? DEFAULT_LEVEL;
  return {
    level: LEVELS.find((each) => each === level) ?? DEFAULT_LEVEL,
    parameters: withDefaults(parametersOf(policy), set) as PolicySettings["parameters"],
  };
}

/** An entry that is a text is a level. */
function asObject(entry: unknown): { readonly enforcementLevel?: unknown } & Readonly<Record<string, unknown>> {
  if (typeof entry === "string") return { enforcementLevel: entry };
  return typeof entry === "object" && entry !== null ? (entry as Record<string, unknown>) : {};
}
