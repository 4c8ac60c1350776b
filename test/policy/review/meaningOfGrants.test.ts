/** What the review says of what lets somebody in beside a policy or a group: grants, attachments, associations, prefix lists. */
import { describe, expect, test } from "vitest";
import * as types from "../../../policy/model/types";
import { UNKNOWN, type Properties } from "../../../policy/model/values";
import { changed, compliant, KEY_ARN, resource, ROLE_ARN, without, withMore, type FixtureResource } from "../fixture";
import { addition } from "./changes";
import { meaningsIn, reviewed } from "./fixture";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const READER = "arn:aws:iam::999999999999:role/reader";

/** What it means that a resource of the stack gets other properties, and that it goes. */
function changeOf(added: FixtureResource, properties: Properties): string[] {
  const before = { stack: "prod", resources: withMore(compliant, added).resources };
  return meaningsIn(reviewed(changed(before, added.name, properties)), added.name);
}

function removalOf(added: FixtureResource): string[] {
  const before = { stack: "prod", resources: withMore(compliant, added).resources };
  return meaningsIn(reviewed(without(before, added.name)), added.name);
}

describe("a grant of a key", () => {
  const properties = { keyId: KEY_ARN, granteePrincipal: READER, operations: ["Decrypt", "DescribeKey"] };
  const grant = resource(types.KEY_GRANT, "granted", properties);

  test("tells whom it lets in, to what, and that it goes", () => {
    expect(addition(types.KEY_GRANT, properties)).toEqual([
      `opens: ${READER} may do with the key search-key, whatever its policy says: Decrypt and DescribeKey.`,
    ]);
    expect(changeOf(grant, { operations: ["Decrypt"], granteePrincipal: ROLE_ARN })).toEqual([
      "opens: search-role may do with the key search-key, whatever its policy says: Decrypt.",
    ]);
    expect(removalOf(grant)).toEqual([
      `closes: ${READER} may no longer do with the key search-key, by a grant: Decrypt and DescribeKey.`,
    ]);
  });

  test("with another name means nothing", () => {
    expect(changeOf(grant, { name: "other" })).toEqual(["plain: No change to security."]);
  });
});

test("an attachment that lists roles tells which have the policy", () => {
  const properties = { roles: ["search-role"], policyArn: ADMIN };
  expect(addition(types.POLICY_ATTACHMENT, properties)).toEqual([
    `opens: With the permissions of ${ADMIN}: search-role.`,
  ]);
  expect(removalOf(resource(types.POLICY_ATTACHMENT, "all", properties))).toEqual([
    `closes: No longer with the permissions of ${ADMIN}: search-role.`,
  ]);
});

test("a managed policy tells what it permits, before and after", () => {
  const permits = (Action: string) => JSON.stringify({ Statement: { Effect: "Allow", Action, Resource: "*" } });
  const policy = resource(types.MANAGED_POLICY, "managed", { policy: permits("kms:Decrypt") });
  expect(addition(types.MANAGED_POLICY, policy.properties)).toEqual([
    "plain: Whoever it is attached to may: kms:Decrypt on *.",
  ]);
  expect(changeOf(policy, { policy: permits("kms:*") })).toEqual([
    "opens: Whoever it is attached to may: kms:* on *. Before: kms:Decrypt on *.",
  ]);
  expect(changeOf(policy, { policy: UNKNOWN })).toEqual([
    "plain: What it permits is not known yet: the preview does not tell it.",
  ]);
  expect(removalOf(policy)).toEqual(["closes: Whoever had it no longer may: kms:Decrypt on *."]);
});

test("a group that is put on an endpoint tells which, and that it is taken off", () => {
  const properties = { vpcEndpointId: "vpce-0a1b2c3d4e5f67890", securityGroupId: "sg-1" };
  expect(addition(types.SECURITY_GROUP_ASSOCIATION, properties)).toEqual([
    "opens: The VPC endpoint link-endpoint is reached by whom the security group link-security-group lets in.",
  ]);
  expect(removalOf(resource(types.SECURITY_GROUP_ASSOCIATION, "put", properties))).toEqual([
    "closes: The security group link-security-group is taken off the VPC endpoint link-endpoint.",
  ]);
});

test("a VPC's default group tells whom it lets in", () => {
  const ingress = [{ cidrBlocks: ["0.0.0.0/0"], fromPort: 443, toPort: 443, protocol: "tcp" }];
  expect(addition(types.DEFAULT_SECURITY_GROUP, { vpcId: "vpc-1", ingress })).toEqual([
    "opens: Lets in the whole internet (0.0.0.0/0) on port 443.",
  ]);
});

describe("a prefix list", () => {
  const entries = (...cidrs: readonly string[]) => ({ entries: cidrs.map((cidr) => ({ cidr })) });
  const list = resource(types.PREFIX_LIST, "clients", { id: "pl-1", ...entries("10.0.0.0/16", "10.1.0.0/16") });

  test("tells which ranges come and go", () => {
    expect(addition(types.PREFIX_LIST, entries("0.0.0.0/0"))).toEqual([
      "opens: Rules that name it let in the whole internet (0.0.0.0/0).",
    ]);
    expect(addition(types.PREFIX_LIST, {})).toEqual(["plain: A prefix list without entries of its own."]);
    expect(changeOf(list, entries("10.0.0.0/16", "10.2.0.0/16"))).toEqual([
      "opens: Rules that name it let in 10.2.0.0/16.",
      "closes: Rules that name it no longer let in 10.1.0.0/16.",
    ]);
    expect(changeOf(list, { entries: UNKNOWN })).toEqual(["plain: Which ranges it has is not known yet."]);
    expect(removalOf(list)).toEqual(["closes: The prefix list goes: rules that name it let in nobody by it."]);
  });

  test("that has its entries as resources is named by them", () => {
    const entry = resource(types.PREFIX_LIST_ENTRY, "one", { prefixListId: "pl-9", cidr: "10.0.0.0/16" });
    expect(addition(types.PREFIX_LIST_ENTRY, entry.properties)).toEqual([
      "opens: Rules that name the prefix list pl-9 let in 10.0.0.0/16.",
    ]);
    expect(changeOf(entry, { cidr: "::/0" })).toEqual([
      "opens: Rules that name the prefix list pl-9 let in the whole internet (::/0).",
    ]);
    expect(removalOf(entry)).toEqual(["closes: Rules that name the prefix list pl-9 no longer let in 10.0.0.0/16."]);
  });
});
