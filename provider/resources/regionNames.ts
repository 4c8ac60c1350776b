import { PINECONE_REGIONS } from "../../iam";
import { nearest } from "./nearest";

/** The names of AWS's regions, such as `us-east-1` and `us-gov-west-1`. */
const AWS_REGION =
  /^[a-z]{2}(-(gov|iso[a-z]?))?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-\d$/;

/** Whether a text has the form of an AWS region's name. */
export function isRegionName(text: string): boolean {
  return AWS_REGION.test(text);
}

/** Pinecone's region that a misspelt name most likely means. What has the form of a name is not misspelt: Ireland is no hint for London. */
export function nearestRegion(region: string): string | undefined {
  return isRegionName(region) ? undefined : nearest(region, PINECONE_REGIONS);
}
