import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../provider/rpc/values";
import { endpointInputs, OTHER_VPCE, registered, SERVICE, VPCE } from "./endpointBed";
import { check, containing, create, diff, matching, testbed, type Testbed } from "./testbed";

const TYPE = "PrivateEndpoint";
const WEST_SERVICE = "com.amazonaws.vpce.us-west-2.vpce-svc-04ecb9a0e0d5aab01";
const NEW_SERVICE = "com.amazonaws.vpce.sa-east-1.vpce-svc-0123456789abcdef0";
const ARN = `arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/${VPCE}`;

async function failuresOf(changed: object) {
  const bed = await testbed({ binding: "api" });
  return (await check(bed, TYPE, { ...endpointInputs(bed.pinecone.addProject()), ...changed })).failures;
}

describe("a PrivateEndpoint is refused in preview", () => {
  test.each([
    ["azure", /^is "azure"\. Azure Private Link is not supported/],
    ["gcp", /^is "gcp"\. This package registers endpoints of AWS PrivateLink alone/],
  ])("for the cloud %s", async (cloud, reason) => {
    expect(await failuresOf({ cloud })).toEqual([{ property: "cloud", reason: matching(reason) }]);
  });

  test.each([
    ["us-esat-1", /^is "us-esat-1".*Did you mean "us-east-1"\?/],
    ["eu-west-2", /^is "eu-west-2".*It knows us-east-1, us-west-2, .*give serviceName/],
    ["mars-1", /^is "mars-1".*It knows us-east-1, us-west-2, .*give serviceName/],
  ])("for the region %s, with the nearest name, or all of them", async (region, reason) => {
    expect(await failuresOf({ region })).toEqual([{ property: "region", reason: matching(reason) }]);
  });

  test("for a service of another region, by the table and by its name", async () => {
    for (const serviceName of [WEST_SERVICE, "com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0"]) {
      expect(await failuresOf({ serviceName })).toEqual([
        {
          property: "serviceName",
          reason: matching(
            new RegExp(`is a VPC endpoint service of us-west-2.*region is "us-east-1".*Give ${SERVICE}`),
          ),
        },
      ]);
    }
  });

  test("for a service that is no VPC endpoint service", async () => {
    expect(await failuresOf({ serviceName: "com.amazonaws.us-east-1.s3" })).toEqual([
      { property: "serviceName", reason: matching(/is no name of a VPC endpoint service/) },
    ]);
  });

  test.each([
    [`arn:aws:ec2:us-west-2:111122223333:vpc-endpoint/${VPCE}`, /in us-west-2, but region is "us-east-1"/],
    [`arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/${OTHER_VPCE}`, new RegExp(`but vpcEndpointId is ${VPCE}`)],
    [`arn:aws:ec2:us-east-1:111122223333:subnet/${VPCE}`, /is no ARN of a VPC endpoint/],
    [VPCE, /is no ARN of a VPC endpoint/],
  ])("for the VPC endpoint ARN %s", async (vpcEndpointArn, reason) => {
    expect(await failuresOf({ vpcEndpointArn })).toEqual([{ property: "vpcEndpointArn", reason: matching(reason) }]);
  });

  test("for everything that is wrong at once", async () => {
    const failures = await failuresOf({
      cloud: "azure",
      region: "us-esat-1",
      vpcEndpointArn: ARN,
      vpcEndpointId: "vpce-x",
    });
    expect(failures.map(({ property }) => property)).toEqual(["vpcEndpointId", "cloud", "region", "vpcEndpointArn"]);
  });

  test("for a project that Pinecone does not find, with both bindings", async () => {
    for (const binding of ["api", "console"]) {
      const bed = await testbed({ binding });
      const { failures } = await check(bed, TYPE, endpointInputs("6a0e8f6e-0000-4000-8000-000000000000"));
      expect(failures).toEqual([{ property: "projectId", reason: matching(/is no project of this organization/) }]);
    }
  });
});

