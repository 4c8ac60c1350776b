import { beforeAll, describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../provider/rpc";
import { MOTO_START_MS, useCloud } from "../cloud";
import { ACCOUNT, configuredPlugin, Driven, newContext, REGION } from "../support";
import { changesAfterImport, driven, newNetwork } from "./support";

const HTTPS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

const cloud = useCloud();
const ingress = () => driven.ingress(cloud.plugin);
const egress = () => driven.egress(cloud.plugin);
const ruleOf = async (id: string) =>
  (await cloud.ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [id] })).SecurityGroupRules?.[0];

let vpcId = "";
let made = 0;
const newGroup = async (): Promise<string> =>
  (await driven.group(cloud.plugin, `group-${(made += 1)}`).create({ vpcId })).id;
beforeAll(async () => {
  ({ vpcId } = await newNetwork(cloud.ec2));
}, MOTO_START_MS);

describe("a rule that lets traffic into a security group", () => {
  test("is made with what was asked for", async () => {
    const securityGroupId = await newGroup();
    const description = "clients";
    const program = { securityGroupId, ...HTTPS, cidrIpv4: "10.0.0.0/16", description, tags: { a: "b" } };
    const rule = await ingress().create(program);
    expect(await ruleOf(rule.id)).toMatchObject({
      GroupId: securityGroupId,
      IsEgress: false,
      IpProtocol: "tcp",
      FromPort: 443,
      ToPort: 443,
      CidrIpv4: "10.0.0.0/16",
      Description: "clients",
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(rule.outputs).toEqual({
      ...program,
      arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group-rule/${rule.id}`,
      securityGroupRuleId: rule.id,
      region: REGION,
      tagsAll: { a: "b" },
    });
    expect(await changesAfterImport(ingress(), rule.id, program)).toEqual([]);
  });

  test("from another group keeps its description, which moto forgets at first", async () => {
    const [securityGroupId, referencedSecurityGroupId] = [await newGroup(), await newGroup()];
    const program = { securityGroupId, ...HTTPS, referencedSecurityGroupId, description: "from the other" };
    const rule = await ingress().create(program);
    expect(await ruleOf(rule.id)).toMatchObject({
      ReferencedGroupInfo: { GroupId: referencedSecurityGroupId },
      Description: "from the other",
    });
    expect(await changesAfterImport(ingress(), rule.id, program)).toEqual([]);
  });

  test("for every protocol has no ports, and is the same after an import", async () => {
    const program = { securityGroupId: await newGroup(), ipProtocol: "-1", cidrIpv6: "2001:db8::/32" };
    const rule = await ingress().create(program);
    expect(rule.outputs).not.toHaveProperty("fromPort");
    expect(await changesAfterImport(ingress(), rule.id, program)).toEqual([]);
  });

  test("changes ports, block and description in place", async () => {
    const securityGroupId = await newGroup();
    const rule = await ingress().create({ securityGroupId, ...HTTPS, cidrIpv4: "10.0.0.0/16", description: "old" });
    const news = { securityGroupId, ipProtocol: "6", fromPort: 80, toPort: 81, cidrIpv4: "10.1.0.0/16" };
    expect(await ingress().changes(rule, news)).toEqual(["fromPort", "toPort", "cidrIpv4", "description"]);
    const after = await ingress().update(rule, news);
    expect(await ruleOf(rule.id)).toMatchObject({ FromPort: 80, ToPort: 81, CidrIpv4: "10.1.0.0/16" });
    expect(after.outputs).not.toHaveProperty("description");
  });

  test("from another kind of source is another rule", async () => {
    const securityGroupId = await newGroup();
    const rule = await ingress().create({ securityGroupId, ...HTTPS, cidrIpv4: "10.0.0.0/16" });
    const news = { securityGroupId, ...HTTPS, referencedSecurityGroupId: securityGroupId };
    expect(await ingress().changes(rule, news)).toEqual(["cidrIpv4!", "referencedSecurityGroupId!"]);
  });

  test("that moto does not change as wanted is told, and shown as it is", async () => {
    const securityGroupId = await newGroup();
    const rule = await ingress().create({ securityGroupId, ...HTTPS, cidrIpv6: "2001:db8::/32" });
    const context = newContext();
    const told = new Driven(cloud.plugin, ingress().type, "ingress", context);
    const after = await told.update(rule, { securityGroupId, ...HTTPS, cidrIpv6: "2001:db9::/32" });
    expect(after.outputs["cidrIpv6"]).toBe("2001:db8::/32");
    expect(context.logged).toEqual([
      `warning: AWS, or moto, took the change of "cidrIpv6" of the security group ingress rule "${rule.id}" and did not carry it out.`,
    ]);
  });

  test("that is there already is refused in AWS's words", async () => {
    const program = { securityGroupId: await newGroup(), ...HTTPS, cidrIpv4: "10.0.0.0/16" };
    await ingress().create(program);
    await expect(ingress().create(program)).rejects.toThrow(/already exists\. \(InvalidPermission\.Duplicate/);
  });
});

describe("a rule that lets traffic out of a security group", () => {
  test("is made as such, and is not found as a rule that lets traffic in", async () => {
    const rule = await egress().create({ securityGroupId: await newGroup(), ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
    expect(await ruleOf(rule.id)).toMatchObject({ IsEgress: true, CidrIpv4: "0.0.0.0/0" });
    expect(await ingress().import(rule.id)).toBeUndefined();
  });
});

test.each(["ingress", "egress"] as const)(
  "a deleted %s rule is gone, and deleting it again is no error",
  async (way) => {
    const resource = driven[way](cloud.plugin);
    const rule = await resource.create({ securityGroupId: await newGroup(), ...HTTPS, cidrIpv4: "10.0.0.0/16" });
    await resource.delete(rule);
    expect(await resource.refresh(rule)).toBeUndefined();
    await resource.delete(rule);
  },
);

describe("wrong inputs of a rule", () => {
  const reasons = async (source: Record<string, string | typeof UNKNOWN>): Promise<string[]> => {
    const offline = driven.ingress(await configuredPlugin("http://127.0.0.1:1"));
    const { failures } = await offline.check({ securityGroupId: "sg-1", ...HTTPS, ...source });
    return failures.map(({ property, reason }) => `${property}: ${reason}`);
  };

  test("none of the sources, or two of them", async () => {
    expect(await reasons({})).toEqual([
      expect.stringMatching(/^cidrIpv4: .*takes exactly one of cidrIpv4, cidrIpv6, .*, and none is given$/),
    ]);
    expect(await reasons({ cidrIpv4: "10.0.0.0/16", prefixListId: UNKNOWN })).toEqual([
      expect.stringMatching(/^prefixListId: .*, and cidrIpv4 and prefixListId are given$/),
    ]);
  });

  test.each([
    ["cidrIpv4", "10.0.0.0", "an IPv4 CIDR block is like 10.0.0.0/16"],
    ["cidrIpv6", "10.0.0.0/8x", "an IPv6 CIDR block is like 2001:db8::/32"],
  ])("a %s that is none", async (property, value, rule) => {
    expect(await reasons({ [property]: value })).toEqual([`${property}: "${property}" is "${value}": ${rule}`]);
  });
});
