import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../../provider/resources/privateEndpoint/worksheet";
import type { HalfCreatedError } from "../../../provider/rpc/errors";
import { endpointInputs, half, OTHER_VPCE, VPCE } from "./endpointBed";
import { check, create, diff, read, remove, testbed, type Testbed, update } from "./testbed";

const TYPE = "PrivateEndpoint";
const confirmed = (fingerprint: string) => ({ confirmed: JSON.stringify({ it: fingerprint }) });

async function begun(): Promise<{
  bed: Testbed;
  projectId: string;
  id: string;
  inputs: ReturnType<typeof endpointInputs>;
  pending: HalfCreatedError;
}> {
  const first = await testbed();
  const projectId = first.pinecone.addProject();
  const inputs = endpointInputs(projectId);
  const pending = await half(create(first, TYPE, inputs));
  return { bed: await first.again(), projectId, id: `${projectId}/${VPCE}`, inputs, pending };
}

describe("a PrivateEndpoint through the console", () => {
  test("makes nothing over HTTP: it answers with the worksheet and is half-created", async () => {
    const { bed, id, inputs, pending, projectId } = await begun();
    const fingerprint = fingerprintOf("register", inputs);
    expect(bed.pinecone.requests).toEqual([]);
    expect(pending.id).toBe(id);
    expect(pending.outputs).toEqual({ ...inputs, cloud: "aws", name: VPCE, status: "pending", fingerprint });
    const sheet = pending.reasons.join("\n");
    expect(sheet).toMatch(
      new RegExp(`select the project ${projectId}, go to Manage > Network and click "Add a connection"`),
    );
    expect(sheet).toMatch(new RegExp(`VPC region +us-east-1\n +AWS VPC endpoint ID +${VPCE}\n`));
    expect(sheet).toMatch(/Leave the toggle "enable VPC endpoint access only" as it is.*"Finish setup"/);
    expect(sheet).toContain(`pulumi config set --path 'pinecone-security:confirmed.it' ${fingerprint}`);
  });

  test("a preview of it shows the worksheet once all is known, and sends nothing", async () => {
    const { bed, inputs } = await begun();
    const preview = async (given: object) =>
      bed.handler(TYPE).create({ ...bed.call(TYPE), inputs: { ...given }, preview: true, timeoutSeconds: 0 });
    await preview({ projectId: inputs.projectId, region: inputs.region });
    expect(bed.log.join()).toMatch(/^info: A person will add this Private Endpoint/);
    await preview(inputs);
    expect(bed.log.join()).toContain(fingerprintOf("register", inputs));
    expect(bed.pinecone.tokens).toBe(0);
  });

  test("confirmed with the right fingerprint, the next update goes on, attested", async () => {
    const { bed, id, inputs, pending } = await begun();
    const next = await bed.again(confirmed(fingerprintOf("register", inputs)));
    const state = { id, oldInputs: inputs, oldOutputs: pending.outputs, news: inputs };
    expect((await diff(next, TYPE, state)).changes).toEqual([{ path: "status", kind: "update", replace: false }]);
    const { outputs } = await update(next, TYPE, state);
    expect(outputs).toEqual({ ...pending.outputs, status: "available", evidence: "attested" });
  });

  test("confirmed beforehand it is made at once", async () => {
    const { bed, inputs } = await begun();
    const next = await bed.again(confirmed(fingerprintOf("register", inputs)));
    expect((await create(next, TYPE, inputs)).outputs).toMatchObject({ status: "available" });
  });

  test("a wrong fingerprint is refused, and the right one is named; so is the one of its deletion", async () => {
    const { bed, id, inputs, pending } = await begun();
    const state = { id, oldInputs: inputs, oldOutputs: pending.outputs, news: inputs };
    const right = fingerprintOf("register", inputs);
    const wrong = await half(update(await bed.again(confirmed("0123456789ab")), TYPE, state));
    expect(wrong.reasons.join()).toContain(`confirms 0123456789ab, but these values have the fingerprint ${right}`);
    const deletion = fingerprintOf("deregister", inputs);
    const undone = await half(update(await bed.again(confirmed(deletion)), TYPE, state));
    expect(undone.reasons.join()).toContain(
      `confirms ${deletion}, the deletion of this Private Endpoint; to add it again, ${right}`,
    );
  });

  test.each(["projectId", "region", "vpcEndpointId"])(
    "a changed %s has another fingerprint, a name has none",
    (field) => {
      const values = { projectId: "p", region: "r", vpcEndpointId: "v" };
      expect(fingerprintOf("register", { ...values, [field]: "other" })).not.toBe(fingerprintOf("register", values));
      expect(fingerprintOf("register", { ...values, name: "n" })).toBe(fingerprintOf("register", values));
    },
  );

  test("a new name is kept in the state alone, and that is said", async () => {
    const { bed, id, inputs, pending } = await begun();
    const oldOutputs = { ...pending.outputs, status: "available" };
    const { outputs } = await update(bed, TYPE, {
      id,
      oldInputs: inputs,
      oldOutputs,
      news: { ...inputs, name: "search" },
    });
    expect(outputs).toEqual({ ...oldOutputs, name: "search" });
    expect(bed.log.join()).toMatch(/^info: The name of vpce-.* is now "search" in the state alone/);
    expect(bed.pinecone.requests).toEqual([]);
  });

  test("a refresh keeps what was attested, keeps pending pending, and drops it with its project", async () => {
    const { bed, id, inputs, pending } = await begun();
    const outputs = { ...pending.outputs, status: "available", evidence: "attested" };
    expect(await read(bed, TYPE, id, inputs, outputs)).toEqual({ id, inputs, outputs });
    expect(await read(bed, TYPE, id, inputs, pending.outputs)).toEqual({ id, inputs, outputs: pending.outputs });
    bed.pinecone.projects.clear();
    expect(await read(await bed.again(), TYPE, id, inputs, outputs)).toBeUndefined();
  });

  test("an import can't read anything and says how to take the endpoint over", async () => {
    const { bed, id } = await begun();
    await expect(read(bed, TYPE, id)).rejects.toThrow(/no API for Private Endpoints.*without doing its steps again/);
  });

  test("a deletion asks in the same way, with a fingerprint of its own", async () => {
    const { bed, id, inputs, pending } = await begun();
    const outputs = { ...pending.outputs, status: "available" };
    const bound = await bed.again(confirmed(fingerprintOf("register", inputs)));
    const fingerprint = fingerprintOf("deregister", inputs);
    const asked = remove(bound, TYPE, id, inputs, outputs);
    await expect(asked).rejects.toThrow(
      new RegExp(
        `${VPCE} in us-east-1, click the \\.\\.\\. \\(Actions\\)[^]*confirmed.it' ${fingerprint}[^]*--run-program`,
      ),
    );
    await expect(asked).rejects.not.toThrow(/void/);
    const wrong = await bed.again(confirmed("0123456789ab"));
    await expect(remove(wrong, TYPE, id, inputs, outputs)).rejects.toThrow(/wrong, or void/);
    const right = await bed.again(confirmed(fingerprint));
    await expect(remove(right, TYPE, id, inputs, outputs)).resolves.toBeUndefined();
  });

  test("replaced, the old one is asked for without calling the new one's confirmation wrong", async () => {
    const { bed, id, inputs, pending } = await begun();
    const news = { ...inputs, vpcEndpointId: OTHER_VPCE };
    const next = await bed.again(confirmed(fingerprintOf("register", news)));
    await check(next, TYPE, news, inputs);
    await create(next, TYPE, news);
    const asked = remove(next, TYPE, id, inputs, { ...pending.outputs, status: "available" });
    await expect(asked).rejects.toThrow(/is not deleted yet/);
    await expect(asked).rejects.not.toThrow(/void/);
  });

  test("one that nobody ever confirmed is forgotten with a warning; one that somebody did is not", async () => {
    const { bed, id, inputs, pending } = await begun();
    await remove(bed, TYPE, id, inputs, pending.outputs);
    expect(bed.log.join()).toMatch(/^warning: .*never confirmed.*delete it in the console/);
    const bound = await bed.again(confirmed(fingerprintOf("register", inputs)));
    await expect(remove(bound, TYPE, id, inputs, pending.outputs)).rejects.toThrow(/is not deleted yet/);
    // A destroy that runs the program checks it first.
    await check(bound, TYPE, inputs, inputs);
    await expect(remove(bound, TYPE, id, inputs, pending.outputs)).rejects.toThrow(/is not deleted yet/);
  });

  test("one that was replaced before anybody confirmed it is forgotten too, although its replacement is confirmed", async () => {
    const { bed, id, inputs, pending } = await begun();
    const news = { ...inputs, region: "us-west-2" };
    for (const isThere of [true, false]) {
      const next = await bed.again(confirmed(fingerprintOf("register", news)));
      await check(next, TYPE, news, isThere ? news : inputs);
      if (!isThere) await create(next, TYPE, news);
      await remove(next, TYPE, id, inputs, pending.outputs);
      expect(next.log.join()).toMatch(/never confirmed.*has added vpce-\w+ in us-east-1 all the same/);
    }
  });

  test("the deletion of an old name leaves the registration to its new name", async () => {
    const { bed, id, inputs, pending } = await begun();
    const next = await bed.again();
    await half(create(next, TYPE, inputs, "new-name"));
    await remove(next, TYPE, id, inputs, { ...pending.outputs, status: "available" });
    expect(next.log.join()).toMatch(/stays: in this deployment it belongs to urn:.*new-name/);
  });
});
