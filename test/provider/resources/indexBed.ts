/** A project of the stand-in with an API key, and an index in it. */
import type { PropertyMap } from "../../../provider/rpc/values";
import { indexModel } from "./controlPlane";
import { create, testbed, type Testbed } from "./testbed";

/** Not of the form by which a text is known to be a key, so that it has to be hidden because it is one. */
export const API_KEY = "the-key-of-the-index-never-to-be-shown";

export interface IndexBed {
  readonly bed: Testbed;
  readonly projectId: string;
  /** The inputs of a dense index. */
  readonly inputs: PropertyMap;
}

/** A project, and an API key of it that is declared for the index. */
export async function indexBed(
  configuration: PropertyMap = {},
  project: Record<string, unknown> = {},
): Promise<IndexBed> {
  const bed = await testbed({ binding: "api", ...configuration });
  const projectId = bed.pinecone.addProject({ force_encryption_with_cmek: false, ...project });
  bed.pinecone.addApiKey(projectId, { value: API_KEY });
  return { bed, projectId, inputs: { projectId, apiKey: API_KEY, name: "docs", region: "us-east-1", dimension: 8 } };
}

/** The same with an index that this plugin made in an earlier deployment. */
export async function madeIndex(
  inputs: PropertyMap = {},
  configuration: PropertyMap = {},
): Promise<IndexBed & { readonly id: string; readonly outputs: PropertyMap }> {
  const first = await indexBed(configuration);
  const declared = { ...first.inputs, deletionProtection: "disabled", ...inputs };
  const { id, outputs } = await create(first.bed, "Index", declared);
  const bed = await first.bed.again();
  bed.pinecone.requests.length = 0;
  bed.pinecone.bodies.length = 0;
  return { ...first, bed, inputs: declared, id, outputs };
}

/** An index that somebody has made without Pulumi. */
export function addIndex({ bed, projectId }: Pick<IndexBed, "bed" | "projectId">, name: string, fields = {}): void {
  const held = bed.pinecone.indexes.get(projectId) ?? [];
  bed.pinecone.indexes.set(projectId, [...held, indexModel(name, fields)]);
}
