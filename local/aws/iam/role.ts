import type { IAM, Role } from "@aws-sdk/client-iam";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { resourceType, TAGS, TAGS_ALL, type Tags } from "../resourceType";
import { tagChanges, userTags } from "../tags";

const SEPARATELY = "use aws.iam.RolePolicy or aws.iam.RolePolicyAttachment";

/** An IAM role. Its ID is its name. */
export const role = resourceType({
  token: "aws:iam/role:Role",
  title: "IAM role",
  inputs: {
    assumeRolePolicy: { kind: "policy", onChange: "update", required: true },
    name: {
      kind: "string",
      onChange: "replace",
      computed: true,
      pattern: { expression: /^[\w+=,.@-]{1,64}$/, rule: "a role's name has 1 to 64 letters, digits and +=,.@_-" },
    },
    namePrefix: { kind: "string", onChange: "replace", computed: true },
    path: {
      kind: "string",
      onChange: "replace",
      default: "/",
      pattern: { expression: /^\/([\x21-\x7e]+\/)?$/, rule: "a path begins and ends with a slash" },
    },
    description: { kind: "string", onChange: "update" },
    maxSessionDuration: { kind: "number", onChange: "update", default: 3600, range: [3600, 43200] },
    permissionsBoundary: { kind: "string", onChange: "update" },
    forceDetachPolicies: { kind: "boolean", onChange: "update", default: false, unread: true },
    tags: TAGS,
  },
  outputs: {
    arn: { kind: "string" },
    uniqueId: { kind: "string" },
    createDate: { kind: "string" },
    inlinePolicies: { kind: "objects" },
    managedPolicyArns: { kind: "strings" },
    tagsAll: TAGS_ALL,
  },
  refused: { inlinePolicies: SEPARATELY, managedPolicyArns: SEPARATELY },
  autoname: { maximum: 64 },

  async create(call, wanted) {
    const iam = await call.iam();
    const RoleName = wanted.name ?? uniqueName(wanted.namePrefix ?? "");
    await iam.createRole(
      {
        RoleName,
        Path: wanted.path,
        AssumeRolePolicyDocument: wanted.assumeRolePolicy,
        Description: wanted.description,
        MaxSessionDuration: wanted.maxSessionDuration,
        PermissionsBoundary: wanted.permissionsBoundary,
        Tags: iamTags(wanted.tagsAll),
      },
      call.abort,
    );
    return RoleName;
  },

  async read(call, RoleName) {
    const iam = await call.iam();
    const answer = await unlessGone(iam.getRole({ RoleName }, call.abort));
    if (answer?.Role === undefined) {
      return undefined;
    }
    return {
      ...described(answer.Role, RoleName),
      inlinePolicies: await inlinePolicies(iam, call, RoleName),
      managedPolicyArns: await attachedPolicies(iam, call, RoleName),
    };
  },

  async sync(call, RoleName, wanted, changed, actual) {
    const iam = await call.iam();
    if (changed.has("assumeRolePolicy")) {
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: wanted.assumeRolePolicy }, call.abort);
    }
    if (changed.has("description") || changed.has("maxSessionDuration")) {
      const { description: Description = "", maxSessionDuration: MaxSessionDuration } = wanted;
      await iam.updateRole({ RoleName, Description, MaxSessionDuration }, call.abort);
    }
    if (changed.has("permissionsBoundary")) {
      const boundary = wanted.permissionsBoundary;
      await (boundary === undefined || boundary === ""
        ? iam.deleteRolePermissionsBoundary({ RoleName }, call.abort)
        : iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: boundary }, call.abort));
    }
    const { set, remove } = tagChanges(actual.tagsAll, wanted.tagsAll);
    if (remove.length > 0) {
      await iam.untagRole({ RoleName, TagKeys: remove }, call.abort);
    }
    if (set.length > 0) {
      await iam.tagRole({ RoleName, Tags: iamTags(Object.fromEntries(set)) }, call.abort);
    }
  },

  async delete(call, RoleName, state) {
    const iam = await call.iam();
    if (state.forceDetachPolicies) {
      await unlessGone(detachAll(iam, call, RoleName));
    }
    await unlessGone(iam.deleteRole({ RoleName }, call.abort));
  },
});

function described(role: Role, name: string) {
  return {
    arn: role.Arn ?? "",
    assumeRolePolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? ""),
    createDate: role.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z") ?? "",
    description: role.Description ?? "",
    maxSessionDuration: role.MaxSessionDuration ?? 3600,
    name,
    namePrefix: prefixOf(name),
    path: role.Path ?? "/",
    permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
    tagsAll: userTags((role.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    uniqueId: role.RoleId ?? "",
  };
}

async function inlinePolicies(iam: IAM, call: Call, RoleName: string): Promise<Record<string, string>[]> {
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName }, call.abort);
  const policies = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName, PolicyName }, call.abort);
    return { name: PolicyName, policy: decodeURIComponent(PolicyDocument) };
  });
  return Promise.all(policies);
}

async function attachedPolicies(iam: IAM, call: Call, RoleName: string): Promise<string[]> {
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName }, call.abort);
  return AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

async function detachAll(iam: IAM, call: Call, RoleName: string): Promise<void> {
  for (const PolicyArn of await attachedPolicies(iam, call, RoleName)) {
    await iam.detachRolePolicy({ RoleName, PolicyArn }, call.abort);
  }
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName }, call.abort);
  for (const PolicyName of PolicyNames) {
    await iam.deleteRolePolicy({ RoleName, PolicyName }, call.abort);
  }
}

function iamTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
