import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";
import { parseArn } from "../../../iam";
import type { AwsAccounts } from "./accounts";
import { isAwsError } from "./accounts";

/** A role and its policies, as AWS has them now. Policies are JSON. */
export interface Role {
  readonly trustPolicy: string;
  readonly createdAt: Date;
  /** All permissions policies, inline and attached. */
  readonly permissions: readonly string[];
  readonly permissionsBoundary?: string;
}

/** Reads a role; `undefined` when there is none with that ARN. */
export async function readRole(accounts: AwsAccounts, roleArn: string): Promise<Role | undefined> {
  const { accountId = "", partition = "aws", resource = "" } = parseArn(roleArn) ?? {};
  const iam = accounts.iam(await accounts.reader(accountId, partition));
  const name = resource.split("/").at(-1) ?? "";
  try {
    const { Role: role } = await accounts.ask(() => iam.send(new GetRoleCommand({ RoleName: name })));
    if (role?.Arn !== roleArn) return undefined; // Names are unique in an account, so this is the same name on another path.
    const boundaryArn = role.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? ""),
      createdAt: role.CreateDate ?? new Date(0),
      permissions: [...(await inlinePolicies(accounts, iam, name)), ...(await attachedPolicies(accounts, iam, name))],
      ...(boundaryArn !== undefined && { permissionsBoundary: await managedPolicy(accounts, iam, boundaryArn) }),
    };
  } catch (error) {
    if (isAwsError(error) && error.name.startsWith("NoSuchEntity")) return undefined;
    throw error;
  }
}

// Lists are read as one page: AWS lets a role have at most 10 (by request 20) attached policies, and 10,240 characters inline.

async function inlinePolicies(accounts: AwsAccounts, iam: IAMClient, RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await accounts.ask(() => iam.send(new ListRolePoliciesCommand({ RoleName })));
  const found = PolicyNames.map(async (PolicyName) => {
    const answer = await accounts.ask(() => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return decodeURIComponent(answer.PolicyDocument ?? "");
  });
  return Promise.all(found);
}

async function attachedPolicies(accounts: AwsAccounts, iam: IAMClient, RoleName: string): Promise<string[]> {
  const { AttachedPolicies = [] } = await accounts.ask(() =>
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
  );
  return Promise.all(AttachedPolicies.map(({ PolicyArn = "" }) => managedPolicy(accounts, iam, PolicyArn)));
}

async function managedPolicy(accounts: AwsAccounts, iam: IAMClient, PolicyArn: string): Promise<string> {
  const { Policy } = await accounts.ask(() => iam.send(new GetPolicyCommand({ PolicyArn })));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await accounts.ask(() => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })));
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}
