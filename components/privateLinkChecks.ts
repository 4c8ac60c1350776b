import { isIPv4, isIPv6 } from "node:net";
import { isPineconeRegion, PINECONE_REGIONS } from "../iam";
import { between, Checks, length } from "./checks";
import type { PrivateLinkArgs, PrivateLinkService } from "./privateLinkArgs";

const DNS = ["hostedZone", "endpoint", "none"];

/** Arguments of an endpoint that is made. */
const OF_MADE_ENDPOINT = [
  "vpcId",
  "subnetIds",
  "securityGroupIds",
  "allowedCidrs",
  "allowedSecurityGroupIds",
  "allowFromEverywhere",
  "endpointPolicy",
];

/** Arguments of a security group that is made. */
const OF_MADE_SECURITY_GROUP = ["allowedCidrs", "allowedSecurityGroupIds", "allowFromEverywhere"];

/** Arguments of a hosted zone. */
const OF_HOSTED_ZONE = ["zoneId", "additionalVpcIds", "recordTtl"];

/** @internal What is wrong with the arguments. */
export function checksOf(args: PrivateLinkArgs): Checks {
  const checks = new Checks();
  checks.required(args, "projectId", "It is the Pinecone project whose indexes are reached.");
  checks.text("cloud", args.cloud, cloudProblem);
  checkService(checks, args.region, args.service);
  if (args.vpcEndpointId === undefined) checkMadeEndpoint(checks, args);
  else checkBroughtEndpoint(checks, args);
  checks.text("endpointName", args.endpointName, length(1, 512, "Pinecone"));
  checkDns(checks, args);
  return checks;
}

function cloudProblem(cloud: string): string | undefined {
  if (cloud === "aws") return undefined;
  const supported = "This version supports AWS PrivateLink only.";
  if (cloud !== "azure") return `${JSON.stringify(cloud)} is not a cloud of Pinecone's Private Endpoints. ${supported}`;
  const remedy =
    "For Azure, make the private endpoint with Azure's tools and register it in Pinecone's console under Manage > Network.";
  return `"azure" is not supported, though Pinecone offers Azure Private Link. ${supported} ${remedy}`;
}

/** The region has to be known to Pinecone, or else what is in it has to be given. */
function checkService(checks: Checks, region: unknown, service: Partial<PrivateLinkService> | undefined): void {
  if (typeof region !== "string") {
    const got = region === undefined ? "is required and was not given" : "is not a plain text";
    checks.note("region", `${got}. Give an AWS region as plain text, such as "us-east-1": names are made from it.`);
    return;
  }
  if (service === undefined) {
    if (isPineconeRegion(region)) return;
    const known = `expected one of ${PINECONE_REGIONS.join(", ")}`;
    const remedy = "If Pinecone has added it since, give service with what its documentation says.";
    checks.note("region", `${JSON.stringify(region)} is not an AWS region of Pinecone's; ${known}. ${remedy}`);
    return;
  }
  const within = checks.within("service");
  within.required(service, "serviceName", "It is the name of Pinecone's VPC endpoint service in the region.");
  within.required(service, "dnsZone", "It is the DNS zone of the private hosts in the region.");
  within.text("serviceName", service.serviceName, (name) => serviceNameProblem(name, region));
  within.text("dnsZone", service.dnsZone, dnsZoneProblem);
}

function serviceNameProblem(name: string, region: string): string | undefined {
  const [, itsRegion] = /^com\.amazonaws\.vpce\.([^.]+)\.vpce-svc-[0-9a-f]+$/.exec(name) ?? [];
  const example = `such as "com.amazonaws.vpce.${region}.vpce-svc-0a1b2c3d4e5f67890"`;
  if (itsRegion === undefined)
    return `${JSON.stringify(name)} is not the name of a VPC endpoint service; expected one ${example}.`;
  if (itsRegion === region) return undefined;
  const rule = "Pinecone has a service of its own in each region";
  const remedy = `Give the one of ${region}, or change region.`;
  return `${JSON.stringify(name)} is a service of ${itsRegion}, but region is ${JSON.stringify(region)}: ${rule}. ${remedy}`;
}

function dnsZoneProblem(zone: string): string | undefined {
  if (/^private(\.[a-z\d-]+)+$/.test(zone)) return undefined;
  const rule = 'Pinecone\'s begin with "private." and have no dot at the end';
  return `${JSON.stringify(zone)} is not a DNS zone of private hosts: ${rule}, such as "private.aped-4627-b74a.pinecone.io".`;
}

