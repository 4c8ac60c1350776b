import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bindWorksheet, deleteWorksheet } from "../../provider/resources/cmek/worksheet";

const page = readFileSync(join(__dirname, "..", "..", "docs", "console-binding.md"), "utf8");
const values = {
  projectId: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10",
  name: "search",
  roleArn: "arn:aws:iam::111122223333:role/search-role",
  keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  externalId: "3f1c2d9a-5b0e-4c7d-8a61-9e2b7f4d0c53",
};

test.each([
  ["adding a key", bindWorksheet],
  ["deleting a key", deleteWorksheet],
])("the page shows the worksheet for %s word for word", (_what, worksheet) => {
  expect(page).toContain(["```", ...worksheet("search-binding", values, undefined), "```"].join("\n"));
});
