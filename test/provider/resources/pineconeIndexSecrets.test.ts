/** The API key of an index is a secret, whatever happens. */
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { isSecret, reveal, Secret, UNKNOWN } from "../../../provider/rpc/values";
import { API_KEY, indexBed, madeIndex } from "./indexBed";
import { check, create, diff, read, remove, update } from "./testbed";

test("an API key that a program gives as plain text is a secret in the state", async () => {
  const { bed, inputs } = await indexBed();
  for (const apiKey of [API_KEY, UNKNOWN]) {
    const checked = (await check(bed, "Index", { ...inputs, apiKey })).inputs["apiKey"]!;
    expect([isSecret(checked), reveal(checked)]).toEqual([true, apiKey]);
  }
});

test("the API key is in no log, no error and no diff, whatever goes wrong", async () => {
  const { bed, inputs, id, outputs, projectId } = await madeIndex({ apiKey: new Secret(API_KEY), tags: { a: "b" } });
  const said: string[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      said.push(JSON.stringify([await work()]));
    } catch (error) {
      said.push(inspect(error), JSON.stringify(error));
    }
  };
  const news = { ...inputs, apiKey: new Secret(`${API_KEY}_2`), tags: { a: "c" }, name: "other" };
  const state = { id, oldInputs: inputs, oldOutputs: outputs, news };
  await attempt(async () => (await check(bed, "Index", { ...news, dimension: 0 }, inputs)).failures);
  await attempt(() => diff(bed, "Index", state));
  await attempt(() => diff(bed, "Index", { ...state, news: { ...inputs, apiKey: new Secret(`${API_KEY}_2`) } }));
  for (const status of [400, 401, 403, 404, 409, 412, 500]) {
    const echo = `no: ${API_KEY}`;
    for (const match of ["GET /indexes", "POST /indexes", "PATCH /indexes", "DELETE /indexes"]) {
      bed.pinecone.refuse(match, status, echo, 1, { key: API_KEY });
    }
    await attempt(() => read(bed, "Index", id, inputs, outputs));
    await attempt(() => create(bed, "Index", { ...inputs, name: `new-${status}` }));
    await attempt(() => update(bed, "Index", { ...state, news: { ...inputs, tags: { a: "c" } } }));
    await attempt(() =>
      remove(bed, "Index", `${projectId}/new-${status}`, inputs, { ...outputs, name: `new-${status}` }),
    );
  }
  expect(said.filter((one) => one.includes("[redacted]"))).not.toEqual([]);
  expect([...said, ...bed.log, ...bed.debug, ...bed.statuses].join("\n")).not.toContain(API_KEY);
});
