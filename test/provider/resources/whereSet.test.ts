import { expect, test } from "vitest";
import { PROJECT_ID, testbed } from "./testbed";

const nowhere = "http://127.0.0.1:9";

test.each([
  ["tokenUrl", "PINECONE_TOKEN_URL", { tokenUrl: `${nowhere}/oauth/token` }],
  ["apiUrl", "PINECONE_CONTROLLER_HOST", { apiUrl: nowhere }],
])("a failure to reach Pinecone says that the URL is %s", async (field, variable, configuration) => {
  const bed = await testbed(configuration);
  const create = bed.handler("Project").create({
    ...bed.call("Project"),
    inputs: { name: "shop" },
    preview: false,
    timeoutSeconds: 0,
  });
  await expect(create).rejects.toThrow(`The URL is set as pinecone-security:${field} or ${variable}.`);
  const token = "pinecone-security:index:getProject";
  const invoke = bed.provider.functions[token]?.invoke({ ...bed.call("x"), token, args: { id: PROJECT_ID } });
  await expect(invoke).rejects.toThrow(`The URL is set as pinecone-security:${field} or ${variable}.`);
});

test("a refusal of Pinecone's own says nothing of URLs", async () => {
  const bed = await testbed();
  const inputs = { projectId: "gone", name: "reader" };
  const create = bed.handler("ApiKey").create({ ...bed.call("ApiKey"), inputs, preview: false, timeoutSeconds: 0 });
  await expect(create).rejects.toThrow(/^can't create ApiKey "it": (?!.*The URL is set)/);
});
