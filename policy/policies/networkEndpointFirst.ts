import { definePolicy } from "../definition";
import { comesFromElsewhere, dependenciesOf } from "../model/dependencies";
import type { PlannedResource } from "../model/plan";
import { areOfOneProject, membersOfProject } from "../model/projects";
import { readFlag } from "../model/read";
import { NETWORK_ACCESS, PRIVATE_ENDPOINT } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

/** What a NetworkAccess may wait by for other stacks. That its project comes from one says nothing of endpoints. */
const WAITING = ["privateEndpointsOnly", "regions", "acknowledgeLostAccess"];

export const networkEndpointFirst = definePolicy({
  name: "pinecone-network-endpoint-first",
  claim: "VPC-only is turned on after a Private Endpoint is there, and off before the last one goes.",
  severity: "critical",
  why: "Pinecone turns the switch whatever that breaks: without an endpoint that works, nobody reaches the indexes any more. What waits for nothing is turned at any time, and in a destroy it goes after the endpoint.",
  remedy:
    "Give `regions` as outputs, not as text: the `region` of each PrivateLink or PrivateEndpoint, or, where the endpoints have stacks of their own, what their StackReferences tell (see examples/regions/lockdown). Or add the PrivateEndpoints to dependsOn.",
  reference: "https://docs.pinecone.io/guides/production/connect-to-aws-privatelink",
  parameters: {},
  judges: "planned",
  types: [NETWORK_ACCESS],
  scope: "stack",
  *judge(access, { world }) {
    if (readFlag(access, "privateEndpointsOnly") !== true || isOn(access)) return;
    const waitsFor = dependenciesOf(world, access).filter(({ type }) => type === PRIVATE_ENDPOINT);
    const verdicts = waitsFor.map((endpoint) => areOfOneProject(world, access, endpoint));
    const elsewhere = comesFromElsewhere(access, WAITING, ["projectId", ...WAITING]);
    if (verdicts.includes("yes") || elsewhere === "yes") return;
    if (verdicts.includes("unknown")) {
      throw new UndecidedError(
        `whether ${waitsFor[0]?.name ?? ""} is of the same project as ${access.name} is not known`,
      );
    }
    if (elsewhere === "unknown") {
      throw new UndecidedError(`whether ${access.name} waits for another stack is not told`);
    }
    refuseBlind(world, access);
    const { sure } = membersOfProject(world, access, PRIVATE_ENDPOINT);
    yield sure.length > 0
      ? `it does not wait for ${sure.map(({ name }) => name).join(", ")}, and may be turned on before; expected a dependency.`
      : "it waits for no Private Endpoint: the program has none of the project, and no other stack tells of one.";
  },
});

/** What is on takes nothing from anybody. */
function isOn({ former, properties }: PlannedResource): boolean {
  return former?.properties["status"] === "restricted" && former.properties["projectId"] === properties["projectId"];
}

function refuseBlind({ plan: { former } }: World, access: PlannedResource): void {
  if (former.known) return;
  throw new UndecidedError(`whether ${access.name} is on already is not known, since ${former.why}`);
}
