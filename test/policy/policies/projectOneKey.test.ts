import { describe, expect, test } from "vitest";
import { CMEK_BINDING, PROJECT, STACK_REFERENCE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import {
  compliant,
  type Fixture,
  type FixtureOptions,
  never,
  PROJECT_ID,
  resource,
  verdicts,
  withMore,
} from "../fixture";

const policy = "pinecone-project-one-key";

/** The fixture with a second binding. */
function second(projectId: unknown, options: FixtureOptions = {}, fixture: Fixture = compliant): Fixture {
  const properties = { ...compliant.resources.find(({ name }) => name === "search-binding")?.properties };
  const from = { roleArn: ["search-role"], keyArn: ["search-key"], externalId: ["search-role-external-id"] };
  return withMore(
    fixture,
    resource(
      CMEK_BINDING,
      "second-binding",
      { ...properties, projectId },
      { protect: true, ...options, from: { ...from, ...options.from } },
    ),
  );
}

const violated = (project: string) => ({
  [policy]: [`second-binding: it binds a key to ${project}, which has search-binding already; expected one binding.`],
});

describe(policy, () => {
  test("is kept by one binding", () => {
    expect(verdicts(compliant)).toEqual({});
  });

  test("is violated by two bindings that are given the same project", () => {
    expect(verdicts(second(PROJECT_ID, { from: { projectId: ["search"] } }))).toEqual(violated("the project search"));
  });

  test("is violated by one that is given the project's ID as text", () => {
    expect(verdicts(second(PROJECT_ID))).toEqual(violated("the project search"));
  });

  test("is violated by two for one ID where the project is not of the program", () => {
    expect(verdicts(second(PROJECT_ID, {}, never(compliant, "search")))).toEqual(violated(`the project ${PROJECT_ID}`));
  });

  test("is violated by two for a project that is not made yet, also by way of the other binding", () => {
    const unmade = (source: string): Fixture => {
      const fixture = second(UNKNOWN, { from: { projectId: [source] } });
      const resources = fixture.resources.map((each) =>
        "projectId" in each.properties ? { ...each, properties: { ...each.properties, projectId: UNKNOWN } } : each,
      );
      return { ...fixture, resources };
    };
    expect(verdicts(unmade("search"))[policy]).toEqual(violated("the project search")[policy]);
    expect(verdicts(unmade("search-binding"))[policy]).toEqual(violated("the project search")[policy]);
  });

  test("is violated by two whose project comes from the same resource, though nobody knows which it is", () => {
    const unknown = { from: { projectId: ["parameter"] } };
    const [first] = compliant.resources.filter(({ name }) => name === "search-binding");
    const alone = second(UNKNOWN, unknown, { stack: "prod", resources: [] });
    const both = withMore(alone, { ...first!, properties: { ...first!.properties, projectId: UNKNOWN }, ...unknown });
    expect(verdicts(both)).toEqual({
      [policy]: [
        "second-binding: it binds a key to its project, which has search-binding already; expected one binding.",
      ],
    });
  });

  test("is kept by bindings of two projects", () => {
    const other = resource(
      PROJECT,
      "other",
      { name: "other", forceEncryptionWithCmek: true, maxPods: 0 },
      { id: "0d5b2c1e-8f3a-4c6d-9b7e-1a2b3c4d5e6f", protect: true },
    );
    const two = second(UNKNOWN, { from: { projectId: ["other"] } });
    expect(verdicts(withMore(two, other))).toEqual({});
  });

  test("is undecided where the project of one is not known: another stack may tell of several", () => {
    const other = `urn:pulumi:prod::claims::${STACK_REFERENCE}::base`;
    expect(verdicts(second(UNKNOWN, { from: { projectId: [other] } }))[policy]).toEqual([
      "second-binding: Undecided: whether second-binding and search-binding are for the same project is not known.",
    ]);
  });

  test("is undecided where a project may be that of an ID, since the state of before is not known", () => {
    const blind: Fixture = {
      ...second(PROJECT_ID),
      former: { why: "`pulumi stack export` can't be read" },
    };
    const resources = blind.resources.map((each) =>
      each.name === "search-binding" ? { ...each, properties: { ...each.properties, projectId: UNKNOWN } } : each,
    );
    const rest = resources.filter(({ name }) => name.endsWith("binding") || name === "search");
    expect(verdicts({ ...blind, resources: rest })[policy]).toEqual([
      "second-binding: Undecided: whether second-binding and search-binding are for the same project is not known.",
    ]);
  });
});
