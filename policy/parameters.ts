/** A parameter of a policy: its JSON type, what it means, and what holds where it is not set. */
export type Parameter =
  | { readonly type: "texts"; readonly description: string; readonly default: readonly string[] }
  | { readonly type: "text"; readonly description: string; readonly default: string }
  | {
      readonly type: "choice";
      readonly description: string;
      readonly choices: readonly string[];
      readonly default: string;
    }
  | {
      readonly type: "number";
      readonly description: string;
      readonly default: number;
      readonly minimum: number;
      readonly maximum?: number;
    };

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The values of parameters. */
export type ValuesOf<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name]["type"] extends "texts"
    ? readonly string[]
    : P[Name]["type"] extends "number"
      ? number
      : string;
};

/** What every policy can be told besides its own parameters. */
export const COMMON_PARAMETERS = {
  exceptions: {
    type: "texts",
    description: "Names of resources in the program that the policy does not judge; `*` stands for any text.",
    default: [],
  },
  undecided: {
    type: "choice",
    description: "The level at which it is told that the policy can't decide, because a value is not known.",
    choices: ["advisory", "mandatory"],
    default: "advisory",
  },
} as const satisfies Parameters;

/** Which stacks count as production, where a policy asks for more. */
export const ENVIRONMENTS = {
  type: "texts",
  description: "Names of the stacks that it holds for; `*` stands for any text.",
  default: ["prod", "production", "prod-*", "*-prod"],
} as const satisfies Parameter;

/** A parameter as JSON schema, for the engine. */
export function jsonSchemaOf(parameter: Parameter): Readonly<Record<string, unknown>> {
  const { description } = parameter;
  switch (parameter.type) {
    case "texts":
      return { type: "array", items: { type: "string" }, description, default: [...parameter.default] };
    case "text":
      return { type: "string", description, default: parameter.default };
    case "choice":
      return { type: "string", enum: [...parameter.choices], description, default: parameter.default };
    case "number": {
      const { minimum, maximum } = parameter;
      return {
        type: "number",
        minimum,
        ...(maximum !== undefined && { maximum }),
        description,
        default: parameter.default,
      };
    }
  }
}

/** Why a value is none that the parameter takes; `undefined` where it is one. */
export function parameterProblem(parameter: Parameter, value: unknown): string | undefined {
  const got = JSON.stringify(value);
  switch (parameter.type) {
    case "texts":
      return Array.isArray(value) && value.every((each) => typeof each === "string")
        ? undefined
        : `is ${got}; expected a list of texts`;
    case "text":
      return typeof value === "string" ? undefined : `is ${got}; expected a text`;
    case "choice":
      return typeof value === "string" && parameter.choices.includes(value)
        ? undefined
        : `is ${got}; expected one of ${parameter.choices.join(", ")}`;
    case "number": {
      const { minimum, maximum = Infinity } = parameter;
      if (typeof value === "number" && value >= minimum && value <= maximum) return undefined;
      const range = maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
      return `is ${got}; expected a number ${range}`;
    }
  }
}

/** Parameters as set, with the defaults of those that are not. */
export function withDefaults<P extends Parameters>(parameters: P, set: Readonly<Record<string, unknown>>): ValuesOf<P> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, set[name] ?? parameter.default]),
  ) as ValuesOf<P>;
}
