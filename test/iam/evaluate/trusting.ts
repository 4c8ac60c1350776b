/** Trust policies and requests that the tests of the evaluator share. */
import { cmekTrustPolicy, evaluateTrust, type TrustRequest } from "../../../iam";

export const pineconeAccountId = "111122223333";
export const externalId = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";
export const otherId = "00000000-0000-4000-8000-000000000000";
export const principalArn = "arn:aws:iam::111122223333:role/pinecone_cmek_access_us-east-1";
export const role = (region: string, account = pineconeAccountId) =>
  `arn:aws:iam::${account}:role/pinecone_cmek_access_${region}`;

export const withId = cmekTrustPolicy({
  variant: "explicitRegionsWithExternalId",
  pineconeAccountId,
  regions: ["us-east-1", "eu-west-1"],
  externalId,
});
export const allRegions = cmekTrustPolicy({ variant: "allRegionsWithExternalId", pineconeAccountId, externalId });

/** A trust policy of one statement for Pinecone's role of us-east-1, with changes. */
export const trusting = (change: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "S", Effect: "Allow", Principal: { AWS: principalArn }, Action: "sts:AssumeRole", ...change }],
  });
export const evaluate = (change: object, request: Partial<TrustRequest> = {}) =>
  evaluateTrust(trusting(change), { principalArn, ...request });
