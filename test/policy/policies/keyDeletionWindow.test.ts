import { describe, expect, test } from "vitest";
import { REPLICA_KEY } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, KEY_ARN, keyPolicy, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-key-deletion-window";

describe(policy, () => {
  test("is kept by a window that is left out, which is 30 days", () => {
    expect(verdicts(changed(compliant, "search-key", { deletionWindowInDays: undefined }))).toEqual({});
  });

  test("is violated by a shorter window", () => {
    expect(verdicts(changed(compliant, "search-key", { deletionWindowInDays: 7 }))).toEqual({
      [policy]: ["search-key: deletionWindowInDays is 7; expected at least 30."],
    });
  });

  test("is violated by the window of a replica", () => {
    const replica = { primaryKeyArn: KEY_ARN, policy: keyPolicy, deletionWindowInDays: 10 };
    const from = { policy: ["search-role"], primaryKeyArn: ["search-key"] };
    expect(verdicts(withMore(compliant, resource(REPLICA_KEY, "replica", replica, { from })))).toEqual({
      [policy]: ["replica: deletionWindowInDays is 10; expected at least 30."],
    });
  });

  test("takes a window that is set as enough", () => {
    const short = changed(compliant, "search-key", { deletionWindowInDays: 14 });
    expect(verdicts(short, { [policy]: { leastDays: 14 } })).toEqual({});
  });

  test("is undecided while the window is not known", () => {
    expect(verdicts(changed(compliant, "search-key", { deletionWindowInDays: UNKNOWN }))).toEqual({
      [policy]: [
        "search-key: Undecided: deletionWindowInDays of search-key is not known: the preview does not tell it.",
      ],
    });
  });
});
