import { beforeAll, describe, expect, test } from "vitest";
import { HalfCreatedError, type Provider } from "../../../../provider/rpc";
import { MOTO_START_MS, useCloud } from "../cloud";
import { ACCOUNT, configuredPlugin, REGION } from "../support";
import { startChangingProxy } from "./changingProxy";
import { changesAfterImport, driven } from "./support";

const cloud = useCloud();
const group = (plugin: Provider = cloud.plugin) => driven.group(plugin);
const rulesOf = async (id: string): Promise<number | undefined> => {
  const Filters = [{ Name: "group-id", Values: [id] }];
  return (await cloud.ec2.describeSecurityGroupRules({ Filters })).SecurityGroupRules?.length;
};
let vpcId = "";
beforeAll(async () => {
  vpcId = (await driven.vpc(cloud.plugin).create({ cidrBlock: "10.0.0.0/16" })).id;
}, MOTO_START_MS);

describe("a security group", () => {
  test("is made without any rule: the way out to everywhere that AWS gives it is taken away", async () => {
    const made = await group().create({ vpcId, name: "clients", tags: { team: "search" } });
    const { SecurityGroups } = await cloud.ec2.describeSecurityGroups({ GroupIds: [made.id] });
    expect(SecurityGroups).toMatchObject([
      {
        VpcId: vpcId,
        GroupName: "clients",
        Description: "Managed by Pulumi",
        IpPermissions: [],
        IpPermissionsEgress: [],
        Tags: [{ Key: "team", Value: "search" }],
      },
    ]);
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/${made.id}`,
      ownerId: ACCOUNT,
      egress: [],
      ingress: [],
    });
  });

  test("keeps a way out that was given it later", async () => {
    const made = await group().create({ vpcId, name: "open" });
    await driven.egress(cloud.plugin).create({ securityGroupId: made.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
    await group().update(made, { vpcId, name: "open", tags: { a: "b" } });
    expect(await rulesOf(made.id)).toBe(1);
  });

  test("whose way out can't be taken away is half-created, and the next up takes it", async () => {
    const proxy = await startChangingProxy(cloud.endpoint, "RevokeSecurityGroupEgress", "refused");
    const failure: unknown = await group(await configuredPlugin(proxy.endpoint))
      .create({ vpcId, name: "half" })
      .catch((error: unknown) => error);
    await proxy.close();
    expect(failure).toBeInstanceOf(HalfCreatedError);
    const { id, inputs, outputs } = failure as HalfCreatedError;
    expect(await rulesOf(id)).toBe(1);
    const after = await group().update({ id, inputs, outputs }, { vpcId, name: "half" });
    expect(await rulesOf(id)).toBe(0);
    expect(after.outputs["egress"]).toEqual([]);
  });

  test("without a name gets its logical name and seven digits, and keeps it", async () => {
    const made = await group().create({ vpcId });
    expect(made.outputs["name"]).toMatch(/^group-[0-9a-f]{7}$/);
    expect(await group().changes(made, { vpcId })).toEqual([]);
  });

  test("read after rules were made shows them, which is no change of the group", async () => {
    const made = await group().create({ vpcId, name: "shown" });
    const securityGroupId = made.id;
    const port = { securityGroupId, ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    await driven.ingress(cloud.plugin).create({ ...port, cidrIpv4: "10.0.0.0/16", description: "clients" });
    await driven.ingress(cloud.plugin).create({ ...port, cidrIpv4: "10.1.0.0/16", description: "clients" });
    await driven.ingress(cloud.plugin).create({ ...port, referencedSecurityGroupId: securityGroupId });
    const read = await group().refresh(made);
    const shown = {
      fromPort: 443,
      toPort: 443,
      protocol: "tcp",
      ipv6CidrBlocks: [],
      prefixListIds: [],
      securityGroups: [],
    };
    expect(read?.outputs["ingress"]).toEqual([
      { ...shown, description: "clients", cidrBlocks: ["10.0.0.0/16", "10.1.0.0/16"], self: false },
      { ...shown, description: "", cidrBlocks: [], self: true },
    ]);
    expect(await group().changes(read ?? made, { vpcId, name: "shown" })).toEqual([]);
  });

  test("imported gives an empty preview", async () => {
    const program = { vpcId, name: "imported", description: "by hand", tags: { a: "b" } };
    const { id } = await group().create(program);
    expect(await changesAfterImport(group(), id, program)).toEqual([]);
  });

  test("is gone after its deletion, with its rules where that is wished", async () => {
    const made = await group().create({ vpcId, name: "short-lived", revokeRulesOnDelete: true });
    const securityGroupId = made.id;
    const other = await group().create({ vpcId, name: "other" });
    const rule = { ipProtocol: "-1", referencedSecurityGroupId: other.id };
    await driven.ingress(cloud.plugin).create({ securityGroupId, ...rule });
    await driven.egress(cloud.plugin).create({ securityGroupId, ...rule });
    await group().delete(made);
    expect(await group().refresh(made)).toBeUndefined();
    await group().delete(made);
  });

  test("with rules inside is refused, and told which resources make them", async () => {
    const { failures } = await group().check({ vpcId, ingress: [], egress: [] });
    expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toEqual([
      expect.stringMatching(/^ingress .*use aws\.vpc\.SecurityGroupIngressRule$/),
      expect.stringMatching(/^egress .*use aws\.vpc\.SecurityGroupEgressRule$/),
    ]);
  });
});
