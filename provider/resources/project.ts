import * as z from "zod";
import type { Project } from "../../pinecone";
import { ProviderError } from "../rpc/errors";
import type { ResourceShape } from "./definition";
import { WHERE_PROJECT_ID } from "./fieldTypes";
import { idToRead } from "./importId";
import { lookAtIndexes, named } from "./indexes";
import { type CheckSubject, defineResource, type ExistingSubject, type ValuesOf } from "./lifecycle";
import { collectionOf, findCmekKey, findPrivateEndpoints, findProject, orGone } from "./lookups";
import { given } from "./plain";

const shape = {
  name: "Project",
  description: `A Pinecone project, made through the public Admin API.

With \`forceEncryptionWithCmek\` every index of the project is encrypted with the key that a \`CmekBinding\` adds to it, and no index can be made before.
A project is deleted only when it is empty: while it has indexes, a CMEK key or Private Endpoints, the deletion is refused and they are named.`,
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
  requests: {
    create: "`POST /admin/projects`",
    refresh: "`GET /admin/projects`, once for all projects",
    update: "`PATCH /admin/projects/{project_id}` with the changed fields alone",
    delete:
      "a look at its indexes and, with `binding: api`, at its CMEK key and its Private Endpoints; then `DELETE /admin/projects/{project_id}`",
  },
} as const satisfies ResourceShape;

type Inputs = ValuesOf<typeof shape.inputs>;
type Outputs = ValuesOf<typeof shape.outputs>;

/** A Pinecone project. */
export const project = defineResource(shape, {
  check: refuseReplacement,

  create: async ({ inputs, session, call }) => {
    const client = await session.client();
    const made = await client.projects.create(given(inputs), { signal: call.signal });
    session.collections.forget(collectionOf.projects);
    session.memory.madeProject(made.id);
    session.memory.sawProject(made);
    return { id: made.id, outputs: resultOf(made) };
  },

  read: async (subject) => {
    const id = idToRead(subject, "project ID", WHERE_PROJECT_ID);
    const found = await findProject(subject, id);
    return found && { inputs: inputsOf(found), outputs: outputsOf(found) };
  },

  update: async ({ id, changes, session, call }) => {
    const client = await session.client();
    const changed = await client.projects.update(id, given(changes), { signal: call.signal });
    session.collections.forget(collectionOf.projects);
    session.memory.sawProject(changed);
    return resultOf(changed);
  },

  delete: async (subject) => {
    const { id, session, call } = subject;
    if ((await orGone(holdings(subject))) === undefined) return;
    const client = await session.client();
    await orGone(client.projects.delete(id, { signal: call.signal }));
    session.collections.forget(collectionOf.projects);
  },
});

/**
 * No change of a project needs another one, so only an option of the engine asks for it, and seldom on purpose. With `--replace` the
 * engine tells nothing of the old project, so that only the deletion of the old one can be refused.
 */
async function refuseReplacement({ olds, session, call }: CheckSubject<Inputs>): Promise<void> {
  if (olds !== undefined || !session.memory.wasInState(call.urn)) return;
  throw new ProviderError(
    `Project "${call.name}" is not replaced: the new one would be empty, and neither indexes nor the CMEK key move to it. Every change of a Project is made in place, ` +
      `so something else asks for this: replaceOnChanges, or a provider that was replaced, or renamed without an alias. Leave it out. ` +
      `For an empty project, add another Project to the program.`,
  );
}

/**
 * Refuses the deletion of a project that holds something. Where the indexes can't be listed the deletion is tried, and Pinecone's
 * own refusal is passed on.
 */
async function holdings(subject: ExistingSubject<Inputs, Outputs>): Promise<true> {
  const { id, call, session } = subject;
  const refuse = (held: string, remedy: string): never => {
    throw new ProviderError(
      `Project "${call.name}" (${id}) is not deleted: it holds ${held}. Pinecone's rule: a project is deleted only when it is empty. ${remedy}`,
    );
  };
  const look = await lookAtIndexes(subject, id, { temporaryKey: true });
  if (look !== undefined && look.indexes.length > 0) {
    const many = look.indexes.length > 1 ? "the indexes" : "the index";
    refuse(
      `${many} ${named(look.indexes)} (seen with ${look.seenWith})`,
      "Delete what should go, then run the command again.",
    );
  }
  if (session.settings.binding === "console") return true; // Nobody can look at the rest then; Pinecone's own refusal has to do.
  const key = await findCmekKey(subject, id);
  if (key !== undefined && key !== "no project") {
    refuse(
      `the CMEK key "${key.name}" (${key.id})`,
      "Delete its CmekBinding, or the key in the Pinecone console, then run the command again.",
    );
  }
  const endpoints = await stayingEndpoints(subject);
  if (endpoints.length > 0) {
    const many = endpoints.length > 1 ? "the Private Endpoints" : "the Private Endpoint";
    refuse(
      `${many} ${endpoints.join(", ")}`,
      "Delete their PrivateEndpoints, or delete them in the Pinecone console, then run the command again.",
    );
  }
  return true;
}

/** The VPC endpoints that are registered with the project, with the names that the registrations have besides. */
async function stayingEndpoints(subject: ExistingSubject<Inputs, Outputs>): Promise<string[]> {
  const endpoints = await findPrivateEndpoints(subject, subject.id);
  if (endpoints === "no project") return [];
  return endpoints
    .filter(({ state }) => state !== "deleting")
    .map(({ name, vpcEndpointId }) => (name === vpcEndpointId ? vpcEndpointId : `${vpcEndpointId} ("${name}")`));
}

function inputsOf({ name, maxPods, forceEncryptionWithCmek }: Project): Inputs {
  return { name, maxPods, forceEncryptionWithCmek };
}

function outputsOf({ organizationId, createdAt }: Project): Outputs {
  return { organizationId, ...given({ createdAt }) };
}

function resultOf(made: Project): Inputs & Outputs {
  return { ...inputsOf(made), ...outputsOf(made) };
}
