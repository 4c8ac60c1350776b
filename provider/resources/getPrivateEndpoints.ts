import * as z from "zod";
import { ProviderError } from "../rpc/errors";
import type { FunctionShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { defineFunction } from "./lifecycle";
import { findPrivateEndpoints } from "./lookups";
import { given } from "./plain";

const privateEndpoint = z.object({
  privateEndpointId: z.string().describe("Pinecone's ID of the Private Endpoint."),
  name: z.string().describe("Its name in Pinecone."),
  cloud: z.string().describe("The cloud that the endpoint is in, for example `aws`."),
  region: z.string().describe("The region of the VPC endpoint."),
  vpcEndpointId: z.string().describe("The ID of the VPC endpoint."),
  status: z
    .enum(["pending", "available", "rejected", "failed", "deleting"])
    .describe("Whether clients get in through it: only when it is `available`."),
  statusReason: z.string().optional().describe("Why the endpoint does not work, in Pinecone's words."),
  createdAt: z.string().describe("When it was registered, RFC 3339."),
});

const shape = {
  name: "getPrivateEndpoints",
  description:
    "Lists the Private Endpoints of a project, in every state, and tells whether its indexes answer through them alone. It needs `binding: api`: Pinecone publishes no API for Private Endpoints, so that with `console` nothing can be listed.",
  inputs: {
    projectId: { type: projectIdType, description: "The project." },
  },
  outputs: {
    privateEndpoints: {
      type: z.array(privateEndpoint),
      description: "The project's Private Endpoints, ten at most.",
    },
    privateEndpointsOnly: {
      type: z.boolean(),
      description: "Whether the project is VPC-only: its indexes answer through its Private Endpoints alone.",
    },
  },
} as const satisfies FunctionShape;

/** Lists the Private Endpoints of a project. */
export const getPrivateEndpoints = defineFunction(shape, async ({ inputs: { projectId }, session, signal }) => {
  if (session.settings.binding === "console") {
    throw new ProviderError(
      "getPrivateEndpoints: with `binding: console` nothing can be listed, because Pinecone publishes no API for Private Endpoints. " +
        "Its console shows them under Manage > Network. A stack that makes them can export what others need.",
    );
  }
  const client = await session.client();
  const listed = await findPrivateEndpoints({ session, call: { signal } }, projectId);
  if (listed === "no project") {
    throw new ProviderError(
      `getPrivateEndpoints: there is no project with the ID "${projectId}", or the service account may not see it.`,
    );
  }
  const { privateEndpointsOnly } = await client.networkAccess.get(projectId, { signal });
  const privateEndpoints = listed.map(({ id, name, cloud, region, vpcEndpointId, state, stateReason, createdAt }) => {
    const shown = { privateEndpointId: id, name, cloud, region, vpcEndpointId, status: state, createdAt };
    return { ...shown, ...given({ statusReason: stateReason }) };
  });
  return { privateEndpoints, privateEndpointsOnly };
});
