import * as z from "zod";
import { defineResource, type OnChange } from "./definition";

const forever: OnChange = {
  kind: "forbidden",
  rule: 'Pinecone\'s rule: "You can only add one key per project, and you cannot change the key in Pinecone once it is set."',
  remedy:
    "Set the old value back. For another key, make a new Project with a CmekBinding of its own, move the data there, then delete the old one. " +
    "If somebody changed the key in Pinecone and that is right, set the program to what Pinecone has now.",
};

/** The customer-managed key of a project. */
export const cmekBinding = defineResource({
  name: "CmekBinding",
  description: `The customer-managed encryption key (CMEK) of a Pinecone project: the AWS KMS key, and the IAM role through which Pinecone uses it.

Pinecone allows **one key per project** and **never another one once it is set**, so every change of the project, the name, the role, the key or the external ID is
refused in preview, and no replacement is ever planned. Deleting it is refused while the project has indexes.

Pinecone publishes no API for it. The provider's \`binding\` says how it is made: \`console\` (a worksheet for a person, who confirms with a fingerprint) or \`api\` (the preview routes).`,
  importId: {
    description: "The project ID: a project has one key at most.",
    example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10",
  },
  inputs: {
    projectId: {
      type: z.string().min(1),
      description:
        "The project whose indexes are encrypted. It should force encryption with CMEK, so that no index is ever made without the key.",
      onChange: forever,
    },
    name: {
      type: z.string().min(1).max(512),
      description:
        "The key name in Pinecone's console, 1 to 512 characters. The console asks for it again when the key is deleted.",
      onChange: forever,
    },
    roleArn: {
      type: z.string().min(1),
      description:
        "The ARN of the IAM role that Pinecone assumes, for example `arn:aws:iam::111122223333:role/pinecone-cmek`.",
      onChange: forever,
    },
    keyArn: {
      type: z.string().min(1),
      description: `The ARN of the symmetric KMS key, for example \`arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab\`. Not an alias.
Rotation inside KMS needs no change: Pinecone keeps the ARN, not the key material.`,
      onChange: forever,
    },
    externalId: {
      type: z.string().optional(),
      description: "The external ID that the role's trust policy asks for, a UUID v4.",
      default: "none",
      onChange: forever,
    },
    trustPolicy: {
      type: z.string().optional(),
      description:
        "The role's trust policy as JSON. It is evaluated before anything is sent, so that a policy that would keep Pinecone out is told in preview. Never sent to Pinecone.",
      default: "not checked",
      onChange: { kind: "update" },
    },
    keyPolicy: {
      type: z.string().optional(),
      description:
        "The KMS key's policy as JSON. It is evaluated before anything is sent, so that a policy that would keep the role out is told in preview. Never sent to Pinecone.",
      default: "not checked",
      onChange: { kind: "update" },
    },
    pineconeAccountId: {
      type: z
        .string()
        .regex(
          /^\d{12}$/,
          "must be an AWS account number: twelve digits. Read it in the Pinecone console under Manage > CMEK > Add CMEK",
        )
        .optional(),
      description:
        "Pinecone's AWS account number, twelve digits, as the console shows it under Manage > CMEK > Add CMEK. The check of `trustPolicy` needs it. Never sent to Pinecone.",
      default: "`trustPolicy` is not checked",
      onChange: { kind: "update" },
    },
  },
  outputs: {
    cmekKeyId: {
      type: z.string().optional(),
      description: "Pinecone's ID of the key. Known with `binding: api`, or once an index of the project shows it.",
      stable: true,
    },
    status: {
      type: z.enum(["available", "unavailable", "deleted", "pending"]),
      description: `\`available\`: the key is bound. \`unavailable\`: Pinecone can't use it, \`statusReason\` says why. \`deleted\`: it was removed outside Pulumi.
\`pending\`: a person has to do the step in the console and confirm it.`,
    },
    statusReason: {
      type: z.string().optional(),
      description: "Why the key can't be used, in the words of Pinecone or AWS.",
    },
    evidence: {
      type: z.enum(["api", "verified", "attested"]).optional(),
      description: `How the plugin knows that the key is bound. \`api\`: Pinecone's API says so. \`verified\`: an index of the project shows the key. \`attested\`: a person has confirmed it.`,
    },
    seen: { type: z.string().optional(), description: "What was observed, when `evidence` is `verified`." },
    fingerprint: {
      type: z.string().optional(),
      description: "The fingerprint of exactly the values of the worksheet, with `binding: console`.",
    },
  },
});
