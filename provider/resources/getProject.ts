import * as z from "zod";
import type { Project } from "../../pinecone";
import { ProviderError } from "../rpc/errors";
import type { FunctionShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { defineFunction, type FunctionSubject, type ValuesOf } from "./lifecycle";
import { collectionOf, findProject } from "./lookups";
import { given } from "./plain";

const shape = {
  name: "getProject",
  description:
    "Finds a Pinecone project by its ID or by its name. Pinecone does not ask that names are unique: when several projects have the name, the call fails and lists their IDs.",
  inputs: {
    id: {
      type: projectIdType.optional(),
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
} as const satisfies FunctionShape;

type Inputs = ValuesOf<typeof shape.inputs>;

/** Finds a project by its ID or its name. */
export const getProject = defineFunction(shape, async (subject) => {
  const { id, name } = subject.inputs;
  if (id !== undefined && name !== undefined) {
    subject.fail("name", "is given together with `id`. Give one of the two.");
    return undefined;
  }
  if (id !== undefined) return outputsOf(await byId(subject, id));
  if (name !== undefined) return outputsOf(await byName(subject, name));
  subject.fail("id", "is missing, and so is `name`. Give one of the two.");
  return undefined;
});

async function byId({ session, signal }: FunctionSubject<Inputs>, id: string): Promise<Project> {
  const found = await findProject({ session, call: { signal } }, id);
  if (found !== undefined) return found;
  throw new ProviderError(
    `getProject: there is no project with the ID "${id}", or the service account may not see it.`,
  );
}

async function byName({ session, signal }: FunctionSubject<Inputs>, name: string): Promise<Project> {
  const client = await session.client();
  const listed = await session.collections.read(collectionOf.projects, signal, (ending) =>
    client.projects.list({ signal: ending }),
  );
  const [found, ...others] = listed.filter((one) => one.name === name);
  if (found === undefined) {
    throw new ProviderError(
      `getProject: there is no project with the name "${name}", or the service account may not see it.`,
    );
  }
  if (others.length > 0) {
    const ids = [found, ...others].map((one) => one.id).join(", ");
    throw new ProviderError(
      `getProject: ${others.length + 1} projects have the name "${name}": ${ids}. Give the \`id\` of one of them.`,
    );
  }
  session.memory.sawProject(found);
  return found;
}

function outputsOf({
  id,
  name,
  maxPods,
  forceEncryptionWithCmek,
  organizationId,
  createdAt,
}: Project): ValuesOf<typeof shape.outputs> {
  return { id, name, maxPods, forceEncryptionWithCmek, organizationId, ...given({ createdAt }) };
}
