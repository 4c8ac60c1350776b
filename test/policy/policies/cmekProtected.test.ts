import { describe, expect, test } from "vitest";
import { CMEK_BINDING, PROJECT } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, never, PINECONE_ACCOUNT, resource, verdicts } from "../fixture";

const policy = "pinecone-cmek-protected";

const unprotectedBinding = changed(compliant, "search-binding", {}, { protect: false });
const bindingVerdict = "search-binding: protect is not set, so leaving the binding out deletes it.";

describe(policy, () => {
  test("is kept by a protected project and binding and a retained key", () => {
    expect(verdicts(compliant)).toEqual({});
  });

  test("is violated by a bound project without protection", () => {
    const open = changed(compliant, "search", {}, { protect: false });
    expect(verdicts(open)).toEqual({
      [policy]: ["search: protect is not set, and search-binding binds a key to the project."],
    });
  });

  test("is violated by a binding without protection", () => {
    expect(verdicts(unprotectedBinding)).toEqual({ [policy]: [bindingVerdict] });
  });

  test("is violated by a bound key that nothing keeps", () => {
    const open = changed(unprotectedBinding, "search-key", {}, { retainOnDelete: false });
    expect(verdicts(open)).toEqual({
      [policy]: [
        bindingVerdict,
        "search-key: neither protect nor retainOnDelete is set, and search-binding uses the key.",
      ],
    });
  });

  test("is kept by a key that a protected binding depends on", () => {
    expect(verdicts(changed(compliant, "search-key", {}, { retainOnDelete: false }))).toEqual({});
  });

  test("is violated by a key whose ARN a protected binding has as text: that holds nothing", () => {
    const literal = changed(compliant, "search-binding", {}, { from: { projectId: ["search"] } });
    expect(verdicts(changed(literal, "search-key", {}, { retainOnDelete: false }))).toEqual({
      [policy]: ["search-key: neither protect nor retainOnDelete is set, and search-binding uses the key."],
    });
  });

  test("is kept by a project without a key", () => {
    const plain = never(compliant, "search-binding", "search-key", "search-role");
    expect(verdicts(changed(plain, "search", {}, { protect: false }))).toEqual({});
  });

  test("is violated by a key for Pinecone's role that is bound elsewhere", () => {
    const raw = never(compliant, "search-binding");
    const account = { "pinecone-role-principals": { pineconeAccountId: PINECONE_ACCOUNT } };
    expect(verdicts(changed(raw, "search-key", {}, { retainOnDelete: false }), account)).toEqual({
      [policy]: ["search-key: neither protect nor retainOnDelete is set, and search-role uses the key."],
    });
    expect(verdicts(changed(raw, "search-key", {}, { retainOnDelete: false, protect: true }), account)).toEqual({});
    expect(
      verdicts(changed(raw, "search-key", { policy: "{}" }, { retainOnDelete: false, from: {} }))[policy],
    ).toBeUndefined();
  });

  test("is undecided where it is not told whether a key is retained", () => {
    const raw = changed(unprotectedBinding, "search-key", {}, { retainOnDelete: undefined as unknown as boolean });
    expect(verdicts(raw)).toEqual({
      [policy]: [
        bindingVerdict,
        "search-key: Undecided: retainOnDelete of search-key is not known: Pulumi's engine does not tell it to policy packs, and neither protect nor a protected CmekBinding keeps the key of search-binding.",
      ],
    });
  });

  test("is undecided where it can't be told which project is bound", () => {
    const other = resource(
      CMEK_BINDING,
      "other-binding",
      { projectId: UNKNOWN, keyArn: "arn:aws:kms:us-east-1:444455556666:key/other" },
      { protect: true, from: { projectId: ["elsewhere"] } },
    );
    const open = resource(PROJECT, "other", { name: "other", forceEncryptionWithCmek: true, maxPods: 0 });
    const found = verdicts({ ...compliant, resources: [...compliant.resources, other, open] });
    expect(found[policy]).toEqual(["other: Undecided: whether other-binding binds a key to other is not known."]);
  });
});
