import { onTestFinished } from "vitest";
import { PineconeClient } from "../../pinecone";
import type { Clock, ClientOptions, RequestEvent } from "../../pinecone";
import { secrets } from "./pinecone";

/** A clock whose waits take no time, and are written down. */
export class TestClock implements Clock {
  readonly sleeps: number[] = [];
  #ahead = 0;

  /** @param chance what `random` answers */
  constructor(private readonly chance = 0.5) {}

  now(): number {
    return Date.now() + this.#ahead;
  }

  random(): number {
    return this.chance;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.pass(ms);
  }

  /** Lets time pass. */
  pass(ms: number): void {
    this.#ahead += ms;
  }
}

export interface TestClient {
  readonly client: PineconeClient;
  readonly clock: TestClock;
  readonly events: RequestEvent[];
}

/** A client of a server on this machine, closed when the test ends. No proxy, whatever this machine's environment says. */
export function clientOf(url: string, options: Partial<ClientOptions> = {}): TestClient {
  const clock = new TestClock();
  const events: RequestEvent[] = [];
  const client = new PineconeClient({
    apiUrl: url,
    tokenUrl: `${url}/oauth/token`,
    clientId: "client-id",
    clientSecret: secrets.clientSecret,
    proxy: "",
    clock,
    observe: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => client.close());
  return { client, clock, events };
}

/** What a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("the promise did not reject with an error");
}
