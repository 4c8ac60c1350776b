/** Whatever a program declares: Check and Diff answer or refuse in words, and never show a secret. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { functions, resources } from "../../../provider/resources";
import { ProviderError } from "../../../provider/rpc/errors";
import { type PropertyMap, Secret, UNKNOWN, type Value } from "../../../provider/rpc/values";
import { EXTERNAL_ID, KEY, PROJECT_ID, ROLE, SEED, type Testbed, testbed } from "./testbed";

const SECRET = "pcsk_never_to_be_shown";

/** No path of a URL can have these. */
const DOTS = [".", ".."];

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Value>(
      null,
      UNKNOWN,
      new Secret(SECRET),
      new Secret(`${SECRET}\n"and more"`),
      new Secret(UNKNOWN),
      ROLE,
      KEY,
      EXTERNAL_ID,
      PROJECT_ID,
      ...DOTS,
      "two\nlines",
      "ProjectEditor",
      "",
      "{}",
      true,
      0,
      -1,
      1e300,
    ),
    fc.string(),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 5 }), tie("value"), { maxKeys: 3 }),
    tie("value").map((inner) => new Secret(inner)),
  ),
}));

function propertiesOf(names: readonly string[]): fc.Arbitrary<PropertyMap> {
  const known = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
  const strange = fc.dictionary(
    fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("__proto__", "constructor", "toString")),
    value,
    { maxKeys: 2 },
  );
  return fc.tuple(known, strange).map(([one, other]) => ({ ...other, ...one }) as PropertyMap);
}

/** Their rules are about what Pinecone has. The others ask nothing: a binding only when it is new and its project is known. */
const ASKING: ReadonlySet<string> = new Set(["PrivateEndpoint", "NetworkAccess", "AccessGuard"]);

/** What Check, Diff or a function says, and what the plugin logs meanwhile. Anything that is not thrown in words fails the test. */
async function saidBy(bed: Testbed, works: readonly (() => Promise<unknown>)[]): Promise<string> {
  const said: string[] = [];
  bed.log.length = 0;
  for (const work of works) {
    try {
      said.push(JSON.stringify(await work()));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      said.push(error.message);
    }
  }
  return [...said, ...bed.log].join("\n");
}

describe.each(
  resources.map(({ name, inputs, outputs }) => ({ name, inputs: Object.keys(inputs), outputs: Object.keys(outputs) })),
)("$name with generated inputs", ({ name, inputs, outputs }) => {
  test("Check and Diff throw nothing but words, and show no secret", async () => {
    const bed = await testbed({ binding: "api" });
    const handler = bed.handler(name);
    await fc.assert(
      fc.asyncProperty(
        propertiesOf(inputs),
        propertiesOf(inputs),
        propertiesOf([...inputs, ...outputs]),
        async (olds, news, oldOutputs) => {
          const call = bed.call(name);
          const unknownProject = { ...news, projectId: UNKNOWN };
          const said = await saidBy(bed, [
            async () => (await handler.check({ ...call, olds, news, randomSeed: SEED })).failures,
            async () =>
              (await handler.check({ ...call, olds: undefined, news: unknownProject, randomSeed: SEED })).failures,
            () => handler.diff({ ...call, id: "id", oldInputs: olds, oldOutputs, news, ignoreChanges: [] }),
          ]);
          expect(said).not.toContain(SECRET);
        },
      ),
      { numRuns: 200 },
    );
    if (!ASKING.has(name)) expect(bed.pinecone.tokens).toBe(0);
  });
});

describe.each(functions.map(({ name, inputs }) => ({ name, inputs: Object.keys(inputs) })))(
  "$name with generated arguments",
  ({ name, inputs }) => {
    test("it throws nothing but words, and shows no secret", async () => {
      const bed = await testbed({ binding: "api" });
      const token = `pinecone-security:index:${name}`;
      await fc.assert(
        fc.asyncProperty(propertiesOf(inputs), async (args) => {
          const handler = bed.provider.functions[token]!;
          const said = await saidBy(bed, [
            async () => (await handler.invoke({ ...bed.call(name), token, args })).failures,
          ]);
          expect(said).not.toContain(SECRET);
        }),
        { numRuns: 200 },
      );
    });
  },
);
