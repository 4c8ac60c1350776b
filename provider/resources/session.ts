import type { PineconeClient } from "../../pinecone";
import type { Clock } from "../../pinecone/clock";
import { Collections } from "./collections";
import { DeploymentMemory } from "./memory";
import type { Settings } from "./settings";

/** The part of the client that resources use. */
export type Client = Pick<
  PineconeClient,
  "projects" | "apiKeys" | "cmekKeys" | "privateEndpoints" | "networkAccess" | "indexes" | "dataPlane"
>;

/** What the resources of one configured plugin share. */
export class Session {
  readonly memory = new DeploymentMemory();
  readonly collections: Collections;
  #client: Promise<Client> | undefined;

  constructor(
    readonly settings: Settings,
    readonly clock: Clock,
    private readonly connect: () => Promise<Client>,
  ) {
    this.collections = new Collections(clock);
  }

  /** The client, loaded and made at first use: a preview that needs nothing sent does without. */
  client(): Promise<Client> {
    this.#client ??= this.connect();
    return this.#client;
  }
}
