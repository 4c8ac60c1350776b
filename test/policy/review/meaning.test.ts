import { describe, expect, test } from "vitest";
import { cmekKeyPolicy, cmekTrustPolicy, PINECONE_REGIONS, type PineconeRegion } from "../../../iam";
import * as types from "../../../policy/model/types";
import { UNKNOWN, type Properties } from "../../../policy/model/values";
import {
  ACCOUNT,
  changed,
  compliant,
  EXTERNAL_ID,
  PINECONE_ACCOUNT,
  resource,
  ROLE_ARN,
  without,
  withMore,
} from "../fixture";
import { addition, change, first, removal, replacement } from "./changes";
import { digestOf, meaningsIn, reviewed } from "./fixture";

const explicit = (...regions: PineconeRegion[]): string =>
  JSON.stringify(cmekTrustPolicy({ variant: "explicitRegions", pineconeAccountId: PINECONE_ACCOUNT, regions }));
const withId = (...regions: PineconeRegion[]): string =>
  JSON.stringify(
    cmekTrustPolicy({
      variant: "explicitRegionsWithExternalId",
      pineconeAccountId: PINECONE_ACCOUNT,
      regions,
      externalId: EXTERNAL_ID,
    }),
  );

describe("a role", () => {
  test("that is new tells whom it lets in, and on which condition", () => {
    expect(meaningsIn(reviewed(first(compliant)), "search-role")).toEqual([
      `plain: May assume it: Pinecone's roles of us-east-1 (account ${PINECONE_ACCOUNT}), with the external ID only.`,
    ]);
    const externalId = EXTERNAL_ID;
    const all = cmekTrustPolicy({
      variant: "allRegionsWithExternalId",
      pineconeAccountId: PINECONE_ACCOUNT,
      externalId,
    });
    expect(addition(types.ROLE, { assumeRolePolicy: JSON.stringify(all) })).toEqual([
      `plain: May assume it: Pinecone's roles of all regions, future ones too (account ${PINECONE_ACCOUNT}), with the external ID only.`,
    ]);
  });

  test("that lets others in says so", () => {
    const Principal = { AWS: ["*"] };
    const open = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
    expect(addition(types.ROLE, { assumeRolePolicy: JSON.stringify(open) })).toEqual([
      "opens: May assume it: anybody in AWS, without an external ID.",
    ]);
    const named = JSON.stringify(open).replace('"*"', `"${ACCOUNT}","arn:aws:iam::${ACCOUNT}:role/admin"`);
    expect(addition(types.ROLE, { assumeRolePolicy: named })).toEqual([
      `opens: May assume it: everybody whom account ${ACCOUNT} lets, without an external ID; ` +
        `arn:aws:iam::${ACCOUNT}:role/admin, without an external ID.`,
    ]);
  });

  test("whose trust policy changes tells who is let in that was not, and who is not any more", () => {
    expect(change("search-role", { assumeRolePolicy: withId("us-east-1", "eu-west-1") })).toEqual([
      `opens: Newly may assume it: Pinecone's roles of eu-west-1 (account ${PINECONE_ACCOUNT}), with the external ID only.`,
    ]);
    expect(change("search-role", { assumeRolePolicy: withId("eu-west-1") })).toEqual([
      `opens: Newly may assume it: Pinecone's roles of eu-west-1 (account ${PINECONE_ACCOUNT}), with the external ID only.`,
      `loses: No longer may assume it: Pinecone's roles of us-east-1 (account ${PINECONE_ACCOUNT}), with the external ID only. ` +
        "Pinecone can't use the key from there any more.",
    ]);
  });

  test("that no longer asks for the external ID opens, and one that newly does closes", () => {
    expect(change("search-role", { assumeRolePolicy: explicit("us-east-1") })).toEqual([
      `opens: Nothing is asked of them any more: Pinecone's roles of us-east-1 (account ${PINECONE_ACCOUNT}), without an external ID.`,
    ]);
    const open = changed(compliant, "search-role", { assumeRolePolicy: explicit("us-east-1") });
    const closed = changed({ ...open, former: open.resources }, "search-role", {
      assumeRolePolicy: withId("us-east-1"),
    });
    expect(meaningsIn(reviewed(closed), "search-role")).toEqual([
      `closes: More is asked of them than before: Pinecone's roles of us-east-1 (account ${PINECONE_ACCOUNT}), with the external ID only.`,
    ]);
  });

  test("whose trust policy is only written otherwise lets in whom it did", () => {
    const spaced = JSON.stringify(JSON.parse(withId("us-east-1")), undefined, 4);
    expect(change("search-role", { assumeRolePolicy: spaced })).toEqual(["plain: Who may assume it stays."]);
    expect(change("search-role", { assumeRolePolicy: withId(...PINECONE_REGIONS) })[0]).toMatch(/^opens: Newly/);
  });

  test("whose trust policy is not known says what it waits for", () => {
    expect(change("search-role", { assumeRolePolicy: UNKNOWN })).toEqual([
      "plain: Who may assume it is not known yet: it comes from search-role-external-id.",
    ]);
  });

  test("that goes takes the key from Pinecone", () => {
    expect(removal("search-role")).toEqual([
      "loses: Pinecone used it for search-binding: without it, what the key encrypts can't be read.",
    ]);
    expect(replacement("search-role")[0]).toBe("plain: It is made anew, with another ARN or another internal ID.");
  });

  test("that gets permissions tells them", () => {
    const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: ["kms:*"], Resource: "*" } });
    expect(addition(types.ROLE_POLICY, { role: "search-role", policy }, { from: { role: ["search-role"] } })).toEqual([
      "opens: Lets the role search-role: kms:* on *.",
    ]);
    const attached = { role: "search-role", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    expect(addition(types.ROLE_POLICY_ATTACHMENT, attached)).toEqual([
      "opens: The role search-role has the permissions of arn:aws:iam::aws:policy/AdministratorAccess.",
    ]);
  });
});

