/** What is said of an index: by the program, by the state, and by Pinecone. */
import type { Index, NewIndex } from "../../../pinecone";
import type { ExistingSubject } from "../lifecycle";
import { given } from "../plain";
import type { Sought } from "./find";
import { fieldsOf } from "./reportedSchema";
import type { Tags } from "./tags";
import { type GivenVectors, schemaFor, vectorsOf } from "./vectors";

/** What a program gives. */
export interface IndexInputs extends GivenVectors {
  readonly projectId: string;
  readonly apiKey?: string | undefined;
  readonly name: string;
  readonly cloud?: "aws" | "gcp" | "azure" | undefined;
  readonly region: string;
  readonly cmekId?: string | undefined;
  readonly deletionProtection?: "enabled" | "disabled" | undefined;
  readonly tags?: Tags | undefined;
}

/** What is known of an index besides. */
export interface IndexOutputs extends GivenVectors {
  readonly cmekId?: string | undefined;
  readonly host: string;
  readonly privateHost?: string | undefined;
  readonly status: string;
}

/** An index in the state. */
export type ExistingIndex = ExistingSubject<IndexInputs, IndexOutputs>;

/** An index with a key that may change it. */
export interface IndexInHand {
  readonly index: Index;
  readonly apiKey: string;
}

export function idOf({ projectId, name }: Pick<IndexInputs, "projectId" | "name">): string {
  return `${projectId}/${name}`;
}

/** What to look for, by the state. The ID names the same. */
export function soughtBy({ id, inputs, outputs }: Pick<ExistingIndex, "id" | "inputs" | "outputs">): Sought {
  const [projectId = "", name = ""] = id.split("/");
  return { projectId, name, ...given({ apiKey: inputs.apiKey, host: outputs.host }) };
}

/** The index that a creation asks Pinecone for. A new one is protected from deletion: what is lost with it does not come back. */
export function newIndexOf(inputs: IndexInputs): NewIndex {
  const { name, cloud = "aws", region, cmekId, deletionProtection = "enabled", tags } = inputs;
  return { name, cloud, region, schema: schemaFor(inputs), deletionProtection, ...given({ cmekId, tags }) };
}

/**
 * What Pinecone has of an index, in the program's words.
 *
 * @param tags Those that the program declares: when the index has lost its last one, it has `{}`.
 */
export function inputsOf(index: Index, tags?: Tags): Omit<Partial<IndexInputs>, "projectId" | "apiKey"> {
  const { name, region, cmekId, deletionProtection } = index;
  // A cloud that this version does not know is kept as it is.
  const cloud = index.cloud as IndexInputs["cloud"];
  const schema = fieldsOf(index.schema);
  const vectors = schema === undefined ? {} : vectorsOf(schema);
  return {
    name,
    ...given({ cloud, region, cmekId, deletionProtection, schema, tags: index.tags ?? (tags && {}) }),
    ...vectors,
  };
}

/** The outputs of an index, and the inputs that Pinecone filled in. */
export function outputsOf(index: Index, { tags }: Partial<IndexInputs>): IndexOutputs & Partial<IndexInputs> {
  const { host, privateHost } = index;
  return { ...inputsOf(index, tags), host, ...given({ privateHost }), status: stateOf(index) };
}

/** Pinecone's word for the state of the index. */
export function stateOf({ status }: Index): string {
  return status?.state ?? "Ready";
}
