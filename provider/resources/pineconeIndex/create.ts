import type { Index } from "../../../pinecone";
import { ConflictError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import { whenKnown } from "../indexes";
import { isOfAnother } from "../keyOwner";
import type { CreateSubject, Subject } from "../lifecycle";
import { forgetIndexes } from "./find";
import { idOf, type IndexInputs, type IndexOutputs, newIndexOf, outputsOf } from "./values";
import { untilReady } from "./wait";

/** Makes the index, and waits until it is ready. */
export async function createIndex(
  subject: CreateSubject<IndexInputs>,
): Promise<{ id: string; outputs: IndexOutputs & Partial<IndexInputs> }> {
  const { inputs, session, call } = subject;
  const apiKey = apiKeyFor(subject, inputs);
  if (inputs.apiKey === undefined && (await isOfAnother(subject, inputs.projectId, apiKey))) throw foreignKey(subject);
  const client = await session.client();
  const make = (): Promise<Index> => client.indexes.create(apiKey, newIndexOf(inputs), { signal: call.signal });
  try {
    // An ApiKey of the program may have been made a moment ago.
    const isOfProgram = session.memory.projectOfApiKey(apiKey) !== undefined;
    const index = await (isOfProgram ? whenKnown(subject, make) : make());
    const ready = await untilReady(subject, { index, apiKey });
    return { id: idOf(inputs), outputs: outputsOf(ready, inputs) };
  } catch (error) {
    throw error instanceof ConflictError ? nameTaken(subject, error) : error;
  } finally {
    forgetIndexes(session, inputs.projectId, apiKey);
  }
}

/** The key to write with. Check has asked for one, but what was not known then may be missing now. */
function apiKeyFor({ session, call }: Subject, { apiKey = session.settings.apiKey }: IndexInputs): string {
  if (apiKey !== undefined) return apiKey;
  throw new ProviderError(`Index "${call.name}": apiKey is missing, and so is that of the provider's configuration.`);
}

function foreignKey({ call, inputs: { name, projectId } }: CreateSubject<IndexInputs>): ProviderError {
  return new ProviderError(
    `Index "${call.name}" is not made: the apiKey of the provider's configuration (PINECONE_API_KEY) is of another project than ${projectId}, as the indexes that it sees are not this project's. ` +
      `Pinecone makes an index in the project of the key, so "${name}" would be made there. Give a key of ${projectId}, in the configuration or as \`apiKey\`.`,
  );
}

function nameTaken({ call, inputs }: CreateSubject<IndexInputs>, { message }: ConflictError): ProviderError {
  return new ProviderError(
    `Index "${call.name}" is not made: the project ${inputs.projectId} has an index "${inputs.name}" already. Pinecone's rule: the name of an index is unique in its project. ${message} ` +
      `If it is this one, take it over with \`pulumi import pinecone-security:index:Index ${call.name} ${idOf(inputs)}\`; ` +
      `if the resource was renamed in the program, give it an alias ({ aliases: [{ name: "<old name>" }] }); else give it another name.`,
  );
}
