import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../provider/rpc";
import { useCloud } from "../cloud";
import { ACCOUNT, Driven, REGION } from "../support";

const KEY = "aws:kms/key:Key";

const cloud = useCloud();
const key = (name = "key"): Driven => new Driven(cloud.plugin, KEY, name);

describe("a KMS alias", () => {
  const alias = (name = "alias"): Driven => new Driven(cloud.plugin, "aws:kms/alias:Alias", name);

  test("is made for a key, tells the key's ARN, and moves to another key in place", async () => {
    const [first, second] = [await key().create({}), await key().create({})];
    const made = await alias().create({ name: "alias/pinecone", targetKeyId: first.id });
    expect(made.id).toBe("alias/pinecone");
    expect(made.outputs).toEqual({
      name: "alias/pinecone",
      namePrefix: "",
      arn: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/pinecone`,
      targetKeyId: first.id,
      targetKeyArn: first.outputs["arn"],
      region: REGION,
    });
    const news = { name: "alias/pinecone", targetKeyId: second.id };
    expect(await alias().changes(made, news)).toEqual(["targetKeyId"]);
    expect((await alias().update(made, news, true)).outputs["targetKeyArn"]).toBe(UNKNOWN);
    const moved = await alias().update(made, news);
    expect(moved.outputs["targetKeyArn"]).toBe(second.outputs["arn"]);
    const { KeyMetadata } = await cloud.kms.describeKey({ KeyId: "alias/pinecone" });
    expect(KeyMetadata?.KeyId).toBe(second.id);
  });

  test("given the key's ARN is the same as given its ID", async () => {
    const target = await key().create({});
    const made = await alias().create({ name: "alias/by-arn", targetKeyId: target.outputs["arn"] ?? null });
    expect(made.outputs["targetKeyId"]).toBe(target.outputs["arn"]);
    expect(await alias().changes(made, { name: "alias/by-arn", targetKeyId: target.id })).toEqual([]);
  });

  test("is gone after its deletion, its key is not", async () => {
    const target = await key().create({});
    const made = await alias().create({ name: "alias/short-lived", targetKeyId: target.id });
    await alias().delete(made);
    expect(await alias().refresh(made)).toBeUndefined();
    expect((await cloud.kms.describeKey({ KeyId: target.id })).KeyMetadata?.KeyState).toBe("Enabled");
    await alias().delete(made);
  });

  test("for a key that does not exist is refused with KMS's words", async () => {
    const targetKeyId = "00000000-0000-4000-8000-000000000000";
    await expect(alias().create({ name: "alias/lost", targetKeyId })).rejects.toThrow(
      /^Could not create the KMS alias "alias": .*does not exist\. \(NotFoundException/,
    );
  });
});
