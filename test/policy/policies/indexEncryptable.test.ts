import { describe, expect, test } from "vitest";
import { PROJECT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-index-encryptable";
const vector = { type: "dense_vector", dimension: 1536, metric: "cosine" };
const text = { type: "string", fullTextSearch: {} };
const withSchema = (schema: unknown) => changed(compliant, "products", { schema, dimension: undefined });
const searched = withSchema({ embedding: vector, body: text, title: text });
const forced = "the project search forces customer-managed keys on its indexes.";

describe(policy, () => {
  test("is kept by an index of vectors on AWS, also where its cloud is left out", () => {
    expect(verdicts(compliant)).toEqual({});
    expect(verdicts(withSchema({ embedding: vector }))).toEqual({});
    expect(verdicts(changed(compliant, "products", { cloud: undefined }))).toEqual({});
  });

  test("is violated by fields for full text in a project that forces CMEK", () => {
    expect(verdicts(searched)).toEqual({
      [policy]: [`products: schema has fields for full text: body, title, and ${forced}`],
    });
  });

  test("is violated before the project is made", () => {
    const from = { projectId: ["search"], apiKey: ["search-api-key-query"] };
    const first = changed(searched, "products", { projectId: UNKNOWN }, { from });
    expect(verdicts({ ...first, former: [] })[policy]).toEqual([
      `products: schema has fields for full text: body, title, and ${forced}`,
    ]);
  });

  test("is violated by another cloud", () => {
    expect(verdicts(changed(compliant, "products", { cloud: "gcp" }))[policy]).toEqual([
      `products: it is in the cloud gcp, and ${forced}`,
    ]);
  });

  test("is violated by an index that is given a key, whatever its project asks for", () => {
    const open = changed(searched, "search", { forceEncryptionWithCmek: false });
    expect(verdicts(open)[policy]).toBeUndefined();
    expect(verdicts(changed(open, "products", { cmekId: "key-1" }))[policy]).toEqual([
      "products: schema has fields for full text: body, title, and cmekId names a key for it.",
    ]);
  });

  test("is kept in a project that is not of the program: the provider looks at it", () => {
    expect(verdicts(never(searched, "search"))[policy]).toBeUndefined();
  });

  test("is undecided where the schema, or the project, is not known", () => {
    expect(verdicts(withSchema(UNKNOWN))[policy]).toEqual([
      "products: Undecided: schema of products is not known: the preview does not tell it.",
    ]);
    const elsewhere = changed(searched, "products", { projectId: UNKNOWN }, { from: { projectId: ["search-role"] } });
    expect(verdicts(elsewhere)[policy]).toEqual([
      "products: Undecided: whether products is in search, which forces customer-managed keys, is not known.",
    ]);
    const other = resource(PROJECT, "other", { name: "other", forceEncryptionWithCmek: false });
    const plain = withMore(changed(elsewhere, "search", { forceEncryptionWithCmek: false }), other);
    expect(verdicts(plain)[policy]).toBeUndefined();
  });
});
