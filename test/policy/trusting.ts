/** Trust policies of the fixture's role. */
import { changed, compliant, EXTERNAL_ID, type Fixture, PINECONE_ACCOUNT } from "./fixture";

/** A statement of a trust policy, as a program may write it. */
export type Written = Readonly<Record<string, unknown>>;

export const pinecone = (region: string, account = PINECONE_ACCOUNT): string =>
  `arn:aws:iam::${account}:role/pinecone_cmek_access_${region}`;

/** Pinecone's role of us-east-1 with the fixture's external ID, with changes. */
export function statement(change: Written = {}): Written {
  return {
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: pinecone("us-east-1") },
    Action: "sts:AssumeRole",
    Condition: demanding,
    ...change,
  };
}

export const demanding = { StringEquals: { "sts:ExternalId": EXTERNAL_ID } };

/** All of Pinecone's regions, with changes. */
export function allRegions(change: Written = {}): Written {
  return statement({
    Principal: { AWS: "*" },
    Condition: { ...demanding, StringLike: { "aws:PrincipalArn": pinecone("*") } },
    ...change,
  });
}

/** The fixture with a trust policy of these statements. */
export function trusting(...statements: readonly Written[]): Fixture {
  return changed(compliant, "search-role", {
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
}
