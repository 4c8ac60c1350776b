import { ProviderError } from "../rpc/errors";
import type { ResourceCall } from "../rpc/provider";
import { isUuid, uuidProblem } from "./fieldTypes";

interface Reading {
  readonly id: string;
  readonly importing: boolean;
  readonly call: ResourceCall;
}

/**
 * The ID to read. One given to `pulumi import` is checked first: Pinecone would answer to a wrong one with words that help nobody.
 *
 * @param what For example `project ID`.
 * @param where Where it is found.
 */
export function idToRead({ id, importing, call }: Reading, what: string, where: string): string {
  const problem = importing ? uuidProblem(id, what, where) : undefined;
  if (problem === undefined) return id;
  throw new ProviderError(`can't import "${call.name}": ${problem}`);
}

/** Whether an ID is that of a project, with a slash and what fits `rest` after it. */
export function isIdInProject(id: string, rest: RegExp): boolean {
  const slash = id.indexOf("/");
  return slash > 0 && isUuid(id.slice(0, slash)) && rest.test(id.slice(slash + 1));
}

const VPC_ENDPOINT_ID = /^vpce-[0-9a-f]{8,17}$/;

/** The project and the VPC endpoint in the ID to read, `<project ID>/<VPC endpoint ID>`. One given to `pulumi import` is checked first. */
export function wayToRead({ id, importing, call }: Reading): {
  readonly projectId: string;
  readonly vpcEndpointId: string;
} {
  if (importing && !isIdInProject(id, VPC_ENDPOINT_ID)) {
    throw new ProviderError(
      `can't import "${call.name}": "${id}" is no project ID and VPC endpoint ID with a slash between them, such as 8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10/vpce-0a1b2c3d4e5f67890. ` +
        `The Pinecone console shows projects under Settings > Projects, and a project's VPC endpoints under Manage > Network.`,
    );
  }
  const [projectId = "", vpcEndpointId = ""] = id.split("/");
  return { projectId, vpcEndpointId };
}
