/** What is refused, or warned of, before anything is sent. */
import { describe, expect, test } from "vitest";
import { type PropertyMap, Secret, UNKNOWN } from "../../../provider/rpc/values";
import { API_KEY, indexBed } from "./indexBed";
import { check, create, matching } from "./testbed";

const base = { projectId: UNKNOWN, apiKey: API_KEY, name: "docs", region: "us-east-1" };
const dense = { ...base, dimension: 8 };
const search = { type: "string", fullTextSearch: {} };

const wrong: readonly [claim: string, inputs: PropertyMap, property: string, reason: RegExp][] = [
  ["a name with a capital", { ...dense, name: "Docs" }, "name", /must be 1 to 45 lower-case letters.*got "Docs"/],
  ["a name of 46 characters", { ...dense, name: "x".repeat(46) }, "name", /must be 1 to 45/],
  ["a name that ends with a hyphen", { ...dense, name: "docs-" }, "name", /no hyphen at either end/],
  ["a dense index without dimension", base, "dimension", /is required for a dense index.*1 to 20000.*"sparse".*schema/],
  ["no dimension at all", { ...base, dimension: 0 }, "dimension", /must be at least 1; got 0/],
  ["20001 dimensions", { ...base, dimension: 20_001 }, "dimension", /must be at most 20000; got 20001/],
  ["half a dimension", { ...base, dimension: 1.5 }, "dimension", /must be a whole number/],
  [
    "a metric nobody knows",
    { ...dense, metric: "l2" },
    "metric",
    /one of "cosine", "euclidean", "dotproduct"; got "l2"/,
  ],
  [
    "a sparse index with dimension",
    { ...dense, vectorType: "sparse" },
    "dimension",
    /does not belong to a sparse index/,
  ],
  [
    "a sparse index by angle",
    { ...base, vectorType: "sparse", metric: "cosine" },
    "metric",
    /must be "dotproduct" for a sparse index.*got "cosine"/,
  ],
  [
    "a schema beside its parts",
    { ...dense, metric: "cosine", schema: { body: search } },
    "schema",
    /is given together with dimension, metric\. Give one or the other/,
  ],
  ["an unknown cloud", { ...dense, cloud: "oci" }, "cloud", /one of "aws", "gcp", "azure"/],
  [
    "a region of another form",
    { ...dense, region: "us-east1" },
    "region",
    /got "us-east1"\. Did you mean "us-east-1"\?/,
  ],
  ["a misspelt region", { ...dense, region: "eu-wset-1" }, "region", /Did you mean "eu-west-1"\?.*ap-southeast-1/],
  ["twenty-one tags", { ...dense, tags: tagsOf(21) }, "tags", /must have at most 20 tags .*it has 21/],
  ["an empty tag", { ...dense, tags: { a: "" } }, "tags.a", /must not be empty: .*Leave the tag out/],
  ["a tag with a blank in its key", { ...dense, tags: { "a b": "c" } }, 'tags["a b"]', /letters, digits, _ or -/],
  ["a long tag", { ...dense, tags: { a: "x".repeat(121) } }, "tags.a", /1 to 120 printable ASCII characters/],
  ["a protection nobody knows", { ...dense, deletionProtection: "on" }, "deletionProtection", /"enabled", "disabled"/],
];

function tagsOf(count: number): PropertyMap {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, "v"]));
}

