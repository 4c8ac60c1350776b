import { parseArn } from "../../iam";
import { definePolicy } from "../definition";
import { knownFirst } from "../model/claims";
import { regionOf, regionOfService, servicesWith, type Services } from "../model/network";
import type { PlannedResource } from "../model/plan";
import { isGiven, readText } from "../model/read";
import { PRIVATE_ENDPOINT, VPC_ENDPOINT } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

export const endpointServiceRegion = definePolicy({
  name: "pinecone-endpoint-service-region",
  claim: "A VPC endpoint for Pinecone is in the region of its service, and is registered for that region.",
  severity: "high",
  why: "An endpoint leads to the indexes of one region. Pinecone's rule: the VPC endpoint is in that region, and is one of Pinecone's service there. Any other is rejected, or leads nowhere.",
  remedy:
    "Give the VPC endpoint the service name that Pinecone has for its region (`getPrivateLinkService`, or the component PrivateLink), and the PrivateEndpoint the same region. A region that Pinecone has come to since: add it to `services`.",
  reference: "https://docs.pinecone.io/guides/production/connect-to-aws-privatelink",
  parameters: {
    services: {
      type: "texts",
      description:
        "Further services of Pinecone's, each as `region=service name`, for regions that this version does not know.",
      default: [],
    },
  },
  judges: "planned",
  types: [VPC_ENDPOINT, PRIVATE_ENDPOINT],
  scope: "stack",
  *judge(subject, { world, parameters }) {
    const services = servicesWith(parameters.services);
    if (subject.type === VPC_ENDPOINT) yield* placeProblems(world, subject, services);
    else {
      const [endpoint] = world.sources(subject, "vpcEndpointId", [VPC_ENDPOINT]);
      yield* knownFirst([() => serviceProblems(subject, endpoint ?? subject, services), () => arnProblems(subject)]);
    }
  },
});

/** Where a VPC endpoint is, and where its service is. Registered or not, it is Pinecone's by its service. */
function* placeProblems(world: World, endpoint: PlannedResource, services: Services): Generator<string> {
  const serviceName = readText(endpoint, "serviceName") ?? "";
  const expected = regionOfService(services, serviceName);
  if (expected === undefined) return;
  const region = regionOf(world, endpoint);
  if (region !== expected) {
    yield `region is ${region}, but serviceName is ${serviceName}, Pinecone's service in ${expected}; expected one region.`;
  }
}

/** The service of a registered VPC endpoint, as the VPC endpoint has it, or as the registration says where it is not of the program. */
function* serviceProblems(
  registration: PlannedResource,
  endpoint: PlannedResource,
  services: Services,
): Generator<string> {
  if (endpoint === registration && !isGiven(registration, "serviceName")) return;
  const [region, serviceName] = [readText(registration, "region"), readText(endpoint, "serviceName")];
  if (region === undefined || serviceName === undefined) return;
  const expected = services.get(region);
  if (expected === serviceName) return;
  const of = endpoint === registration ? "serviceName is" : `the VPC endpoint ${endpoint.name} is for`;
  const named = regionOfService(services, serviceName);
  if (named !== undefined) {
    yield `region is ${region}, but ${of} ${serviceName}, Pinecone's service in ${named}; expected one region.`;
  } else if (expected !== undefined) {
    yield `${of} ${serviceName}, which is no service of Pinecone's; expected ${expected} for ${region}.`;
  } else {
    throw new UndecidedError(
      `whether ${serviceName} is Pinecone's service in ${region} is not known: this version knows none there, and \`services\` names none`,
    );
  }
}

function* arnProblems(registration: PlannedResource): Generator<string> {
  if (!isGiven(registration, "vpcEndpointArn")) return;
  // Not known before the endpoint is made, which then is in its own region.
  const arn = registration.properties["vpcEndpointArn"];
  const region = readText(registration, "region");
  const found = typeof arn === "string" ? parseArn(arn)?.region : region;
  if (found !== region)
    yield `region is ${region ?? ""}, but the VPC endpoint is in ${found ?? ""}; expected one region.`;
}