describe("a key", () => {
  test("that is new tells how it is kept and who may use it", () => {
    const [kept, used] = meaningsIn(reviewed(first(compliant)), "search-key");
    expect(kept).toBe("plain: A new KMS key, rotated by KMS, kept 30 days when it is deleted.");
    expect(used).toContain(`${ROLE_ARN} (decrypt and encrypt)`);
    expect(used).toContain(`account ${ACCOUNT}, by its IAM policies (`);
  });

  test.each<[Properties, string]>([
    [{ enableKeyRotation: false }, "opens: KMS no longer rotates it."],
    [{ isEnabled: false }, "loses: It is disabled: nothing that it encrypts can be read until it is enabled again."],
    [{ deletionWindowInDays: 7 }, "loses: When it is deleted, KMS keeps it 7 days, not 30 any more."],
    [{ policy: UNKNOWN }, "plain: Who may use it is not known yet: it comes from search-role."],
  ])("with %j", (properties, meaning) => {
    expect(change("search-key", properties)).toEqual([meaning]);
  });

  test("whose policy changes tells who may use it that could not, and the other way round", () => {
    const other = `arn:aws:iam::${ACCOUNT}:role/other`;
    const policy = JSON.stringify(cmekKeyPolicy({ accountId: ACCOUNT, roleArn: other }));
    expect(change("search-key", { policy })).toEqual([
      `opens: Newly may use it: ${other} (decrypt and encrypt).`,
      `closes: No longer may use it: ${ROLE_ARN} (decrypt and encrypt).`,
    ]);
  });

  test("that goes is kept or lost", () => {
    expect(removal("search-key")).toEqual(["plain: It leaves the stack and stays in AWS (retainOnDelete)."]);
    const bare = changed(compliant, "search-key", {}, { retainOnDelete: false });
    const gone = without({ ...bare, former: bare.resources }, "search-key");
    expect(meaningsIn(reviewed(gone), "search-key")).toEqual([
      "loses: KMS deletes it after 30 days; then all that it encrypts is lost for good. Pinecone encrypts with it for search-binding.",
    ]);
    expect(replacement("search-key")[0]).toBe(
      "loses: The key is made anew, and Pinecone keeps the old one for search-binding: what it encrypted is lost once it is deleted.",
    );
  });
});

test("protection that is taken away is told of resources that stay as they are", () => {
  const digest = digestOf(compliant);
  const steps = digest.steps.map((step) => {
    if (!step.urn.endsWith("::search") || step.newState === undefined) return step;
    return { ...step, newState: { ...step.newState, protect: false } };
  });
  const review = reviewed({ steps });
  expect(review.changes.map(({ name, operation }) => `${operation} ${name}`)).toEqual(["same search"]);
  expect(meaningsIn(review, "search")).toEqual(["opens: Pulumi no longer refuses to delete it (protect goes)."]);
});

test("a stack that stays as it is has nothing to tell", () => {
  expect(reviewed(compliant)).toMatchObject({ changes: [], findings: [], others: 0 });
});

test("resources that the report is not about are counted", () => {
  const bucket = resource("aws:s3/bucket:Bucket", "logs", {});
  expect(reviewed(withMore(compliant, bucket))).toMatchObject({ changes: [], others: 1, counts: { create: 1 } });
});
