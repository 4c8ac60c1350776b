/** A project of the stand-in with indexes and Private Endpoints, for the tests of its VPC-only switch. */
import { fingerprintOf } from "../../../provider/resources/network/worksheet";
import type { PropertyMap } from "../../../provider/rpc/values";
import { indexModel } from "./controlPlane";
import { testbed, type Testbed } from "./testbed";

export const API_KEY = "pcsk_of_the_project_never_to_be_shown";

export interface NetworkBed {
  readonly bed: Testbed;
  readonly projectId: string;
}

/** A project without indexes and endpoints. The plugin knows no API key of it, unless one is configured. */
export async function networkBed(configuration: PropertyMap = {}): Promise<NetworkBed> {
  const bed = await testbed({ binding: "api", ...configuration });
  const projectId = bed.pinecone.addProject();
  bed.pinecone.addApiKey(projectId, { value: API_KEY });
  return { bed, projectId };
}

/** A project with an index in each region. */
export async function projectWith(
  { endpoints = [], indexes = [] }: { endpoints?: readonly string[]; indexes?: readonly string[] },
  configuration: PropertyMap = {},
): Promise<NetworkBed> {
  const made = await networkBed(configuration);
  for (const region of endpoints) addEndpoint(made, region);
  for (const region of indexes) addIndexIn(made, region);
  return made;
}

/** The VPC endpoint that the project's Private Endpoint in the region is for. */
export function vpceOf(region: string): string {
  return `vpce-0a1b2c3d${Buffer.from(region).toString("hex").slice(-8)}`;
}

/** Registers a VPC endpoint. Answers with Pinecone's ID. */
export function addEndpoint({ bed, projectId }: NetworkBed, region: string, fields: object = {}): string {
  return bed.pinecone.addPrivateEndpoint(projectId, { region, vpc_endpoint_id: vpceOf(region), ...fields });
}

/** Makes an index that bears the region's name, unless the fields say otherwise. */
export function addIndexIn({ bed, projectId }: NetworkBed, region: string, fields: object = {}): void {
  const held = bed.pinecone.indexes.get(projectId) ?? [];
  const deployment = { deployment_type: "managed", cloud: "aws", region };
  bed.pinecone.indexes.set(projectId, [...held, indexModel(`in-${region}`, { deployment, ...fields })]);
}

/** The inputs of a NetworkAccess that is on. */
export function restricted(projectId: string, inputs: PropertyMap = {}): PropertyMap {
  return { projectId, privateEndpointsOnly: true, ...inputs };
}

/** A configuration with which nobody can see how the switch is. */
export const byHand = { binding: "console" };

/** A configuration with which the public host of an index tells how the switch is. */
export const seeing = { ...byHand, apiKey: API_KEY };

/** The fingerprint of turning the switch on. */
export function on(projectId: string): string {
  return fingerprintOf({ projectId, privateEndpointsOnly: true });
}

/** The fingerprint of turning the switch off. */
export function off(projectId: string): string {
  return fingerprintOf({ projectId, privateEndpointsOnly: false });
}

/** The next deployment, with the confirmation in the configuration. */
export function confirming({ bed }: NetworkBed, fingerprint: string, changed: PropertyMap = {}): Promise<Testbed> {
  return bed.again({ ...changed, confirmed: JSON.stringify({ it: fingerprint }) });
}
