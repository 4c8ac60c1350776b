import { describe, expect, test } from "vitest";
import { definePolicy, type Policy } from "../../policy/definition";
import { judge } from "../../policy/judge";
import { readFlag, readText } from "../../policy/model/read";
import { API_KEY, PROJECT } from "../../policy/model/types";
import { UNKNOWN } from "../../policy/model/values";
import { World } from "../../policy/model/world";
import { settingsOf, type PackConfiguration } from "../../policy/settings";
import { changed, compliant, type Fixture, planOf, without } from "./fixture";

const about = {
  claim: "A project has a name with a dot.",
  severity: "low",
  why: "We like it.",
  remedy: "Put a dot in.",
  reference: "https://example.com",
  types: [PROJECT],
  parameters: {},
} as const;

const dotted = definePolicy({
  ...about,
  name: "pinecone-project-dotted",
  judges: "planned",
  scope: "resource",
  *judge(project) {
    const name = readText(project, "name") ?? "";
    if (!name.includes(".")) yield `name is ${JSON.stringify(name)}.`;
    if (readFlag(project, "forceEncryptionWithCmek") !== true) yield "forceEncryptionWithCmek is not true.";
  },
});

const kept = definePolicy({
  ...about,
  name: "pinecone-project-kept",
  judges: "former",
  scope: "stack",
  *judge({ urn }, { world }) {
    if (world.get(urn) === undefined) yield "goes.";
  },
});

function judged(policy: Policy, fixture: Fixture, configuration: PackConfiguration = {}) {
  const found = judge(policy, new World(planOf(fixture)), settingsOf(policy, configuration));
  return found.map(({ kind, level, resource, message }) => ({ kind, level, resource, message }));
}

const told = { kind: "violation", level: "advisory", resource: "search", message: 'name is "search".' };

describe("a judge", () => {
  test("asks a policy about the resources of its types alone", () => {
    expect(judged(dotted, compliant)).toEqual([told]);
    expect(judged({ ...dotted, types: [API_KEY] }, without(compliant, "search-api-key-query"))).toEqual([]);
  });

  test("tells a violation at the level that the policy is set to", () => {
    expect(judged(dotted, compliant, { all: "mandatory" })).toEqual([{ ...told, level: "mandatory" }]);
    const own = { all: "mandatory", [dotted.name]: "advisory" };
    expect(judged(dotted, compliant, own)).toEqual([told]);
  });

  test("does not ask a policy that is disabled", () => {
    expect(judged(dotted, compliant, { [dotted.name]: "disabled" })).toEqual([]);
  });

  test("does not ask about exceptions", () => {
    expect(judged(dotted, compliant, { [dotted.name]: { exceptions: ["s*"] } })).toEqual([]);
    expect(judged(dotted, compliant, { [dotted.name]: { exceptions: ["x*"] } })).toEqual([told]);
  });

  test("tells what was found before a value turned out not to be known, and then the value", () => {
    const half = changed(compliant, "search", { forceEncryptionWithCmek: UNKNOWN });
    const message = "Undecided: forceEncryptionWithCmek of search is not known: the preview does not tell it.";
    const undecided = { ...told, kind: "undecided", message };
    expect(judged(dotted, half, { all: "mandatory" })).toEqual([{ ...told, level: "mandatory" }, undecided]);
  });

  test("says what a value that is not known comes from", () => {
    const from = { name: ["search-role", "search-key", "search-role"] };
    const open = changed(compliant, "search", { name: UNKNOWN }, { from });
    expect(judged(dotted, open).map(({ message }) => message)).toEqual([
      "Undecided: name of search is not known: it comes from search-role, search-key and the preview does not tell it.",
    ]);
  });

  test("tells that it can't decide at a level of its own", () => {
    const open = changed(compliant, "search", { name: UNKNOWN });
    const levels = (configuration: PackConfiguration) => judged(dotted, open, configuration).map(({ level }) => level);
    expect(levels({ all: "mandatory" })).toEqual(["advisory"]);
    expect(levels({ [dotted.name]: { undecided: "mandatory" } })).toEqual(["mandatory"]);
  });

  test("lets a policy on what goes judge the resources from before", () => {
    expect(judged(kept, compliant)).toEqual([]);
    expect(judged(kept, without(compliant, "search"))).toEqual([{ ...told, message: "goes." }]);
  });

  test("can't decide what goes where nobody knows what was there", () => {
    const fixture = { ...compliant, former: { why: "`pulumi stack export` can't be read (no such stack)" } };
    expect(judged(kept, fixture)).toEqual([
      {
        kind: "undecided",
        level: "advisory",
        resource: "claims-prod",
        message:
          "Undecided: what the deployment deletes is not known here, since `pulumi stack export` can't be read (no such stack).",
      },
    ]);
  });
});
