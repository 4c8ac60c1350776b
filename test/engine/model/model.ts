/**
 * What becomes of a project's private access by the rules of the README alone. Nothing here knows the plugin: where its code and this
 * file differ, one of the two is wrong.
 */

export const REGIONS = ["us-east-1", "us-west-2", "eu-west-1"] as const;
export type Region = (typeof REGIONS)[number];

/** What a stack's program asks for. */
export interface Wanted {
  /** The VPC endpoint that is registered, and guarded, by region. */
  readonly ways: ReadonlyMap<Region, string>;
  /** The switch; `undefined`: the program has none. */
  readonly restricted?: boolean | undefined;
  /** The names of indexes that may lose all access. */
  readonly acknowledged?: readonly string[] | undefined;
}

/** A VPC endpoint that is registered with the project. */
export interface Registered {
  readonly region: Region;
  readonly state: string;
}

/** What Pinecone has, as the emulator tells it. */
export interface Facts {
  readonly restricted: boolean;
  /** With the IDs of their VPC endpoints. */
  readonly registrations: readonly (readonly [string, Registered])[];
  /** Index → region. */
  readonly indexes: ReadonlyMap<string, Region>;
  /** The names of the project's API keys, without the test's own: the plugin makes some, for a moment. */
  readonly otherApiKeys: readonly string[];
}

/** What a stack's state has. */
export interface Known {
  /** One for each PrivateEndpoint in the state. Two in a region: one of them waits to be deleted. */
  readonly ways: readonly { readonly region: Region; readonly vpcEndpointId: string; readonly status: string }[];
  readonly restricted?: boolean | undefined;
}

/** `either`: more than one end is right, for example when several things are deleted at once. */
export type Expected = "done" | "refused" | "either";

export const NOTHING: Wanted = { ways: new Map() };

/** The project and its stacks, as they should be. */
export class Model {
  restricted = false;
  /** By the VPC endpoint's ID. */
  registered = new Map<string, Registered>();
  indexes = new Map<string, Region>();
  /** VPC endpoints that somebody has registered past Pulumi. */
  readonly byHand = new Set<string>();
  /** VPC endpoints that were deleted in AWS. */
  readonly goneFromAws = new Set<string>();
  /** What Pinecone says to the next registrations. */
  verdict: "available" | "rejected" = "available";
  /** What each stack's state has. */
  readonly known = new Map<string, Known>();
  /** What each stack's program asks for. */
  readonly wanted = new Map<string, Wanted>();

  knownOf(stack: string): Known {
    return this.known.get(stack) ?? { ways: [] };
  }

  wantedOf(stack: string): Wanted {
    return this.wanted.get(stack) ?? NOTHING;
  }

  /** Runs a program: what is made or changed first, then the switch, then what is deleted. */
  up(stack: string, wanted: Wanted): Expected {
    const known = this.knownOf(stack);
    if (hasTwoInARegion(known)) return "either";
    const steps = [...wanted.ways].filter(([region, id]) => !isSettled(known, region, id));
    const isNew = (region: Region, id: string) =>
      !known.ways.some((way) => way.region === region && way.vpcEndpointId === id);
    // Registered once: told in preview, so nothing has happened.
    if (steps.some(([region, id]) => isNew(region, id) && this.registered.has(id))) return "refused";
    if (steps.length > 1 && steps.some(([, id]) => !this.canRegister(id))) return "either";
    if (this.isRefusedInPreview(stack, wanted)) return "refused";
    for (const [region, id] of steps) if (!this.register(stack, region, id)) return "refused";
    if (!this.turn(stack, wanted)) return "refused";
    return this.leave(stack, wanted);
  }

  /** Takes everything away: the switch first. */
  destroy(stack: string): Expected {
    return this.leave(stack, NOTHING);
  }

