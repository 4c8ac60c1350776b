import { describe, expect, test } from "vitest";
import { CancelReason } from "../../../provider/rpc/errors";
import { endpointInputs, half, OTHER_VPCE, registered, SERVICE, VPCE } from "./endpointBed";
import { check, create, diff, matching, read, testbed, update } from "./testbed";

const TYPE = "PrivateEndpoint";

describe("a PrivateEndpoint through the API", () => {
  test("is one POST, then looked at until it is available; its ID is known beforehand", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    bed.pinecone.turns.push({}, {}, { state: "available" });
    const made = await create(bed, TYPE, endpointInputs(projectId));
    const [id = ""] = bed.pinecone.privateEndpoints.keys();
    expect(bed.pinecone.requests).toEqual([
      `POST /admin/projects/${projectId}/private-endpoints`,
      ...[1, 2, 3].map(() => `GET /admin/private-endpoints/${id}`),
    ]);
    expect(bed.pinecone.bodies).toEqual([{ cloud: "aws", region: "us-east-1", vpc_endpoint_id: VPCE }]);
    expect(made).toEqual({
      id: `${projectId}/${VPCE}`,
      outputs: {
        ...endpointInputs(projectId),
        cloud: "aws",
        name: VPCE,
        privateEndpointId: id,
        status: "available",
        evidence: "api",
      },
    });
  });

  test("waits with growing, bounded pauses and says for what, and for how long", async () => {
    const bed = await testbed({ binding: "api" });
    bed.pinecone.turns.push({}, {}, {}, {}, {}, { state: "available" });
    await create(bed, TYPE, endpointInputs(bed.pinecone.addProject()), "it", 60);
    expect(bed.clock.sleeps).toEqual([750, 1500, 3000, 6000, 7500, 7500]);
    expect(bed.statuses[0]).toBe(`waiting for Pinecone to make ${VPCE} available, 60 s left`);
  });

  test.each([
    ["`customTimeouts`", 5, 5],
    ["the default of ten minutes", 0, 600],
  ])("pending for longer than %s is half-created, with Pinecone's ID in the state", async (_, given, seconds) => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    const start = bed.clock.now();
    const left = await half(create(bed, TYPE, endpointInputs(projectId), "it", given));
    expect(bed.clock.now() - start).toBe(seconds * 1000);
    const [privateEndpointId] = bed.pinecone.privateEndpoints.keys();
    expect(left.id).toBe(`${projectId}/${VPCE}`);
    expect(left.outputs).toMatchObject({ status: "pending", privateEndpointId });
    expect(left.reasons.join()).toMatch(
      new RegExp(`still pending after ${seconds} s.*next .pulumi up. goes on waiting`),
    );
  });

  test.each([
    ["GET /admin/private-endpoints", { privateEndpointId: matching(/./) }, /was pending when the wait was cancelled/],
    // Cut off before it was answered, it has no ID yet: the VPC endpoint names it.
    ["POST /admin", {}, /whether vpce-.* is registered is not known: .*cancelled.*next `pulumi up` looks/],
  ])("cancelled at %s is half-created too, and taken up by the next update", async (line, known, reason) => {
    const bed = await testbed({ binding: "api" });
    const inputs = endpointInputs(bed.pinecone.addProject());
    const cancelling = new AbortController();
    bed.pinecone.carriedOut = (one) => {
      if (one.startsWith(line)) cancelling.abort(new CancelReason());
    };
    const call = bed.call(TYPE, "it", cancelling.signal);
    const left = await half(bed.handler(TYPE).create({ ...call, inputs, preview: false, timeoutSeconds: 0 }));
    expect(left.outputs).toEqual({ ...left.outputs, status: "pending", ...known });
    expect(left.reasons.join()).toMatch(reason);
    bed.pinecone.carriedOut = () => undefined;
    bed.pinecone.turns.push({ state: "available" }, { state: "available" });
    const state = { id: left.id, oldInputs: inputs, oldOutputs: left.outputs, news: inputs };
    expect((await update(await bed.again(), TYPE, state)).outputs).toMatchObject({ status: "available" });
    expect(bed.pinecone.privateEndpoints.size).toBe(1);
  });

  test("that can't be asked for any more after it was made is half-created too", async () => {
    const bed = await testbed({ binding: "api" });
    const inputs = endpointInputs(bed.pinecone.addProject());
    bed.pinecone.refuse("GET /admin/private-endpoints", 503, "no service today");
    const left = await half(create(bed, TYPE, inputs));
    expect(left.outputs).toMatchObject({ status: "pending", privateEndpointId: matching(/./) });
    expect(left.reasons.join()).toMatch(/could not be asked whether it is available: .*no service today/);
  });

  test("deleted outside while it is waited for is a plain failure: nothing is left to keep", async () => {
    const bed = await testbed({ binding: "api" });
    bed.pinecone.carriedOut = (line) => {
      if (line.startsWith("POST /admin")) bed.pinecone.privateEndpoints.clear();
    };
    await expect(create(bed, TYPE, endpointInputs(bed.pinecone.addProject()))).rejects.toThrow(
      /was deleted outside Pulumi while it was waited for.*register it anew/,
    );
  });

  test("being deleted outside while it is waited for is half-created, for the next update to wait and register anew", async () => {
    const bed = await testbed({ binding: "api" });
    bed.pinecone.turns.push({ state: "deleting" });
    const left = await half(create(bed, TYPE, endpointInputs(bed.pinecone.addProject())));
    expect(left.outputs).toMatchObject({ status: "deleting" });
    expect(left.reasons.join()).toMatch(/is being deleted outside Pulumi.*waits until it is gone, and registers/);
  });

  test.each(["rejected", "failed"])("%s ends at once with Pinecone's words, and stays in the state", async (state) => {
    const bed = await testbed({ binding: "api" });
    bed.pinecone.turns.push({ state, state_reason: "The endpoint was not accepted." });
    const left = await half(create(bed, TYPE, endpointInputs(bed.pinecone.addProject())));
    expect(bed.clock.sleeps).toHaveLength(1);
    expect(left.outputs).toMatchObject({
      status: state,
      statusReason: "The endpoint was not accepted.",
      privateEndpointId: matching(/./),
    });
    expect(left.reasons.join()).toMatch(
      new RegExp(
        `"it".*${VPCE} in us-east-1.*is ${state}\\. Its words: The endpoint was not accepted\\..*Remove the cause`,
      ),
    );
  });

  test("for a VPC endpoint that the project has already is refused, with the import line and the alias", async () => {
    const { bed, inputs, id } = await registered();
    await expect(create(bed, TYPE, inputs, "renamed")).rejects.toThrow(
      new RegExp(`pulumi import pinecone-security:index:PrivateEndpoint renamed ${id}.*aliases`),
    );
    expect(bed.pinecone.privateEndpoints.size).toBe(1);
  });

  test("for a VPC endpoint that another project has says so", async () => {
    const { bed } = await registered();
    await expect(create(bed, TYPE, endpointInputs(bed.pinecone.addProject()))).rejects.toThrow(
      /registered already, though not with the project .* belongs to one project/,
    );
  });

  test("for a VPC endpoint whose earlier registration is being deleted waits until that is gone", async () => {
    const { bed, inputs } = await registered();
    const [old] = bed.pinecone.privateEndpoints.values();
    old!["state"] = "deleting";
    bed.pinecone.deletingLooks = 2;
    bed.pinecone.turns.push({ state: "available" });
    const { outputs } = await create(bed, TYPE, inputs);
    expect(outputs).toMatchObject({ status: "available" });
    expect(outputs["privateEndpointId"]).not.toBe(old!["id"]);
    expect(bed.statuses[0]).toMatch(/waiting for Pinecone to delete/);
  });

  test("takes its name along, and the name is changed by a PATCH", async () => {
    const { bed, id, inputs, outputs } = await registered();
    const news = { ...inputs, name: "search" };
    const state = { id, oldInputs: inputs, oldOutputs: outputs, news };
    expect((await diff(bed, TYPE, state)).changes).toEqual([{ path: "name", kind: "add", replace: false }]);
    expect((await update(bed, TYPE, state)).outputs).toEqual({ ...outputs, name: "search" });
    expect(bed.pinecone.requests.map((line) => line.split(" ")[0])).toEqual(["GET", "PATCH"]);
    expect(bed.pinecone.bodies.at(-1)).toEqual({ name: "search" });
  });

  test("sends nothing for what is compared alone", async () => {
    const { bed, id, inputs, outputs } = await registered();
    const news = { ...inputs, serviceName: SERVICE };
    await update(bed, TYPE, { id, oldInputs: inputs, oldOutputs: outputs, news });
    expect(bed.pinecone.requests).toEqual([]);
  });
});

