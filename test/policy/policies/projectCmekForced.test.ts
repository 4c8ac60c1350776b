import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, verdicts } from "../fixture";

const policy = "pinecone-project-cmek-forced";

describe(policy, () => {
  test("is kept by a project that forces CMEK", () => {
    expect(verdicts(compliant)).toEqual({});
  });

  test("is violated by a project that says it does not", () => {
    const open = changed(compliant, "search", { forceEncryptionWithCmek: false });
    expect(verdicts(open)).toEqual({ [policy]: ["search: forceEncryptionWithCmek is false."] });
  });

  test("is violated by a project that says nothing of it", () => {
    const open = changed(compliant, "search", { forceEncryptionWithCmek: undefined });
    expect(verdicts(open)).toEqual({ [policy]: ["search: forceEncryptionWithCmek is left out."] });
  });

  test("excepts projects by their names in the program", () => {
    const open = changed(compliant, "search", { forceEncryptionWithCmek: false });
    expect(verdicts(open, { [policy]: { exceptions: ["sea*"] } })).toEqual({});
  });

  test("is undecided while the value is not known", () => {
    const open = changed(compliant, "search", { forceEncryptionWithCmek: UNKNOWN });
    expect(verdicts(open)).toEqual({
      [policy]: ["search: Undecided: forceEncryptionWithCmek of search is not known: the preview does not tell it."],
    });
  });
});
