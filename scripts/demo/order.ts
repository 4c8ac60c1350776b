import type { LoggedRequest } from "../../local/pinecone/requestLog";

/**
 * Whether Pinecone was asked for all of these, each for the first time only after the one before.
 *
 * @param wanted `<method> <part of the path>`, such as `DELETE private-endpoints`
 */
export function happenedInOrder(
  requests: readonly Pick<LoggedRequest, "method" | "path">[],
  wanted: readonly string[],
): boolean {
  const firsts = wanted.map((one) => {
    const [wantedMethod, part = ""] = one.split(" ");
    return requests.findIndex(({ method, path }) => method === wantedMethod && path.includes(part));
  });
  return firsts.every((first, which) => first > (firsts[which - 1] ?? -1));
}
