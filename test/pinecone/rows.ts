import { randomUUID } from "node:crypto";

/** What the Admin API has of one thing, as it is on the wire. */
export type Row = Record<string, unknown> & { id: string; name: string };

/** What is said of a row; the rest is made up. */
export type Fields = Readonly<Record<string, unknown>>;

export function projectRow(fields: Fields): Row {
  return {
    id: randomUUID(),
    name: "chat",
    max_pods: 0,
    force_encryption_with_cmek: false,
    organization_id: "org",
    created_at: now(),
    ...fields,
  };
}

export function apiKeyRow(fields: Fields): Row {
  return { id: randomUUID(), name: "ci", project_id: randomUUID(), roles: ["ProjectEditor"], ...fields };
}

export function cmekKeyRow(fields: Fields): Row {
  return {
    id: randomUUID(),
    name: "key",
    project_id: randomUUID(),
    role_arn: "arn:aws:iam::111122223333:role/cmek",
    key_arn: "arn:aws:kms:us-east-1:111122223333:key/k",
    state: "available",
    created_at: now(),
    ...fields,
  };
}

/** Left without a name, it has the VPC endpoint's ID for one. */
export function privateEndpointRow(fields: Fields & { readonly vpc_endpoint_id?: string }): Row {
  const { vpc_endpoint_id = "vpce-0a1b2c3d" } = fields;
  return {
    id: randomUUID(),
    name: vpc_endpoint_id,
    project_id: randomUUID(),
    cloud: "aws",
    region: "us-east-1",
    vpc_endpoint_id,
    state: "available",
    created_at: now(),
    ...fields,
  };
}

function now(): string {
  return new Date().toISOString();
}
