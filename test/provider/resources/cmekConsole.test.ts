import { describe, expect, test } from "vitest";
import { HalfCreatedError } from "../../../provider/rpc/errors";
import { fingerprintOf } from "../../../provider/resources/cmek/worksheet";
import {
  bindingInputs,
  check,
  create,
  diff,
  EXTERNAL_ID,
  KEY,
  OTHER_KEY,
  read,
  remove,
  ROLE,
  testbed,
  type Testbed,
  update,
} from "./testbed";

const confirmed = (fingerprint: string) => ({ confirmed: JSON.stringify({ it: fingerprint }) });

async function half(work: Promise<unknown>): Promise<HalfCreatedError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HalfCreatedError) return error;
  throw new Error("it is not half-created", { cause: error });
}

async function begun(): Promise<{
  bed: Testbed;
  inputs: ReturnType<typeof bindingInputs>;
  pending: HalfCreatedError;
  projectId: string;
}> {
  const bed = await testbed();
  const projectId = bed.pinecone.addProject();
  const inputs = bindingInputs(projectId);
  return { bed, inputs, projectId, pending: await half(create(bed, "CmekBinding", inputs)) };
}

describe("a CmekBinding through the console", () => {
  test("makes nothing over HTTP: it answers with the worksheet and is half-created", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const fingerprint = fingerprintOf("bind", inputs);
    expect(bed.pinecone.requests).toEqual([]);
    expect([pending.id, pending.inputs]).toEqual([projectId, inputs]);
    expect(pending.outputs).toEqual({ ...inputs, status: "pending", fingerprint });
    const sheet = pending.reasons.join("\n");
    expect(sheet).toContain("https://app.pinecone.io/organizations/-/projects/-/cmek-encryption");
    expect(sheet).toMatch(
      new RegExp(`Key name +main\n +Role ARN +${ROLE}\n +Key ARN +${KEY}\n +External ID +${EXTERNAL_ID}\n`),
    );
    expect(sheet).toContain(`pulumi config set --path 'pinecone-security:confirmed.it' ${fingerprint}`);
  });

  test("a preview of it says that a person is needed, and sends nothing", async () => {
    const { bed, inputs } = await begun();
    bed.log.length = 0;
    await bed.handler("CmekBinding").create({ ...bed.call("CmekBinding"), inputs, preview: true, timeoutSeconds: 0 });
    expect(bed.log.join()).toContain(fingerprintOf("bind", inputs));
    expect(bed.pinecone.tokens).toBe(0);
  });

  test("confirmed with the right fingerprint, the next update goes on, attested", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const next = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    const state = { id: projectId, oldInputs: inputs, oldOutputs: pending.outputs, news: inputs };
    expect((await diff(next, "CmekBinding", state)).changes).toEqual([
      { path: "status", kind: "update", replace: false },
    ]);
    const { outputs } = await update(next, "CmekBinding", state);
    expect(outputs).toMatchObject({
      status: "available",
      evidence: "attested",
      fingerprint: fingerprintOf("bind", inputs),
    });
  });

  test("confirmed beforehand it is made at once", async () => {
    const { bed, inputs } = await begun();
    const next = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    expect((await create(next, "CmekBinding", inputs)).outputs).toMatchObject({ status: "available" });
  });

  test("a wrong fingerprint is refused, and the right one is named", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const next = await bed.again(confirmed("0123456789ab"));
    const state = { id: projectId, oldInputs: inputs, oldOutputs: pending.outputs, news: inputs };
    const again = await half(update(next, "CmekBinding", state));
    expect(again.reasons.join("\n")).toMatch(
      new RegExp(`confirms 0123456789ab, but these values have the fingerprint ${fingerprintOf("bind", inputs)}`),
    );
  });

  test.each(["projectId", "name", "roleArn", "keyArn", "externalId"])(
    "a changed %s has another fingerprint",
    (field) => {
      const values = { projectId: "p", name: "n", roleArn: "r", keyArn: "k", externalId: "e" };
      expect(fingerprintOf("bind", { ...values, [field]: "other" })).not.toBe(fingerprintOf("bind", values));
    },
  );

  test("while it is pending, values may change, which voids the confirmation; the worksheet is a new one", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const news = { ...inputs, keyArn: OTHER_KEY };
    expect((await check(bed, "CmekBinding", news, inputs)).failures).toEqual([]);
    const state = { id: projectId, oldInputs: inputs, oldOutputs: pending.outputs, news };
    expect((await diff(bed, "CmekBinding", state)).changes.map(({ path }) => path)).toEqual(["keyArn", "status"]);
    expect((await half(update(bed, "CmekBinding", state))).outputs).toMatchObject({
      fingerprint: fingerprintOf("bind", news),
    });
  });

  test("a value that changes after the confirmation, before an update took it in, voids it too", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const news = { ...inputs, keyArn: OTHER_KEY };
    const next = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    expect((await check(next, "CmekBinding", news, inputs)).failures).toEqual([]);
    const state = { id: projectId, oldInputs: inputs, oldOutputs: pending.outputs, news };
    expect((await half(update(next, "CmekBinding", state))).reasons.join("\n")).toMatch(
      /void because a value has changed since\. If the key was added already, set the old values back/,
    );
  });

  test("once an update took the confirmation in, nothing may change, whatever is confirmed", async () => {
    const { bed, inputs, projectId } = await begun();
    const news = { ...inputs, keyArn: OTHER_KEY };
    const oldOutputs = { ...inputs, status: "available", evidence: "attested" };
    for (const next of [bed, await bed.again(confirmed(fingerprintOf("delete", inputs)))]) {
      await expect(diff(next, "CmekBinding", { id: projectId, oldInputs: inputs, oldOutputs, news })).rejects.toThrow(
        /keyArn can't change/,
      );
    }
  });

  test("an index that shows the key verifies it; a temporary key is not made for that", async () => {
    const { bed, inputs, projectId } = await begun();
    bed.pinecone.indexes.set(projectId, [{ name: "docs", host: "h", cmek_id: KEY }]);
    const unseen = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    expect((await create(unseen, "CmekBinding", inputs)).outputs).toMatchObject({ evidence: "attested" });
    expect(bed.pinecone.apiKeys.size).toBe(0);
    bed.pinecone.addApiKey(projectId, { value: "pcsk_look" });
    const seeing = await bed.again({ ...confirmed(fingerprintOf("bind", inputs)), apiKey: "pcsk_look" });
    expect((await create(seeing, "CmekBinding", inputs)).outputs).toMatchObject({
      evidence: "verified",
      seen: `the index "docs" shows the CMEK key ${KEY}`,
    });
  });

  test("an index that shows another key is warned of, and the binding stays attested", async () => {
    const { bed, inputs, projectId } = await begun();
    bed.pinecone.indexes.set(projectId, [{ name: "docs", host: "h", cmek_id: OTHER_KEY }]);
    bed.pinecone.addApiKey(projectId, { value: "pcsk_look" });
    const seeing = await bed.again({ ...confirmed(fingerprintOf("bind", inputs)), apiKey: "pcsk_look" });
    expect((await create(seeing, "CmekBinding", inputs)).outputs).toMatchObject({ evidence: "attested" });
    expect(seeing.log.join()).toContain(`encrypted with ${OTHER_KEY}, not with the key ARN ${KEY}`);
  });

  test("a refresh keeps what was attested, keeps pending pending, and drops it with its project", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const outputs = { ...inputs, status: "available", evidence: "attested" };
    expect((await read(bed, "CmekBinding", projectId, inputs, outputs))?.outputs).toEqual(outputs);
    expect((await read(bed, "CmekBinding", projectId, inputs, pending.outputs))?.outputs).toEqual(pending.outputs);
    bed.pinecone.projects.clear();
    expect(await read(await bed.again(), "CmekBinding", projectId, inputs, outputs)).toBeUndefined();
  });

  test("an import can't read anything and says how to take the key over", async () => {
    const { bed, projectId } = await begun();
    await expect(read(bed, "CmekBinding", projectId)).rejects.toThrow(
      /confirm the worksheet without doing its steps again/,
    );
  });

  test("a deletion asks in the same way, with a fingerprint of its own", async () => {
    const { bed, inputs, projectId } = await begun();
    const outputs = { ...inputs, status: "available" };
    const bind = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    const fingerprint = fingerprintOf("delete", inputs);
    const asked = remove(bind, "CmekBinding", projectId, inputs, outputs);
    await expect(asked).rejects.toThrow(
      new RegExp(`"main" .*ellipsis[^]*confirmed.it' ${fingerprint}[^]*--run-program`),
    );
    await expect(asked).rejects.toThrow(/confirmed: \{"it":"\w+"\}[^]*put it back for one `pulumi up`/);
    await expect(asked).rejects.not.toThrow(/void/);
    const wrong = await bed.again(confirmed("0123456789ab"));
    await expect(remove(wrong, "CmekBinding", projectId, inputs, outputs)).rejects.toThrow(/wrong, or void/);
    const right = await bed.again(confirmed(fingerprint));
    await expect(remove(right, "CmekBinding", projectId, inputs, outputs)).resolves.toBeUndefined();
  });

  test("a deletion is refused while the project has indexes, also when it is confirmed", async () => {
    const { bed, inputs, projectId } = await begun();
    bed.pinecone.indexes.set(projectId, [{ name: "docs", host: "h" }]);
    const right = await bed.again(confirmed(fingerprintOf("delete", inputs)));
    await expect(remove(right, "CmekBinding", projectId, inputs, { ...inputs, status: "available" })).rejects.toThrow(
      /has the index "docs"/,
    );
  });

  test("one that nobody ever confirmed is forgotten with a warning; one that somebody did is not", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const fresh = await bed.again();
    await remove(fresh, "CmekBinding", projectId, inputs, pending.outputs);
    expect(fresh.log.join()).toMatch(/^warning: .*never confirmed.*delete it in the console/);
    const bound = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    await expect(remove(bound, "CmekBinding", projectId, inputs, pending.outputs)).rejects.toThrow(
      /is not deleted yet/,
    );
  });

  test("a replacement that the engine was forced to leaves the key that it has just made", async () => {
    const { bed, inputs, projectId } = await begun();
    const next = await bed.again(confirmed(fingerprintOf("bind", inputs)));
    await create(next, "CmekBinding", inputs);
    await remove(next, "CmekBinding", projectId, inputs, { ...inputs, status: "available" });
    expect(next.log.join()).toMatch(/stays: in this deployment it belongs to/);
  });

  test("a fingerprint of digits alone, which Pulumi stores as a number, confirms too", async () => {
    const { bed } = await begun();
    const next = await bed.again({ confirmed: '{"it":123456789012}' });
    const asked = await half(create(next, "CmekBinding", bindingInputs(next.pinecone.addProject())));
    expect(asked.reasons.join()).toContain("confirms 123456789012");
  });

  test("that went to another project while it waited is read there, not where it began", async () => {
    const { bed, inputs, pending, projectId } = await begun();
    const news = { ...inputs, projectId: bed.pinecone.addProject() };
    const state = { id: projectId, oldInputs: inputs, oldOutputs: pending.outputs, news };
    const moved = await half(update(bed, "CmekBinding", state));
    bed.pinecone.projects.delete(projectId);
    const next = await bed.again();
    expect((await read(next, "CmekBinding", projectId, news, moved.outputs))?.outputs).toEqual(moved.outputs);
    bed.pinecone.projects.clear();
    expect(await read(await bed.again(), "CmekBinding", projectId, news, moved.outputs)).toBeUndefined();
  });
});
