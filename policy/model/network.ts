/** The private way in a plan: VPC endpoints for Pinecone, their security groups, hosted zones. */
import { PINECONE_REGIONS, REGION_TABLE } from "../../iam";
import type { PlannedResource } from "./plan";
import { isGiven, readText } from "./read";
import { PRIVATE_ENDPOINT } from "./types";
import { UndecidedError } from "./values";
import type { World } from "./world";

/** An AWS region → the name of Pinecone's VPC endpoint service there. */
export type Services = ReadonlyMap<string, string>;

/** Pinecone's services that this version knows, and further ones: texts such as `eu-west-2=com.amazonaws.vpce.…`. */
export function servicesWith(further: readonly string[] = []): Services {
  const known = PINECONE_REGIONS.map((region) => [region, REGION_TABLE[region].serviceName] as const);
  const added = further.map((text) => {
    const [region = "", ...name] = text.split("=");
    return [region.trim(), name.join("=").trim()] as const;
  });
  return new Map([...known, ...added]);
}

/** The region of Pinecone's service of that name. */
export function regionOfService(services: Services, serviceName: string): string | undefined {
  return [...services].find(([, name]) => name === serviceName)?.[0];
}

/** Whether Pinecone's private DNS zones have this name. A name may end with a dot. */
export function isPineconeZone(name: string, further: readonly string[] = []): boolean {
  const zones = [...PINECONE_REGIONS.map((region) => REGION_TABLE[region].dnsZone), ...further];
  return zones.some((zone) => dnsName(zone) === dnsName(name));
}

/** A DNS name as it is compared: case and a dot at its end mean nothing, and Route 53 writes `*` as `\052`. */
export function dnsName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "").replace("\\052", "*");
}

/** The PrivateEndpoints that register a VPC endpoint with Pinecone. */
export function registrationsOf(world: World, endpoint: PlannedResource): readonly PlannedResource[] {
  return world.users(endpoint, PRIVATE_ENDPOINT, "vpcEndpointId");
}

/**
 * Whether a VPC endpoint leads to Pinecone: by its service, or as it is registered there.
 * @throws UnknownValueError when its service is not known, and it is not registered
 */
export function isForPinecone(world: World, endpoint: PlannedResource, services: Services = servicesWith()): boolean {
  if (registrationsOf(world, endpoint).length > 0) return true;
  return regionOfService(services, readText(endpoint, "serviceName") ?? "") !== undefined;
}

/**
 * The AWS region that a resource is in: its own, else that of its provider.
 * @throws UndecidedError when neither is told
 */
export function regionOf(world: World, resource: PlannedResource): string {
  if (isGiven(resource, "region") || typeof resource.properties["region"] === "string") {
    const region = readText(resource, "region");
    if (region !== undefined) return region;
  }
  const provider = world.get(resource.provider ?? "");
  const region = provider === undefined ? undefined : readText(provider, "region");
  if (region !== undefined) return region;
  throw new UndecidedError(
    `region of ${resource.name} is not known: it is left out, and that of the AWS provider is not told`,
  );
}