const schemas: readonly [claim: string, schema: PropertyMap, property: string, reason: RegExp][] = [
  ["no field", {}, "schema", /must have a field/],
  [
    "a field in the words of the wire",
    { body: { ...search, full_text_search: {} } },
    "schema.body",
    /must not have "full_text_search": there is no such property/,
  ],
  ["metadata", { size: { type: "float" } }, "schema.size.type", /one of "dense_vector", "sparse_vector", "string"/],
  ["a string without search", { body: { type: "string" } }, "schema.body.fullTextSearch", /is required for a string/],
  [
    "a vector without dimension",
    { v: { type: "dense_vector", metric: "cosine" } },
    "schema.v.dimension",
    /is required/,
  ],
  [
    "a sparse vector with metric",
    { v: { type: "sparse_vector", metric: "cosine" } },
    "schema.v.metric",
    /does not belong/,
  ],
  [
    "two sparse vectors",
    { a: { type: "sparse_vector" }, b: { type: "sparse_vector" } },
    "schema",
    /at most one sparse_vector/,
  ],
  ["a name of Pinecone's", { _id: search }, "schema._id", /keeps names that begin with "_" to itself/],
  ["a name of a filter", { $and: search }, 'schema["$and"]', /filter operators begin with "\$"/],
  ["a long name", { ["é".repeat(33)]: search }, `schema["${"é".repeat(33)}"]`, /1 to 64 bytes/],
  [
    "dense vectors as sparse ones",
    { _sparse_values: { type: "dense_vector", dimension: 1, metric: "cosine" } },
    "schema._sparse_values",
    /must be a sparse_vector/,
  ],
  [
    "vectors of the vectors API beside text",
    { _sparse_values: { type: "sparse_vector" }, body: search },
    "schema._sparse_values",
    /must not stand beside body/,
  ],
  [
    "a described reserved field",
    { _sparse_values: { type: "sparse_vector", description: "d" } },
    "schema._sparse_values",
    /must not have a description/,
  ],
  [
    "a long description",
    { body: { ...search, description: "é".repeat(129) } },
    "schema.body.description",
    /at most 256 bytes/,
  ],
  [
    "stop words without stems",
    { b: { type: "string", fullTextSearch: { stopWords: true } } },
    "schema.b.fullTextSearch.stopWords",
    /needs stemming: true/,
  ],
  [
    "parts of stems",
    { b: { type: "string", fullTextSearch: { stemming: true, ngram: { minGram: 1, maxGram: 2 } } } },
    "schema.b.fullTextSearch.ngram",
    /can't be combined/,
  ],
  [
    "parts from long to short",
    { b: { type: "string", fullTextSearch: { ngram: { minGram: 3, maxGram: 2 } } } },
    "schema.b.fullTextSearch.ngram",
    /minGram of at most its maxGram, 2/,
  ],
];

