/** Programs that several tests run, and what they need in AWS. */
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { cmekKeyPolicy, cmekTrustPolicy } from "../../iam";
import { CmekBinding, Project } from "../../sdk";
import type { TestCloud } from "./harness";

/** Stack configuration: the key is bound through the preview routes, which the emulator serves. */
export const apiBinding = { "pinecone-security:binding": "api" };

/** A role and a key that are in AWS already, and what a CmekBinding is told of them. */
export interface RoleAndKey {
  readonly roleArn: string;
  readonly keyArn: string;
  readonly externalId: string;
  readonly trustPolicy: string;
  readonly keyPolicy: string;
  readonly pineconeAccountId: string;
}

/** Makes a role that Pinecone may assume in us-east-1, and a key that the role may use, past Pulumi. */
export async function roleAndKey(cloud: TestCloud, roleName = "pinecone-cmek"): Promise<RoleAndKey> {
  const externalId = "3f1c2d9a-5b0e-4c7d-8a61-9e2b7f4d0c53";
  const { pineconeAccountId } = cloud.pinecone;
  const trustPolicy = JSON.stringify(
    cmekTrustPolicy({
      variant: "explicitRegionsWithExternalId",
      pineconeAccountId,
      regions: ["us-east-1"],
      externalId,
    }),
  );
  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: trustPolicy }),
  );
  const roleArn = Role?.Arn ?? "";
  const keyPolicy = JSON.stringify(cmekKeyPolicy({ accountId: roleArn.split(":")[4] ?? "", roleArn }));
  const { KeyMetadata } = await cloud.kms.send(new CreateKeyCommand({ Policy: keyPolicy }));
  return { roleArn, keyArn: KeyMetadata?.Arn ?? "", externalId, trustPolicy, keyPolicy, pineconeAccountId };
}

/** A project that forces CMEK, and its binding: `search` and `search-binding`. Exports the project's ID. */
export function boundProject(parts: RoleAndKey, options: CustomResourceOptions = {}): PulumiFn {
  return async () => {
    const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
    const binding = new CmekBinding("search-binding", { projectId: project.id, name: "search", ...parts }, options);
    return { projectId: binding.projectId };
  };
}

/**
 * The requests that change something in Pinecone, such as `POST /admin/projects`, since the log was cleared. Whether they
 * succeeded does not matter; asking for a token is none.
 */
export async function writes(cloud: TestCloud): Promise<readonly string[]> {
  const requests = await cloud.pinecone.requests();
  return requests
    .filter(({ method, path }) => method !== "GET" && !path.startsWith("/oauth/"))
    .map(({ method, path }) => `${method} ${path}`);
}

/**
 * A request to Pinecone's Admin API past Pulumi, as somebody else makes it.
 *
 * @param path below `/admin/`
 * @throws Error when Pinecone refuses it
 */
export async function admin<Answer>(
  { pinecone }: TestCloud,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: object,
): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const { clientId: client_id, clientSecret: client_secret, tokenUrl } = pinecone;
  const credentials = {
    client_id,
    client_secret,
    grant_type: "client_credentials",
    audience: "https://api.pinecone.io/",
  };
  const granted = await fetch(tokenUrl, { method: "POST", headers, body: JSON.stringify(credentials) });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const response = await fetch(`${pinecone.url}/admin/${path}`, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}`, "x-pinecone-api-version": "2026-07" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /admin/${path} was refused with ${String(response.status)}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}
