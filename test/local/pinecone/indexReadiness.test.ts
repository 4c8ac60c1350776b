import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import type { IndexModel } from "../../../local/pinecone/indexes/model";
import { Api } from "./support";

let api: Api;
beforeAll(async () => {
  api = new Api(await startEmulator());
});
afterAll(() => api.emulator.stop());

/** The status of the project's one index, in every answer that tells it. */
async function statuses(apiKey: string): Promise<IndexModel["status"][]> {
  const described = await api.indexes<IndexModel>(apiKey, "GET", "/indexes/docs");
  const listed = await api.indexes<{ indexes: IndexModel[] }>(apiKey, "GET", "/indexes");
  const configured = await api.indexes<IndexModel>(apiKey, "PATCH", "/indexes/docs", { tags: { team: "search" } });
  const known = (await api.emulator.snapshot()).indexes.map(({ model }) => model);
  return [described.body, ...listed.body.indexes, configured.body, ...known].map(({ status }) => status);
}

test("an index is initializing for the time that the settings say, by the emulator's clock", async () => {
  const { id } = await api.project();
  const { value } = await api.apiKey(id);
  const initializing = { ready: false, state: "Initializing" };
  const ready = { ready: true, state: "Ready" };
  await api.emulator.settings({ indexProvisioningSeconds: 60 });
  expect((await api.emulator.createIndex(id, { name: "docs" })).status).toEqual(initializing);
  await api.emulator.settings({ clockOffsetSeconds: 50 });
  expect(await statuses(value)).toEqual([initializing, initializing, initializing, initializing]);
  await api.emulator.settings({ clockOffsetSeconds: 61 });
  expect(await statuses(value)).toEqual([ready, ready, ready, ready]);
});
