import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, verdicts } from "../fixture";

const policy = "pinecone-index-deletion-protection";
const open = changed(compliant, "products", { deletionProtection: "disabled" });

describe(policy, () => {
  test("is kept by an index that is protected, which it is unless it says otherwise", () => {
    expect(verdicts(compliant)).toEqual({});
    expect(verdicts(changed(compliant, "products", { deletionProtection: undefined }))).toEqual({});
  });

  test("is violated by an index that is not", () => {
    expect(verdicts(open)).toEqual({
      [policy]: ['products: deletionProtection is "disabled" in the stack prod; expected "enabled".'],
    });
  });

  test("holds in the stacks that are named", () => {
    expect(verdicts({ ...open, stack: "dev" })).toEqual({});
    expect(verdicts({ ...open, stack: "dev" }, { [policy]: { environments: ["*"] } })).toEqual({
      [policy]: ['products: deletionProtection is "disabled" in the stack dev; expected "enabled".'],
    });
  });

  test("is undecided while the value is not known", () => {
    expect(verdicts(changed(compliant, "products", { deletionProtection: UNKNOWN }))).toEqual({
      [policy]: ["products: Undecided: deletionProtection of products is not known: the preview does not tell it."],
    });
  });
});
