import { describe, expect, test } from "vitest";
import { INDEX, NETWORK_ACCESS, PRIVATE_ENDPOINT, STACK_REFERENCE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, never, PROJECT_ID, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-index-region-covered";
const BASE = `urn:pulumi:prod::claims::${STACK_REFERENCE}::base`;

/** The fixture with another index. */
const index = (properties: object, fixture: Fixture = compliant): Fixture =>
  withMore(fixture, resource(INDEX, "far", { projectId: PROJECT_ID, name: "far", ...properties }));
const abroad = { region: "eu-west-1" };

const violated = (place: string, has = "one in us-east-1") => ({
  [policy]: [
    `far: it is in ${place}, and access makes the project VPC-only; expected a Private Endpoint there, and there is ${has}.`,
  ],
});

describe(policy, () => {
  test("is kept by an index in the region of an endpoint", () => {
    expect(verdicts(index({ region: "us-east-1", cloud: UNKNOWN }))).toEqual({});
  });

  test("is violated by an index in another region", () => {
    expect(verdicts(index(abroad))).toEqual(violated("eu-west-1 of aws"));
    const bare = never(compliant, "link-registration", "products", "link-guard");
    expect(verdicts(index(abroad, changed(bare, "access", { regions: undefined })))).toEqual(
      violated("eu-west-1 of aws", "none"),
    );
  });

  test("is violated by an index in another cloud", () => {
    const abroadOfAws = verdicts(index({ region: "us-east-1", cloud: "gcp" }));
    expect(abroadOfAws).toMatchObject(violated("us-east-1 of gcp"));
    // No customer-managed key encrypts it either.
    expect(Object.keys(abroadOfAws).sort()).toEqual(["pinecone-index-encryptable", policy]);
  });

  test("is kept where the switch names the region, or the index", () => {
    expect(verdicts(index(abroad, changed(compliant, "access", { regions: ["us-east-1", "eu-west-1"] })))).toEqual({});
    expect(verdicts(index(abroad, changed(compliant, "access", { acknowledgeLostAccess: ["far"] })))).toEqual({});
  });

  test("is kept where the switch is off, or there is none", () => {
    const dev = { ...compliant, stack: "dev" };
    expect(verdicts(index(abroad, changed(dev, "access", { privateEndpointsOnly: false })))).toEqual({});
    expect(verdicts(index(abroad, never(dev, "access")))).toEqual({});
  });

  test("is kept by an index of another project", () => {
    expect(verdicts(index({ ...abroad, projectId: "0d5b2c1e-8f3a-4c6d-9b7e-1a2b3c4d5e6f" }))).toEqual({});
  });

  test("is undecided where one of the regions is not known", () => {
    expect(verdicts(index({ region: UNKNOWN }))[policy]).toEqual([
      "far: Undecided: region of far is not known: the preview does not tell it.",
    ]);
    const partly = changed(compliant, "access", { regions: ["us-east-1", UNKNOWN] });
    expect(verdicts(index(abroad, partly))[policy]).toEqual([
      "far: Undecided: regions[1] of access is not known: it comes from link-guard and the preview does not tell it.",
    ]);
    const way = resource(PRIVATE_ENDPOINT, "way", {
      projectId: PROJECT_ID,
      region: UNKNOWN,
      vpcEndpointId: "vpce-0a1b2c3d",
    });
    expect(verdicts(withMore(index(abroad), way))[policy]).toEqual([
      "far: Undecided: region of way is not known: the preview does not tell it.",
    ]);
  });

  test("is undecided where it is not known whose switch, or whose endpoint, there is", () => {
    const from = { projectId: [BASE], regions: [BASE] };
    const access = { projectId: UNKNOWN, privateEndpointsOnly: true, regions: ["us-east-1"] };
    const vague = withMore(never(compliant, "access"), resource(NETWORK_ACCESS, "vague", access, { from }));
    expect(verdicts(index(abroad, vague))[policy]).toEqual([
      "far: Undecided: whether vague is of the same project as far is not known.",
    ]);
    const endpoint = { projectId: UNKNOWN, region: "us-west-2", vpcEndpointId: "vpce-0a1b2c3d" };
    const way = withMore(compliant, resource(PRIVATE_ENDPOINT, "way", endpoint, { from: { projectId: [BASE] } }));
    expect(verdicts(index(abroad, way))[policy]).toEqual([
      "far: Undecided: projectId of way is not known: it comes from base and the preview does not tell it.",
    ]);
  });

  test("is undecided where the switch is not known", () => {
    const from = { privateEndpointsOnly: ["link-guard"], regions: ["link-guard"], projectId: ["search-binding"] };
    const unknown = changed(compliant, "access", { privateEndpointsOnly: UNKNOWN }, { from });
    expect(verdicts(index(abroad, unknown))[policy]).toEqual([
      "far: Undecided: privateEndpointsOnly of access is not known: it comes from link-guard and the preview does not tell it.",
    ]);
  });
});
