import { describe, expect, test } from "vitest";
import { half } from "./endpointBed";
import { addIndexIn, byHand, confirming, off, on, projectWith, restricted, seeing, API_KEY } from "./networkBed";
import { create, diff, read, remove, update } from "./testbed";

const EAST = "us-east-1";
const WEST = "us-west-2";
const REGIONS = { regions: [EAST] };

describe("a NetworkAccess by hand, in the state", () => {
  test("pending goes on with the next update, and a restricted one asks nothing when other inputs change", async () => {
    const made = await projectWith({}, byHand);
    const { projectId } = made;
    const inputs = restricted(projectId, REGIONS);
    const pending = await half(create(made.bed, "NetworkAccess", inputs));
    const state = { id: projectId, oldInputs: inputs, oldOutputs: pending.outputs, news: inputs };
    const next = await confirming(made, on(projectId));
    expect((await diff(next, "NetworkAccess", state)).changes.map(({ path }) => path)).toEqual(["status"]);
    const { outputs } = await update(next, "NetworkAccess", state);
    expect(outputs).toMatchObject({ status: "restricted", evidence: "attested", fingerprint: on(projectId) });
    // The confirmation may be cleared away by then.
    const cleared = await made.bed.again();
    const news = restricted(projectId);
    const after = await update(cleared, "NetworkAccess", { ...state, oldOutputs: outputs, news });
    expect(after.outputs).toMatchObject({ status: "restricted" });
  });

  test("shows in a refresh what the public host says, and otherwise stays as it is", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, seeing);
    const inputs = restricted(projectId);
    const outputs = { ...inputs, status: "restricted", evidence: "attested", fingerprint: on(projectId) };
    const found = await read(bed, "NetworkAccess", projectId, inputs, outputs);
    expect(found?.inputs).toEqual({ projectId, privateEndpointsOnly: false });
    expect(found?.outputs).toMatchObject({ status: "open", evidence: "verified", privateEndpointsOnly: false });
    const blind = await bed.again({ apiKey: "pcsk_of_nobody" });
    expect((await read(blind, "NetworkAccess", projectId, inputs, outputs))?.outputs).toEqual(outputs);
    const pending = { ...inputs, status: "pending", fingerprint: on(projectId) };
    expect((await read(bed, "NetworkAccess", projectId, inputs, pending))?.outputs).toEqual(pending);
    bed.pinecone.projects.clear();
    expect(await read(await bed.again(), "NetworkAccess", projectId, inputs, outputs)).toBeUndefined();
  });

  test("is imported as the public host says, and not where nobody can see", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, seeing);
    bed.pinecone.restricted.add(projectId);
    expect((await read(bed, "NetworkAccess", projectId))?.inputs).toEqual(restricted(projectId));
    const blind = await bed.again({ apiKey: "pcsk_of_nobody" });
    await expect(read(blind, "NetworkAccess", projectId)).rejects.toThrow(
      /can't import NetworkAccess "it".*the VPC-only switch/,
    );
  });

  test("deleted asks a person to turn it off, who is believed unless the public host contradicts", async () => {
    const made = await projectWith({ indexes: [EAST] }, byHand);
    const { bed, projectId } = made;
    bed.pinecone.restricted.add(projectId);
    const inputs = restricted(projectId);
    const outputs = { ...inputs, status: "restricted", fingerprint: on(projectId) };
    const asked = remove(await confirming(made, on(projectId)), "NetworkAccess", projectId, inputs, outputs);
    await expect(asked).rejects.toThrow(
      new RegExp(`is not deleted yet[^]*off\\.[^]*confirmed.it' ${off(projectId)}[^]*--run-program`),
    );
    await expect(asked).rejects.not.toThrow(/The configuration confirms/);
    const contradicted = await confirming(made, off(projectId), { apiKey: API_KEY });
    await expect(remove(contradicted, "NetworkAccess", projectId, inputs, outputs)).rejects.toThrow(
      /confirms that it is off, but .* another cause, .* leave that key out \(apiKey, PINECONE_API_KEY\)/,
    );
    const believed = await confirming(made, off(projectId));
    await expect(remove(believed, "NetworkAccess", projectId, inputs, outputs)).resolves.toBeUndefined();
    bed.pinecone.restricted.clear();
    const seen = await bed.again({ apiKey: API_KEY });
    await expect(remove(seen, "NetworkAccess", projectId, inputs, outputs)).resolves.toBeUndefined();
  });

  test("deleted while it waits to be turned off is not forgotten: it was on", async () => {
    const made = await projectWith({}, byHand);
    const inputs = { projectId: made.projectId, privateEndpointsOnly: false };
    const outputs = { ...inputs, status: "pending", fingerprint: off(made.projectId) };
    await expect(remove(made.bed, "NetworkAccess", made.projectId, inputs, outputs)).rejects.toThrow(
      /is not deleted yet/,
    );
  });

  test("that nobody ever confirmed is forgotten with a warning; one that somebody did is not", async () => {
    const made = await projectWith({}, byHand);
    const { bed, projectId } = made;
    const inputs = restricted(projectId);
    const outputs = { ...inputs, status: "pending", fingerprint: on(projectId) };
    await remove(bed, "NetworkAccess", projectId, inputs, outputs);
    expect(bed.log.join()).toMatch(/^warning: .*never confirmed.*turn it off in the console/);
    const confirmed = await confirming(made, on(projectId));
    await expect(remove(confirmed, "NetworkAccess", projectId, inputs, outputs)).rejects.toThrow(/is not deleted yet/);
  });

  test("renamed without an alias asks nobody to turn it off, also while the new name waits for a person", async () => {
    const { bed, projectId } = await projectWith({}, byHand);
    const inputs = restricted(projectId, REGIONS);
    await half(create(bed, "NetworkAccess", inputs, "new"));
    const outputs = { ...inputs, status: "restricted", fingerprint: on(projectId) };
    await expect(remove(bed, "NetworkAccess", projectId, inputs, outputs, "old")).resolves.toBeUndefined();
    expect(bed.log.join()).toMatch(/belongs to urn:.*::new/);
  });

  test("does not go by an open door of another project, whose API key is configured", async () => {
    const made = await projectWith({ indexes: [EAST] }, { ...byHand, apiKey: "pcsk_of_another_project" });
    const { bed, projectId } = made;
    bed.pinecone.restricted.add(projectId);
    const other = bed.pinecone.addProject();
    bed.pinecone.addApiKey(other, { value: "pcsk_of_another_project" });
    addIndexIn({ bed, projectId: other }, EAST, { name: "foreign", host: "foreign-9z9z9z9.svc.pinecone.io" });

    const inputs = restricted(projectId);
    const outputs = { ...inputs, status: "restricted", evidence: "attested", fingerprint: on(projectId) };
    expect((await read(bed, "NetworkAccess", projectId, inputs, outputs))?.outputs).toEqual(outputs);
    await expect(remove(bed, "NetworkAccess", projectId, inputs, outputs)).rejects.toThrow(/is not deleted yet/);
    await half(create(bed, "NetworkAccess", { projectId, privateEndpointsOnly: false }));
    const confirmed = await confirming(made, on(projectId));
    const { outputs: turned } = await create(confirmed, "NetworkAccess", restricted(projectId, REGIONS));
    expect(turned).toMatchObject({ status: "restricted", evidence: "attested" });
    expect(bed.log.join()).toMatch(
      new RegExp(`is of another project than ${projectId}: it sees "foreign".*Give a key of this project`),
    );
  });

  test("asks a person where what Pinecone gives as the host is none", async () => {
    const made = await projectWith({}, seeing);
    addIndexIn(made, EAST, { host: "docs.svc.pinecone.io/elsewhere" });
    await half(create(made.bed, "NetworkAccess", { projectId: made.projectId, privateEndpointsOnly: false }));
  });

  test("knocks at an index that is ready, and at the next one when the first says neither", async () => {
    const made = await projectWith({}, seeing);
    addIndexIn(made, EAST, {
      name: "new",
      host: "new.svc.pinecone.io",
      status: { ready: false, state: "Initializing" },
    });
    addIndexIn(made, EAST, { name: "shy" });
    addIndexIn(made, WEST, { name: "clear" });
    made.bed.pinecone.refuse("POST /describe_index_stats", 403, "not with this key");
    const { outputs } = await create(made.bed, "NetworkAccess", {
      projectId: made.projectId,
      privateEndpointsOnly: false,
    });
    expect(outputs["seen"]).toMatch(/^the public host of the index "clear"/);
  });
});
