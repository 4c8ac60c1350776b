/** A Private Endpoint, in the shape of `pinecone/preview-api.yaml`. */
export interface PrivateEndpoint {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  /** `aws`: the emulator has no other cloud's networks. */
  readonly cloud: string;
  readonly region: string;
  readonly vpc_endpoint_id: string;
  readonly state: PrivateEndpointState;
  /** Why it is rejected or failed. */
  readonly state_reason?: string;
  /** ISO 8601. */
  readonly created_at: string;
}

export const PRIVATE_ENDPOINT_STATES = ["pending", "available", "rejected", "failed", "deleting"] as const;

export type PrivateEndpointState = (typeof PRIVATE_ENDPOINT_STATES)[number];

/** A state and why it is so. */
export type Verdict = Pick<PrivateEndpoint, "state" | "state_reason">;

/** A Private Endpoint as it is kept: its state is worked out when someone looks. */
export interface StoredPrivateEndpoint extends Omit<PrivateEndpoint, "state" | "state_reason"> {
  /** What Pinecone decided when the time of pending was over. It stays, whatever the settings become. */
  readonly verdict?: Verdict;
  /** What a back door made of it: this counts, and AWS is not looked at. */
  readonly order?: Verdict;
}

/** Whether a project is open to the internet, in the shape of `pinecone/preview-api.yaml`. */
export interface NetworkAccess {
  readonly project_id: string;
  /** The VPC-only switch. */
  readonly private_endpoints_only: boolean;
}