describe("a PrivateEndpoint that is read", () => {
  test("costs one request for all of a project, and an unchanged one changes nothing", async () => {
    const { bed, projectId, id, inputs, outputs } = await registered();
    const found = await read(bed, TYPE, id, inputs, outputs);
    await read(bed, TYPE, id, inputs, outputs);
    expect(found).toEqual({ id, inputs, outputs });
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/private-endpoints`]);
  });

  test.each(["pending", "rejected", "failed", "deleting"])("is reported when it is %s", async (state) => {
    const { bed, id, inputs, outputs } = await registered();
    Object.assign([...bed.pinecone.privateEndpoints.values()][0]!, { state, state_reason: "because" });
    expect((await read(bed, TYPE, id, inputs, outputs))?.outputs).toEqual({
      ...outputs,
      status: state,
      statusReason: "because",
    });
  });

  test("is gone when it was deregistered, and when its project is gone", async () => {
    const { bed, id, inputs, outputs } = await registered();
    bed.pinecone.privateEndpoints.clear();
    expect(await read(bed, TYPE, id, inputs, outputs)).toBeUndefined();
    bed.pinecone.projects.clear();
    expect(await read(await bed.again(), TYPE, id, inputs, outputs)).toBeUndefined();
  });

  test("imports by its two IDs with every input, and the next update is empty", async () => {
    const { bed, id, inputs } = await registered();
    const found = (await read(bed, TYPE, id))!;
    expect(found.inputs).toEqual({ ...inputs, cloud: "aws", name: VPCE });
    const { inputs: news, failures } = await check(bed, TYPE, inputs, found.inputs);
    expect(failures).toEqual([]);
    const state = { id, oldInputs: found.inputs, oldOutputs: found.outputs, news };
    expect((await diff(bed, TYPE, state)).changes).toEqual([]);
  });

  test.each(["", VPCE, "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10", `8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10/${VPCE}/x`])(
    'is not imported by "%s", which is refused with the right form',
    async (id) => {
      const { bed } = await registered();
      await expect(read(bed, TYPE, id)).rejects.toThrow(
        `"${id}" is no project ID and VPC endpoint ID with a slash between them`,
      );
    },
  );

  test("imports nothing that is not there", async () => {
    const { bed, projectId } = await registered();
    expect(await read(bed, TYPE, `${projectId}/${OTHER_VPCE}`)).toBeUndefined();
  });
});