describe("the inputs of a new Index", () => {
  test.each([
    ...wrong,
    ...schemas.map(([claim, schema, property, reason]) => [claim, { ...base, schema }, property, reason] as const),
  ])("are refused with %s", async (_claim, inputs, property, reason) => {
    const { bed } = await indexBed();
    const { failures } = await check(bed, "Index", inputs);
    expect(failures).toEqual([{ property, reason: matching(reason) }]);
    expect(bed.pinecone.tokens).toBe(0);
  });

  test.each<[string, PropertyMap]>([
    ["dense", { ...dense, metric: "euclidean", vectorType: "dense" }],
    ["sparse", { ...base, vectorType: "sparse", metric: "dotproduct" }],
    [
      "of a schema",
      { ...base, schema: { body: search, image: { type: "dense_vector", dimension: 2, metric: "cosine" } } },
    ],
    ["on another cloud", { ...dense, cloud: "gcp", region: "us-central1", projectId: UNKNOWN }],
    [
      "with what is not known yet",
      { ...base, projectId: UNKNOWN, apiKey: new Secret(UNKNOWN), dimension: UNKNOWN, cmekId: UNKNOWN },
    ],
    ["whose type is not known yet", { ...base, vectorType: UNKNOWN }],
  ])("are fine when it is %s", async (_claim, inputs) => {
    const { bed } = await indexBed();
    expect((await check(bed, "Index", inputs)).failures).toEqual([]);
    expect([bed.log, bed.pinecone.tokens]).toEqual([[], 0]);
  });

  test("in an AWS region that this version does not know are warned of, for Pinecone may have come to it", async () => {
    const { bed } = await indexBed();
    expect((await check(bed, "Index", { ...dense, region: "ap-south-1" })).failures).toEqual([]);
    expect(bed.log).toEqual([
      matching(/^warning: region: "ap-south-1" is no AWS region of Pinecone's that this version knows/),
    ]);
  });

  test("without an API key are refused, unless the configuration has one", async () => {
    const { bed, inputs } = await indexBed();
    const { apiKey: _key, ...without } = inputs;
    const { failures } = await check(bed, "Index", without);
    expect(failures).toEqual([
      { property: "apiKey", reason: matching(/is missing.*config set --secret.*PINECONE_API_KEY/) },
    ]);
    const configured = await bed.again({ apiKey: new Secret(API_KEY) });
    expect((await check(configured, "Index", without)).failures).toEqual([]);
  });

  test("with an API key of another project of the program are refused", async () => {
    const { bed, inputs } = await indexBed();
    const other = bed.pinecone.addProject();
    const { outputs } = await create(bed, "ApiKey", { projectId: other, name: "k" });
    const { failures } = await check(bed, "Index", { ...inputs, apiKey: outputs["value"]! });
    expect(failures).toEqual([
      { property: "apiKey", reason: matching(new RegExp(`is a key of the project ${other}, but`)) },
    ]);
  });
});

describe("encryption with a customer-managed key", () => {
  const { dimension: _dimension, ...rest } = dense;
  const text = { ...rest, schema: { body: search } };

  test.each<[string, PropertyMap, string, RegExp]>([
    [
      "full text",
      { schema: { body: search } },
      "schema",
      /has fields for full text: body\. Pinecone's rule: .* forces one on its indexes/,
    ],
    ["another cloud", { cloud: "gcp", region: "us-central1", dimension: 8 }, "cloud", /is "gcp".* AWS regions only/],
  ])(
    "refuses %s in a project that forces it, after one look at the projects",
    async (_claim, values, property, reason) => {
      const { bed, projectId } = await indexBed({}, { force_encryption_with_cmek: true });
      const { failures } = await check(bed, "Index", { ...base, projectId, ...values });
      expect(failures).toEqual([{ property, reason: matching(reason) }]);
      expect(bed.pinecone.requests).toEqual(["GET /admin/projects"]);
    },
  );

  test("of a project of the same deployment needs no look", async () => {
    const { bed } = await indexBed();
    const { id: projectId } = await create(bed, "Project", { name: "shop", forceEncryptionWithCmek: true });
    bed.pinecone.requests.length = 0;
    const { failures } = await check(bed, "Index", { ...text, projectId });
    expect(failures.map(({ property }) => property)).toEqual(["schema"]);
    expect(bed.pinecone.requests).toEqual([]);
  });

  test("is not asked about for vectors in AWS, and full text is fine in a project that does not force it", async () => {
    const { bed, inputs, projectId } = await indexBed();
    expect((await check(bed, "Index", inputs)).failures).toEqual([]);
    expect(bed.pinecone.requests).toEqual([]);
    expect((await check(bed, "Index", { ...text, projectId })).failures).toEqual([]);
  });

  test("by `cmekId` refuses full text in any project, also when the ID is not known yet", async () => {
    const { bed, projectId } = await indexBed();
    for (const cmekId of ["key-1", UNKNOWN]) {
      const { failures } = await check(bed, "Index", { ...text, projectId, cmekId });
      expect(failures).toEqual([{ property: "schema", reason: matching(/`cmekId` names one for this index/) }]);
    }
  });

  test("says so when there is no such project", async () => {
    const { bed } = await indexBed();
    const { failures } = await check(bed, "Index", { ...text, projectId: "6a0e8f6e-0000-4000-8000-000000000000" });
    expect(failures).toEqual([{ property: "projectId", reason: matching(/is no project of this organization/) }]);
  });
});

test("an Index is not replaced, whatever asks for it: the new one would be empty", async () => {
  const { bed, inputs } = await indexBed();
  await check(bed, "Index", inputs, inputs);
  await expect(check(bed, "Index", inputs)).rejects.toThrow(/"it" is not replaced: the new one would be empty/);
});
