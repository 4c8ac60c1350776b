import { definePolicy } from "../definition";
import { inOrder } from "../model/order";
import { membersOfProject, projectNameOf } from "../model/projects";
import { PRIVATE_ENDPOINT } from "../model/types";
import { UndecidedError } from "../model/values";

export const endpointLimit = definePolicy({
  name: "pinecone-endpoint-limit",
  claim: "A Pinecone project has at most ten Private Endpoints.",
  severity: "medium",
  why: "Pinecone's rule: it refuses the eleventh, in the middle of a deployment. The replacement of one needs a free place besides.",
  remedy:
    "Let VPCs of one region share an endpoint (peering, a transit gateway, the hosted zone associated with each VPC), or make another project. If Pinecone has raised the limit for you, set `most`.",
  reference: "https://docs.pinecone.io/guides/production/connect-to-aws-privatelink",
  parameters: {
    most: { type: "number", description: "How many a project may have.", default: 10, minimum: 1 },
  },
  judges: "planned",
  types: [PRIVATE_ENDPOINT],
  scope: "stack",
  *judge(endpoint, { world, parameters: { most } }) {
    const { sure, doubtful } = membersOfProject(world, endpoint, PRIVATE_ENDPOINT);
    const all = inOrder([endpoint, ...sure]);
    // Told once, of the first that is too many.
    if (all.length > most) {
      if (all[most] === endpoint) {
        yield `${projectNameOf(world, endpoint)} has ${all.length} Private Endpoints; expected at most ${most}.`;
      }
      return;
    }
    const perhaps = inOrder([...all, ...doubtful]);
    if (doubtful.length === 0 || perhaps.length <= most || perhaps[most] !== endpoint) return;
    throw new UndecidedError(
      `whether ${doubtful.map(({ name }) => name).join(", ")} are Private Endpoints of the same project as ${endpoint.name} is not known`,
    );
  },
});
