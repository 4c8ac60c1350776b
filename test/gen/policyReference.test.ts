import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { policyFileName, policyReference } from "../../gen/policyReference";
import { definePolicy } from "../../policy/definition";
import { policies } from "../../policy/policies";

const root = join(__dirname, "..", "..");

const safeLocked = definePolicy({
  name: "pinecone-safe-locked",
  claim: "A safe is locked.",
  severity: "medium",
  why: "Safes stay locked.",
  remedy: "Lock it.",
  reference: "https://example.com/safes",
  parameters: {
    most: { type: "number", description: "How many may be open.", default: 0, minimum: 0, maximum: 3 },
    kinds: { type: "texts", description: "Which kinds.", default: ["steel"] },
  },
  judges: "planned",
  types: ["x:y:Safe"],
  scope: "stack",
  *judge() {
    yield "is open.";
  },
});

test("the page of the policies has all there is to know of each", () => {
  const failing = { story: "It was left open.", beside: ["const safe = 1;"], before: "lock();", program: "open();" };
  const grave = { ...safeLocked, name: "pinecone-safe-kept", severity: "critical" } as const;
  const { path, text } = policyReference([
    { policy: safeLocked, failing },
    { policy: grave, failing: undefined },
  ]);
  expect(path).toBe("docs/reference/policies.md");
  for (const part of [
    "## pinecone-safe-locked\n\nA safe is locked.\n\nSeverity: **medium**. Judged when the program has run.",
    "**Why.** Safes stay locked.",
    "**Remedy.** Lock it.",
    "**Reference.** <https://example.com/safes>",
    "| `most` | number, 0 to 3 | How many may be open. | `0` |",
    '| `kinds` | list of texts | Which kinds. | `["steel"]` |',
    "**An example that fails.** It was left open.\n\nWhat was deployed:\n\n```ts\nconst safe = 1;\n\nlock();\n```\n\nWhat is to be deployed now:\n\n```ts\nopen();\n```",
  ]) {
    expect(text).toContain(part);
  }
  // The gravest comes first in the list.
  const list = text.split("\n").filter((line) => line.startsWith("| [pinecone-"));
  expect(list.map((line) => line.split("|")[2]?.trim())).toEqual(["critical", "medium"]);
});

test("every policy has a file of its name, a test, and a program that fails", () => {
  const expected = policies.map(policyFileName).sort();
  const files = (folder: string, ending: string) =>
    readdirSync(join(root, folder))
      .filter((file) => file !== "index.ts" && file.endsWith(ending))
      .map((file) => basename(file, ending))
      .sort();
  expect(files("policy/policies", ".ts")).toEqual(expected);
  expect(files("test/policy/policies", ".test.ts")).toEqual(expect.arrayContaining(expected));
  expect(files("test/policy/failing", ".ts")).toEqual(expected);
});

test("no two policies have one name, and a name says the type and the claim", () => {
  const names = policies.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^pinecone(-[a-z]+){2,7}$/);
});
