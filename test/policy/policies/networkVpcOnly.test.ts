import { describe, expect, test } from "vitest";
import { INDEX, NETWORK_ACCESS, STACK_REFERENCE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-network-vpc-only";
const open = never(compliant, "access");
const violated = (door: string, stack = "prod") => ({
  [policy]: [
    `search: it has ${door} and no NetworkAccess in the stack ${stack}; expected one with privateEndpointsOnly: true.`,
  ],
});

/** The fixture, with a project that nothing tells of. */
const vague = (fixture: Fixture, type: string, name: string, properties: object): Fixture => {
  const base = `urn:pulumi:prod::claims::${STACK_REFERENCE}::base`;
  return withMore(
    fixture,
    resource(type, name, { ...properties, projectId: UNKNOWN }, { from: { projectId: [base], regions: [base] } }),
  );
};

describe(policy, () => {
  test("is kept by a project with a switch", () => {
    expect(verdicts(compliant)).toEqual({});
  });

  test("is violated by a project with indexes or endpoints, and no switch", () => {
    expect(verdicts(open)).toEqual(violated("products"));
    expect(verdicts(never(open, "products"))).toEqual(violated("link-registration"));
  });

  test("is violated by a switch that is off", () => {
    expect(verdicts(changed(compliant, "access", { privateEndpointsOnly: false }))).toEqual({
      [policy]: ["access: privateEndpointsOnly is false in the stack prod; expected true."],
    });
  });

  test("is kept by a project whose indexes and endpoints are in other stacks", () => {
    expect(verdicts(never(open, "products", "link-registration", "link-guard"))).toEqual({});
  });

  test("holds in the stacks that are named", () => {
    expect(verdicts({ ...open, stack: "dev" })).toEqual({});
    expect(verdicts({ ...open, stack: "dev" }, { [policy]: { environments: ["de*"] } })).toEqual(
      violated("products", "dev"),
    );
    expect(verdicts({ ...open, stack: "eu-prod" })).toEqual(violated("products", "eu-prod"));
  });

  test("is undecided where the switch is not known", () => {
    const switched = changed(
      compliant,
      "access",
      { privateEndpointsOnly: UNKNOWN },
      {
        from: { privateEndpointsOnly: ["link-guard"], regions: ["link-guard"], projectId: ["search-binding"] },
      },
    );
    expect(verdicts(switched)[policy]).toEqual([
      "access: Undecided: privateEndpointsOnly of access is not known: it comes from link-guard and the preview does not tell it.",
    ]);
  });

  test("is undecided where it is not known whose switch, or whose index, there is", () => {
    const foreign = vague(open, NETWORK_ACCESS, "foreign", { privateEndpointsOnly: true, regions: ["us-east-1"] });
    expect(verdicts(foreign)[policy]).toEqual([
      "search: Undecided: whether foreign belongs to the project search is not known.",
    ]);
    const empty = never(open, "products", "link-registration", "link-guard");
    expect(verdicts(vague(empty, INDEX, "foreign", { name: "foreign", region: "us-east-1" }))[policy]).toEqual([
      "search: Undecided: whether foreign belongs to the project search is not known.",
    ]);
  });
});
