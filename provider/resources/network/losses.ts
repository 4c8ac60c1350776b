/** What is lost when the VPC-only switch is turned on, in words. */
import type { ResourceCall } from "../../rpc/provider";
import { named } from "../indexes";
import type { PlacedIndex, Reach } from "./reach";

/** Says which indexes lose their public access, and which ones, as acknowledged, all of it. */
export function tellLosses({ log, name }: ResourceCall, { kept, lost }: Reach): void {
  if (kept.length > 0) {
    const [nouns, lose, answer] = kept.length > 1 ? ["indexes", "lose", "answer"] : ["index", "loses", "answers"];
    log(
      "info",
      `NetworkAccess "${name}": turned on, the ${nouns} ${named(kept)} ${lose} public access and ${answer} through Private Endpoints alone.`,
    );
  }
  if (lost.length > 0) {
    const [nouns, lose] = lost.length > 1 ? ["indexes", "lose"] : ["index", "loses"];
    log(
      "warning",
      `NetworkAccess "${name}": turned on, the ${nouns} ${placed(lost)} ${lose} all access, as acknowledgeLostAccess says.`,
    );
  }
}

/** Names with their places, for example `"docs" (us-west-2)`. */
export function placed(indexes: readonly PlacedIndex[]): string {
  const shown = indexes.slice(0, 10).map((index) => `"${index.name}" (${placeOf(index)})`);
  const more = indexes.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function placeOf({ cloud, region }: PlacedIndex): string {
  if (region === undefined) return "region not told by Pinecone";
  return cloud === "aws" ? region : `${cloud ?? "cloud not told by Pinecone"}, ${region}`;
}
