/** What a PrivateLink looks up in AWS, so that what does not fit together is told in preview. */
import * as pulumi from "@pulumi/pulumi";
import * as ec2 from "@pulumi/aws/ec2";
import * as route53 from "@pulumi/aws/route53";
import { type Link, wrong } from "./privateLinkParts";

const quote = (text: string): string => JSON.stringify(text);

/**
 * Asks AWS. In a preview with an AWS provider that can't be configured yet there is nothing in the answer.
 *
 * @param property the argument that gave the ID
 * @throws RunError that names the property, when AWS has no such thing
 */
async function lookUp<T>(
  link: Link,
  property: string,
  id: string,
  call: (opts: pulumi.InvokeOptions) => Promise<T>,
): Promise<Partial<T>> {
  try {
    return await call({ parent: link.parent });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const words = error.message.replaceAll(/\s+/g, " ").trim();
    const remedy = "Give the ID of one that is there, in the account of the AWS provider.";
    throw wrong(link, property, `${quote(id)} can't be looked up in ${link.region}. ${remedy} AWS: ${words}`);
  }
}

/**
 * Refuses an argument for the present state of what it names. In a preview, what an output names may belong to the program, which may be
 * about to mend it: then it is a warning.
 */
async function refuseState(link: Link, property: string, given: unknown, reason: string): Promise<void> {
  const error = wrong(link, property, reason);
  if (!pulumi.runtime.isDryRun() || !pulumi.Output.isInstance(given)) throw error;
  await pulumi.log.warn(`As it is now, ${error.message}`, link.parent);
}

/**
 * @internal Looks at the subnets for an endpoint.
 *
 * @throws RunError unless they are in the VPC, in a zone each: AWS's rules, but told in preview
 */
export async function checkSubnets(link: Link, ids: readonly string[], vpcId: string): Promise<void> {
  const { region } = link;
  const subnets = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const subnet = await lookUp(link, "subnetIds", id, (opts) => ec2.getSubnet({ id, region }, opts));
      return { ...subnet, id };
    }),
  );
  const strangers = subnets.flatMap(({ id, vpcId: its = vpcId }) =>
    its === vpcId
      ? []
      : `${quote(id)} is in the VPC ${quote(its)}, but vpcId is ${quote(vpcId)}: AWS makes an endpoint in subnets of its own VPC. Give subnets of that one.`,
  );
  const reasons = [...strangers, ...sharedZones(subnets)];
  if (reasons.length > 0) throw wrong(link, "subnetIds", ...reasons);
}

/** A reason for each zone that more than one of the subnets is in. */
function sharedZones(subnets: readonly (Partial<ec2.GetSubnetResult> & { id: string })[]): string[] {
  const byZone = new Map<string, string[]>();
  for (const { id, availabilityZone = "", availabilityZoneId } of subnets) {
    if (availabilityZoneId === undefined) continue;
    const zone = `${availabilityZone} (${availabilityZoneId})`;
    byZone.set(zone, [...(byZone.get(zone) ?? []), quote(id)]);
  }
  const shared = [...byZone].filter(([, ids]) => ids.length > 1);
  const rule = "AWS takes one subnet per Availability Zone for an interface endpoint";
  return shared.map(([zone, ids]) => `${ids.join(" and ")} are in one Availability Zone, ${zone}: ${rule}. Keep one.`);
}

/**
 * @internal Looks at a VPC whose clients are to find an endpoint by DNS.
 *
 * @param given the argument that named the VPC, as it was given
 * @throws RunError unless AWS resolves private names in it
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html for the two settings
 */
export async function checkVpc(link: Link, property: string, id: string, given: unknown): Promise<void> {
  const vpc = await lookUp(link, property, id, (opts) => ec2.getVpc({ id, region: link.region }, opts));
  const settings = { enableDnsSupport: vpc.enableDnsSupport, enableDnsHostnames: vpc.enableDnsHostnames };
  const off = Object.entries(settings).flatMap(([setting, isOn]) => (isOn === false ? [setting] : []));
  if (off.length === 0) return;
  const subject = property === "vpcEndpointId" ? `is in the VPC ${quote(id)}, which` : quote(id);
  const rule = "AWS resolves private names only in a VPC that has both enableDnsSupport and enableDnsHostnames on";
  const remedy = `Turn ${off.length === 1 ? "it" : "them"} on in the VPC, or choose dns "none".`;
  await refuseState(link, property, given, `${subject} has ${off.join(" and ")} off: ${rule}. ${remedy}`);
}

/**
 * @internal The ID of a VPC, once it is known that AWS resolves private names in it.
 *
 * @param given the argument that names the VPC
 */
export function resolvingVpc(
  link: Link,
  property: string,
  vpcId: pulumi.Input<string>,
  given: unknown = vpcId,
): pulumi.Output<string> {
  return pulumi.output(vpcId).apply(async (id) => {
    await checkVpc(link, property, id, given);
    return id;
  });
}

/**
 * @internal Looks at an endpoint that is brought.
 *
 * @param given the argument that named it, as it was given
 * @throws RunError unless it leads to Pinecone in the region
 */
export async function checkEndpoint(
  link: Link,
  id: string,
  serviceName: string,
  { given, needsPrivateDns }: { given: unknown; needsPrivateDns: boolean },
): Promise<Partial<ec2.GetVpcEndpointResult>> {
  const { region } = link;
  const property = "vpcEndpointId";
  const endpoint = await lookUp(link, property, id, (opts) => ec2.getVpcEndpoint({ id, region }, opts));
  const { vpcEndpointType: type = "Interface", serviceName: its = serviceName } = endpoint;
  if (type !== "Interface") {
    const reason = `${quote(id)} is of the type ${type}, but AWS PrivateLink needs an interface endpoint. Give one.`;
    throw wrong(link, property, reason);
  }
  if (its !== serviceName) {
    const remedy = "Give an endpoint for that one; or give service, if Pinecone has changed its service.";
    throw wrong(
      link,
      property,
      `${quote(id)} is for the service ${its}, but Pinecone's in ${region} is ${serviceName}. ${remedy}`,
    );
  }
  if (needsPrivateDns && endpoint.privateDnsEnabled === false) {
    const remedy = 'Enable them on it, or choose another dns, such as "hostedZone".';
    const reason = `${quote(id)} has its private DNS names disabled, but dns is "endpoint". ${remedy}`;
    await refuseState(link, property, given, reason);
  }
  return endpoint;
}

/**
 * @internal Looks at a hosted zone that is brought.
 *
 * @throws RunError unless it is private and named after the DNS zone of the region
 */
export async function checkZone(link: Link, zoneId: string, dnsZone: string): Promise<void> {
  const { name, privateZone } = await lookUp(link, "zoneId", zoneId, (opts) => route53.getZone({ zoneId }, opts));
  const reasons: string[] = [];
  // Route 53 itself writes a dot at the end.
  const its = name?.toLowerCase().replace(/\.$/, "") ?? dnsZone;
  if (its !== dnsZone) {
    const hosts = `the private hosts in ${link.region} are in ${quote(dnsZone)}`;
    reasons.push(`${quote(zoneId)} is the zone ${quote(its)}, but ${hosts}. Give a private zone of that name.`);
  }
  if (privateZone === false)
    reasons.push(`${quote(zoneId)} is a public zone, which clients of no VPC are led by. Give a private hosted zone.`);
  if (reasons.length > 0) throw wrong(link, "zoneId", ...reasons);
}