  /** Takes what Pinecone has into the state. */
  refresh(stack: string): void {
    const { ways, restricted } = this.knownOf(stack);
    const seen = ways.flatMap((way) => {
      const state = this.registered.get(way.vpcEndpointId)?.state;
      return state === undefined ? [] : [{ ...way, status: state }];
    });
    this.known.set(stack, { ways: seen, restricted: restricted === undefined ? undefined : this.restricted });
  }

  /** Where a client gets in by a Private Endpoint. */
  isServed(region: Region, but?: string): boolean {
    return [...this.registered].some(([id, one]) => id !== but && one.region === region && one.state === "available");
  }

  private canRegister(id: string): boolean {
    return this.verdict === "available" && !this.goneFromAws.has(id);
  }

  /** The registration of a VPC endpoint, or what there is of it, brought to an end. False when it is not available then. */
  private register(stack: string, region: Region, id: string): boolean {
    const now = this.registered.get(id)?.state;
    if (now !== "available") {
      this.registered.delete(id);
      if (this.goneFromAws.has(id)) return false;
      this.registered.set(id, { region, state: this.verdict });
    }
    const state = this.registered.get(id)?.state ?? "failed";
    const known = this.knownOf(stack);
    const others = known.ways.filter(({ vpcEndpointId }) => vpcEndpointId !== id);
    this.known.set(stack, { ...known, ways: [...others, { region, vpcEndpointId: id, status: state }] });
    return state === "available";
  }

  /** Nobody is locked out unasked. What is on already takes nothing from anybody, and turning off is always allowed. */
  private turn(stack: string, { ways, restricted, acknowledged = [] }: Wanted): boolean {
    const known = this.knownOf(stack);
    if (restricted === undefined || restricted === known.restricted) return true;
    if (restricted && !this.restricted) {
      const served = REGIONS.filter((region) => this.isServed(region));
      if (served.length === 0 || [...ways.keys()].some((region) => !served.includes(region))) return false;
      const lost = [...this.indexes].filter(([, region]) => !served.includes(region));
      if (lost.some(([name]) => !acknowledged.includes(name))) return false;
    }
    this.restricted = restricted;
    this.known.set(stack, { ...known, restricted });
    return true;
  }

  /** Without a look at the indexes, for which no API key is known. */
  private isRefusedInPreview(stack: string, { ways, restricted }: Wanted): boolean {
    const isToTurn = restricted === true && this.knownOf(stack).restricted !== true && !this.restricted;
    return isToTurn && ways.size === 0 && !REGIONS.some((region) => this.isServed(region));
  }

  /** Deletes what the state has and the program does not: the switch first. The last way to an index stays while the switch is on. */
  private leave(stack: string, wanted: Wanted): Expected {
    const { ways, restricted } = this.knownOf(stack);
    const stays = wanted.restricted !== undefined;
    if (!stays && restricted === true) this.restricted = false;
    this.known.set(stack, { ways, restricted: stays ? restricted : undefined });
    const leaving = ways.filter(({ region, vpcEndpointId }) => wanted.ways.get(region) !== vpcEndpointId);
    if (leaving.length > 1 && this.restricted) return "either";
    for (const { vpcEndpointId: id } of leaving) {
      if (this.isLastWay(id)) return "refused";
      this.registered.delete(id);
      const known = this.knownOf(stack);
      this.known.set(stack, { ...known, ways: known.ways.filter(({ vpcEndpointId }) => vpcEndpointId !== id) });
    }
    return "done";
  }

  private isLastWay(id: string): boolean {
    const own = this.registered.get(id);
    if (!this.restricted || own?.state !== "available" || this.isServed(own.region, id)) return false;
    const isLastOfAll = !REGIONS.some((region) => this.isServed(region, id));
    return isLastOfAll || [...this.indexes.values()].includes(own.region);
  }
}

function isSettled({ ways }: Known, region: Region, id: string): boolean {
  return ways.some((way) => way.region === region && way.vpcEndpointId === id && way.status === "available");
}

function hasTwoInARegion({ ways }: Known): boolean {
  return new Set(ways.map(({ region }) => region)).size < ways.length;
}
