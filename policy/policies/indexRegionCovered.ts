import { definePolicy } from "../definition";
import { isAny, knownFirst } from "../model/claims";
import type { PlannedResource } from "../model/plan";
import { membersOfProject } from "../model/projects";
import { isGiven, isKnown, readFlag, readText, readTexts, unknownProperty } from "../model/read";
import { INDEX, NETWORK_ACCESS, PRIVATE_ENDPOINT } from "../model/types";
import { UndecidedError } from "../model/values";
import type { World } from "../model/world";

export const indexRegionCovered = definePolicy({
  name: "pinecone-index-region-covered",
  claim: "When a project is VPC-only, each of its indexes is in a region with a Private Endpoint.",
  severity: "critical",
  why: "A Private Endpoint leads to the indexes of its own region. In a VPC-only project an index anywhere else is reached by nobody.",
  remedy:
    "Make a PrivateLink in the region of the index, and add its `region` to `regions` of the NetworkAccess. An index that may lose all access: name it in acknowledgeLostAccess.",
  reference: "https://docs.pinecone.io/guides/production/connect-to-aws-privatelink",
  parameters: {},
  judges: "planned",
  types: [INDEX],
  scope: "stack",
  *judge(index, { world }) {
    const { sure, doubtful } = membersOfProject(world, index, NETWORK_ACCESS);
    yield* knownFirst(
      [...sure, ...doubtful].map((access) => () => problems(world, index, access, sure.includes(access))),
    );
  },
});

function* problems(world: World, index: PlannedResource, access: PlannedResource, isSure: boolean): Generator<string> {
  if (isKnown(access, "privateEndpointsOnly") && readFlag(access, "privateEndpointsOnly") !== true) return;
  const endpoints = membersOfProject(world, index, PRIVATE_ENDPOINT);
  const regions = [
    ...endpoints.sure.map((endpoint) => () => [readText(endpoint, "region") ?? ""]),
    () => readTexts(access, "regions"),
  ];
  const isCoveredBy = (places: () => readonly string[]) => () =>
    cloudOf(index) === "aws" && places().includes(readText(index, "region") ?? "");
  const isAcknowledged = () => readTexts(access, "acknowledgeLostAccess").includes(readText(index, "name") ?? "");
  if (isAny([...regions.map(isCoveredBy), isAcknowledged])) return;
  const [other] = endpoints.doubtful;
  if (other !== undefined) throw unknownProperty(other, "projectId");
  if (!isSure) throw new UndecidedError(`whether ${access.name} is of the same project as ${index.name} is not known`);
  readFlag(access, "privateEndpointsOnly");
  const has = [...new Set(endpoints.sure.map((endpoint) => readText(endpoint, "region") ?? ""))].sort().join(", ");
  yield `it is in ${readText(index, "region") ?? ""} of ${cloudOf(index)}, and ${access.name} makes the project VPC-only; expected a Private Endpoint there, and there is ${has === "" ? "none" : `one in ${has}`}.`;
}

function cloudOf(index: PlannedResource): string {
  return (isGiven(index, "cloud") ? readText(index, "cloud") : undefined) ?? "aws";
}
