import * as z from "zod";
import { ProviderError } from "../rpc/errors";
import type { ResourceShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { type CheckSubject, defineResource, type ExistingSubject, type Subject, type ValuesOf } from "./lifecycle";
import { collectionOf, findPrivateEndpoints, orGone } from "./lookups";
import { wayToRead } from "./importId";
import { refuseLockOut } from "./network/lockOut";
import { wayId } from "./network/privateWays";
import { Patience } from "./patience";
import { given } from "./plain";
import { type EndpointValues, registrationKey } from "./privateEndpoint/values";

const shape = {
  name: "AccessGuard",
  description: `Keeps a region's private way to a project: while the project is VPC-only and the way is the last one to its indexes in the region, the guard is not deleted.

A guard depends on everything that clients need to reach the indexes: the \`PrivateEndpoint\`, the DNS record, the zone's associations, the rules of the security group. So a \`destroy\` meets it before all of them: when it
refuses, all of the way stays, not just the registration. It makes nothing in Pinecone. The \`PrivateLink\` component has one.

Given \`privateEndpointId\`, its deletion deregisters the VPC endpoint: from then on nothing counts on the way, also when the rest of it, DNS first, goes in a later run only.

It refuses while the project's VPC-only switch is on, the way's Private Endpoint is available, and it is

- the last available one of the project, or
- the last available one of its region, while an index is there, or may be there because nobody can list the indexes or Pinecone does not tell the index's region.

Turning the switch off first is always allowed. With \`binding: console\` the switch and the endpoints can't be looked at: the guard refuses when the public host of an index in the region says Unauthorized over the internet,
until a person confirms with a fingerprint that the way may go. Where no API key of the project is known it warns.`,
  importId: {
    description:
      "The project ID and the VPC endpoint ID, with a slash between them. With `binding: api` only; otherwise declare it, for it makes nothing.",
    example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10/vpce-0a1b2c3d4e5f67890",
  },
  inputs: {
    projectId: {
      type: projectIdType,
      description: "The project whose indexes are reached.",
      onChange: { kind: "replace" },
    },
    region: {
      type: z.string().min(1),
      description:
        "The AWS region of the way, for example `us-east-1`. As an output it is known once all that the guard depends on is there: give it to the `regions` of a `NetworkAccess`.",
      onChange: { kind: "replace" },
    },
    vpcEndpointId: {
      type: z.string().min(1),
      description:
        "The VPC endpoint that the way leads through. With another one, the new way has its guard before the old one is asked.",
      onChange: { kind: "replace" },
    },
    privateEndpointId: {
      type: z.string().min(1).optional(),
      description:
        "Pinecone's ID of the way's Private Endpoint, as the `PrivateEndpoint` of the same stack has it: deleted, the guard takes the registration with it, unless the program goes on having that `PrivateEndpoint`.",
      default: "the registration is left to its `PrivateEndpoint`",
      untold: true,
      onChange: { kind: "update" },
    },
    drainSeconds: {
      type: z.number().int().min(0).max(2_147_483_647).optional(),
      description:
        "How long the way is kept, in seconds, once another VPC endpoint has taken its place: as long as clients remember the DNS record. A `destroy` does not wait.",
      default: "0: the way goes at once",
      untold: true,
      onChange: { kind: "update" },
    },
  },
  outputs: {},
  requests: {
    check: "`api`: for a new one that is given a Private Endpoint from before, the list of the project's endpoints",
    create: "none",
    refresh: "none",
    delete:
      "`api`: a look at the project's switch; when it is on, at its Private Endpoints; when the endpoint is the last of its region, at the indexes; then `DELETE /admin/private-endpoints/{private_endpoint_id}`, where it is given. `console`: one request to the public host of an index, where an API key is known",
  },
} as const satisfies ResourceShape;

type Inputs = ValuesOf<typeof shape.inputs>;
type Outputs = ValuesOf<typeof shape.outputs>;

/** The guard of a region's private way. */
export const accessGuard = defineResource(shape, {
  check: async (subject) => {
    const { known, olds, session, call } = subject;
    const { projectId, vpcEndpointId } = known;
    if (projectId === undefined || vpcEndpointId === undefined) return;
    const way = wayId({ projectId, vpcEndpointId });
    const isHeld = olds?.projectId === projectId && olds.vpcEndpointId === vpcEndpointId;
    if (isHeld) session.memory.accessGuards.holds(way, call.urn);
    else await checkRegistration(subject);
  },

  create: async ({ inputs, session, call }) => {
    const id = wayId(inputs);
    session.memory.accessGuards.made(id, call.urn);
    return Promise.resolve({ id, outputs: {} });
  },

  read: async (subject) => {
    const { inputs, importing } = subject;
    return importing ? imported(subject) : { inputs: given(inputs), outputs: {} };
  },

  // What can change without another guard is for its deletion.
  update: async () => Promise.resolve({}),

  delete: async (subject) => {
    const { id, call, session } = subject;
    const { projectId, region, vpcEndpointId, privateEndpointId } = { ...subject.outputs, ...subject.inputs };
    // The way is guarded all the same, under another name, or by a guard that was made anew.
    if (session.memory.accessGuards.successor(id, call.urn) !== undefined) return;
    const what = `AccessGuard "${call.name}"`;
    if (projectId === undefined || region === undefined || vpcEndpointId === undefined) {
      throw new ProviderError(
        `${what} is not deleted: the state lacks its values, which tell which way it guards. Run \`pulumi state delete '${call.urn}'\`.`,
      );
    }
    await refuseLockOut(subject, { what, projectId, region, vpcEndpointId, privateEndpointId });
    if (session.memory.accessGuards.hasAnother(id, call.urn)) await drain(subject, what);
    await deregister(subject, { projectId, region, vpcEndpointId, privateEndpointId });
  },
});

/**
 * A destroy that ended after the guard has taken the registration with it, and the state goes on having the PrivateEndpoint: the way would
 * be put back without it.
 */
async function checkRegistration(subject: CheckSubject<Inputs>): Promise<void> {
  const { known, session, fail } = subject;
  const { projectId, region, vpcEndpointId, privateEndpointId } = known;
  if (projectId === undefined || region === undefined || vpcEndpointId === undefined) return;
  if (privateEndpointId === undefined || session.settings.binding === "console") return;
  if (session.memory.registrations.wasMade(registrationKey({ projectId, region, vpcEndpointId }))) return;
  const endpoints = await findPrivateEndpoints(subject, projectId);
  if (endpoints === "no project" || endpoints.some(({ id }) => id === privateEndpointId)) return;
  fail(
    "privateEndpointId",
    `is ${privateEndpointId}, which the project ${projectId} does not have any more: ${vpcEndpointId} was deregistered, for example by a destroy that did not come to its end. Run \`pulumi up --refresh\`: it sees that, and registers it anew.`,
  );
}

/** Lets the clients of a way that was replaced forget it: those that have looked its DNS name up go on using it for a while. */
async function drain(subject: ExistingSubject<Inputs, Outputs>, what: string): Promise<void> {
  const { drainSeconds = 0, vpcEndpointId = "" } = { ...subject.outputs, ...subject.inputs };
  const patience = new Patience(subject, drainSeconds, 0);
  const line = (left: number): string => `${left} s left for clients to forget ${vpcEndpointId}`;
  let end = await patience.pause(line);
  while (end === undefined) end = await patience.pause(line);
  if (end === "out of time") return;
  throw new ProviderError(
    `${what} is not deleted: it was cancelled while clients may remember ${vpcEndpointId}. Run \`pulumi up\` again to go on.`,
  );
}

/**
 * Takes the registration away first. Pinecone's list is what the other ways are judged by: one that lost its DNS, and not its
 * registration, would count as a way although nobody finds it.
 */
async function deregister(
  { session, call }: Subject,
  { privateEndpointId, ...values }: EndpointValues & { readonly privateEndpointId: string | undefined },
): Promise<void> {
  if (privateEndpointId === undefined || session.settings.binding === "console") return;
  // A program that goes on having the registration has let go of the guard alone.
  if (session.memory.registrations.successor(registrationKey(values), call.urn) !== undefined) return;
  const client = await session.client();
  await orGone(client.privateEndpoints.delete(privateEndpointId, { signal: call.signal }));
  session.collections.forget(collectionOf.privateEndpoints(values.projectId));
}

/** Pinecone tells the region of a registered VPC endpoint. `undefined`: it is not registered with the project. */
async function imported(
  subject: ExistingSubject<Inputs, Outputs> & { readonly importing: boolean },
): Promise<{ readonly inputs: Partial<Inputs>; readonly outputs: Outputs } | undefined> {
  const { id, call, session } = subject;
  const { projectId, vpcEndpointId } = wayToRead(subject);
  if (session.settings.binding === "console") {
    throw new ProviderError(
      `can't import AccessGuard "${call.name}" (${id}): with \`binding: console\` nobody can look at the region of ${vpcEndpointId}. An AccessGuard makes nothing: declare it in the program and run \`pulumi up\`.`,
    );
  }
  const endpoints = await findPrivateEndpoints(subject, projectId);
  const found = endpoints === "no project" ? undefined : endpoints.find((one) => one.vpcEndpointId === vpcEndpointId);
  return found && { inputs: { projectId, region: found.region, vpcEndpointId }, outputs: {} };
}
