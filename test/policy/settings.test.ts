import { describe, expect, test } from "vitest";
import { definePolicy } from "../../policy/definition";
import { PROJECT } from "../../policy/model/types";
import { jsonSchemaOf } from "../../policy/parameters";
import { configurationProblems, parametersOf, settingsOf } from "../../policy/settings";

const policy = definePolicy({
  name: "pinecone-project-small",
  claim: "A project is small.",
  severity: "low",
  why: "It is.",
  remedy: "Make it so.",
  reference: "https://example.com",
  types: [PROJECT],
  judges: "planned",
  scope: "resource",
  parameters: {
    most: { type: "number", description: "How much.", default: 10, minimum: 1, maximum: 20 },
    least: { type: "number", description: "How little.", default: 1, minimum: 0 },
    unit: { type: "text", description: "Of what.", default: "pods" },
  },
  *judge() {
    yield "never.";
  },
});

describe("the settings of a policy", () => {
  test("have the defaults of all parameters", () => {
    expect(settingsOf(policy)).toEqual({
      level: "advisory",
      parameters: { exceptions: [], undecided: "advisory", most: 10, least: 1, unit: "pods" },
    });
  });

  test("take the level of its own entry, else that of `all`", () => {
    expect(settingsOf(policy, { all: "mandatory" }).level).toBe("mandatory");
    expect(settingsOf(policy, { all: { enforcementLevel: "disabled" } }).level).toBe("disabled");
    const own = { all: "disabled", [policy.name]: { enforcementLevel: "mandatory", most: 3 } };
    expect(settingsOf(policy, own)).toMatchObject({ level: "mandatory", parameters: { most: 3, least: 1 } });
    expect(settingsOf(policy, { all: "mandatory", [policy.name]: { most: 3 } }).level).toBe("mandatory");
  });
});

describe("a configuration", () => {
  const problems = (configuration: Record<string, unknown>) => configurationProblems([policy], configuration);

  test("of known policies, levels and parameters has no problem", () => {
    const entry = {
      enforcementLevel: "disabled",
      most: 20,
      exceptions: ["a*"],
      undecided: "mandatory",
      unit: "indexes",
    };
    expect(problems({ all: "mandatory", [policy.name]: entry })).toEqual([]);
    expect(problems({ all: { enforcementLevel: "advisory" }, [policy.name]: "mandatory" })).toEqual([]);
  });

  test("may name environments of Pulumi ESC, as the engine reads them from the same file", () => {
    expect(problems({ environments: ["team/prod"], all: "mandatory" })).toEqual([]);
    expect(problems({ environments: "team/prod" })).not.toEqual([]);
  });

  test("has all its problems told, each with the entry, the value and what is expected", () => {
    const wrong = {
      all: "strict",
      "pinecone-project-smal": "advisory",
      [policy.name]: {
        enforcementLevel: 7,
        most: 21,
        least: -1,
        exceptions: "a",
        undecided: "never",
        unit: 3,
        size: 1,
      },
    };
    expect(problems(wrong)).toEqual([
      '"all" has the level "strict"; expected one of advisory, mandatory, disabled.',
      '"pinecone-project-smal" is no policy of this pack. Correct the name, or take the entry out.',
      '"pinecone-project-small" has the level 7; expected one of advisory, mandatory, disabled.',
      '"pinecone-project-small": the parameter most is 21; expected a number from 1 to 20.',
      '"pinecone-project-small": the parameter least is -1; expected a number of at least 0.',
      '"pinecone-project-small": the parameter exceptions is "a"; expected a list of texts.',
      '"pinecone-project-small": the parameter undecided is "never"; expected one of advisory, mandatory.',
      '"pinecone-project-small": the parameter unit is 3; expected a text.',
      '"pinecone-project-small": the parameter size is no parameter of it.',
    ]);
  });

  test("has parameters of a policy under its name alone", () => {
    expect(problems({ all: { most: 3 } })).toEqual(['"all": the parameter most is no parameter of it.']);
  });
});

test("the engine gets every parameter as JSON schema", () => {
  const schemas = Object.entries(parametersOf(policy)).map(([name, parameter]) => [name, jsonSchemaOf(parameter)]);
  expect(Object.fromEntries(schemas)).toMatchObject({
    exceptions: { type: "array", items: { type: "string" }, default: [] },
    undecided: { type: "string", enum: ["advisory", "mandatory"], default: "advisory" },
    most: { type: "number", minimum: 1, maximum: 20, default: 10 },
    least: { type: "number", minimum: 0, default: 1 },
    unit: { type: "string", default: "pods" },
  });
});
