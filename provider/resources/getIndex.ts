import * as z from "zod";
import { ProviderError } from "../rpc/errors";
import type { FunctionShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { defineFunction } from "./lifecycle";
import { given } from "./plain";
import { findWithKnownKeys } from "./pineconeIndex/find";
import { schema } from "./pineconeIndex/schema";
import { inputsOf, stateOf } from "./pineconeIndex/values";

const shape = {
  name: "getIndex",
  description: "Finds an index of a Pinecone project by its name, and the hosts at which it answers.",
  inputs: {
    projectId: { type: projectIdType, description: "The project that the index is in." },
    name: { type: z.string().min(1), description: "The name of the index." },
    apiKey: {
      type: z.string().min(1).optional(),
      description: "An API key of the project, with a role that may see its indexes.",
      default: "that of an `ApiKey` of the project in the same program, else that of the provider's configuration",
      secret: true,
    },
  },
  outputs: {
    projectId: { type: z.string(), description: "The project that the index is in." },
    name: { type: z.string(), description: "The name of the index." },
    cloud: { type: z.string().optional(), description: "The cloud that it is in, for example `aws`." },
    region: { type: z.string().optional(), description: "The region of the cloud, for example `us-east-1`." },
    dimension: { type: z.int().optional(), description: "The dimension of its dense vectors." },
    metric: { type: z.string().optional(), description: "How its vectors are compared." },
    vectorType: {
      type: z.enum(["dense", "sparse"]).optional(),
      description: "Whether it holds dense vectors or sparse ones. None for an index of another schema.",
    },
    schema: { type: schema.optional(), description: "The fields that it searches over." },
    cmekId: {
      type: z.string().optional(),
      description: "Pinecone's ID of the customer-managed key that encrypts it, if one does.",
    },
    deletionProtection: {
      type: z.enum(["enabled", "disabled"]).optional(),
      description: "Whether Pinecone refuses to delete it.",
    },
    tags: { type: z.record(z.string(), z.string()).optional(), description: "Its tags." },
    host: { type: z.string(), description: "The host at which it answers from the internet." },
    privateHost: {
      type: z.string().optional(),
      description: "The host at which it answers through a private endpoint.",
    },
    status: { type: z.string(), description: "Its state in Pinecone's words, for example `Ready`." },
  },
} as const satisfies FunctionShape;

/** Finds an index by its name. */
export const getIndex = defineFunction(shape, async ({ inputs, session, signal }) => {
  const found = await findWithKnownKeys({ session, call: { signal } }, inputs, "listed");
  const { projectId, name } = inputs;
  if (found === undefined || found === "gone" || "doubt" in found) {
    const remedy =
      "Give `name` as the Pinecone console shows it, and as `apiKey`, or in the provider's configuration (PINECONE_API_KEY), a key of this project.";
    throw new ProviderError(
      `getIndex: no API key at hand sees an index with the name "${name}" in the project ${projectId}. ${remedy}`,
    );
  }
  const { index } = found;
  const { host, privateHost } = index;
  return { ...inputsOf(index), projectId, name, host, ...given({ privateHost }), status: stateOf(index) };
});
