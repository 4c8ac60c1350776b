import { ProviderError } from "../../../provider/rpc";
import { unlessGone } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { resourceType } from "../resourceType";

/** A policy inside an IAM role. Its ID is `role:name`. */
export const rolePolicy = resourceType({
  token: "aws:iam/rolePolicy:RolePolicy",
  title: "IAM role policy",
  inputs: {
    role: { kind: "string", onChange: "replace", required: true },
    policy: { kind: "policy", onChange: "update", required: true },
    name: {
      kind: "string",
      onChange: "replace",
      computed: true,
      pattern: { expression: /^[\w+=,.@-]{1,128}$/, rule: "a policy's name has 1 to 128 letters, digits and +=,.@_-" },
    },
    namePrefix: { kind: "string", onChange: "replace", computed: true },
  },
  outputs: {},
  autoname: { maximum: 128 },

  async create(call, wanted) {
    const iam = await call.iam();
    const PolicyName = wanted.name ?? uniqueName(wanted.namePrefix ?? "");
    const { role: RoleName, policy: PolicyDocument } = wanted;
    await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument }, call.abort);
    return `${RoleName}:${PolicyName}`;
  },

  async read(call, id) {
    const iam = await call.iam();
    const [role, name] = parts(id);
    const answer = await unlessGone(iam.getRolePolicy({ RoleName: role, PolicyName: name }, call.abort));
    return (
      answer && { role, name, namePrefix: prefixOf(name), policy: decodeURIComponent(answer.PolicyDocument ?? "") }
    );
  },

  async sync(call, id, wanted) {
    const iam = await call.iam();
    const [RoleName, PolicyName] = parts(id);
    await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: wanted.policy }, call.abort);
  },

  async delete(call, id) {
    const iam = await call.iam();
    const [RoleName, PolicyName] = parts(id);
    await unlessGone(iam.deleteRolePolicy({ RoleName, PolicyName }, call.abort));
  },
});

function parts(id: string): [role: string, name: string] {
  const [role, name, ...more] = id.split(":");
  if (!role || !name || more.length > 0) {
    throw new ProviderError(
      `"${id}" is not the ID of an IAM role policy: give the role's name, a colon and the policy's name.`,
    );
  }
  return [role, name];
}
