import { describe, expect, test } from "vitest";
import { HalfCreatedError } from "../../../provider/rpc/errors";
import type { PropertyMap } from "../../../provider/rpc/values";
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
  matching,
  containing,
} from "./testbed";

async function bound(): Promise<{ bed: Testbed; projectId: string; inputs: PropertyMap; outputs: PropertyMap }> {
  const first = await testbed({ binding: "api" });
  const projectId = first.pinecone.addProject();
  const inputs = bindingInputs(projectId);
  const { outputs } = await create(first, "CmekBinding", inputs);
  const bed = await first.again();
  bed.pinecone.requests.length = 0;
  return { bed, projectId, inputs, outputs };
}

describe("a CmekBinding through the API", () => {
  test("is one POST, and its ID is the project's", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    const made = await create(bed, "CmekBinding", bindingInputs(projectId));
    expect(bed.pinecone.requests).toEqual([`POST /admin/projects/${projectId}/cmek-keys`]);
    expect(bed.pinecone.bodies).toEqual([{ name: "main", role_arn: ROLE, key_arn: KEY, external_id: EXTERNAL_ID }]);
    expect(made.id).toBe(projectId);
    expect(made.outputs).toMatchObject({ status: "available", evidence: "api", cmekKeyId: matching(/./) });
  });

  test("for a project that has a key is refused by the creation too, with the import line", async () => {
    const { bed, inputs, projectId } = await bound();
    await expect(create(bed, "CmekBinding", inputs, "second")).rejects.toThrow(
      `pulumi import pinecone-security:index:CmekBinding second ${projectId}`,
    );
    expect(bed.pinecone.cmekKeys.size).toBe(1);
  });

  test("for a project that has a key is refused in preview after a look, with the import line and the alias", async () => {
    const { bed, inputs, projectId } = await bound();
    const { failures } = await check(bed, "CmekBinding", inputs, undefined, "renamed");
    expect(failures).toEqual([
      {
        property: "projectId",
        reason: containing(`pulumi import pinecone-security:index:CmekBinding renamed ${projectId}`),
      },
    ]);
    expect(failures[0]!.reason).toMatch(/has a CMEK key already: "main".*aliases/);
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/cmek-keys`]);
  });

  test("of a project that this deployment made, or that is in the state, needs no look", async () => {
    const bed = await testbed({ binding: "api" });
    const { id } = await create(bed, "Project", { name: "p", forceEncryptionWithCmek: true });
    bed.pinecone.requests.length = 0;
    expect((await check(bed, "CmekBinding", bindingInputs(id))).failures).toEqual([]);
    const existing = await bound();
    expect((await check(existing.bed, "CmekBinding", existing.inputs, existing.inputs)).failures).toEqual([]);
    expect([bed.pinecone.requests, existing.bed.pinecone.requests]).toEqual([[], []]);
  });

  test("a project that does not exist is told in preview", async () => {
    const bed = await testbed({ binding: "api" });
    const { failures } = await check(bed, "CmekBinding", bindingInputs("6a0e8f6e-0000-4000-8000-000000000000"));
    expect(failures).toEqual([{ property: "projectId", reason: matching(/is no project of this organization/) }]);
  });

  test("a second binding of the stack for one project is refused, naming the first", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    expect((await check(bed, "CmekBinding", bindingInputs(projectId), undefined, "one")).failures).toEqual([]);
    expect((await check(bed, "CmekBinding", bindingInputs(projectId), undefined, "one")).failures).toEqual([]);
    const { failures } = await check(bed, "CmekBinding", bindingInputs(projectId), undefined, "two");
    expect(failures).toEqual([{ property: "projectId", reason: containing("CmekBinding::one") }]);
  });

  test("a project that does not force encryption is warned of", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject({ force_encryption_with_cmek: false });
    expect((await check(bed, "CmekBinding", bindingInputs(projectId))).failures).toEqual([]);
    expect(bed.log.join()).toMatch(/^warning: The project .* does not force encryption with CMEK/);
  });

  test("a refresh of many bindings and keys asks once per project, and an unchanged one changes nothing", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    const found = (await read(bed, "CmekBinding", projectId, inputs, outputs))!;
    await read(bed, "CmekBinding", projectId, inputs, outputs);
    expect(bed.pinecone.requests).toEqual([`GET /admin/projects/${projectId}/cmek-keys`]);
    expect(found).toEqual({ id: projectId, inputs, outputs });
    const shown = await diff(bed, "CmekBinding", {
      id: projectId,
      oldInputs: found.inputs,
      oldOutputs: found.outputs,
      news: inputs,
    });
    expect(shown.changes).toEqual([]);
  });

  test("is gone with its project", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    bed.pinecone.projects.delete(projectId);
    expect(await read(bed, "CmekBinding", projectId, inputs, outputs)).toBeUndefined();
  });

  test("imports by the project ID with every input, and the next update is empty", async () => {
    const { bed, inputs, projectId } = await bound();
    const found = (await read(bed, "CmekBinding", projectId))!;
    expect(found.inputs).toEqual(inputs);
    const { inputs: news, failures } = await check(bed, "CmekBinding", inputs, found.inputs);
    expect(failures).toEqual([]);
    expect(
      (await diff(bed, "CmekBinding", { oldInputs: found.inputs, oldOutputs: found.outputs, news })).changes,
    ).toEqual([]);
    await expect(read(bed, "CmekBinding", "main")).rejects.toThrow(/"main" is no project ID/);
  });

  test("deleted behind our back stays in the state as deleted; the refresh shows it, an update says what to do", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    bed.pinecone.cmekKeys.clear();
    const found = (await read(bed, "CmekBinding", projectId, inputs, outputs))!;
    expect(found.outputs).toMatchObject({ status: "deleted" });
    const state = { id: projectId, oldInputs: found.inputs, oldOutputs: found.outputs, news: inputs };
    expect((await diff(bed, "CmekBinding", state)).changes.map(({ path }) => path)).toContain("status");
    const next = await bed.again();
    await check(next, "CmekBinding", inputs, inputs);
    await expect(diff(next, "CmekBinding", state)).rejects.toThrow(
      /was deleted outside Pulumi.*pulumi state delete 'urn:pulumi:dev/,
    );
    await expect(remove(next, "CmekBinding", projectId, found.inputs, found.outputs)).resolves.toBeUndefined();
    expect(next.pinecone.requests.filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  test("unavailable behind our back is shown by the refresh; an update warns with the remedy and changes nothing", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    Object.assign([...bed.pinecone.cmekKeys.values()][0]!, {
      state: "unavailable",
      state_reason: "KMS: the key is disabled",
    });
    const found = (await read(bed, "CmekBinding", projectId, inputs, outputs))!;
    expect(found.outputs).toMatchObject({ status: "unavailable", statusReason: "KMS: the key is disabled" });
    const state = { id: projectId, oldInputs: found.inputs, oldOutputs: found.outputs, news: inputs };
    expect((await diff(bed, "CmekBinding", state)).changes.map(({ path }) => path).sort()).toEqual([
      "status",
      "statusReason",
    ]);
    const next = await bed.again();
    expect((await diff(next, "CmekBinding", state)).changes).toEqual([]);
    expect(next.log.join()).toMatch(/^warning: Pinecone can't use the key.*the key is disabled.*Enable the KMS key/);
  });

  test("rebound behind our back is shown by the refresh; the next update refuses to change it back", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    Object.assign([...bed.pinecone.cmekKeys.values()][0]!, { key_arn: OTHER_KEY });
    const found = (await read(bed, "CmekBinding", projectId, inputs, outputs))!;
    expect(found.inputs).toMatchObject({ keyArn: OTHER_KEY });
    expect(bed.log.join()).toContain(`changed outside Pulumi: keyArn was ${KEY}, is ${OTHER_KEY}`);
    const shown = await diff(bed, "CmekBinding", {
      id: projectId,
      oldInputs: found.inputs,
      oldOutputs: found.outputs,
      news: inputs,
    });
    expect(shown.changes).toEqual([{ path: "keyArn", kind: "update", replace: false }]);
    const { failures } = await check(bed, "CmekBinding", inputs, found.inputs);
    expect(failures).toEqual([
      { property: "keyArn", reason: matching(/can't change.*If somebody changed the key in Pinecone/) },
    ]);
  });

  test("a changed document for the check sends nothing", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    const news = { ...inputs, pineconeAccountId: "444455556666" };
    const result = await update(bed, "CmekBinding", { id: projectId, oldInputs: inputs, oldOutputs: outputs, news });
    expect(result.outputs).toEqual({ ...outputs, pineconeAccountId: "444455556666" });
    expect(bed.pinecone.requests).toEqual([]);
  });

  test("is not deleted while the project has indexes, which are named; then it is", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    bed.pinecone.indexes.set(projectId, [{ name: "docs", host: "h" }]);
    await expect(remove(bed, "CmekBinding", projectId, inputs, outputs)).rejects.toThrow(
      /has the index "docs".*all indexes in the project must be deleted/,
    );
    expect(bed.pinecone.cmekKeys.size).toBe(1);
    bed.pinecone.indexes.clear();
    await remove(bed, "CmekBinding", projectId, inputs, outputs);
    expect(bed.pinecone.cmekKeys.size).toBe(0);
    await expect(remove(await bed.again(), "CmekBinding", projectId, inputs, outputs)).resolves.toBeUndefined();
  });

  test("the deletion of an old name leaves the key to its new name", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    // The new name has the old one's state by way of an import or an alias: only its Check tells.
    await check(bed, "CmekBinding", inputs, inputs, "new-name");
    await remove(bed, "CmekBinding", projectId, inputs, outputs, "old-name");
    expect(bed.pinecone.cmekKeys.size).toBe(1);
    expect(bed.log.join()).toMatch(/stays: in this deployment it belongs to urn:.*new-name/);
  });

  test("the deletion of an old name deletes the key when its new name was refused", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    expect((await check(bed, "CmekBinding", inputs, undefined, "new-name")).failures).toHaveLength(1);
    await expect(create(bed, "CmekBinding", inputs, "new-name")).rejects.toThrow(/has a CMEK key already/);
    await remove(bed, "CmekBinding", projectId, inputs, outputs, "old-name");
    expect(bed.pinecone.cmekKeys.size).toBe(0);
  });

  test("a key that this resource did not make is left alone", async () => {
    const { bed, inputs, outputs, projectId } = await bound();
    bed.pinecone.cmekKeys.clear();
    bed.pinecone.addCmekKey(projectId, { name: "other", role_arn: ROLE, key_arn: OTHER_KEY });
    await remove(bed, "CmekBinding", projectId, inputs, outputs);
    expect(bed.pinecone.cmekKeys.size).toBe(1);
    expect(bed.log.join()).toMatch(/^warning: .*it is left alone/);
  });

  test("takes up a binding that was begun in the console", async () => {
    const bed = await testbed();
    const projectId = bed.pinecone.addProject();
    const inputs = bindingInputs(projectId);
    const pending = await create(bed, "CmekBinding", inputs).catch((error: unknown) => error);
    expect(pending).toBeInstanceOf(HalfCreatedError);
    const api = await bed.again({ binding: "api" });
    const oldOutputs = (pending as HalfCreatedError).outputs;
    const { outputs } = await update(api, "CmekBinding", {
      id: projectId,
      oldInputs: inputs,
      oldOutputs,
      news: inputs,
    });
    expect(outputs).toMatchObject({ status: "available", evidence: "api" });
  });
});
