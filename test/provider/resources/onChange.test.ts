/** One test per row of each resource's table: field → update, replace or forbidden. */
import { describe, expect, test } from "vitest";
import type { OnChange } from "../../../provider/resources/definition";
import { resources } from "../../../provider/resources";
import { Secret, UNKNOWN, type PropertyMap, type Value } from "../../../provider/rpc/values";
import { check, diff, EXTERNAL_ID, KEY, OTHER_KEY, ROLE, testbed, matching } from "./testbed";

const PROJECT = "6a0e8f6e-0000-4000-8000-000000000000";

interface Table {
  readonly inputs: PropertyMap;
  /** Besides the inputs. @default none */
  readonly outputs?: PropertyMap;
  readonly rows: Readonly<Record<string, readonly [Value, OnChange["kind"]]>>;
}

/** The table as it is promised, written by hand: inputs of a resource, and for each field another value and what its change does. */
const tables: Readonly<Record<string, Table>> = {
  Project: {
    inputs: { name: "a", maxPods: 1, forceEncryptionWithCmek: false },
    rows: { name: ["b", "update"], maxPods: [2, "update"], forceEncryptionWithCmek: [true, "update"] },
  },
  ApiKey: {
    inputs: { projectId: PROJECT, name: "a", roles: ["ProjectEditor"] },
    rows: {
      projectId: [PROJECT.replace("6", "7"), "replace"],
      name: ["b", "update"],
      roles: [["ProjectViewer"], "update"],
    },
  },
  ExternalId: {
    inputs: { value: EXTERNAL_ID },
    rows: { value: [EXTERNAL_ID.replace("0f", "1f"), "forbidden"] },
  },
  CmekBinding: {
    inputs: {
      projectId: PROJECT,
      name: "main",
      roleArn: ROLE,
      keyArn: KEY,
      externalId: EXTERNAL_ID,
      trustPolicy: "{}",
      keyPolicy: "{}",
      pineconeAccountId: "111122223333",
    },
    rows: {
      projectId: [PROJECT.replace("6", "7"), "forbidden"],
      name: ["other", "forbidden"],
      roleArn: [`${ROLE}-2`, "forbidden"],
      keyArn: [OTHER_KEY, "forbidden"],
      externalId: [EXTERNAL_ID.replace("0f", "1f"), "forbidden"],
      trustPolicy: ["[]", "update"],
      keyPolicy: ["[]", "update"],
      pineconeAccountId: ["444455556666", "update"],
    },
  },
  PrivateEndpoint: {
    inputs: {
      projectId: PROJECT,
      cloud: "aws",
      region: "us-east-1",
      vpcEndpointId: "vpce-0a1b2c3d",
      name: "a",
      serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-05ef6f1f0b9130b54",
      vpcEndpointArn: "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-0a1b2c3d",
    },
    outputs: { status: "available" },
    rows: {
      projectId: [PROJECT.replace("6", "7"), "replace"],
      cloud: ["azure", "replace"],
      region: ["us-west-2", "replace"],
      vpcEndpointId: ["vpce-1a1b2c3d", "replace"],
      name: ["b", "update"],
      serviceName: ["com.amazonaws.vpce.us-west-2.vpce-svc-04ecb9a0e0d5aab01", "update"],
      vpcEndpointArn: ["arn:aws:ec2:us-west-2:111122223333:vpc-endpoint/vpce-0a1b2c3d", "update"],
    },
  },
  AccessGuard: {
    inputs: {
      projectId: PROJECT,
      region: "us-east-1",
      vpcEndpointId: "vpce-0a1b2c3d",
      privateEndpointId: "pe-1",
      drainSeconds: 60,
    },
    rows: {
      projectId: [PROJECT.replace("6", "7"), "replace"],
      region: ["us-west-2", "replace"],
      vpcEndpointId: ["vpce-1a1b2c3d", "replace"],
      privateEndpointId: ["pe-2", "update"],
      drainSeconds: [5, "update"],
    },
  },
  NetworkAccess: {
    inputs: {
      projectId: PROJECT,
      privateEndpointsOnly: true,
      regions: ["us-east-1"],
      acknowledgeLostAccess: ["a"],
    },
    rows: {
      projectId: [PROJECT.replace("6", "7"), "replace"],
      privateEndpointsOnly: [false, "update"],
      regions: [["us-west-2"], "update"],
      acknowledgeLostAccess: [["b"], "update"],
    },
  },
  // Both ways to give the vectors, which an import may leave in the state: neither can change.
  Index: {
    inputs: {
      projectId: PROJECT,
      apiKey: "the-first-key",
      name: "docs",
      cloud: "aws",
      region: "us-east-1",
      dimension: 8,
      metric: "cosine",
      vectorType: "dense",
      schema: { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } },
      cmekId: "key-1",
      deletionProtection: "enabled",
      tags: { a: "b" },
    },
    rows: {
      projectId: [PROJECT.replace("6", "7"), "forbidden"],
      apiKey: ["the-second-key", "update"],
      name: ["other", "forbidden"],
      cloud: ["gcp", "forbidden"],
      region: ["eu-west-1", "forbidden"],
      dimension: [16, "forbidden"],
      metric: ["euclidean", "forbidden"],
      vectorType: ["sparse", "forbidden"],
      schema: [{ _sparse_values: { type: "sparse_vector" } }, "forbidden"],
      cmekId: ["key-2", "forbidden"],
      deletionProtection: ["disabled", "update"],
      tags: [{ a: "c" }, "update"],
    },
  },
};

