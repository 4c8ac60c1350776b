/** A Private Endpoint as this deployment is to have it. What is `undefined` is not known yet. */
export interface PlannedEndpoint {
  /** Of the PrivateEndpoint resource. */
  readonly urn: string;
  readonly projectId: string;
  readonly region?: string | undefined;
  readonly vpcEndpointId?: string | undefined;
  /** Whether it is to be registered: it is not in the state, or with another project or VPC endpoint. */
  readonly isNew: boolean;
  /** The VPC endpoint that the resource has in this project so far, when it is to be replaced. It goes after the new one has come. */
  readonly replacedVpcEndpointId?: string | undefined;
}

/** The Private Endpoints that the program asks for, as far as they were checked: for rules about several of them. */
export class PlannedEndpoints {
  readonly #planned = new Map<string, PlannedEndpoint>();

  /** Notes what the resource is to be. Checked again, its last word counts. */
  plan(endpoint: PlannedEndpoint): void {
    this.#planned.set(endpoint.urn, endpoint);
  }

  /** What the resource of this URN is to be; `undefined` when it was not checked: a destroy checks none. */
  byUrn(urn: string): PlannedEndpoint | undefined {
    return this.#planned.get(urn);
  }

  /** The endpoints of a project. */
  of(projectId: string): readonly PlannedEndpoint[] {
    return [...this.#planned.values()].filter((one) => one.projectId === projectId);
  }

  /** Another resource for the same VPC endpoint, of whatever project. */
  rival({ urn, vpcEndpointId }: Pick<PlannedEndpoint, "urn" | "vpcEndpointId">): PlannedEndpoint | undefined {
    if (vpcEndpointId === undefined) return undefined;
    return [...this.#planned.values()].find((one) => one.urn !== urn && one.vpcEndpointId === vpcEndpointId);
  }
}
