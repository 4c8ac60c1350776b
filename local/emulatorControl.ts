import type { z } from "zod";
import type { AuditEvent } from "./pinecone/audit";
import type { NewPrivateEndpoint, PrivateEndpointChange } from "./pinecone/control/networkBackDoor";
import type { Sealed } from "./pinecone/aws/witness";
import type { faultOrder, FaultOrder } from "./pinecone/faults";
import type { createIndexRequest, IndexModel } from "./pinecone/indexes/model";
import type { NetworkAccess, PrivateEndpoint } from "./pinecone/network/model";
import type { Project } from "./pinecone/projects";
import type { LoggedRequest } from "./pinecone/requestLog";
import type { Settings } from "./pinecone/settings";
import type { Snapshot } from "./pinecone/snapshot";

/** An index to make; the schema is a dense one of 8 dimensions when left out. */
export type NewIndex = Partial<z.input<typeof createIndexRequest>>;

/** How an index's host answers. */
export interface DoorAnswer {
  /** 200 from inside, 401 from outside. */
  readonly status: number;
  /** The statistics of the index, or the text of a refusal. */
  readonly body: unknown;
}

const SMALL_SCHEMA: z.input<typeof createIndexRequest>["schema"] = {
  fields: { _values: { type: "dense_vector", dimension: 8, metric: "cosine" } },
};

/** Steers an emulator by its control routes. Every method throws with the emulator's words when it refuses. */
export class EmulatorControl {
  /** @param url the emulator's base URL */
  constructor(readonly url: string) {}

  snapshot(): Promise<Snapshot> {
    return this.ask("GET", "snapshot");
  }

  /** Back to the start; the service account stays. */
  reset(): Promise<void> {
    return this.ask("POST", "reset");
  }

  /** Changes some settings, and tells all. */
  settings(change: Partial<Settings> = {}): Promise<Settings> {
    return this.ask("PATCH", "settings", change);
  }

  /** Orders requests to go wrong. */
  fault(order: z.input<typeof faultOrder>): Promise<readonly FaultOrder[]> {
    return this.ask("POST", "faults", order);
  }

  /** Orders that are still to come. */
  pendingFaults(): Promise<readonly FaultOrder[]> {
    return this.ask("GET", "faults");
  }

  clearFaults(): Promise<void> {
    return this.ask("DELETE", "faults");
  }

  /** The requests since the start, or since they were cleared. */
  requests(): Promise<readonly LoggedRequest[]> {
    return this.ask("GET", "requests");
  }

  clearRequests(): Promise<void> {
    return this.ask("DELETE", "requests");
  }

  auditEvents(): Promise<readonly AuditEvent[]> {
    return this.ask("GET", "audit-events");
  }

  clearAuditEvents(): Promise<void> {
    return this.ask("DELETE", "audit-events");
  }

  /** Makes all access tokens invalid. */
  revokeTokens(): Promise<void> {
    return this.ask("DELETE", "tokens");
  }

  /** Encrypts a text with the project's key, by way of the role, and decrypts it again. */
  encrypt(projectId: string, plaintext: string): Promise<Sealed> {
    return this.ask("POST", `projects/${projectId}/encrypt`, { plaintext });
  }

  /** Changes a project behind a program's back, against Pinecone's rules too. */
  changeProject(
    projectId: string,
    change: Partial<Pick<Project, "name" | "max_pods" | "force_encryption_with_cmek">>,
  ): Promise<Project> {
    return this.ask("PATCH", `projects/${projectId}`, change);
  }

  /** Makes an index as an API key of the project would. */
  createIndex(projectId: string, index: NewIndex = {}): Promise<IndexModel> {
    return this.ask("POST", `projects/${projectId}/indexes`, { schema: SMALL_SCHEMA, ...index });
  }

  deleteIndex(projectId: string, name: string): Promise<void> {
    return this.ask("DELETE", `projects/${projectId}/indexes/${encodeURIComponent(name)}`);
  }

  /** Changes what a bound key is, unchecked. */
  rebind(
    cmekKeyId: string,
    change: {
      readonly name?: string;
      readonly role_arn?: string;
      readonly key_arn?: string;
      readonly external_id?: string | null;
    },
  ): Promise<Snapshot["cmekKeys"][number]> {
    return this.ask("POST", `cmek-keys/${cmekKeyId}/rebind`, change);
  }

  /** Deletes a CMEK key, indexes or not. */
  deleteCmekKey(cmekKeyId: string): Promise<void> {
    return this.ask("DELETE", `cmek-keys/${cmekKeyId}`);
  }

  /** Adds a Private Endpoint without looking at AWS, now or later: it is `available` unless `state` is given. */
  addPrivateEndpoint(projectId: string, fields: NewPrivateEndpoint = {}): Promise<PrivateEndpoint> {
    return this.ask("POST", `projects/${projectId}/private-endpoints`, fields);
  }

  /** Changes a Private Endpoint, unchecked. A `state` given here stays, whatever AWS has. */
  changePrivateEndpoint(privateEndpointId: string, change: PrivateEndpointChange): Promise<PrivateEndpoint> {
    return this.ask("PATCH", `private-endpoints/${privateEndpointId}`, change);
  }

  /** Deletes a Private Endpoint as somebody else would in the console. */
  deletePrivateEndpoint(privateEndpointId: string): Promise<void> {
    return this.ask("DELETE", `private-endpoints/${privateEndpointId}`);
  }

  /** Turns a project's VPC-only switch. */
  setNetworkAccess(projectId: string, restricted: boolean): Promise<NetworkAccess> {
    return this.ask("PATCH", `projects/${projectId}/network-access`, { private_endpoints_only: restricted });
  }

  /**
   * Asks an index for its statistics, through a VPC endpoint or from the internet. Faults and the request log don't know it.
   * @param host public or private host of the index
   */
  knock(host: string, by: { readonly apiKey: string; readonly vpcEndpointId?: string }): Promise<DoorAnswer> {
    return this.ask("POST", "knock", { host, api_key: by.apiKey, vpc_endpoint_id: by.vpcEndpointId });
  }

  private async ask<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const response = await fetch(`${this.url}/_emulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The emulator refused ${method} ${path} with ${String(response.status)}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Result;
  }
}
