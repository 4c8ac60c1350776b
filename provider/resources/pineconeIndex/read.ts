import { ProviderError } from "../../rpc/errors";
import { isIdInProject } from "../importId";
import { given } from "../plain";
import { findIndex } from "./find";
import { type ExistingIndex, idOf, type IndexInputs, type IndexOutputs, inputsOf, outputsOf, soughtBy } from "./values";

const INDEX_NAME = /^[a-z0-9-]{1,45}$/i;

/** The index as Pinecone has it; `undefined` when it is gone. */
export async function readIndex(
  subject: ExistingIndex & { readonly importing: boolean },
): Promise<{ inputs: Partial<IndexInputs>; outputs: IndexOutputs } | undefined> {
  const { id, inputs, outputs, importing, call } = subject;
  if (importing && !isIdInProject(id, INDEX_NAME)) throw wrongId(call.name, id);
  const sought = soughtBy(subject);
  const found = await findIndex(subject, sought, "listed");
  if (found === "gone") return undefined;
  if ("doubt" in found) {
    if (importing) throw new ProviderError(`can't import Index "${call.name}" (${id}): ${found.doubt}`);
    call.log("warning", `What the state has of the index is left as it is: ${found.doubt}`);
    return { inputs, outputs: { host: "", status: "", ...outputs } };
  }
  const { index } = found;
  if (outputs.host !== undefined && outputs.host !== index.host) {
    call.log(
      "warning",
      `The index "${index.name}" is not the one that was made: its host was ${outputs.host}, now it is ${index.host}. Somebody has deleted it and made it anew outside Pulumi.`,
    );
  }
  if (importing && index.region === undefined) throw notServerless(call.name, id);
  const { projectId } = sought;
  const { schema, ...told } = inputsOf(index, inputs.tags);
  // An import says what can be said in the words of the vectors API in these alone.
  const isSaid = importing && told.vectorType !== undefined;
  return {
    inputs: {
      projectId,
      ...told,
      ...(isSaid ? {} : given({ schema })),
      // Pinecone may tell the key in other words than it was given. It is the same: a key can't be changed.
      ...given({ apiKey: inputs.apiKey, cmekId: inputs.cmekId ?? told.cmekId }),
    },
    outputs: outputsOf(index, inputs),
  };
}

function wrongId(name: string, id: string): ProviderError {
  return new ProviderError(
    `can't import "${name}": "${id}" is no project ID and index name with a slash between them, such as ${idOf({ projectId: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10", name: "docs" })}. ` +
      `The Pinecone console shows the project's ID under Settings > Projects.`,
  );
}

function notServerless(name: string, id: string): ProviderError {
  return new ProviderError(
    `can't import Index "${name}" (${id}): it is no serverless index. Indexes of pods, and in a cloud of your own, are not supported by this version.`,
  );
}
