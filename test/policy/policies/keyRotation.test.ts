import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, verdicts } from "../fixture";

const policy = "pinecone-key-rotation";

describe(policy, () => {
  test("is kept by a period within the longest, and by none, which is 365 days", () => {
    expect(verdicts(changed(compliant, "search-key", { rotationPeriodInDays: 90 }))).toEqual({});
    expect(verdicts(changed(compliant, "search-key", { rotationPeriodInDays: UNKNOWN }))).toEqual({});
  });

  test("is violated by a key that is not rotated", () => {
    expect(verdicts(changed(compliant, "search-key", { enableKeyRotation: false }))).toEqual({
      [policy]: ["search-key: enableKeyRotation is false."],
    });
    expect(verdicts(changed(compliant, "search-key", { enableKeyRotation: undefined }))).toEqual({
      [policy]: ["search-key: enableKeyRotation is left out, which means false."],
    });
  });

  test("is violated by a period that is longer than the longest", () => {
    expect(verdicts(changed(compliant, "search-key", { rotationPeriodInDays: 2560 }))).toEqual({
      [policy]: ["search-key: rotationPeriodInDays is 2560; expected at most 365."],
    });
    expect(verdicts(compliant, { [policy]: { longestPeriodInDays: 180 } })).toEqual({
      [policy]: ["search-key: rotationPeriodInDays is left out, which means 365; expected at most 180."],
    });
    const long = changed(compliant, "search-key", { rotationPeriodInDays: 2560 });
    expect(verdicts(long, { [policy]: { longestPeriodInDays: 2560 } })).toEqual({});
  });

  test("is undecided while the values are not known", () => {
    const from = { policy: ["search-role"], rotationPeriodInDays: ["search"] };
    expect(verdicts(changed(compliant, "search-key", { rotationPeriodInDays: UNKNOWN }, { from }))).toEqual({
      [policy]: [
        "search-key: Undecided: rotationPeriodInDays of search-key is not known: it comes from search and the preview does not tell it.",
      ],
    });
    expect(verdicts(changed(compliant, "search-key", { enableKeyRotation: UNKNOWN }))).toEqual({
      [policy]: ["search-key: Undecided: enableKeyRotation of search-key is not known: the preview does not tell it."],
    });
  });
});
