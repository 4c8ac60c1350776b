/** Whatever a program declares: Check and Diff answer or refuse in words, and never show a secret. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resources } from "../../../provider/resources";
import { ProviderError } from "../../../provider/rpc/errors";
import { type PropertyMap, Secret, UNKNOWN, type Value } from "../../../provider/rpc/values";
import { EXTERNAL_ID, KEY, ROLE, SEED, testbed } from "./testbed";

const SECRET = "pcsk_never_to_be_shown";

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Value>(
      null,
      UNKNOWN,
      new Secret(SECRET),
      new Secret(UNKNOWN),
      ROLE,
      KEY,
      EXTERNAL_ID,
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
          const said: string[] = [];
          bed.log.length = 0;
          const attempt = async (work: Promise<unknown>): Promise<void> => {
            try {
              said.push(JSON.stringify(await work));
            } catch (error) {
              if (!(error instanceof ProviderError)) throw error;
              said.push(error.message);
            }
          };
          const call = bed.call(name);
          await attempt(handler.check({ ...call, olds, news, randomSeed: SEED }).then(({ failures }) => failures));
          await attempt(
            handler
              .check({ ...call, olds: undefined, news: { ...news, projectId: UNKNOWN }, randomSeed: SEED })
              .then(({ failures }) => failures),
          );
          await attempt(handler.diff({ ...call, id: "id", oldInputs: olds, oldOutputs, news, ignoreChanges: [] }));
          expect([...said, ...bed.log].join("\n")).not.toContain(SECRET);
        },
      ),
      { numRuns: 200 },
    );
    if (!ASKING.has(name)) expect(bed.pinecone.tokens).toBe(0);
  });
});
