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
  type Fixture,
} from "../fixture";
import { digestOf, meaningsIn, reviewed } from "./fixture";

/** What a change of some properties of a resource means. */
const change = (name: string, properties: Properties, options = {}) =>
  meaningsIn(reviewed(changed(compliant, name, properties, options)), name);

const removal = (name: string) => meaningsIn(reviewed(without(compliant, name)), name);

const addition = (type: string, properties: Properties, options = {}) =>
  meaningsIn(reviewed(withMore(compliant, resource(type, "added", properties, options))), "added");

/** What it means that a resource is made anew. */
function replacement(name: string): string[] {
  const digest = digestOf(compliant);
  const steps = digest.steps.map((step) => (step.urn.endsWith(`::${name}`) ? { ...step, op: "replace" } : step));
  return meaningsIn(reviewed({ steps }), name);
}

const first = (fixture: Fixture): Fixture => ({ ...fixture, former: [] });

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

describe("in Pinecone", () => {
  test.each<[string, Properties, string]>([
    [
      "search",
      { forceEncryptionWithCmek: false },
      "opens: Indexes need no longer be encrypted with a customer's key. Pinecone refuses that.",
    ],
    [
      "search-binding",
      { keyArn: "arn:aws:kms:us-east-1:444455556666:key/other" },
      "loses: Pinecone encrypts the indexes of search with the key search-key, through the role search-role. " +
        "Other than before: keyArn. Pinecone's rule: the key can't be changed once it is set.",
    ],
    [
      "search-api-key-query",
      { roles: ["ProjectEditor"] },
      "opens: Whoever has it acts as ProjectEditor in search, not as DataPlaneViewer any more.",
    ],
    ["products", { deletionProtection: "disabled" }, "opens: Pinecone no longer refuses to delete it."],
    [
      "access",
      { privateEndpointsOnly: false },
      "opens: The internet is let in again: the indexes of search answer everybody who has an API key.",
    ],
    ["access", { acknowledgeLostAccess: ["old"] }, "loses: These indexes may lose all access: old."],
  ])("%s with %j", (name, properties, meaning) => {
    expect(change(name, properties)).toEqual([meaning]);
  });

  test("what goes says what is lost", () => {
    const gone = reviewed(without(compliant, "search-binding", "search-api-key-query", "products", "access", "search"));
    expect(
      ["search-binding", "search-api-key-query", "products", "access", "search"].flatMap((name) =>
        meaningsIn(gone, name),
      ),
    ).toEqual([
      "loses: Pinecone forgets the key of search: the key search-key, through the role search-role.",
      "plain: It is protected, so Pulumi will refuse.",
      "loses: Whoever uses it loses access to search.",
      "loses: The index products and all its data are deleted.",
      "opens: The internet is let in again: the indexes of search answer everybody who has an API key.",
      "loses: The project goes, with its API keys. Pinecone deletes it only when it has no indexes.",
      "plain: It is protected, so Pulumi will refuse.",
    ]);
  });

  test("what is new says what it opens and closes", () => {
    const review = reviewed(first(compliant));
    expect(
      ["search", "search-binding", "search-api-key-query", "access"].flatMap((name) => meaningsIn(review, name)),
    ).toEqual([
      "closes: A new project. Every index must be encrypted with a customer's key.",
      "closes: Pinecone encrypts the indexes of search with the key search-key, through the role search-role. " +
        "The key of a project can't be changed afterwards.",
      "opens: Whoever has it acts as DataPlaneViewer in search.",
      "closes: The internet is shut out: the indexes of search answer through Private Endpoints only. Private ways must be there in us-east-1.",
    ]);
    expect(addition(types.API_KEY, { projectId: "other", name: "k" })).toEqual([
      "opens: Whoever has it acts as ProjectEditor in other.",
    ]);
  });
});

describe("in the network", () => {
  test.each<[string, Properties, string]>([
    [
      "link-ingress",
      { cidrIpv4: "0.0.0.0/0" },
      "opens: link-security-group lets in the whole internet (0.0.0.0/0) on port 443. Before: 10.0.0.0/16 on port 443.",
    ],
    [
      "link-security-group",
      { ingress: [{ fromPort: 0, toPort: 65535, cidrBlocks: ["::/0"] }] },
      "opens: Lets in the whole internet (::/0) on ports 0 to 65535.",
    ],
    [
      "link-record",
      { records: ["elsewhere.example"] },
      "plain: *.private.aped-4627-b74a.pinecone.io leads to link-endpoint. Before: vpce-0a1b2c3d4e5f67890.vpce.example.",
    ],
  ])("%s with %j", (name, properties, meaning) => {
    expect(change(name, properties)).toEqual([meaning]);
  });

  test("what goes says which way is lost", () => {
    const names = ["link-registration", "link-endpoint", "link-zone", "link-ingress"];
    const gone = reviewed(without(compliant, ...names));
    expect(names.flatMap((name) => meaningsIn(gone, name))).toEqual([
      "loses: search is no longer reached through the VPC endpoint link-endpoint in us-east-1.",
      "loses: The VPC's way to Pinecone in us-east-1 goes.",
      "loses: Names below private.aped-4627-b74a.pinecone.io are no longer found: private hosts of indexes don't resolve in the VPC.",
      "closes: link-security-group no longer lets in 10.0.0.0/16 on port 443.",
    ]);
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
