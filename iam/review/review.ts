/** What a review of a policy comes to: sentences for a person, each naming its statement. */
export interface Review {
  readonly wrong: readonly string[];
  /** What can't be decided here. */
  readonly open: readonly string[];
}

/** Nothing is wrong. */
export const FINE: Review = { wrong: [], open: [] };
