import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isRecentEnough, PULUMI_VERSION } from "../../../local/engine/version";

test.each([
  ["v3.248.0", true],
  ["3.248.1", true],
  ["v3.300.0-alpha.1+a1b2c3", true],
  ["3.247.9", false],
  ["4.0.0", false],
  ["2.999.0", false],
  ["unknown", false],
])("%s is recent enough: %s", (version, expected) => {
  expect(isRecentEnough(version, "3.248.0")).toBe(expected);
});

test("the modules, the SDK and its installer are of the one version", () => {
  const module = readFileSync(join(__dirname, "../../../local/engine/modules/cli/go.mod"), "utf8");
  expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${PULUMI_VERSION} `);
  expect(module).toContain(`github.com/pulumi/pulumi/sdk/v3 v${PULUMI_VERSION} `);
  const sdk = JSON.parse(readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8")) as { version: string };
  expect(sdk.version).toBe(PULUMI_VERSION);
});
