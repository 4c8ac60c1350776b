import { describe, expect, test } from "vitest";
import { KEY, PROJECT, ROLE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import type { DigestStep } from "../../../policy/review/digest";
import { readDigest } from "../../../policy/review/digest";
import { previewOf } from "../../../policy/review/preview";
import { readPreview, UNKNOWN_TEXT } from "./fixture";

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::claims::${type}::${name}`;

/** A step on one resource. */
function step(
  op: string,
  before: Record<string, unknown> | undefined,
  after: Record<string, unknown> | undefined,
  more: Partial<DigestStep> = {},
  type = KEY,
): DigestStep {
  const urn = urnOf(type, "it");
  const state = (given: Record<string, unknown>) => ({ urn, type, ...given });
  return { op, urn, ...(before && { oldState: state(before) }), ...(after && { newState: state(after) }), ...more };
}

const planOf = (...steps: DigestStep[]) => readPreview({ steps }).plan;
const propertiesOf = (...steps: DigestStep[]) => planOf(...steps).resources[0]?.properties;

describe("the properties of a resource", () => {
  test("that is new are its inputs, and outputs that policies read are not known", () => {
    const made = step("create", undefined, { inputs: { enableKeyRotation: true, policy: UNKNOWN_TEXT } });
    expect(propertiesOf(made)).toEqual({
      enableKeyRotation: true,
      policy: UNKNOWN,
      arn: UNKNOWN,
      id: UNKNOWN,
      keyId: UNKNOWN,
    });
  });

  test("that stays are those it had", () => {
    const same = step("same", { id: "1", inputs: { a: 1 }, outputs: { a: 1, arn: "arn:x" } }, { inputs: { a: 1 } });
    expect(propertiesOf(same)).toEqual({ a: 1, arn: "arn:x" });
  });

  test("that changes are the new inputs, outputs that stay, and no input that is taken away", () => {
    const before = {
      inputs: { a: 1, gone: 2, kept: 3 },
      outputs: { a: 1, gone: 2, kept: 3, arn: "arn:x", version: "1" },
    };
    const detailedDiff = {
      a: { kind: "update" },
      gone: { kind: "delete" },
      version: { kind: "update" },
      "tags.x": { kind: "add" },
    };
    expect(propertiesOf(step("update", before, { inputs: { a: 2 } }, { detailedDiff }))).toEqual({
      a: 2,
      kept: 3,
      arn: "arn:x",
      version: UNKNOWN,
      tags: UNKNOWN,
    });
  });

  test("that the engine says are not known, or secret, are not known", () => {
    const outputs = { arn: UNKNOWN_TEXT, value: "[secret]" };
    expect(propertiesOf(step("update", { outputs: { arn: "arn:x", value: "old" } }, { inputs: {}, outputs }))).toEqual({
      arn: UNKNOWN,
      value: UNKNOWN,
    });
  });

  test("that is made anew are none of the old one's", () => {
    const anew = step("replace", { inputs: { a: 1 }, outputs: { arn: "arn:old" } }, { inputs: { a: 2 } });
    expect(propertiesOf(anew)).toEqual({ a: 2, arn: UNKNOWN, id: UNKNOWN, keyId: UNKNOWN });
  });
});

describe("a replacement", () => {
  const before = { id: "old", delete: true, inputs: { a: 1 } };
  const three = [
    step("create-replacement", before, { inputs: { a: 2 } }),
    step("replace", before, { inputs: { a: 2 } }),
    step("delete-replaced", before, undefined),
  ];

  test.each([
    ["in three steps", three],
    ["in three steps, the old one deleted first", [three[2]!, three[1]!, three[0]!]],
    ["in one step", [three[1]!]],
  ])("told %s is one resource", (_how, steps) => {
    const { resources, former } = planOf(...steps);
    expect(resources).toMatchObject([
      { change: "replace", properties: { a: 2 }, former: { id: "old", properties: { a: 1 } } },
    ]);
    expect(former).toMatchObject({ known: true, resources: [{ id: "old" }] });
  });

  test("of before, whose old resource is still to be deleted, is none of this deployment", () => {
    expect(planOf(step("delete-replaced", before, undefined))).toMatchObject({
      resources: [],
      former: { resources: [] },
    });
  });
});

test("a deletion is in the state of before alone", () => {
  const gone = planOf(step("delete", { id: "a", protect: true, retainOnDelete: true }, undefined, {}, ROLE));
  expect(gone).toMatchObject({
    project: "claims",
    stack: "dev",
    resources: [],
    former: { known: true, resources: [{ name: "it", id: "a", protect: true, retainOnDelete: true }] },
  });
});

test("what a refresh saw is not told twice, and an import is new", () => {
  const { changes } = readPreview({
    steps: [
      step("refresh", { id: "a" }, { id: "a" }),
      step("same", { id: "a" }, {}),
      step("import", undefined, {}, {}, PROJECT),
    ],
  });
  expect(changes.map(({ operation }) => operation)).toEqual(["same", "import"]);
  expect(changes[1]?.after?.change).toBe("create");
});

test("provider, protection and relations are told as the engine has them", () => {
  const provider = "urn:pulumi:dev::claims::pulumi:providers:aws::default::04da6b54";
  const propertyDependencies = { roleArn: [urnOf(ROLE, "role")], name: null };
  const after = { protect: true, provider, dependencies: [urnOf(ROLE, "role")], propertyDependencies };
  expect(planOf(step("create", undefined, after)).resources[0]).toMatchObject({
    protect: true,
    retainOnDelete: false,
    provider: "urn:pulumi:dev::claims::pulumi:providers:aws::default",
    propertyDependencies: { roleArn: [urnOf(ROLE, "role")], name: [] },
  });
});

describe("when resources were made", () => {
  const digest = { steps: [step("same", { created: "0001-01-01T00:00:00Z" }, {})] };

  test("is not told by a preview", () => {
    expect(readPreview(digest).plan.resources[0]?.former?.created).toBeUndefined();
  });

  test("is told by the state", () => {
    const [former] = readPreview(digest).plan.resources.map((each) => each.former!);
    const state = [{ ...former!, created: "2026-01-02T03:04:05Z" }];
    const { plan } = previewOf(readDigest(JSON.stringify(digest)), { project: "", stack: "" }, state);
    expect(plan.resources[0]?.former?.created).toBe("2026-01-02T03:04:05Z");
  });
});

describe("a preview that failed", () => {
  const diagnostics = [
    { severity: "warning", message: "careful" },
    { severity: "error", message: "error: no\n", urn: urnOf(KEY, "it") },
  ];

  test("has its errors, and does not know what goes", () => {
    const { errors, plan } = readPreview({ steps: [step("create", undefined, {})], diagnostics });
    expect(errors).toEqual([{ resource: "it", text: "error: no" }]);
    expect(plan.former).toEqual({ known: false, why: "the preview failed before it came to every resource" });
  });

  test("before it told a resource has the names that it was asked for", () => {
    expect(readPreview({ diagnostics }).plan).toMatchObject({ project: "claims", stack: "prod", resources: [] });
  });
});

describe("where a resource is in the program", () => {
  const placed = (sourcePosition: string, ...frames: (string | undefined)[]) =>
    readPreview({
      steps: [
        step("create", undefined, {
          sourcePosition,
          stackTrace: frames.map((each) => (each === undefined ? {} : { sourcePosition: each })),
        }),
      ],
    }).changes[0]?.source;

  test("is the line of the program itself, also for a resource of a component", () => {
    expect(placed("project:///src/my%20index.ts#12,3")).toEqual({ file: "src/my index.ts", line: 12 });
    const component = "project:///node_modules/pulumi-pinecone-security/dist/components/cmekRole.js#68,22";
    expect(placed(component, undefined, component, "project:///index.ts#10,16")).toEqual({
      file: "index.ts",
      line: 10,
    });
  });

  test("is not told where it is outside of the project", () => {
    expect(placed("project:///../other/index.ts#1,1", "project:///%E0%A4%A#x")).toBeUndefined();
  });
});
