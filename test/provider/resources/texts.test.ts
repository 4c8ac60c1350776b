import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pineconeSecurity } from "../../../provider/resources/plugin";
import { isSecret, type PropertyMap, reveal, Secret, UNKNOWN } from "../../../provider/rpc/values";
import { check, CREDENTIALS, EXTERNAL_ID, KEY, matching, ROLE, testbed } from "./testbed";

const binding = { projectId: UNKNOWN, name: "main", roleArn: ROLE, keyArn: KEY };

describe("a text that arrives as a number", () => {
  test("is a text after Check, so that an account number of digits passes and is no diff", async () => {
    const bed = await testbed();
    const news = { ...binding, name: 2026, pineconeAccountId: 444455556666 };
    const { inputs, failures } = await check(bed, "CmekBinding", news);
    expect(failures).toEqual([]);
    expect(inputs).toEqual({ ...binding, name: "2026", pineconeAccountId: "444455556666" });
  });

  test("stays secret", async () => {
    const bed = await testbed();
    const { inputs } = await check(bed, "CmekBinding", { ...binding, pineconeAccountId: new Secret(444455556666) });
    const account = inputs["pineconeAccountId"] ?? null;
    expect([isSecret(account), reveal(account)]).toEqual([true, "444455556666"]);
  });

  test("is refused when it is no whole number, or too large for its digits to be sure", async () => {
    const bed = await testbed();
    await fc.assert(
      fc.asyncProperty(
        fc.double().filter((number) => !Number.isSafeInteger(number)),
        async (number) => {
          const { failures } = await check(bed, "CmekBinding", { ...binding, name: number });
          expect(failures).toEqual([{ property: "name", reason: matching(/must be a string/) }]);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("is a text for a function", async () => {
    const bed = await testbed();
    const token = "pinecone-security:index:getCmekTrustPolicy";
    const args = { pineconeAccountId: 444455556666, externalId: EXTERNAL_ID };
    const { result, failures } = await bed.provider.functions[token]!.invoke({ ...bed.call("x"), token, args });
    expect(failures).toEqual([]);
    expect(result["principals"]).toEqual(["arn:aws:iam::444455556666:role/pinecone_cmek_access_*"]);
  });

  test("is a text in the provider's configuration; a number stays one", async () => {
    const provider = pineconeSecurity({ version: "0.0.1", schema: () => "{}", environment: {} });
    const context = { signal: new AbortController().signal, log: () => undefined, status: () => undefined };
    const news: PropertyMap = { ...CREDENTIALS, clientId: 12345, maxRetries: 3 };
    const { inputs, failures } = await provider.checkConfig({ ...context, news });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ clientId: "12345", maxRetries: 3 });
    await expect(provider.configure({ ...context, inputs: news })).resolves.toBeUndefined();
  });

  test("is no text where a field is none: a number is not made a choice, a list or a switch", async () => {
    const bed = await testbed();
    const { failures } = await check(bed, "Project", { name: "p", forceEncryptionWithCmek: 1 });
    expect(failures).toEqual([{ property: "forceEncryptionWithCmek", reason: matching(/must be a boolean; got 1/) }]);
    expect((await check(bed, "Project", { name: "p", maxPods: 3 })).inputs).toEqual({ name: "p", maxPods: 3 });
  });
});
