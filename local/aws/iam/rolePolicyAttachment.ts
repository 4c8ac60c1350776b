import { ProviderError } from "../../../provider/rpc";
import { unlessGone } from "../errors";
import { resourceType } from "../resourceType";

/** A managed policy attached to an IAM role. Its ID is `role/policy ARN`. */
export const rolePolicyAttachment = resourceType({
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  title: "IAM role policy attachment",
  inputs: {
    role: { kind: "string", onChange: "replace", required: true },
    policyArn: {
      kind: "string",
      onChange: "replace",
      required: true,
      pattern: {
        expression: /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+$/,
        rule: "a policy's ARN is like arn:aws:iam::123456789012:policy/name",
      },
    },
  },
  outputs: {},

  async create(call, { role, policyArn }) {
    const iam = await call.iam();
    await iam.attachRolePolicy({ RoleName: role, PolicyArn: policyArn }, call.abort);
    return `${role}/${policyArn}`;
  },

  async read(call, id) {
    const iam = await call.iam();
    const [role, policyArn] = parts(id);
    const answer = await unlessGone(iam.listAttachedRolePolicies({ RoleName: role }, call.abort));
    const isAttached = answer?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn) === true;
    return isAttached ? { role, policyArn } : undefined;
  },

  /** Nothing of it can be updated. */
  sync: () => Promise.resolve(),

  async delete(call, id) {
    const iam = await call.iam();
    const [RoleName, PolicyArn] = parts(id);
    await unlessGone(iam.detachRolePolicy({ RoleName, PolicyArn }, call.abort));
  },
});

function parts(id: string): [role: string, policyArn: string] {
  const slash = id.indexOf("/");
  if (slash < 1 || slash === id.length - 1) {
    throw new ProviderError(
      `"${id}" is not the ID of an IAM role policy attachment: give the role's name, a slash and the policy's ARN.`,
    );
  }
  return [id.slice(0, slash), id.slice(slash + 1)];
}
