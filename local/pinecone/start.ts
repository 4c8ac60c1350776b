import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { apiKeyRoutes } from "./apiKeys";
import { AuditLog } from "./audit";
import { AwsAccounts } from "./aws/accounts";
import { VpcEndpoints } from "./aws/vpcEndpoints";
import { AwsWitness } from "./aws/witness";
import { Clock } from "./clock";
import { cmekKeyRoutes } from "./cmekKeys";
import { controlRoutes } from "./control/routes";
import { FaultOrders } from "./faults";
import { serverOf } from "./http/server";
import { indexRoutes } from "./indexes/routes";
import { networkAccessRoutes } from "./network/access";
import { privateEndpointRoutes } from "./network/privateEndpoints";
import { oauthRoutes } from "./oauth";
import type { Options } from "./options";
import { projectRoutes } from "./projects";
import { RequestLog } from "./requestLog";
import { defaultSettings } from "./settings";
import { State } from "./state";
import type { World } from "./world";

/** What a started emulator prints: all that a client needs. */
export interface Announcement {
  /** Base URL of the Admin API, the control plane, the control routes and, by the `Host` header, the data plane. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The account that Pinecone's roles are in. */
  readonly pineconeAccountId: string;
}

/** An emulator that listens. */
export interface RunningEmulator {
  readonly announcement: Announcement;
  /** Ends at once, open connections included. */
  close(): Promise<void>;
}

/**
 * Starts the emulator in this process.
 * @throws the server's error when the port is taken
 */
export async function start(options: Options): Promise<RunningEmulator> {
  const world = newWorld(options);
  const routes = [
    ...oauthRoutes,
    ...projectRoutes,
    ...apiKeyRoutes,
    ...cmekKeyRoutes,
    ...privateEndpointRoutes,
    ...networkAccessRoutes,
    ...indexRoutes,
    ...controlRoutes,
  ];
  const server = serverOf(world, routes);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    announcement: {
      url,
      tokenUrl: `${url}/oauth/token`,
      ...world.serviceAccount,
      pineconeAccountId: options.pineconeAccountId,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function newWorld(options: Options): World {
  const clock = new Clock();
  const accounts = new AwsAccounts({ endpoint: options.awsEndpoint, region: options.region });
  const organization = { id: `-O${randomBytes(9).toString("base64url")}`, name: "emulated-organization" };
  const world: World = {
    organization,
    serviceAccount: {
      clientId: options.clientId ?? randomBytes(16).toString("hex"),
      clientSecret: options.clientSecret ?? randomBytes(32).toString("base64url"),
    },
    state: new State(),
    settings: defaultSettings(),
    clock,
    aws: new AwsWitness({
      accounts,
      pineconeAccountId: options.pineconeAccountId,
      clock,
      iamLagSeconds: () => world.settings.iamLagSeconds,
    }),
    vpcEndpoints: new VpcEndpoints(accounts),
    audit: new AuditLog(organization, clock),
    faults: new FaultOrders(),
    requests: new RequestLog(),
  };
  return world;
}
