import type { Index } from "../../../pinecone";
import { NotFoundError, PineconeError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import type { DeleteSubject, Subject } from "../lifecycle";
import { findIndex, forgetIndexes } from "./find";
import { inHand } from "./update";
import { type IndexInputs, type IndexOutputs, soughtBy } from "./values";
import { untilGone } from "./wait";

/** Deletes the index, and waits until it is gone. */
export async function deleteIndex(subject: DeleteSubject<IndexInputs, IndexOutputs>): Promise<void> {
  const { session, call } = subject;
  const sought = soughtBy(subject);
  const found = await findIndex(subject, sought, "asked");
  if (found === "gone") return;
  const held = inHand(subject, found, sought.host);
  const { index, apiKey } = held;
  const client = await session.client();
  try {
    await client.indexes.delete(apiKey, index.name, { signal: call.signal });
    await untilGone(subject, held);
  } catch (error) {
    if (error instanceof NotFoundError) return;
    // Which status the refusal has is not documented, so it is told by what the index says of itself.
    const isProtected = index.deletionProtection === "enabled" && isRefusal(error);
    throw isProtected ? protectedFromDeletion(subject, index, error) : error;
  } finally {
    forgetIndexes(session, sought.projectId, apiKey);
  }
}

function isRefusal(error: unknown): error is PineconeError {
  return error instanceof PineconeError && error.status !== undefined && error.status >= 400 && error.status < 500;
}

function protectedFromDeletion({ call }: Subject, { name }: Index, { status, code }: PineconeError): ProviderError {
  return new ProviderError(
    `Index "${call.name}" is not deleted: deletion protection is enabled for the index "${name}", whose data would be lost. Pinecone refused it (${[status, code].filter(Boolean).join(" ")}). ` +
      `If it should go, set deletionProtection to "disabled", run \`pulumi up\`, then delete it.`,
  );
}
