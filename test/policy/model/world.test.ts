import { describe, expect, test } from "vitest";
import { API_KEY, CMEK_BINDING, KEY, PROJECT, ROLE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { World } from "../../../policy/model/world";
import { changed, compliant, type Fixture, KEY_ARN, planOf, PROJECT_ID, resource, withMore } from "../fixture";

function worldOf(fixture: Fixture) {
  const world = new World(planOf(fixture));
  const find = (name: string) => {
    const found = world.plan.resources.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  return { world, find };
}

describe("the sources of a property", () => {
  test("are the resources that the program takes it from", () => {
    const unknown = changed(compliant, "search-binding", { keyArn: UNKNOWN });
    const { world, find } = worldOf(unknown);
    expect(world.sources(find("search-binding"), "keyArn", [KEY])).toEqual([find("search-key")]);
    expect(world.sources(find("search-binding"), "keyArn", [ROLE])).toEqual([]);
  });

  test("are found by way of resources that only hand it on", () => {
    const unknown = changed(compliant, "search-api-key-query", { projectId: UNKNOWN });
    const { world, find } = worldOf(unknown);
    expect(world.sources(find("search-api-key-query"), "projectId", [PROJECT])).toEqual([find("search")]);
  });

  test("are not sought behind resources that make something else of it", () => {
    const more = withMore(
      compliant,
      resource(API_KEY, "odd", { projectId: UNKNOWN }, { from: { projectId: ["link-record"] } }),
    );
    const { world, find } = worldOf(more);
    expect(world.sources(find("odd"), "projectId", [PROJECT])).toEqual([]);
  });

  test("are found by a known value where the program has it as a text", () => {
    const literal = withMore(compliant, resource(CMEK_BINDING, "literal", { keyArn: KEY_ARN, projectId: PROJECT_ID }));
    const { world, find } = worldOf(literal);
    expect(world.sources(find("literal"), "keyArn", [KEY])).toEqual([find("search-key")]);
    // The ID of one of our resources is none of its properties: the state from before has it.
    expect(world.sources(find("literal"), "projectId", [PROJECT])).toEqual([find("search")]);
  });

  test("are none for a value of nobody in the plan", () => {
    const other = withMore(compliant, resource(CMEK_BINDING, "other", { keyArn: `${KEY_ARN}0`, projectId: UNKNOWN }));
    const { world, find } = worldOf(other);
    expect(world.sources(find("other"), "keyArn", [KEY])).toEqual([]);
    expect(world.sources(find("other"), "projectId", [PROJECT])).toEqual([]);
  });

  test("are found in a list too", () => {
    const { world, find } = worldOf(compliant);
    const groups = ["aws:ec2/securityGroup:SecurityGroup"];
    const literal = { ...find("link-endpoint"), propertyDependencies: {} };
    expect(world.sources(literal, "securityGroupIds", groups)).toEqual([find("link-security-group")]);
  });

  test("end where resources refer to each other in a circle", () => {
    const circle = withMore(
      compliant,
      resource(API_KEY, "one", {}, { from: { projectId: ["two"] } }),
      resource(API_KEY, "two", {}, { from: { projectId: ["one"] } }),
    );
    const { world, find } = worldOf(circle);
    expect(world.sources(find("one"), "projectId", [PROJECT])).toEqual([]);
  });
});

test("the users of a resource are those that have it as a source", () => {
  const { world, find } = worldOf(compliant);
  expect(world.users(find("search-key"), CMEK_BINDING, "keyArn")).toEqual([find("search-binding")]);
  expect(world.users(find("search-role"), CMEK_BINDING, "keyArn")).toEqual([]);
});
