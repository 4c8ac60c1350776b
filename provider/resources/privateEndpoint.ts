import * as z from "zod";
import { ProviderError } from "../rpc/errors";
import { confirmationOf } from "./console/confirmation";
import type { ResourceShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { wayToRead } from "./importId";
import { defineResource, type ExistingSubject, type Subject, type ValuesOf } from "./lifecycle";
import { wayId } from "./network/privateWays";
import { given } from "./plain";
import { apiWay } from "./privateEndpoint/api";
import { consoleWay } from "./privateEndpoint/console";
import { preflight } from "./privateEndpoint/preflight";
import { type EndpointValues, registrationKey, type Way } from "./privateEndpoint/values";
import { fingerprintOf, registerWorksheet } from "./privateEndpoint/worksheet";

const shape = {
  name: "PrivateEndpoint",
  description: `The registration of an AWS VPC interface endpoint with a Pinecone project: from then on the indexes of the project in that region answer through it, at their private hosts.

An endpoint belongs to one project and one region, and a project has at most ten. Project, region and VPC endpoint can't be changed in place: the new registration is made, and is available, before the old one is deleted.
So a replacement needs a free place among the ten, and another VPC endpoint: one is registered once. While the project is VPC-only, the last available endpoint of a region that has indexes is not deleted.

Pinecone takes its time: creation, update and deletion wait until it is done, at most ten minutes each unless \`customTimeouts\` says otherwise. What is not available by then stays in the state as half-created, and the next \`pulumi up\`
goes on from there: it waits on for one that is pending, and deletes and registers anew one that Pinecone has rejected or that has failed.

Pinecone publishes no API for it. The provider's \`binding\` says how it is made: \`console\` (a worksheet for a person, who confirms with a fingerprint) or \`api\` (the preview routes).`,
  importId: {
    description: "The project ID and the VPC endpoint ID, with a slash between them.",
    example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10/vpce-0a1b2c3d4e5f67890",
  },
  inputs: {
    projectId: {
      type: projectIdType,
      description: "The project whose indexes are reached through the endpoint.",
      onChange: { kind: "replace" },
    },
    cloud: {
      type: z.string().min(1).optional(),
      description:
        "The cloud that the endpoint is in. Only `aws`: Azure Private Link is not supported by this version.",
      default: '"aws"',
      keptWhenLeftOut: true,
      onChange: { kind: "replace" },
    },
    region: {
      type: z.string().min(1),
      description:
        "The AWS region of the VPC endpoint, which is that of the indexes it leads to, for example `us-east-1`.",
      onChange: { kind: "replace" },
    },
    vpcEndpointId: {
      type: z
        .string()
        .regex(/^vpce-[0-9a-f]{8,17}$/, "must be the ID of a VPC endpoint, such as vpce-0a1b2c3d4e5f67890"),
      description: "The ID of the VPC interface endpoint, for example `vpce-0a1b2c3d4e5f67890`.",
      onChange: { kind: "replace" },
    },
    name: {
      type: z.string().min(1).max(512).optional(),
      description:
        "The name of the Private Endpoint in Pinecone, 1 to 512 characters. The console asks for it when the endpoint is deleted.",
      default: "the VPC endpoint ID for a new endpoint; left out later, it stays as it is",
      keptWhenLeftOut: true,
      onChange: { kind: "update" },
    },
    serviceName: {
      type: z.string().min(1).optional(),
      description: `The name of the VPC endpoint service that the VPC endpoint is for. It is compared with the region before anything is sent. Never sent to Pinecone.
For a region that this version does not know it is required.`,
      default: "not checked",
      untold: true,
      onChange: { kind: "update" },
    },
    vpcEndpointArn: {
      type: z.string().min(1).optional(),
      description:
        "The ARN of the VPC endpoint. Its region and ID are compared with `region` and `vpcEndpointId` before anything is sent. Never sent to Pinecone.",
      default: "not checked",
      untold: true,
      onChange: { kind: "update" },
    },
  },
  outputs: {
    privateEndpointId: {
      type: z.string().optional(),
      description: "Pinecone's ID of the Private Endpoint, with `binding: api`.",
    },
    status: {
      type: z.enum(["pending", "available", "rejected", "failed", "deleting"]),
      description: `\`available\`: the endpoint works. \`pending\`: Pinecone is not done with it, or, with \`binding: console\`, a person has to do the step and confirm it.
\`rejected\` and \`failed\`: it will not work as it is, \`statusReason\` says why; the next \`pulumi up\` tries again. \`deleting\`: it was deleted outside Pulumi a moment ago.`,
    },
    statusReason: { type: z.string().optional(), description: "Why the endpoint does not work, in Pinecone's words." },
    evidence: {
      type: z.enum(["api", "attested"]).optional(),
      description:
        "How the plugin knows of the endpoint. `api`: Pinecone's API says so. `attested`: a person has confirmed it.",
    },
    fingerprint: {
      type: z.string().optional(),
      description: "The fingerprint of exactly the values of the worksheet, with `binding: console`.",
    },
  },
  requests: {
    check:
      "for a new one of a project from before: `api`: the list of the project's endpoints; `console`: the list of projects",
    create:
      "`api`: `POST /admin/projects/{project_id}/private-endpoints`, then `GET /admin/private-endpoints/{private_endpoint_id}` until it is available. `console`: none",
    refresh:
      "`api`: `GET /admin/projects/{project_id}/private-endpoints`, once for all endpoints of a project. `console`: `GET /admin/projects`, once for all projects",
  },
} as const satisfies ResourceShape;

type Inputs = ValuesOf<typeof shape.inputs>;
type Outputs = ValuesOf<typeof shape.outputs>;

/** The registration of a VPC endpoint with a project. */
export const privateEndpoint = defineResource(shape, {
  check: preflight,

  review: ({ outputs }) => (outputs.status === "available" ? [] : ["status"]),

  announce: ({ inputs, ...subject }) => {
    if (subject.session.settings.binding !== "console") return;
    const confirmation = confirmationOf(subject);
    if (!isComplete(inputs)) {
      subject.call.log(
        "info",
        "A person will add this Private Endpoint in Pinecone's console: `pulumi up` shows the worksheet once all values are known, and stops there until it is confirmed.",
      );
    } else if (confirmation !== fingerprintOf("register", inputs)) {
      subject.call.log("info", registerWorksheet(subject.call.name, inputs, confirmation).join("\n"));
    }
  },

  create: async ({ inputs, timeoutSeconds, ...subject }) => {
    const values = valuesOf(inputs);
    return { id: wayId(values), outputs: await wayOf(subject).create(subject, values, timeoutSeconds) };
  },

  read: async (subject) => {
    const found = await wayOf(subject).read(subject, wayToRead(subject));
    if (found === undefined) return undefined;
    const { serviceName, vpcEndpointArn } = subject.inputs;
    const { cloud } = found.state;
    return { inputs: given({ ...found.values, cloud, serviceName, vpcEndpointArn }), outputs: found.state };
  },

  update: async ({ inputs, outputs, timeoutSeconds, ...subject }) =>
    wayOf(subject).update({ ...subject, outputs }, valuesOf(inputs), timeoutSeconds),

  delete: async (subject) => {
    const { id, inputs, outputs, call, session } = subject;
    const values = { ...outputs, ...inputs };
    if (!isComplete(values)) throw withoutValues(subject);
    const successor = session.memory.registrations.successor(registrationKey(values), call.urn);
    if (successor !== undefined) {
      call.log("info", `The registration ${id} stays: in this deployment it belongs to ${successor}.`);
      return;
    }
    await wayOf(subject).delete(subject, valuesOf(values));
  },
});

function wayOf({ session }: Pick<Subject, "session">): Way {
  return session.settings.binding === "api" ? apiWay : consoleWay;
}

function valuesOf({ projectId, region, vpcEndpointId, name }: EndpointValues): EndpointValues {
  return { projectId, region, vpcEndpointId, ...given({ name }) };
}

function isComplete(values: Partial<EndpointValues>): values is EndpointValues {
  return (["projectId", "region", "vpcEndpointId"] as const).every((name) => values[name] !== undefined);
}

function withoutValues({ id, call }: ExistingSubject<Inputs, Outputs>): ProviderError {
  return new ProviderError(
    `PrivateEndpoint "${call.name}" can't be deleted: the state lacks its values, which tell which endpoint it is. ` +
      `Delete the Private Endpoint of ${id} in Pinecone's console, then run \`pulumi state delete '${call.urn}'\`.`,
  );
}
