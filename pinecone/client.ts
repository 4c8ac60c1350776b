import { ApiKeys } from "./apiKeys";
import { Caller } from "./caller";
import { CmekKeys } from "./cmekKeys";
import { DataPlane } from "./dataPlane";
import { Indexes } from "./indexes";
import { NetworkAccesses } from "./networkAccess";
import { settingsOf } from "./options";
import type { ClientOptions } from "./options";
import { PrivateEndpoints } from "./privateEndpoints";
import { Projects } from "./projects";
import { routeOf } from "./proxy";
import type { Route } from "./proxy";
import { Secrets } from "./redaction";
import { TokenSource } from "./token";
import { Transport } from "./transport";

/** Pinecone's Admin API for one service account, and indexes with the API keys that are given. Nothing is sent, and no token fetched, before the first call. */
export class PineconeClient {
  readonly projects: Projects;
  readonly apiKeys: ApiKeys;
  readonly cmekKeys: CmekKeys;
  readonly privateEndpoints: PrivateEndpoints;
  readonly networkAccess: NetworkAccesses;
  readonly indexes: Indexes;
  readonly dataPlane: DataPlane;
  readonly #caller: Caller;
  readonly #route: Route;

  /** @throws InvalidOptionError */
  constructor(options: ClientOptions) {
    const settings = settingsOf(options);
    const secrets = new Secrets();
    const redact = (text: string): string => secrets.redact(text);
    const judge = { redact, now: () => settings.clock.now() };
    this.#route = routeOf(settings);
    for (const secret of [settings.clientSecret, ...this.#route.secrets]) secrets.add(secret);
    const transport = new Transport(settings, this.#route, redact);
    const tokens = new TokenSource(settings, transport, secrets, judge);
    this.#caller = new Caller(settings, transport, tokens, secrets, judge);
    this.projects = new Projects(this.#caller);
    this.apiKeys = new ApiKeys(this.#caller);
    this.cmekKeys = new CmekKeys(this.#caller);
    this.privateEndpoints = new PrivateEndpoints(this.#caller);
    this.networkAccess = new NetworkAccesses(this.#caller);
    this.indexes = new Indexes(this.#caller);
    this.dataPlane = new DataPlane(this.#caller);
  }

  /** Ends every request and wait that is under way with an `AbortedError`, and lets go of all connections. */
  async close(): Promise<void> {
    this.#caller.close();
    await this.#route.dispatcher.destroy();
  }
}
