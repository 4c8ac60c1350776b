/** A role that wants to decrypt with a key of its account, and policies about it, which the tests of the evaluator share. */
import type { PolicyDocument, Statement } from "../../../iam";

export const principalArn = "arn:aws:iam::444455556666:role/cmek";
export const keyArn = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const decrypt = { principalArn, action: "kms:Decrypt" };

export const document = (...Statement: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });
export const permits = document({ Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn });
export const permitsAll = document({ Effect: "Allow", Action: "kms:*", Resource: "*" });

export const named = document({
  Sid: "Named",
  Effect: "Allow",
  Principal: { AWS: principalArn },
  Action: "kms:*",
  Resource: "*",
});
