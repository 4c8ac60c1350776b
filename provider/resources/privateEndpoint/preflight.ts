/** Rules about the values of one registration; for those about several see placeCheck.ts. */
import { isPineconeRegion, parseArn, PINECONE_REGIONS, REGION_TABLE } from "../../../iam";
import type { CheckSubject } from "../lifecycle";
import { nearestRegion } from "../regionNames";
import { checkPlace } from "./placeCheck";
import { CLOUD, type EndpointValues } from "./values";

/** The values of a registration, and what they are compared with before anything is sent. */
interface CheckedEndpoint extends EndpointValues {
  readonly cloud?: string | undefined;
  readonly serviceName?: string | undefined;
  readonly vpcEndpointArn?: string | undefined;
}

/** AWS's form of the name of a VPC endpoint service that an account offers to others. */
const SERVICE_NAME = /^(?:cn\.)?com\.amazonaws\.vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]{8,17}$/;

/** The rules that take more than one value, or a look at Pinecone. */
export async function preflight(subject: CheckSubject<CheckedEndpoint>): Promise<void> {
  checkCloud(subject);
  checkService(subject);
  checkRegion(subject);
  checkArn(subject);
  await checkPlace(subject);
}

function checkCloud({ known: { cloud }, fail }: CheckSubject<CheckedEndpoint>): void {
  if (cloud === undefined || cloud === CLOUD) return;
  const support =
    cloud.toLowerCase() === "azure"
      ? "Azure Private Link is not supported by this version of pinecone-security"
      : "This package registers endpoints of AWS PrivateLink alone";
  fail("cloud", `is "${cloud}". ${support}: leave cloud out, or set it to "${CLOUD}".`);
}

function checkService(subject: CheckSubject<CheckedEndpoint>): void {
  const { known, fail, call, olds } = subject;
  const { region, serviceName } = known;
  if (serviceName === undefined) return;
  const named = regionOfService(serviceName);
  if (named === undefined) {
    fail(
      "serviceName",
      `is "${serviceName}", which is no name of a VPC endpoint service. AWS's form is com.amazonaws.vpce.<region>.vpce-svc-<hexadecimal digits>; Pinecone's names are in getPrivateLinkService.`,
    );
    return;
  }
  if (region === undefined) return;
  if (named !== region) {
    fail(
      "serviceName",
      `is a VPC endpoint service of ${named} ("${serviceName}"), but region is "${region}". AWS's rule: an endpoint leads to a service of its own region. ${serviceRemedy(region, named)}`,
    );
    return;
  }
  const isNews = olds?.serviceName !== serviceName || olds.region !== region;
  if (isNews && isPineconeRegion(region) && REGION_TABLE[region].serviceName !== serviceName) {
    call.log(
      "warning",
      `The VPC endpoint service "${serviceName}" is not the one that Pinecone documents for ${region}, ${REGION_TABLE[region].serviceName}. Pinecone refuses endpoints of services that are not its own.`,
    );
  }
}

function serviceRemedy(region: string, named: string): string {
  const own = isPineconeRegion(region)
    ? `Give ${REGION_TABLE[region].serviceName}, Pinecone's in ${region}`
    : undefined;
  return `${own ?? `Give Pinecone's service of ${region}`}, or set region to "${named}".`;
}

/** The region that the name of a service has in it; `undefined` when it is no such name. */
function regionOfService(serviceName: string): string | undefined {
  const byTable = PINECONE_REGIONS.find((region) => REGION_TABLE[region].serviceName === serviceName);
  return byTable ?? SERVICE_NAME.exec(serviceName)?.[1];
}

function checkRegion({ known: { region, serviceName }, isUnknown, fail }: CheckSubject<CheckedEndpoint>): void {
  if (region === undefined || isPineconeRegion(region)) return;
  // Pinecone may have come to a region that this version does not know. Its service then says which.
  if (serviceName !== undefined || isUnknown("serviceName")) return;
  const near = nearestRegion(region);
  const hint = near === undefined ? `It knows ${PINECONE_REGIONS.join(", ")}.` : `Did you mean "${near}"?`;
  fail(
    "region",
    `is "${region}", which is no AWS region that this version knows a service of Pinecone's in. ${hint} If Pinecone has come to ${region}, give serviceName, the name of its service there.`,
  );
}

function checkArn({ known: { vpcEndpointArn, region, vpcEndpointId }, fail }: CheckSubject<CheckedEndpoint>): void {
  if (vpcEndpointArn === undefined) return;
  const arn = parseArn(vpcEndpointArn);
  const [, id] = /^vpc-endpoint\/(.+)$/.exec(arn?.resource ?? "") ?? [];
  if (arn?.service !== "ec2" || id === undefined) {
    fail(
      "vpcEndpointArn",
      `is "${vpcEndpointArn}", which is no ARN of a VPC endpoint. AWS's form is arn:aws:ec2:<region>:<account>:vpc-endpoint/<VPC endpoint ID>.`,
    );
    return;
  }
  if (region !== undefined && arn.region !== region) {
    fail(
      "vpcEndpointArn",
      `is of a VPC endpoint in ${arn.region}, but region is "${region}" (${vpcEndpointArn}). AWS's rule: a VPC endpoint is in one region for good. Set region to "${arn.region}", or give a VPC endpoint in ${region}.`,
    );
  }
  if (vpcEndpointId !== undefined && id !== vpcEndpointId) {
    fail(
      "vpcEndpointArn",
      `is of the VPC endpoint ${id}, but vpcEndpointId is ${vpcEndpointId} (${vpcEndpointArn}). Give both of one VPC endpoint.`,
    );
  }
}
