import * as z from "zod";
import { defineFunction } from "./definition";

/** Finds a project by its ID or its name. */
export const getProject = defineFunction({
  name: "getProject",
  description:
    "Finds a Pinecone project by its ID or by its name. Pinecone does not ask that names are unique: when several projects have the name, the call fails and lists their IDs.",
  inputs: {
    id: {
      type: z.string().min(1).optional(),
      description: "The project ID. Give either `id` or `name`.",
      default: "found by `name`",
    },
    name: {
      type: z.string().min(1).optional(),
      description: "The exact name of the project.",
      default: "found by `id`",
    },
  },
  outputs: {
    id: { type: z.string(), description: "The project ID." },
    name: { type: z.string(), description: "The project's name." },
    maxPods: { type: z.int(), description: "How many pods of pod-based indexes the project may have." },
    forceEncryptionWithCmek: {
      type: z.boolean(),
      description: "Whether every index must be encrypted with a customer-managed key.",
    },
    organizationId: { type: z.string(), description: "The ID of the organization that the project belongs to." },
    createdAt: { type: z.string().optional(), description: "When the project was made, RFC 3339." },
  },
});