describe("a PrivateEndpoint is let through", () => {
  test("with a service and an ARN that agree with its region", async () => {
    expect(await failuresOf({ cloud: "aws", serviceName: SERVICE, vpcEndpointArn: ARN })).toEqual([]);
  });

  test("in a region that this version does not know, when a service names it", async () => {
    expect(await failuresOf({ region: "sa-east-1", serviceName: NEW_SERVICE })).toEqual([]);
    expect(await failuresOf({ region: "sa-east-1", serviceName: UNKNOWN })).toEqual([]);
  });

  test("with a service of its region that this version does not know, with a warning that is not repeated", async () => {
    const bed = await testbed({ binding: "api" });
    const serviceName = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0";
    const inputs = { ...endpointInputs(bed.pinecone.addProject()), serviceName };
    expect((await check(bed, TYPE, inputs)).failures).toEqual([]);
    expect(bed.log).toEqual([containing(`is not the one that Pinecone documents for us-east-1, ${SERVICE}`)]);
    await check(bed, TYPE, inputs, inputs);
    expect(bed.log).toHaveLength(1);
  });
});

describe("a VPC endpoint is registered once", () => {
  test("in a stack: the second resource is refused, and the first is named", async () => {
    const bed = await testbed({ binding: "api" });
    const inputs = endpointInputs(bed.pinecone.addProject());
    expect((await check(bed, TYPE, inputs, undefined, "one")).failures).toEqual([]);
    expect((await check(bed, TYPE, inputs, undefined, "one")).failures).toEqual([]);
    expect((await check(bed, TYPE, inputs, undefined, "two")).failures).toEqual([
      { property: "vpcEndpointId", reason: matching(/another PrivateEndpoint of this stack too: urn:.*::one\./) },
    ]);
  });

  test("among the projects of a stack, by the rule of the preview API; the console is left to decide", async () => {
    for (const [binding, expected] of [
      ["api", [{ property: "vpcEndpointId", reason: matching(/preview API's rule: a VPC endpoint belongs to one/) }]],
      ["console", []],
    ] as const) {
      const bed = await testbed({ binding });
      await check(bed, TYPE, endpointInputs(bed.pinecone.addProject()), undefined, "one");
      const { failures } = await check(bed, TYPE, endpointInputs(bed.pinecone.addProject()), undefined, "two");
      expect(failures).toEqual(expected);
    }
  });

  test("in Pinecone: a renamed resource is told of it in preview, with the import line and the alias", async () => {
    const { bed, projectId, id, inputs } = await registered();
    const { failures } = await check(bed, TYPE, inputs, undefined, "renamed");
    expect(failures).toEqual([
      {
        property: "vpcEndpointId",
        reason: matching(new RegExp(`already.*Nothing was sent.*PrivateEndpoint renamed ${id}\`.*aliases`)),
      },
    ]);
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/private-endpoints`]);
  });

  test("and not replaced by itself: a changed region, or a flag of the engine, is refused", async () => {
    const { bed, id, inputs, outputs } = await registered();
    const news = { ...inputs, region: "us-west-2" };
    expect((await check(bed, TYPE, news, inputs)).failures).toEqual([]);
    const state = { id, oldInputs: inputs, oldOutputs: outputs, news };
    expect((await diff(bed, TYPE, state)).changes).toEqual([{ path: "region", kind: "update", replace: true }]);
    // The engine checks what is to be replaced again, as new.
    expect((await check(bed, TYPE, news)).failures).toEqual([
      {
        property: "vpcEndpointId",
        reason: matching(/replaced by a registration of the same VPC endpoint.*new region/),
      },
    ]);
  });

  test("and does not move to another project, by the rule of the preview API; the console is left to decide", async () => {
    const { bed, inputs } = await registered();
    const news = { ...inputs, projectId: bed.pinecone.addProject() };
    expect((await check(bed, TYPE, news, inputs)).failures).toEqual([
      {
        property: "projectId",
        reason: matching(/VPC endpoint stays vpce-.*belongs to one project.*for one update first/),
      },
    ]);
    expect((await check(bed, TYPE, { ...news, vpcEndpointId: OTHER_VPCE }, inputs)).failures).toEqual([]);
    const byHand = await bed.again({ binding: "console" });
    expect((await check(byHand, TYPE, news, inputs)).failures).toEqual([]);
  });

  test("one that is being deleted counts no more", async () => {
    const { bed, inputs } = await registered();
    Object.assign([...bed.pinecone.privateEndpoints.values()][0]!, { state: "deleting" });
    expect((await check(bed, TYPE, inputs)).failures).toEqual([]);
  });

  test("what is in the state, or whose project this deployment made, needs no look", async () => {
    const { bed, inputs } = await registered();
    expect((await check(bed, TYPE, inputs, inputs)).failures).toEqual([]);
    expect(bed.pinecone.requests).toEqual([]);
    const { id } = await create(bed, "Project", { name: "new" });
    bed.pinecone.requests.length = 0;
    expect((await check(bed, TYPE, { ...endpointInputs(id), vpcEndpointId: OTHER_VPCE })).failures).toEqual([]);
    expect(bed.pinecone.requests).toEqual([]);
  });
});

describe("a project has ten Private Endpoints at most", () => {
  const numbered = (number: number) => `vpce-${String(number).padStart(8, "0")}`;

  async function full(binding: "api" | "console", count = 10): Promise<{ bed: Testbed; projectId: string }> {
    const bed = await testbed({ binding });
    const projectId = bed.pinecone.addProject();
    for (let number = 0; number < count; number++) {
      bed.pinecone.addPrivateEndpoint(projectId, { vpc_endpoint_id: numbered(number) });
    }
    return { bed, projectId };
  }

  test("the eleventh is refused when Pinecone has ten, also when its VPC endpoint is not known yet", async () => {
    const { bed, projectId } = await full("api");
    for (const vpcEndpointId of [VPCE, UNKNOWN]) {
      expect((await check(bed, TYPE, { ...endpointInputs(projectId), vpcEndpointId })).failures).toEqual([
        {
          property: "projectId",
          reason: matching(/would have 11 Private Endpoints.*at most 10 per project.*has 10 in/),
        },
      ]);
    }
  });

  test("those that Pinecone has and those of this deployment count together, each once", async () => {
    const { bed, projectId } = await full("api", 8);
    const make = async (vpcEndpointId: string | typeof UNKNOWN, name: string) =>
      (await check(bed, TYPE, { ...endpointInputs(projectId), vpcEndpointId }, undefined, name)).failures.length;
    expect([await make(VPCE, "a"), await make(UNKNOWN, "b"), await make(UNKNOWN, "b")]).toEqual([0, 0, 0]);
    expect(await make(OTHER_VPCE, "c")).toBe(1);
  });

  test("a replacement needs a free place too, and is told so", async () => {
    for (const [count, refusals] of [
      [9, 0],
      [10, 1],
    ] as const) {
      const { bed, projectId } = await full("api", count);
      const olds = { ...endpointInputs(projectId), vpcEndpointId: numbered(0) };
      const first = await check(bed, TYPE, { ...olds, vpcEndpointId: UNKNOWN }, olds);
      const again = await check(bed, TYPE, { ...olds, vpcEndpointId: UNKNOWN });
      for (const { failures } of [first, again]) {
        expect(failures).toHaveLength(refusals);
        if (refusals > 0) expect(failures[0]!.reason).toMatch(/A replacement needs a free place too/);
      }
    }
  });

  test("where nobody can look, those of this stack count", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const make = async (number: number, olds?: number) => {
      const inputs = (of: number) => ({ ...endpointInputs(projectId), vpcEndpointId: numbered(of) });
      const before = olds === undefined ? undefined : inputs(olds);
      return (await check(bed, TYPE, inputs(number), before, `e${olds ?? number}`)).failures;
    };
    for (let number = 0; number < 10; number++) expect(await make(number, number)).toEqual([]);
    expect(await make(20, 3)).toEqual([{ property: "projectId", reason: matching(/would have 11 .*replacement/) }]);
    expect(await make(30)).toHaveLength(1);
  });

  test("one that is being deleted leaves its place", async () => {
    const { bed, projectId } = await full("api");
    Object.assign([...bed.pinecone.privateEndpoints.values()][0]!, { state: "deleting" });
    expect((await check(bed, TYPE, endpointInputs(projectId))).failures).toEqual([]);
  });
});