function checkMadeEndpoint(checks: Checks, args: PrivateLinkArgs): void {
  const bring = "Or bring an endpoint by vpcEndpointId.";
  checks.required(args, "vpcId", `It says where the endpoint is made. ${bring}`);
  checks.required(args, "subnetIds", `It says where the endpoint gets its addresses. ${bring}`);
  checkNotEmpty(checks, "subnetIds", args.subnetIds, "AWS needs at least one subnet for an interface endpoint.");
  checkNotEmpty(checks, "securityGroupIds", args.securityGroupIds, "AWS would take the VPC's default group.");
  for (const option of OF_MADE_SECURITY_GROUP)
    checks.exclusive(args, "securityGroupIds", option, "a security group is either made or brought.");
  checkAllowed(checks, args);
}

function checkNotEmpty(checks: Checks, property: string, values: unknown, why: string): void {
  if (Array.isArray(values) && values.length === 0) checks.note(property, `is empty. ${why} Give at least one.`);
}

/** Whom a security group that is made lets in: somebody, each once, and not everybody. */
function checkAllowed(checks: Checks, args: PrivateLinkArgs): void {
  const { allowedCidrs = [], allowedSecurityGroupIds = [] } = args;
  if (args.securityGroupIds === undefined && allowedCidrs.length + allowedSecurityGroupIds.length === 0) {
    const remedy = "Give allowedCidrs or allowedSecurityGroupIds, or bring groups by securityGroupIds.";
    checks.note("allowedCidrs", `lets nobody in, and neither does allowedSecurityGroupIds. ${remedy}`);
  }
  checks.texts("allowedCidrs", allowedCidrs, (cidr) => cidrProblem(cidr, args.allowFromEverywhere));
  checkOnce(checks, "allowedCidrs", allowedCidrs);
  checkOnce(checks, "allowedSecurityGroupIds", allowedSecurityGroupIds);
}

function checkOnce(checks: Checks, property: string, values: readonly unknown[]): void {
  const twice = values.find((value, index) => typeof value === "string" && values.indexOf(value) !== index);
  if (twice !== undefined) checks.note(property, `has ${JSON.stringify(twice)} twice. Give each once.`);
}

/** @internal Why a security group that is made can't let clients in from the CIDR block, or `undefined` when it can. */
export function cidrProblem(cidr: string, allowFromEverywhere = false): string | undefined {
  const [, address = "", prefix = ""] = /^([^/]*)\/(\d{1,3})$/.exec(cidr) ?? [];
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  if (prefix === "" || Number(prefix) > most)
    return `${JSON.stringify(cidr)} is not a CIDR block; expected one such as "10.0.0.0/16" or "2001:db8::/32".`;
  if (Number(prefix) > 0 || allowFromEverywhere) return undefined;
  const remedy = "Give the blocks of your clients, such as the VPC's, or set allowFromEverywhere to true.";
  return `${JSON.stringify(cidr)} lets in everybody who is routed to the VPC. ${remedy}`;
}

function checkBroughtEndpoint(checks: Checks, args: PrivateLinkArgs): void {
  for (const option of OF_MADE_ENDPOINT)
    checks.exclusive(args, "vpcEndpointId", option, "an endpoint is either made or brought.");
  checks.text("vpcEndpointId", args.vpcEndpointId, (id) =>
    /^vpce-[0-9a-f]{8,17}$/.test(id)
      ? undefined
      : `${JSON.stringify(id)} is not the ID of a VPC endpoint; expected one such as "vpce-0a1b2c3d4e5f67890".`,
  );
}

function checkDns(checks: Checks, args: PrivateLinkArgs): void {
  const { dns = "hostedZone", additionalVpcIds = [] } = args;
  if (!DNS.includes(dns)) {
    checks.note("dns", `is ${JSON.stringify(dns)}; expected one of ${DNS.join(", ")}. Choose one of them.`);
  } else if (dns !== "hostedZone") {
    const given = new Map(Object.entries(args));
    const why = `is given, but dns is "${dns}", which has no hosted zone. Leave it out, or choose dns "hostedZone".`;
    for (const option of OF_HOSTED_ZONE) if (given.get(option) !== undefined) checks.note(option, why);
  }
  checks.number("recordTtl", args.recordTtl, between(0, 2_147_483_647, "seconds", "Route 53"));
  checkOnce(checks, "additionalVpcIds", additionalVpcIds);
  if (typeof args.vpcId === "string" && args.zoneId === undefined && additionalVpcIds.includes(args.vpcId))
    checks.note("additionalVpcIds", `has the VPC of the endpoint, which the zone is made for anyway. Leave it out.`);
}
