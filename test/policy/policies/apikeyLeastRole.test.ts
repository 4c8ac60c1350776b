import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, verdicts } from "../fixture";

const policy = "pinecone-apikey-least-role";
const key = "search-api-key-query";
const dev: Fixture = { ...compliant, stack: "dev" };
const withRoles = (roles: unknown, fixture = compliant): Fixture => changed(fixture, key, { roles });
const violated = (...messages: string[]) => ({ [policy]: messages.map((message) => `${key}: ${message}`) });

describe(policy, () => {
  test.each([["DataPlaneViewer"], ["ProjectViewer", "DataPlaneEditor"], ["ControlPlaneEditor", "DataPlaneViewer"]])(
    "is kept by a key that is no more than %s and %s",
    (...roles) => {
      expect(verdicts(withRoles(roles))).toEqual({});
    },
  );

  test("is violated by a key without roles", () => {
    const message = 'roles are left out, which means ["ProjectEditor"]; expected what the client needs.';
    expect(verdicts(withRoles(undefined))).toEqual(violated(message));
    expect(verdicts(withRoles(undefined, dev))).toEqual(violated(message));
  });

  test("is violated by a ProjectEditor in the stacks that are named", () => {
    expect(verdicts(withRoles(["ProjectEditor"]))).toEqual(
      violated("roles are ProjectEditor in the stack prod; expected no ProjectEditor."),
    );
    expect(verdicts(withRoles(["ProjectEditor"], dev))).toEqual({});
    expect(verdicts(withRoles(["ProjectEditor"], dev), { [policy]: { environments: ["d?v"] } })).toEqual(
      violated("roles are ProjectEditor in the stack dev; expected no ProjectEditor."),
    );
  });

  test("is violated by both Editors, which are a ProjectEditor", () => {
    expect(verdicts(withRoles(["DataPlaneEditor", "ControlPlaneEditor"]))).toEqual(
      violated(
        "roles are DataPlaneEditor, ControlPlaneEditor: both Editors together are a ProjectEditor; expected a key for each.",
      ),
    );
  });

  test.each([
    ["ProjectEditor", "DataPlaneViewer"],
    ["ProjectViewer", "ControlPlaneViewer"],
    ["ControlPlaneEditor", "ControlPlaneViewer"],
    ["DataPlaneEditor", "DataPlaneViewer"],
  ])("is violated by %s with %s, which adds nothing", (role, other) => {
    expect(verdicts(withRoles([other, role], dev))).toEqual(
      violated(`roles are ${other}, ${role}: ${role} includes ${other} already.`),
    );
  });

  test("is undecided while a role is not known", () => {
    expect(verdicts(withRoles(["DataPlaneViewer", UNKNOWN]))).toEqual(
      violated(`Undecided: roles[1] of ${key} is not known: the preview does not tell it.`),
    );
  });
});
