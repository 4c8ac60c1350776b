import { expect, test } from "vitest";
import { create, CREDENTIALS, matching, read, remove, testbed } from "./testbed";

test("with --debug each request is a line: method, path, outcome, time and attempt", async () => {
  const bed = await testbed({ maxRetries: "1" });
  bed.pinecone.refuse("GET /admin/projects", 503, "busy");
  await expect(read(bed, "Project", "6a0e8f6e-0000-4000-8000-000000000000")).resolves.toBeUndefined();
  expect(bed.debug).toEqual([
    matching(/^POST \/oauth\/token: 200 in \d+ ms, attempt 1$/),
    matching(/^GET \/admin\/projects: 503 in \d+ ms, attempt 1$/),
    matching(/^GET \/admin\/projects: 200 in \d+ ms, attempt 2$/),
    matching(/^GET \/admin\/projects\/\{project_id\}: 404 in \d+ ms, attempt 1$/),
  ]);
});

test("a request without an answer is named by its failure", async () => {
  const bed = await testbed();
  const nowhere = await bed.again({ apiUrl: "http://127.0.0.1:9" });
  await expect(read(nowhere, "Project", "6a0e8f6e-0000-4000-8000-000000000000")).rejects.toThrow();
  expect(nowhere.debug.at(-1)).toMatch(/^GET \/admin\/projects: ConnectionFailedError after \d+ ms, attempt 1$/);
});

test("no line has an ID, a name, a token, an API key's value or the client secret in it", async () => {
  const bed = await testbed();
  const { id: projectId } = await create(bed, "Project", { name: "the-project" });
  bed.pinecone.refuse("POST /admin/projects/", 400, `no ${CREDENTIALS.clientSecret}`);
  await expect(create(bed, "ApiKey", { projectId, name: "the-key" })).rejects.toThrow();
  const { id } = await create(bed, "ApiKey", { projectId, name: "the-key" });
  const value = String(bed.pinecone.apiKeys.get(id)?.["value"]);
  await remove(bed, "Project", projectId, { name: "the-project" });
  expect(bed.debug.filter((line) => line.includes("/indexes"))).toHaveLength(1);
  const said = bed.debug.join("\n");
  for (const hidden of [...Object.values(CREDENTIALS), projectId, id, value, "token-1", "the-project", "the-key"])
    expect(said).not.toContain(hidden);
});
