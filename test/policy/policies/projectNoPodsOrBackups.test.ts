import { describe, expect, test } from "vitest";
import { API_KEY, PROJECT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, type FixtureOptions, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-project-no-pods-or-backups";
const POD = { spec: { pod: { environment: "us-east-1-aws", podType: "p1.x1" } } };

/** The fixture with a resource of Pinecone's own package, and the provider that makes it. */
function beside(
  type: string,
  properties: Readonly<Record<string, unknown>>,
  provider: FixtureOptions & { readonly apiKey?: unknown },
  fixture: Fixture = compliant,
): Fixture {
  const { apiKey = UNKNOWN, ...options } = provider;
  return withMore(
    fixture,
    resource("pulumi:providers:pinecone", "plain", { apiKey }, options),
    resource(type, "old", { name: "old", ...properties }, { provider: "plain" }),
  );
}

const ofSearch = { from: { apiKey: ["search-api-key-query"] } };
const undecided =
  "old: Undecided: the project of old is not known: nothing tells which project the API key of plain is for, and search has a customer-managed key.";

describe(policy, () => {
  test("is kept by a project without pods", () => {
    expect(verdicts(compliant)).toEqual({});
    expect(verdicts(changed(compliant, "search", { maxPods: undefined }))).toEqual({});
    expect(verdicts(changed(compliant, "search", { maxPods: UNKNOWN }))).toEqual({});
  });

  test("is violated by a project that forces CMEK and may have pods", () => {
    expect(verdicts(changed(compliant, "search", { maxPods: 4 }))).toEqual({
      [policy]: ["search: maxPods is 4; expected 0."],
    });
  });

  test("is violated by a project with a bound key that may have pods", () => {
    const open = changed(compliant, "search", { maxPods: 4, forceEncryptionWithCmek: false });
    expect(verdicts(open)[policy]).toEqual(["search: maxPods is 4; expected 0."]);
  });

  test("is kept by pods in a project without CMEK", () => {
    const plain = never(compliant, "search-binding");
    const open = changed(plain, "search", { maxPods: 4, forceEncryptionWithCmek: false });
    expect(verdicts(open)[policy]).toBeUndefined();
  });

  test("is undecided where the number of pods is given and not known", () => {
    const open = changed(compliant, "search", { maxPods: UNKNOWN }, { from: { maxPods: ["search-role"] } });
    expect(verdicts(open)).toEqual({
      [policy]: [
        "search: Undecided: maxPods of search is not known: it comes from search-role and the preview does not tell it.",
      ],
    });
  });

  test.each(["pinecone:index:PineconeIndex", "pinecone:index/index:Index"])(
    "is violated by a %s in pods that is made with an API key of the project",
    (type) => {
      expect(verdicts(beside(type, POD, ofSearch))).toEqual({ [policy]: ["old: it is a pod-based index."] });
      expect(verdicts(beside(type, POD, { apiKey: "pcsk_fixture_secret" }))).toEqual({
        [policy]: ["old: it is a pod-based index."],
      });
      expect(verdicts(beside("pinecone:index:PineconeIndexResource", {}, ofSearch))).toEqual({
        [policy]: ["old: it is a pod-based index."],
      });
    },
  );

  test.each(["pinecone:index:PineconeCollection", "pinecone:index/collection:Collection"])(
    "is violated by a %s that is made with an API key of the project",
    (type) => {
      expect(verdicts(beside(type, { source: "old" }, ofSearch))).toEqual({
        [policy]: ["old: it is a collection, a backup of a pod-based index."],
      });
    },
  );

  test("is kept by a serverless index, whosever it is", () => {
    const serverless = { spec: { serverless: { cloud: "aws", region: "us-east-1" } } };
    expect(verdicts(beside("pinecone:index/index:Index", serverless, {}))).toEqual({});
  });

  test("is kept by pods in another project", () => {
    const elsewhere = beside("pinecone:index/index:Index", POD, { from: { apiKey: ["other-key"] } });
    const key = { projectId: UNKNOWN, name: "other", roles: ["DataPlaneEditor"], value: UNKNOWN };
    const other = withMore(
      elsewhere,
      resource(PROJECT, "other", { name: "other", forceEncryptionWithCmek: false, maxPods: 1 }),
      resource(API_KEY, "other-key", key, { from: { projectId: ["other"] } }),
    );
    expect(verdicts(other)[policy]).toBeUndefined();
  });

  test("is undecided where nothing tells whose API key the provider has", () => {
    expect(verdicts(beside("pinecone:index/index:Index", POD, { apiKey: "pcsk_other" }))).toEqual({
      [policy]: [undecided],
    });
    expect(verdicts(beside("pinecone:index/collection:Collection", {}, {}))).toEqual({ [policy]: [undecided] });
  });

  test("is kept by pods where nothing has a customer-managed key", () => {
    const plain = changed(never(compliant, "search-binding"), "search", { forceEncryptionWithCmek: false });
    expect(verdicts(beside("pinecone:index/index:Index", POD, {}, plain))[policy]).toBeUndefined();
  });

  test("is undecided where the kind of an index is not known", () => {
    const unknown = beside("pinecone:index/index:Index", { spec: UNKNOWN }, ofSearch);
    expect(verdicts(unknown)[policy]).toEqual([
      "old: Undecided: spec of old is not known: the preview does not tell it.",
    ]);
  });
});
