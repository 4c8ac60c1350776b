import { expect, test } from "vitest";
import { jsonOf } from "../../../policy/review/json";
import { markdownOf } from "../../../policy/review/markdown/page";
import { redactionBy } from "../../../policy/review/redaction";
import { sarifOf } from "../../../policy/review/sarif";
import { changed, compliant, withMore, resource } from "../fixture";
import * as types from "../../../policy/model/types";
import { digestOf, reviewed } from "./fixture";

const KEY = "pcsk_planted_0123456789abcdefghij";
const environment = {
  PINECONE_CLIENT_SECRET: "planted-client-secret",
  PULUMI_CONFIG_PASSPHRASE: "planted passphrase",
  AWS_SECRET_ACCESS_KEY: "planted/aws+secret",
  AWS_SESSION_TOKEN: "",
};
const planted = [KEY, ...Object.values(environment).filter((value) => value !== "")];
const all = planted.join(" ");

test("secrets in inputs, outputs, configuration, names in Pinecone and messages are in none of the outputs", () => {
  const fixture = withMore(
    changed(compliant, "search", { name: all, description: all, forceEncryptionWithCmek: false }),
    resource(types.API_KEY, "leaky", { projectId: all, name: all, roles: [all], value: KEY }),
    resource(types.ROLE, "leaky-role", { assumeRolePolicy: `{"Version": "${KEY}"}`, description: all, tags: { all } }),
    resource(types.RECORD, "leaky-record", { zoneId: all, name: all, records: [all] }),
    resource("aws:ssm/parameter:Parameter", "parameter", { value: all }),
  );
  const { steps, changeSummary } = digestOf(fixture);
  const withOutputs = steps.map((step) => ({
    ...step,
    ...(step.newState && { newState: { ...step.newState, outputs: { secret: all, list: [{ all }] } } }),
  }));
  const diagnostics = [{ severity: "error", message: `error: could not log in with ${all}` }];
  const review = reviewed(
    { steps: withOutputs, changeSummary, diagnostics, config: { "claims:secret": all } } as object,
    { all: "mandatory" },
    environment,
  );
  const outputs = [markdownOf(review), jsonOf(review), sarifOf(review, { folder: "", levelOf: () => "error" })];
  for (const output of outputs) {
    // Markup between the parts of a secret does not hide it.
    const bare = output.replace(/[\\\u200b]/g, "");
    for (const secret of planted) expect(bare).not.toContain(secret);
  }
  expect(outputs[0]).toContain("error: could not log in with [redacted] [redacted] [redacted] [redacted]");
});

test.each([
  "pcsk_2Abc_dEf-123",
  `pul-${"0123456789abcdef".repeat(2)}`,
  "AKIAIOSFODNN7EXAMPLE",
  "ghp_0123456789abcdefghij0123456789abcdef",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
])("what looks like a secret is taken out: %s", (secret) => {
  expect(redactionBy({})(`before ${secret}, after`)).toBe("before [redacted], after");
});

test("a value that is too short to be a secret takes nothing out", () => {
  expect(redactionBy({ PULUMI_CONFIG_PASSPHRASE: "a" })("a sentence")).toBe("a sentence");
});
