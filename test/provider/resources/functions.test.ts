import { describe, expect, test } from "vitest";
import { cmekTrustPolicy } from "../../../iam";
import { functions } from "../../../provider/resources";
import { type PropertyMap, Secret, UNKNOWN } from "../../../provider/rpc/values";
import { EXTERNAL_ID, PINECONE_ACCOUNT, PROJECT_ID, testbed, type Testbed, matching } from "./testbed";

function invoke(bed: Testbed, name: string, args: PropertyMap) {
  const token = `pinecone-security:index:${name}`;
  return bed.provider.functions[token]!.invoke({ ...bed.call("x"), token, args });
}

describe("getProject", () => {
  test("finds a project by its ID and by its name", async () => {
    const bed = await testbed();
    const id = bed.pinecone.addProject({ name: "shop" });
    const expected = {
      id,
      name: "shop",
      maxPods: 0,
      forceEncryptionWithCmek: true,
      organizationId: "org",
      createdAt: "2026-11-21T07:00:00Z",
    };
    expect(await invoke(bed, "getProject", { id })).toEqual({ result: expected, failures: [] });
    expect(await invoke(bed, "getProject", { name: "shop" })).toEqual({ result: expected, failures: [] });
    expect(bed.pinecone.requests).toEqual(["GET /admin/projects"]);
  });

  test("says that there is none, and lists the IDs when there are several", async () => {
    const bed = await testbed();
    const ids = [bed.pinecone.addProject({ name: "twin" }), bed.pinecone.addProject({ name: "twin" })];
    await expect(invoke(bed, "getProject", { name: "twin" })).rejects.toThrow(
      `2 projects have the name "twin": ${ids.join(", ")}`,
    );
    await expect(invoke(bed, "getProject", { name: "none" })).rejects.toThrow(/no project with the name "none"/);
    await expect(invoke(bed, "getProject", { id: "6a0e8f6e-0000-4000-8000-000000000000" })).rejects.toThrow(
      /no project with the ID/,
    );
  });

  test.each([
    [{}, "id", /Give one of the two/],
    [{ id: PROJECT_ID, name: "b" }, "name", /Give one of the two/],
    [{ nme: "b" }, "nme", /Did you mean "name"/],
  ])("asks for one of the two: %o", async (args, property, reason) => {
    const { failures } = await invoke(await testbed(), "getProject", args);
    expect(failures).toEqual([{ property, reason: matching(reason) }]);
  });
});

describe("any function", () => {
  test.each(functions.map(({ name, inputs, outputs }) => ({ name, inputs, outputs })))(
    "of an argument that is not known yet nothing is known, and nothing is asked: $name",
    async ({ name, inputs, outputs }) => {
      const bed = await testbed();
      const args = Object.fromEntries(Object.keys(inputs).map((input) => [input, UNKNOWN]));
      const { result, failures } = await invoke(bed, name, args);
      expect(failures).toEqual([]);
      expect(result).toEqual(Object.fromEntries(Object.keys(outputs).map((output) => [output, UNKNOWN])));
      expect([bed.pinecone.tokens, bed.pinecone.requests]).toEqual([0, []]);
    },
  );

  test("a secret argument is not shown, whether it is wrong or what is sought is not there", async () => {
    const bed = await testbed();
    const secret = new Secret("the-hidden-name");
    await expect(invoke(bed, "getProject", { name: secret })).rejects.toThrow(/no project with the name "\[secret\]"/);
    const { failures } = await invoke(bed, "getPrivateLinkService", { region: secret });
    expect(failures).toEqual([{ property: "region", reason: matching(/^is "\[secret\]", in which/) }]);
    const read = invoke(bed, "getIndex", { projectId: PROJECT_ID, name: "docs", apiKey: secret });
    await expect(read).rejects.not.toThrow(/the-hidden-name/);
  });
});

describe("getCmekTrustPolicy", () => {
  test("builds the variant that the arguments amount to, without a request", async () => {
    const bed = await testbed();
    const args = { pineconeAccountId: PINECONE_ACCOUNT, regions: ["us-east-1"], externalId: EXTERNAL_ID };
    const policy = cmekTrustPolicy({
      variant: "explicitRegionsWithExternalId",
      pineconeAccountId: PINECONE_ACCOUNT,
      regions: ["us-east-1"],
      externalId: EXTERNAL_ID,
    });
    expect((await invoke(bed, "getCmekTrustPolicy", args)).result).toEqual({
      json: JSON.stringify(policy),
      sid: "AllowPineconeToAssumeIntoRoleFromExplicitRegionswithID",
      principals: ["arn:aws:iam::444455556666:role/pinecone_cmek_access_us-east-1"],
    });
    const all = await invoke(bed, "getCmekTrustPolicy", {
      pineconeAccountId: PINECONE_ACCOUNT,
      externalId: EXTERNAL_ID,
    });
    expect(all.result["principals"]).toEqual(["arn:aws:iam::444455556666:role/pinecone_cmek_access_*"]);
    expect(bed.pinecone.tokens).toBe(0);
  });

  test.each([
    [
      { pineconeAccountId: PINECONE_ACCOUNT },
      "externalId",
      /Pinecone offers no role that trusts all its regions without an external ID/,
    ],
    [
      { pineconeAccountId: PINECONE_ACCOUNT, regions: ["us-east-9"] },
      "regions[0]",
      /"us-east-9" is not an AWS region of Pinecone's/,
    ],
    [{ pineconeAccountId: "1", externalId: EXTERNAL_ID }, "pineconeAccountId", /exactly 12 digits.*Add CMEK/],
    [{ pineconeAccountId: PINECONE_ACCOUNT, externalId: "x" }, "externalId", /not a UUID/],
  ])("refuses %o", async (args, property, reason) => {
    const { failures } = await invoke(await testbed(), "getCmekTrustPolicy", args);
    expect(failures).toEqual([{ property, reason: matching(reason) }]);
  });
});