const cases = Object.entries(tables).flatMap(([type, { inputs, outputs, rows }]) =>
  Object.entries(rows).map(([field, [value, kind]]) => {
    return { type, field, value, kind, inputs, oldOutputs: { ...inputs, ...outputs } };
  }),
);

test("every input of every resource has a row", () => {
  const promised = Object.entries(tables).map(([type, { rows }]) => [type, Object.keys(rows)]);
  expect(resources.map(({ name, inputs }) => [name, Object.keys(inputs)])).toEqual(promised);
});

describe.each(cases)("$type.$field", ({ type, field, value, kind, inputs, oldOutputs }) => {
  const failed = async (news: PropertyMap): Promise<string | undefined> => {
    const bed = await testbed({ binding: "api" });
    const { failures } = await check(bed, type, news, inputs);
    return failures.find(({ property, reason }) => property === field && /can't change|may change/.test(reason))
      ?.reason;
  };

  test(`a change is: ${kind}`, async () => {
    const news = { ...inputs, [field]: value };
    const bed = await testbed({ binding: "api" });
    if (kind === "forbidden") {
      expect(await failed(news)).toMatch(/^can't change from .* to .*\. .*Pinecone/);
      await expect(diff(bed, type, { oldInputs: inputs, oldOutputs, news })).rejects.toThrow(`${field} can't change`);
    } else {
      expect(await failed(news)).toBeUndefined();
      const { changes } = await diff(bed, type, { oldInputs: inputs, oldOutputs, news });
      expect(changes).toEqual([{ path: field, kind: "update", replace: kind === "replace" }]);
    }
  });

  test(`a value that is not known yet is: ${kind}`, async () => {
    const news = { ...inputs, [field]: UNKNOWN };
    const bed = await testbed({ binding: "api" });
    if (kind === "forbidden") {
      expect(await failed(news)).toMatch(/^may change: its new value is not known yet, it was .*\. .*Pinecone/);
      await expect(diff(bed, type, { oldInputs: inputs, oldOutputs, news })).rejects.toThrow(`${field} may change`);
    } else {
      expect(await failed(news)).toBeUndefined();
      expect((await diff(bed, type, { oldInputs: inputs, oldOutputs, news })).changes).toEqual([
        { path: field, kind: "update", replace: kind === "replace" },
      ]);
    }
  });

  test("the same value, secret or not, is no change", async () => {
    const bed = await testbed({ binding: "api" });
    const news = { ...inputs, [field]: new Secret(inputs[field] ?? null) };
    expect(await failed(news)).toBeUndefined();
    expect((await diff(bed, type, { oldInputs: inputs, oldOutputs, news })).changes).toEqual([]);
  });
});

test("all forbidden changes are refused at once, each with what it was", async () => {
  const bed = await testbed({ binding: "api" });
  const {
    inputs: { trustPolicy: _trust, keyPolicy: _key, ...inputs },
    rows,
  } = tables["CmekBinding"]!;
  const forbidden = Object.entries(rows).filter(([, [, kind]]) => kind === "forbidden");
  const news = { ...inputs, ...Object.fromEntries(forbidden.map(([field, [value]]) => [field, value])) };
  const { failures } = await check(bed, "CmekBinding", news, inputs);
  expect(failures.map(({ property }) => property)).toEqual(["projectId", "name", "roleArn", "keyArn", "externalId"]);
  expect(failures.every(({ property, reason }) => reason.includes(JSON.stringify(inputs[property])))).toBe(true);
});

test("an external ID can't be added to a bound key, nor taken away", async () => {
  const bed = await testbed({ binding: "api" });
  const { externalId, trustPolicy: _trust, keyPolicy: _key, ...without } = tables["CmekBinding"]!.inputs;
  const added = await check(bed, "CmekBinding", { ...without, externalId: externalId ?? null }, without);
  expect(added.failures).toEqual([{ property: "externalId", reason: matching(/^can't be set later/) }]);
  const removed = await check(bed, "CmekBinding", without, { ...without, externalId: externalId ?? null });
  expect(removed.failures).toEqual([{ property: "externalId", reason: matching(/^can't be left out later/) }]);
});

test("forced encryption is not turned off: refused by Check and by Diff", async () => {
  const bed = await testbed();
  const oldInputs = { name: "a", forceEncryptionWithCmek: true };
  const news = { name: "a", forceEncryptionWithCmek: false };
  const { failures } = await check(bed, "Project", news, oldInputs);
  expect(failures).toEqual([
    {
      property: "forceEncryptionWithCmek",
      reason: matching(/can't change from true to false.*cannot be disabled.*Set it to true or leave it out/),
    },
  ]);
  await expect(diff(bed, "Project", { oldInputs, news })).rejects.toThrow(/can't change from true to false/);
});

test("the order of roles, and a role named twice, mean nothing", async () => {
  const bed = await testbed();
  const oldInputs = { projectId: PROJECT, name: "a", roles: ["ProjectEditor", "DataPlaneViewer"] };
  const news = { ...oldInputs, roles: ["DataPlaneViewer", "ProjectEditor", "ProjectEditor"] };
  expect((await diff(bed, "ApiKey", { oldInputs, news })).changes).toEqual([]);
});

test("a forbidden change does not show a secret", async () => {
  const bed = await testbed({ binding: "api" });
  const { inputs } = tables["CmekBinding"]!;
  const olds = { ...inputs, keyArn: new Secret(KEY) };
  const { failures } = await check(bed, "CmekBinding", { ...inputs, keyArn: new Secret(OTHER_KEY) }, olds);
  expect(failures[0]!.reason).toMatch(/^can't change from \[secret\] to \[secret\]\./);
});
