import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as cmek from "../../provider/resources/cmek/worksheet";
import * as network from "../../provider/resources/network/worksheet";
import * as privateEndpoint from "../../provider/resources/privateEndpoint/worksheet";

const page = readFileSync(join(__dirname, "..", "..", "docs", "console-binding.md"), "utf8");
const projectId = "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10";
const key = {
  projectId,
  name: "search",
  roleArn: "arn:aws:iam::111122223333:role/search-role",
  keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  externalId: "3f1c2d9a-5b0e-4c7d-8a61-9e2b7f4d0c53",
};
const endpoint = { projectId, region: "us-east-1", vpcEndpointId: "vpce-0a1b2c3d4e5f67890" };
const ENDPOINT = "search-link-registration";
const access = { name: "search-access", confirmation: undefined };
const turned = (privateEndpointsOnly: boolean) =>
  network.switchWorksheet({ projectId, privateEndpointsOnly }, access, ["us-east-1"]);

test.each([
  ["adding a key", cmek.bindWorksheet("search-binding", key, undefined)],
  ["deleting a key", cmek.deleteWorksheet("search-binding", key, undefined)],
  ["adding a Private Endpoint", privateEndpoint.registerWorksheet(ENDPOINT, endpoint, undefined)],
  ["deleting a Private Endpoint", privateEndpoint.deregisterWorksheet(ENDPOINT, endpoint, undefined, undefined)],
  ["turning the switch on", turned(true)],
  ["turning the switch off", turned(false)],
  ["deleting the switch", network.deleteWorksheet(projectId, access)],
])("the page shows the worksheet for %s word for word", (_what, worksheet) => {
  expect(page).toContain(["```", ...worksheet, "```"].join("\n"));
});
