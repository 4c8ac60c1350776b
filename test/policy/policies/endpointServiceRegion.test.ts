import { describe, expect, test } from "vitest";
import { REGION_TABLE } from "../../../iam";
import { VPC_ENDPOINT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-endpoint-service-region";
const [east, west, eu] = (["us-east-1", "us-west-2", "eu-west-1"] as const).map(
  (region) => REGION_TABLE[region].serviceName,
) as [string, string, string];
const OTHER = "com.amazonaws.vpce.us-east-1.vpce-svc-0000000000000000a";

/** The fixture with a raw VPC endpoint that is not registered. */
const raw = (properties: Readonly<Record<string, unknown>>, provider?: Readonly<Record<string, unknown>>): Fixture =>
  withMore(
    compliant,
    ...(provider === undefined ? [] : [resource("pulumi:providers:aws", "far", provider)]),
    resource(VPC_ENDPOINT, "raw", properties, provider === undefined ? {} : { provider: "far" }),
  );

/** The fixture, whose VPC endpoint is not of the program. */
const brought = (properties: Readonly<Record<string, unknown>>): Fixture =>
  changed(never(compliant, "link-endpoint"), "link-registration", properties);

describe(policy, () => {
  test("is kept by an endpoint in the region of its service", () => {
    expect(verdicts(compliant)).toEqual({});
    expect(verdicts(raw({ region: "us-west-2", serviceName: west }))).toEqual({});
  });

  test("is violated by a VPC endpoint in another region than its service", () => {
    expect(verdicts(raw({ region: "eu-west-1", serviceName: east }))).toEqual({
      [policy]: [
        `raw: region is eu-west-1, but serviceName is ${east}, Pinecone's service in us-east-1; expected one region.`,
      ],
    });
  });

  test("takes the region of the provider where the endpoint has none", () => {
    expect(verdicts(raw({ serviceName: east }, { region: "eu-west-1" }))).toEqual({
      [policy]: [
        `raw: region is eu-west-1, but serviceName is ${east}, Pinecone's service in us-east-1; expected one region.`,
      ],
    });
    expect(verdicts(raw({ region: UNKNOWN, serviceName: east }, { region: "us-east-1" }))).toEqual({});
  });

  test("is undecided where neither tells the region", () => {
    const undecided = {
      [policy]: [
        "raw: Undecided: region of raw is not known: it is left out, and that of the AWS provider is not told.",
      ],
    };
    expect(verdicts(raw({ serviceName: east }))).toEqual(undecided);
    expect(verdicts(raw({ serviceName: east }, {}))).toEqual(undecided);
  });

  test("is undecided where the service is not known", () => {
    expect(verdicts(raw({ region: "us-east-1", serviceName: UNKNOWN }))).toEqual({
      [policy]: ["raw: Undecided: serviceName of raw is not known: the preview does not tell it."],
    });
  });

  test("is kept by endpoints for other services, wherever they are", () => {
    expect(verdicts(raw({ serviceName: "com.amazonaws.eu-west-1.s3" }))).toEqual({});
  });

  test("is violated by a registration for another region than its VPC endpoint's service", () => {
    const open = changed(compliant, "link-endpoint", { region: "us-west-2", serviceName: west });
    expect(verdicts(open)).toEqual({
      [policy]: [
        `link-registration: region is us-east-1, but the VPC endpoint link-endpoint is for ${west}, Pinecone's service in us-west-2; expected one region.`,
      ],
    });
  });

  test("is violated by the registration of a VPC endpoint for a service that is none of Pinecone's", () => {
    expect(verdicts(changed(compliant, "link-endpoint", { serviceName: OTHER }))).toEqual({
      [policy]: [
        `link-registration: the VPC endpoint link-endpoint is for ${OTHER}, which is no service of Pinecone's; expected ${east} for us-east-1.`,
      ],
    });
  });

  test("is violated by what a registration says of a VPC endpoint that is not of the program", () => {
    expect(verdicts(brought({ serviceName: eu }))).toEqual({
      [policy]: [
        `link-registration: region is us-east-1, but serviceName is ${eu}, Pinecone's service in eu-west-1; expected one region.`,
      ],
    });
    const vpcEndpointArn = "arn:aws:ec2:eu-west-1:444455556666:vpc-endpoint/vpce-0a1b2c3d4e5f67890";
    expect(verdicts(brought({ vpcEndpointArn }))).toEqual({
      [policy]: ["link-registration: region is us-east-1, but the VPC endpoint is in eu-west-1; expected one region."],
    });
    expect(verdicts(brought({ serviceName: undefined }))).toEqual({});
  });

  test("is undecided in a region that nobody knows a service of, until it is configured", () => {
    const serviceName = "com.amazonaws.vpce.eu-west-2.vpce-svc-0000000000000000b";
    const away = changed(
      changed(compliant, "link-endpoint", { region: "eu-west-2", serviceName }),
      "link-registration",
      {
        region: "eu-west-2",
        serviceName,
      },
    );
    expect(verdicts(away)[policy]).toEqual([
      `link-registration: Undecided: whether ${serviceName} is Pinecone's service in eu-west-2 is not known: this version knows none there, and \`services\` names none.`,
    ]);
    expect(verdicts(away, { [policy]: { services: [`eu-west-2=${serviceName}`] } })[policy]).toBeUndefined();
  });
});
