import Ajv from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
import { policies } from "../../../policy/policies";
import { UNKNOWN } from "../../../policy/model/values";
import { sarifOf } from "../../../policy/review/sarif";
import type { Review } from "../../../policy/review/review";
import { changed, compliant, type Fixture } from "../fixture";
import { digestOf, reviewed } from "./fixture";

const { $schema: _draft4, id: _id, ...rest } = schema as Record<string, unknown>;
const ajv = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
// Of what draft 4 writes otherwise, the official schema has only the identifiers.
const validate = ajv.compile(rest);

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
    readonly results: readonly Record<string, unknown>[];
  }[];
}

function logOf(review: Review, folder = "infra/pinecone"): Log["runs"][number] {
  const log = JSON.parse(sarifOf(review, { folder, levelOf: () => "warning" })) as Log;
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  return log.runs[0]!;
}

const open = changed(compliant, "search", { forceEncryptionWithCmek: false });
const unknown = changed(compliant, "search", { forceEncryptionWithCmek: UNKNOWN });
const levelsOf = (fixture: Fixture, configuration = {}) =>
  logOf(reviewed(fixture, configuration)).results.map(({ level }) => level);

test("every policy is a rule, with why, what to do and how severe", () => {
  const { rules } = logOf(reviewed(compliant)).tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(policies.map(({ name }) => name));
  const policy = policies.find(({ name }) => name === "pinecone-project-cmek-forced")!;
  expect(rules.find(({ id }) => id === policy.name)).toMatchObject({
    name: "PineconeProjectCmekForced",
    shortDescription: { text: policy.claim },
    fullDescription: { text: policy.why },
    help: { text: policy.remedy },
    helpUri: policy.reference,
    properties: { "security-severity": "8.0" },
  });
});

test("the level of a result is error for mandatory, warning for advisory, note for undecided", () => {
  expect(levelsOf(open)).toEqual(["warning"]);
  expect(levelsOf(open, { all: "mandatory" })).toEqual(["error"]);
  expect(levelsOf(unknown)).toEqual(["note"]);
});

describe("a result is placed", () => {
  const placeIn = (review: Review) => logOf(review).results[0]?.["locations"];

  test("in the program's file, below the repository's root, and at the resource", () => {
    expect(placeIn(reviewed(open))).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "infra/pinecone/index.ts", uriBaseId: "%SRCROOT%" },
          region: { startLine: 12 },
        },
        logicalLocations: [
          {
            name: "search",
            fullyQualifiedName: "urn:pulumi:prod::claims::pinecone-security:index:Project::search",
            kind: "resource",
          },
        ],
      },
    ]);
  });

  test("in Pulumi.yaml where the preview does not tell the file", () => {
    const steps = digestOf(open).steps.map((step) => ({
      ...step,
      ...(step.newState && { newState: { ...step.newState, sourcePosition: undefined } }),
    }));
    expect(placeIn(reviewed({ steps }))).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: "infra/pinecone/Pulumi.yaml" }, region: { startLine: 1 } } },
    ]);
  });
});

test("a finding keeps its fingerprint when its message changes, and has another one for another resource", () => {
  const printOf = (fixture: Fixture) =>
    logOf(reviewed(fixture)).results.find(({ ruleId }) => ruleId === "pinecone-project-cmek-forced")?.[
      "partialFingerprints"
    ];
  const leftOut = changed(compliant, "search", { forceEncryptionWithCmek: undefined });
  // It stays as it was where it was set before, so this one is new.
  expect(printOf(open)).toEqual(printOf({ ...leftOut, former: [] }));
  expect(printOf(open)).not.toEqual(printOf({ ...open, stack: "staging" }));
});
