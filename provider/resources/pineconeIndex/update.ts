import { ProviderError } from "../../rpc/errors";
import type { Subject, UpdateSubject } from "../lifecycle";
import { given } from "../plain";
import { findIndex, type Finding, forgetIndexes } from "./find";
import { tagsPatch } from "./tags";
import {
  type ExistingIndex,
  type IndexInHand,
  type IndexInputs,
  type IndexOutputs,
  outputsOf,
  soughtBy,
} from "./values";
import { hasFailed, untilReady } from "./wait";

/** An index that is not ready yet is waited for by an update. One that has failed is told of: an update can't mend it. */
export function reviewIndex({ inputs, outputs, call }: ExistingIndex): readonly "status"[] {
  const { status = "" } = outputs;
  if (status === "Initializing") return ["status"];
  if (hasFailed(status)) {
    call.log("warning", `Pinecone says that the index "${String(inputs.name)}" is ${status}: it can't be used.`);
  }
  return [];
}

/** Sends the tags and the deletion protection that changed, and waits until the index is ready. */
export async function updateIndex(
  subject: UpdateSubject<IndexInputs, IndexOutputs>,
): Promise<IndexOutputs & Partial<IndexInputs>> {
  const { inputs, changes, outputs, session, call } = subject;
  const sought = soughtBy(subject);
  const { apiKey, ...found } = inHand(subject, await findIndex(subject, sought, "asked"), sought.host);
  const patch = given({
    tags: tagsPatch(outputs.tags, inputs.tags),
    deletionProtection: changes.deletionProtection,
  });
  let index = found.index;
  if (Object.keys(patch).length > 0) {
    const client = await session.client();
    index = await client.indexes.update(apiKey, index.name, patch, { signal: call.signal });
    forgetIndexes(session, inputs.projectId, apiKey);
  }
  return outputsOf(await untilReady(subject, { index, apiKey }), inputs);
}

/** The index that was found, if it is the one in the state and there is a key to change it with. */
export function inHand({ call }: Subject, found: Finding, host: string | undefined): IndexInHand {
  const refuse = (reason: string): never => {
    throw new ProviderError(`Index "${call.name}" is left as it is: ${reason}`);
  };
  if (found === "gone") {
    return refuse(
      "Pinecone does not have it. If it was deleted outside Pulumi, run `pulumi refresh`. If apiKey was changed, give a key of the project that the index is in.",
    );
  }
  if ("doubt" in found) return refuse(found.doubt);
  const { index, apiKey } = found;
  if (host !== undefined && host !== index.host) {
    return refuse(
      `the index "${index.name}" that the API key sees has the host ${index.host}, and the one in the state has ${host}. Either the key is of another project: give one of this project. ` +
        `Or the index was deleted and made anew outside Pulumi: run \`pulumi refresh\`, then the command again.`,
    );
  }
  if (apiKey === undefined) {
    return refuse(
      "the API key that it is managed with is not valid, or of another project. Give one of this project that may change indexes as `apiKey`, or in the provider's configuration (PINECONE_API_KEY).",
    );
  }
  return { index, apiKey };
}
