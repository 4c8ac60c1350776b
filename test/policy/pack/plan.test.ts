import type { PolicyResource, PolicyResourceOptions } from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { expect, test } from "vitest";
import { planOfStack } from "../../../policy/pack/plan";
import { UNKNOWN } from "../../../policy/model/values";
import { compliant, planOf } from "../fixture";

const STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// The SDK declares it as internal.
const { unknownCheckingProxy } = proxy as unknown as {
  unknownCheckingProxy: (value: object) => Record<string, unknown>;
};

/** A resource as the SDK hands it to a policy: reading what is not known throws. */
function policyResource(
  urn: string,
  props: object,
  sources: Record<string, PolicyResource[]> = {},
  aliases: string[] = [],
): PolicyResource {
  const [type = "", name = ""] = urn.split("::").slice(2);
  const opts = { protect: name === "kept", aliases, ignoreChanges: [] } as unknown as PolicyResourceOptions;
  return {
    urn,
    type,
    name,
    opts,
    props: unknownCheckingProxy(props),
    dependencies: Object.values(sources).flat(),
    propertyDependencies: sources,
    isType: () => false,
    asType: () => undefined,
  };
}

test("a plan has all that the engine tells, and a mark for each value that is not known", () => {
  const role = policyResource("urn:pulumi:prod::claims::aws:iam/role:Role::role", { arn: STRING });
  const props = {
    name: "kept",
    tags: { a: STRING, b: "2" },
    list: [1, STRING, { deep: STRING, flat: true }],
    none: null,
  };
  const kept = policyResource("urn:pulumi:prod::claims::x:y:Z::kept", props, { name: [role] });

  const plan = planOfStack([role, kept], { known: true, resources: [] });

  expect(plan).toMatchObject({ project: "claims", stack: "prod", former: { known: true } });
  expect(plan.resources.map(({ name, protect, properties }) => ({ name, protect, properties }))).toEqual([
    { name: "role", protect: false, properties: { arn: UNKNOWN } },
    {
      name: "kept",
      protect: true,
      properties: {
        name: "kept",
        tags: { a: UNKNOWN, b: "2" },
        list: [1, UNKNOWN, { deep: UNKNOWN, flat: true }],
        none: null,
      },
    },
  ]);
  expect(plan.resources[1]).toMatchObject({ dependencies: [role.urn], propertyDependencies: { name: [role.urn] } });
});

test("a resource knows what it was, and that it is retained where the state says so", () => {
  const { former } = planOf(compliant);
  const [key, other] = ["search-key", "search"].map((name) => {
    const found = former.known ? former.resources.find((each) => each.name === name) : undefined;
    return policyResource(found?.urn ?? "", {});
  });
  const plan = planOfStack([key!, other!], former);
  expect(plan.resources.map(({ retainOnDelete, former: before }) => [before?.name, retainOnDelete])).toEqual([
    ["search-key", true],
    ["search", undefined],
  ]);
});

test("a resource that was renamed with an alias is the one that was there before", () => {
  const { former } = planOf(compliant);
  const before = former.known ? former.resources.find(({ name }) => name === "search") : undefined;
  const urn = before?.urn.replace(/search$/, "find") ?? "";
  const [renamed, other] = planOfStack(
    [policyResource(urn, {}, {}, [before?.urn ?? ""]), policyResource(`${urn}-2`, {})],
    former,
  ).resources;
  expect(renamed?.former).toBe(before);
  expect(other?.former).toBeUndefined();
});
