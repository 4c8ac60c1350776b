import { ProviderError } from "../../rpc/errors";
import { lookAtIndexes, named } from "../indexes";
import { orGone } from "../lookups";
import type { ExistingBinding } from "./values";

/** A key is deleted only after all indexes of its project. Where they can't be listed, Pinecone's own refusal is passed on. */
export async function refuseWithIndexes(binding: ExistingBinding, projectId: string): Promise<void> {
  const look = await orGone(lookAtIndexes(binding, projectId, { temporaryKey: true }));
  if (look === undefined || look.indexes.length === 0) return;
  throw new ProviderError(
    `CmekBinding "${binding.call.name}" is not deleted: the project ${projectId} has the ${look.indexes.length > 1 ? "indexes" : "index"} ${named(look.indexes)} ` +
      `(seen with ${look.seenWith}). Pinecone's rule: before a key can be deleted from a project, all indexes in the project must be deleted. ` +
      `Delete them, then run the command again.`,
  );
}
