import * as z from "zod";
import type { ApiKey } from "../../pinecone";
import type { ResourceShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { idToRead } from "./importId";
import { defineResource, type ValuesOf } from "./lifecycle";
import { collectionOf, findApiKey, orGone } from "./lookups";
import { given } from "./plain";
import type { Session } from "./session";

/** What an API key may do, in Pinecone's words. */
export const API_KEY_ROLES = [
  "ProjectEditor",
  "ProjectViewer",
  "ControlPlaneEditor",
  "ControlPlaneViewer",
  "DataPlaneEditor",
  "DataPlaneViewer",
] as const;

const shape = {
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
      type: projectIdType,
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
  requests: {
    create: "`POST /admin/projects/{project_id}/api-keys`",
    refresh: "`GET /admin/projects/{project_id}/api-keys`, once for all keys of a project",
    update: "`PATCH /admin/api-keys/{api_key_id}` with the changed fields alone",
    delete: "`DELETE /admin/api-keys/{api_key_id}`",
  },
} as const satisfies ResourceShape;

type Inputs = ValuesOf<typeof shape.inputs>;
type Outputs = ValuesOf<typeof shape.outputs>;

/** An API key of a project. */
export const apiKey = defineResource(shape, {
  // No request: only what goes by is noted, so that a later look at the project's indexes finds a key.
  review: ({ id, inputs, outputs, session }) => {
    note(session, id, { ...inputs, ...outputs });
    return [];
  },

  create: async ({ inputs: { projectId, ...fields }, session, call }) => {
    const client = await session.client();
    const ownedProject = session.memory.hasMadeProject(projectId);
    const { key, value } = await client.apiKeys.create(projectId, given(fields), { signal: call.signal, ownedProject });
    session.collections.forget(collectionOf.apiKeys(projectId));
    session.memory.sawApiKey(projectId, key.id, value);
    return { id: key.id, outputs: { ...inputsOf(key), value } };
  },

  read: async (subject) => {
    const { inputs, outputs, session, importing, call } = subject;
    const id = idToRead(
      subject,
      "ID of an API key",
      "It is not the key's value; the Admin API lists the IDs (GET /admin/projects/{project_id}/api-keys).",
    );
    note(session, id, { ...inputs, ...outputs });
    const found = await findApiKey(subject, outputs.projectId ?? inputs.projectId, id);
    if (found === undefined) return undefined;
    if (importing) {
      call.log(
        "warning",
        `The API key "${found.name}" is imported without its value: Pinecone tells it only when a key is made. The output \`value\` is null.`,
      );
    }
    return { inputs: inputsOf(found), outputs: { value: outputs.value ?? null } };
  },

  update: async ({ id, inputs, changes, outputs, session, call }) => {
    note(session, id, { ...inputs, ...outputs });
    const { name, roles } = changes;
    const client = await session.client();
    const changed = await client.apiKeys.update(id, given({ name, roles }), { signal: call.signal });
    session.collections.forget(collectionOf.apiKeys(inputs.projectId));
    return { ...inputsOf(changed), value: outputs.value ?? null };
  },

  delete: async ({ id, inputs, session, call }) => {
    const client = await session.client();
    session.memory.forgetApiKey(id);
    await orGone(client.apiKeys.delete(id, { signal: call.signal }));
    if (inputs.projectId !== undefined) session.collections.forget(collectionOf.apiKeys(inputs.projectId));
  },
});

function note(session: Session, id: string, { projectId, value }: Partial<Inputs & Outputs>): void {
  if (projectId !== undefined && typeof value === "string") session.memory.sawApiKey(projectId, id, value);
}

/** Roles that this version does not know are kept as they are: a newer Pinecone may have more. */
function inputsOf({ projectId, name, roles }: ApiKey): Inputs {
  return { projectId, name, roles: roles as Inputs["roles"] };
}
