import { unlessGone } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { REGION, resourceType, TAGS, TAGS_ALL } from "../resourceType";
import { revokeAll, revokeDefaultEgress, shown } from "./permissions";
import { arnOf, syncTags, tagsOf, tagSpecifications } from "./support";

/** A security group, made without any rule. Its ID is its group ID. */
export const securityGroup = resourceType({
  token: "aws:ec2/securityGroup:SecurityGroup",
  title: "security group",
  inputs: {
    description: { kind: "string", onChange: "replace", default: "Managed by Pulumi" },
    name: {
      kind: "string",
      onChange: "replace",
      computed: true,
      pattern: {
        expression: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/,
        rule: "a security group's name has 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, and does not begin with sg-",
      },
    },
    namePrefix: { kind: "string", onChange: "replace", computed: true },
    revokeRulesOnDelete: { kind: "boolean", onChange: "update", default: false, unread: true },
    vpcId: { kind: "string", onChange: "replace", computed: true },
    tags: TAGS,
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    egress: { kind: "objects" },
    ingress: { kind: "objects" },
    ownerId: { kind: "string" },
    tagsAll: TAGS_ALL,
  },
  refused: {
    egress: "use aws.vpc.SecurityGroupEgressRule",
    ingress: "use aws.vpc.SecurityGroupIngressRule",
  },
  autoname: { maximum: 255 },

  async create(call, wanted) {
    const ec2 = await call.ec2();
    const { GroupId } = await ec2.createSecurityGroup(
      {
        GroupName: wanted.name ?? uniqueName(wanted.namePrefix ?? ""),
        Description: wanted.description,
        VpcId: wanted.vpcId,
        ...tagSpecifications("security-group", wanted.tagsAll),
      },
      call.abort,
    );
    return GroupId ?? "";
  },

  /** AWS lets a new group out to everywhere. `@pulumi/aws` takes that away, so that a program says all there is. */
  async complete(call, GroupId) {
    await revokeDefaultEgress(await call.ec2(), call, GroupId);
  },

  async read(call, GroupId) {
    const ec2 = await call.ec2();
    const answer = await unlessGone(ec2.describeSecurityGroups({ GroupIds: [GroupId] }, call.abort));
    const found = answer?.SecurityGroups?.[0];
    if (found === undefined) {
      return undefined;
    }
    const { OwnerId: ownerId = "", GroupName: name = "" } = found;
    return {
      arn: found.SecurityGroupArn ?? arnOf(call, ownerId, "security-group", GroupId),
      description: found.Description ?? "",
      egress: shown(found.IpPermissionsEgress, GroupId),
      ingress: shown(found.IpPermissions, GroupId),
      name,
      namePrefix: prefixOf(name),
      ownerId,
      tagsAll: tagsOf(found.Tags),
      vpcId: found.VpcId ?? "",
    };
  },

  async sync(call, GroupId, wanted, _changed, actual) {
    await syncTags(await call.ec2(), call, GroupId, actual.tagsAll, wanted.tagsAll);
  },

  async delete(call, GroupId, state) {
    const ec2 = await call.ec2();
    if (state.revokeRulesOnDelete) {
      await unlessGone(revokeAll(ec2, call, GroupId));
    }
    await unlessGone(ec2.deleteSecurityGroup({ GroupId }, call.abort));
  },
});
