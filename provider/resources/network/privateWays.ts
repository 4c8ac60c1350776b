import { Turns } from "../../../pinecone/turns";

/** A private way to a project: the VPC endpoint through which the clients of a region get in. */
export interface PrivateWay {
  readonly projectId: string;
  readonly region: string;
  readonly vpcEndpointId: string;
}

/**
 * What this deployment does to the private ways of projects. The engine deletes many resources at once: without this, each of two
 * endpoints could go because the other one stays.
 */
export class PrivateWays {
  readonly #turns = new Turns();
  readonly #leaving = new Set<string>();
  readonly #confirmed = new Set<string>();

  /** Decides about a project's ways, or its switch, one decision after the other. */
  decide<T>(projectId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(projectId, signal, () => signal.reason as Error, work);
  }

  /**
   * Notes that a registration may go, so that nothing counts on it any more.
   *
   * @param privateEndpointId Pinecone's: registered again, the same VPC endpoint gets another one.
   */
  leaves(privateEndpointId: string): void {
    this.#leaving.add(privateEndpointId);
  }

  isLeaving(privateEndpointId: string): boolean {
    return this.#leaving.has(privateEndpointId);
  }

  /** Notes that a person has confirmed that the way may go: its guard was asked, and its registration comes next. */
  confirmed(way: PrivateWay): void {
    this.#confirmed.add(wayId(way));
  }

  isConfirmed(way: PrivateWay): boolean {
    return this.#confirmed.has(wayId(way));
  }
}

/** Names a way: `<project ID>/<VPC endpoint ID>`. */
export function wayId({ projectId, vpcEndpointId }: Pick<PrivateWay, "projectId" | "vpcEndpointId">): string {
  return `${projectId}/${vpcEndpointId}`;
}
