import { fitsPattern } from "../../iam/evaluate/patterns";
import { definePolicy } from "../definition";
import type { PlannedResource } from "../model/plan";
import { membersOfProject } from "../model/projects";
import { readFlag } from "../model/read";
import { INDEX, NETWORK_ACCESS, PRIVATE_ENDPOINT, PROJECT } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";
import { ENVIRONMENTS } from "../parameters";

export const networkVpcOnly = definePolicy({
  name: "pinecone-network-vpc-only",
  claim: "In production a Pinecone project answers through its Private Endpoints alone.",
  severity: "high",
  why: "A Private Endpoint lets clients in and shuts nobody out: until the project is VPC-only, whoever has an API key reaches its indexes over the internet.",
  remedy:
    "Add a NetworkAccess of the project with privateEndpointsOnly: true and `regions` from each PrivateLink, so that it waits for them. A project whose switch is in a stack of its own: keep indexes and endpoints out of the project's stack, or name the project in `exceptions`.",
  reference: "https://docs.pinecone.io/guides/production/connect-to-aws-privatelink",
  parameters: { environments: ENVIRONMENTS },
  judges: "planned",
  types: [PROJECT, NETWORK_ACCESS],
  scope: "stack",
  *judge(subject, { world, parameters: { environments } }) {
    const { stack } = world.plan;
    if (!environments.some((pattern) => fitsPattern(pattern, stack))) return;
    if (subject.type === PROJECT) yield* projectProblems(world, subject);
    else if (readFlag(subject, "privateEndpointsOnly") === false) {
      yield `privateEndpointsOnly is false in the stack ${stack}; expected true.`;
    }
  },
});

/** A project that has nothing yet that could be reached is not judged: its indexes and its switch may be in other stacks. */
function* projectProblems(world: World, project: PlannedResource): Generator<string> {
  const access = membersOfProject(world, project, NETWORK_ACCESS);
  if (access.sure.length > 0) return;
  const doors = [INDEX, PRIVATE_ENDPOINT].map((type) => membersOfProject(world, project, type));
  const [door] = doors.flatMap(({ sure }) => sure);
  const [doubtful] = [...access.doubtful, ...(door === undefined ? doors.flatMap((each) => each.doubtful) : [])];
  if (doubtful !== undefined) {
    throw new UndecidedError(`whether ${doubtful.name} belongs to the project ${project.name} is not known`);
  }
  if (door !== undefined) {
    yield `it has ${door.name} and no NetworkAccess in the stack ${world.plan.stack}; expected one with privateEndpointsOnly: true.`;
  }
}
