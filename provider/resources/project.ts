import * as z from "zod";
import { defineResource } from "./definition";

/** A Pinecone project. */
export const project = defineResource({
  name: "Project",
  description: `A Pinecone project, made through the public Admin API.

With \`forceEncryptionWithCmek\` every index of the project is encrypted with the key that a \`CmekBinding\` adds to it, and no index can be made before.
A project is deleted only when it is empty: while it has indexes or a CMEK key, the deletion is refused and they are named.`,
  importId: { description: "The project ID, a UUID.", example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10" },
  inputs: {
    name: {
      type: z.string().min(1).max(512),
      description: "The project's name, 1 to 512 characters. Pinecone does not ask that it is unique.",
      onChange: { kind: "update" },
    },
    maxPods: {
      type: z.int().min(0).optional(),
      description: "How many pods of pod-based indexes the project may have. 0 means serverless only.",
      default: "0 for a new project; left out later, it stays as it is",
      keptWhenLeftOut: true,
      onChange: { kind: "update" },
    },
    forceEncryptionWithCmek: {
      type: z.boolean().optional(),
      description: `Whether every index must be encrypted with a customer-managed key. It can be turned on later, but **never off**: Pinecone says that
"once enabled, CMEK encryption cannot be disabled". A change from \`true\` to \`false\` is refused in preview.`,
      default: "false for a new project; left out later, it stays as it is",
      keptWhenLeftOut: true,
      onChange: {
        kind: "update",
        except: {
          from: true,
          to: false,
          rule: 'Pinecone\'s rule: "Once enabled, CMEK encryption cannot be disabled."',
          remedy:
            "Set it to true or leave it out. For a project without forced encryption, make a new Project and move the data there.",
        },
      },
    },
  },
  outputs: {
    organizationId: {
      type: z.string(),
      description: "The ID of the organization that the project belongs to.",
      stable: true,
    },
    createdAt: {
      type: z.string().optional(),
      description: "When the project was made, RFC 3339.",
      stable: true,
    },
  },
});
