import type { PrivateEndpoint } from "../../../pinecone";
import type { DeleteSubject, ExistingSubject, Subject } from "../lifecycle";
import { given } from "../plain";

/** The one cloud of this version. */
export const CLOUD = "aws";

/** What Pinecone is told when a VPC endpoint is registered. */
export interface EndpointValues {
  readonly projectId: string;
  readonly region: string;
  readonly vpcEndpointId: string;
  /** Left out, Pinecone takes the VPC endpoint ID. */
  readonly name?: string | undefined;
}

/** What is known of a registration besides its values. */
export interface EndpointState {
  readonly privateEndpointId?: string | undefined;
  readonly status: "pending" | "available" | "rejected" | "failed" | "deleting";
  readonly statusReason?: string | undefined;
  readonly evidence?: "api" | "attested" | undefined;
  readonly fingerprint?: string | undefined;
}

/** The state, and the values that are filled in when the program leaves them out. */
export interface FilledState extends EndpointState {
  readonly name: string;
  readonly cloud: string;
}

interface StoredValues extends EndpointValues {
  readonly cloud?: string | undefined;
}

/** A registration that is in the state. */
export type ExistingEndpoint = ExistingSubject<StoredValues, EndpointState>;

/** One of the two ways to register a VPC endpoint. */
export interface Way {
  create(subject: Subject, values: EndpointValues, timeoutSeconds: number): Promise<FilledState>;
  /** `undefined`: it is gone. */
  read(
    endpoint: ExistingEndpoint & { readonly importing: boolean },
    values: Pick<EndpointValues, "projectId" | "vpcEndpointId">,
  ): Promise<{ readonly values: Partial<EndpointValues>; readonly state: FilledState } | undefined>;
  /** Gives it its name, and finishes what is not available yet. */
  update(
    subject: Subject & Pick<ExistingEndpoint, "outputs">,
    values: EndpointValues,
    timeoutSeconds: number,
  ): Promise<FilledState>;
  delete(endpoint: DeleteSubject<StoredValues, EndpointState>, values: EndpointValues): Promise<void>;
}

/** The state among the outputs. */
export function stateOf(outputs: ExistingEndpoint["outputs"]): FilledState {
  const { cloud = CLOUD, privateEndpointId, status = "available", statusReason, evidence, fingerprint } = outputs;
  const name = outputs.name ?? outputs.vpcEndpointId ?? "";
  return { name, cloud, ...given({ privateEndpointId, status, statusReason, evidence, fingerprint }) };
}

/** The state of what Pinecone's API shows. */
export function stateOfEndpoint(shown: PrivateEndpoint): FilledState {
  const { id, name, cloud, state, stateReason } = shown;
  return {
    name,
    cloud,
    privateEndpointId: id,
    status: state,
    evidence: "api",
    ...given({ statusReason: stateReason }),
  };
}

/** Names a registration among the resources of a deployment. The same VPC endpoint in another region is another one, wrong as it may be. */
export function registrationKey({ projectId, vpcEndpointId, region }: Omit<EndpointValues, "name">): string {
  return `${projectId}/${vpcEndpointId} in ${region}`;
}

/** The command that takes an existing registration over. */
export function importCommand(name: string, { projectId, vpcEndpointId }: EndpointValues): string {
  return `pulumi import pinecone-security:index:PrivateEndpoint ${name} ${projectId}/${vpcEndpointId}`;
}
