import * as z from "zod";
import { defineResource } from "./definition";

/** What an API key may do, in Pinecone's words. */
export const API_KEY_ROLES = [
  "ProjectEditor",
  "ProjectViewer",
  "ControlPlaneEditor",
  "ControlPlaneViewer",
  "DataPlaneEditor",
  "DataPlaneViewer",
] as const;

/** An API key of a project. */
export const apiKey = defineResource({
  name: "ApiKey",
  description: `An API key of a Pinecone project, made through the public Admin API.

Pinecone tells the key's value once, when the key is made. It is kept in the stack's state as a secret, also when the key is renamed or gets other roles.
An imported key has no value: Pinecone tells it to nobody again.`,
  importId: {
    description: "The ID of the API key, a UUID. It is not the key's value. The imported key has no `value`.",
    example: "2d9f0d8e-6f0b-4d3c-8a53-5b1f0f3c1b77",
  },
  inputs: {
    projectId: {
      type: z.string().min(1),
      description:
        "The project that the key is for. A change replaces the key: the new one is made before the old one is deleted.",
      onChange: { kind: "replace" },
    },
    name: {
      type: z.string().min(1).max(80),
      description: "The key's name, 1 to 80 characters. Renaming a key keeps its value.",
      onChange: { kind: "update" },
    },
    roles: {
      type: z.array(z.enum(API_KEY_ROLES)).min(1).optional(),
      description: "What the key may do. The order means nothing.",
      default: '["ProjectEditor"] for a new key; left out later, they stay as they are',
      keptWhenLeftOut: true,
      isSet: true,
      onChange: { kind: "update" },
    },
  },
  outputs: {
    value: {
      type: z.string().nullable(),
      description:
        "The key itself, as in the `Api-Key` header. `null` for an imported key: Pinecone tells the value only when a key is made.",
      secret: true,
      stable: true,
    },
  },
});
