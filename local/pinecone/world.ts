import type { AuditLog } from "./audit";
import type { VpcEndpoints } from "./aws/vpcEndpoints";
import type { AwsWitness } from "./aws/witness";
import type { Clock } from "./clock";
import type { FaultOrders } from "./faults";
import type { RequestLog } from "./requestLog";
import type { Settings } from "./settings";
import type { State } from "./state";

/** The service account that may use the Admin API. */
export interface ServiceAccount {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** All that a handler can reach. */
export interface World {
  readonly organization: { readonly id: string; readonly name: string };
  readonly serviceAccount: ServiceAccount;
  readonly state: State;
  settings: Settings;
  readonly clock: Clock;
  readonly aws: AwsWitness;
  readonly vpcEndpoints: VpcEndpoints;
  readonly audit: AuditLog;
  readonly faults: FaultOrders;
  readonly requests: RequestLog;
}
