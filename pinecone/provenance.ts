/** What a look at the outcome of a lost answer goes by. */
interface Dated {
  readonly id: string;
  readonly createdAt?: string;
}

/** Whether it was there before. What does not say when it was made may be old or new, so it is not called old. */
export function isOlder({ createdAt }: Dated, since: number): boolean {
  return createdAt !== undefined && Date.parse(createdAt) < since;
}

/** The one candidate, if it is unmistakably what was asked for; else why it is not. */
export function adopted<T extends Dated>(
  candidates: readonly T[],
  isAsSent: (candidate: T) => boolean,
): { made: T } | { unproven: string } {
  const [candidate] = candidates;
  if (candidate === undefined || candidates.length > 1) {
    return { unproven: `${candidates.length} of that name have been made since the request was sent` };
  }
  if (Number.isNaN(Date.parse(candidate.createdAt ?? ""))) {
    return { unproven: "one of that name exists, and Pinecone does not say when it was made" };
  }
  if (!isAsSent(candidate)) {
    return {
      unproven: "one of that name has been made since the request was sent, but with other settings than were sent",
    };
  }
  return { made: candidate };
}
