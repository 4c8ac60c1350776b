import * as z from "zod";
import type { OnChange, ResourceShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { defineResource } from "./lifecycle";
import { checkIndex } from "./pineconeIndex/checks";
import { createIndex } from "./pineconeIndex/create";
import { deleteIndex } from "./pineconeIndex/delete";
import { readIndex } from "./pineconeIndex/read";
import { canonicalSchema, schema } from "./pineconeIndex/schema";
import { dimension, METRICS } from "./pineconeIndex/schemaField";
import { tags } from "./pineconeIndex/tags";
import { reviewIndex, updateIndex } from "./pineconeIndex/update";

const forever = {
  kind: "forbidden",
  rule: "Pinecone's rule: an index keeps its project, name, place, vectors and key; only its tags, its deletion protection and its capacity can be configured.",
  remedy:
    "Set the old value back. For another one, make a new Index under another name, move the data there, then delete the old one: a replacement would lose the data.",
} as const satisfies OnChange;

/** The project's ID changes when its resource is another one, which may be an oversight. */
const foreverOfProject: OnChange = {
  ...forever,
  remedy: `${forever.remedy} If the Project was renamed in the program, give it an alias ({ aliases: [{ name: "<old name>" }] }).`,
};

const shape = {
  name: "Index",
  description: `A serverless index of a Pinecone project, with the hosts at which it answers.

It is made of \`dimension\`, \`metric\` and \`vectorType\` (an index of the vectors API), or of a whole \`schema\`. Pinecone can change neither later, and a replacement would lose the data, so such a change is
refused in preview. A new index is protected from deletion unless it is said otherwise.

Pinecone's control plane takes an API key of the project, not the service account: \`apiKey\`, or that of the provider's configuration.`,
  importId: {
    description:
      "The project ID and the name of the index, with a slash between them. It is looked at with the provider's `apiKey`, if that is of the project, else with a temporary one.",
    example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10/docs",
  },
  inputs: {
    projectId: {
      type: projectIdType,
      description: "The project that the index is in. The API key must be one of this project.",
      onChange: foreverOfProject,
    },
    apiKey: {
      type: z.string().min(1).optional(),
      description:
        "An API key of the project with the role `ProjectEditor` or `ControlPlaneEditor`, for example the `value` of an `ApiKey`. It is kept in the state as a secret, so that the index can be refreshed and deleted.",
      default: "the `apiKey` of the provider's configuration",
      secret: true,
      untold: true,
      onChange: { kind: "update" },
    },
    name: {
      type: z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?$/,
          "must be 1 to 45 lower-case letters, digits and hyphens, with no hyphen at either end: Pinecone's rule",
        ),
      description:
        "The name of the index, unique in its project: 1 to 45 lower-case letters, digits and hyphens, with no hyphen at either end.",
      onChange: forever,
    },
    cloud: {
      type: z.enum(["aws", "gcp", "azure"]).optional(),
      description:
        "The cloud that the index is in. Customer-managed keys, and the private endpoints of this package, are for `aws` only.",
      default: '"aws"',
      keptWhenLeftOut: true,
      onChange: forever,
    },
    region: {
      type: z.string().min(1),
      description: "The region of the cloud, for example `us-east-1`.",
      onChange: forever,
    },
    dimension: {
      type: dimension.optional(),
      description: "The dimension of the index's dense vectors, 1 to 20000.",
      default: "none; a dense index needs one",
      keptWhenLeftOut: true,
      onChange: forever,
    },
    metric: {
      type: z.enum(METRICS).optional(),
      description: "How vectors are compared. A sparse index has `dotproduct`.",
      default: '"cosine" for a dense index, "dotproduct" for a sparse one',
      keptWhenLeftOut: true,
      onChange: forever,
    },
    vectorType: {
      type: z.enum(["dense", "sparse"]).optional(),
      description: "Whether the index holds dense vectors or sparse ones.",
      default: '"dense", unless there is a `schema`',
      keptWhenLeftOut: true,
      onChange: forever,
    },
    schema: {
      type: schema.optional(),
      description: `The fields that the index searches over, instead of \`dimension\`, \`metric\` and \`vectorType\`: at most one dense and one sparse vector, and strings for full text.
Metadata is not declared: Pinecone indexes it from the documents. An index with a full-text field can't be encrypted with a customer-managed key.`,
      default: "made of `dimension`, `metric` and `vectorType`",
      keptWhenLeftOut: true,
      canonical: canonicalSchema,
      onChange: forever,
    },
    cmekId: {
      type: z.string().min(1).optional(),
      description:
        "Pinecone's ID of the customer-managed key that encrypts the index, as `cmekKeyId` of a `CmekBinding`.",
      default: "the project's key if the project forces encryption with it, else none",
      keptWhenLeftOut: true,
      onChange: forever,
    },
    deletionProtection: {
      type: z.enum(["enabled", "disabled"]).optional(),
      description: "While it is `enabled`, Pinecone refuses to delete the index.",
      default: '"enabled" for a new index; left out later, it stays as it is',
      keptWhenLeftOut: true,
      onChange: { kind: "update" },
    },
    tags: {
      type: tags.optional(),
      description:
        "Tags, at most 20. A key has 1 to 80 letters, digits, `_` or `-`; a value has 1 to 120 printable ASCII characters.",
      default: "none",
      onChange: { kind: "update" },
    },
  },
  outputs: {
    // Inputs that an index may also lack: a sparse one has no dimension.
    dimension: { type: dimension.optional(), description: "The dimension of its dense vectors.", stable: true },
    metric: { type: z.enum(METRICS).optional(), description: "How its vectors are compared.", stable: true },
    vectorType: {
      type: z.enum(["dense", "sparse"]).optional(),
      description: "Whether it holds dense vectors or sparse ones. None for an index of another schema.",
      stable: true,
    },
    schema: {
      type: schema.optional(),
      description: "The fields that it searches over, also when it was made of `dimension`, `metric` and `vectorType`.",
      stable: true,
    },
    cmekId: {
      type: z.string().optional(),
      description: "Pinecone's ID of the customer-managed key that encrypts it, if one does.",
      stable: true,
    },
    host: { type: z.string(), description: "The host at which it answers from the internet.", stable: true },
    privateHost: {
      type: z.string().optional(),
      description:
        "The host at which it answers through a private endpoint. None where Pinecone has no private endpoints.",
      stable: true,
    },
    status: {
      type: z.string(),
      description:
        "Its state in Pinecone's words: `Ready` when it can be used; `Initializing`, `InitializationFailed`, `Failed`, `Disabled` or `Terminating` when it can't.",
    },
  },
  requests: {
    check:
      "none; where a full-text field or another cloud than AWS could meet a project that forces CMEK, `GET /admin/projects` once for all projects",
    create:
      "with the provider's `apiKey`, a look with a temporary key whether it is of the project; `GET /indexes/{index_name}`, whether the name is free; `POST /indexes`; then `GET /indexes/{index_name}` until it is ready",
    refresh: "`GET /indexes`, once for all indexes of a project",
    update:
      "`GET /indexes/{index_name}`; when tags or deletion protection changed, `PATCH /indexes/{index_name}` with these alone",
    delete: "`GET /indexes/{index_name}`, `DELETE /indexes/{index_name}`, then `GET` until it is gone",
  },
} as const satisfies ResourceShape;

/** A serverless index of a project. */
export const pineconeIndex = defineResource(shape, {
  check: checkIndex,
  review: reviewIndex,
  create: createIndex,
  read: readIndex,
  update: updateIndex,
  delete: deleteIndex,
});
