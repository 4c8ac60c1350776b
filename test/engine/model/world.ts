/** The project of the model-based test as it really is, and how the test looks at it and meddles with it. */
import type { EmulatorControl } from "../../../local/emulatorControl";
import { type Facts, type Known, REGIONS, type Region, type Wanted } from "./model";

/** A stack: programs are run in it one after the other. */
export interface Deployment {
  /** @returns why it failed, if it did */
  up(wanted: Wanted): Promise<string | undefined>;
  /** @returns why it failed, if it did */
  destroy(): Promise<string | undefined>;
  refresh(): Promise<void>;
  /** What its state has. */
  known(): Known;
}

/** VPC endpoints in AWS, past Pulumi. */
export interface Aws {
  /** @returns the ID of one for Pinecone's service in the region */
  makeVpcEndpoint(region: Region): Promise<string>;
  deleteVpcEndpoint(region: Region, id: string): Promise<void>;
}

/** What a world is made of. */
interface Parts {
  readonly pinecone: EmulatorControl;
  readonly aws: Aws;
  readonly projectId: string;
  /** Of the project, for its data. */
  readonly apiKey: string;
  /** By name. */
  readonly stacks: ReadonlyMap<string, Deployment>;
  /** The name of the stack that has the way in a region, or the switch. */
  readonly stackOf: (part: Part) => string;
}

/** What a program may have: a way in a region, and the switch. */
export type Part = Region | "switch";

/** A project with its stacks. */
export class World {
  readonly pinecone: EmulatorControl;
  readonly projectId: string;
  readonly stacks: ReadonlyMap<string, Deployment>;
  readonly stackOf: (part: Part) => string;
  readonly #aws: Aws;
  readonly #apiKey: string;
  readonly #vpcEndpoints = new Map<string, Promise<string>>();

  constructor({ pinecone, aws, projectId, apiKey, stacks, stackOf }: Parts) {
    this.pinecone = pinecone;
    this.projectId = projectId;
    this.stacks = stacks;
    this.stackOf = stackOf;
    this.#aws = aws;
    this.#apiKey = apiKey;
  }

  deployment(stack: string): Deployment {
    const found = this.stacks.get(stack);
    if (found === undefined) throw new Error(`There is no stack ${stack}.`);
    return found;
  }

  /** The VPC endpoint of a region that goes by this letter; made when it is first asked for. */
  vpcEndpoint(region: Region, letter: string): Promise<string> {
    const key = `${region} ${letter}`;
    const found = this.#vpcEndpoints.get(key) ?? this.#aws.makeVpcEndpoint(region);
    this.#vpcEndpoints.set(key, found);
    return found;
  }

  /** Somebody deletes it in AWS. Whoever asks for the letter from now on gets a new one. */
  async deleteVpcEndpoint(region: Region, id: string): Promise<void> {
    for (const [key, made] of this.#vpcEndpoints) if ((await made) === id) this.#vpcEndpoints.delete(key);
    await this.#aws.deleteVpcEndpoint(region, id);
  }

  /** What Pinecone has. */
  async facts(): Promise<Facts> {
    const { networkAccess, privateEndpoints, indexes, apiKeys } = await this.pinecone.snapshot();
    const isOwn = (one: { readonly project_id: string }) => one.project_id === this.projectId;
    const registrations = privateEndpoints.filter(isOwn).map(({ vpc_endpoint_id: id, region, state }) => {
      return [id, { region: regionOf(region), state }] as const;
    });
    const held = indexes.filter(({ projectId }) => projectId === this.projectId);
    return {
      restricted: networkAccess.some((one) => isOwn(one) && one.private_endpoints_only),
      registrations,
      indexes: new Map(held.map(({ model }) => [model.name, regionOf(model.deployment.region)])),
      otherApiKeys: apiKeys.filter(({ key, value }) => isOwn(key) && value !== this.#apiKey).map(({ key }) => key.name),
    };
  }

  /** The indexes that a client reaches: over the internet, or through a registered VPC endpoint of their region. */
  async reached(): Promise<string[]> {
    const { indexes, privateEndpoints } = await this.pinecone.snapshot();
    const names = indexes
      .filter(({ projectId }) => projectId === this.projectId)
      .map(async ({ model: { name, host, private_host: privateHost = "", deployment } }) => {
        const ways = privateEndpoints.filter(({ region }) => region === deployment.region);
        const isReached =
          (await this.isOpen(host)) ||
          (await Promise.all(ways.map((way) => this.isOpen(privateHost, way.vpc_endpoint_id)))).includes(true);
        return isReached ? [name] : [];
      });
    return (await Promise.all(names)).flat();
  }

  private async isOpen(host: string, vpcEndpointId?: string): Promise<boolean> {
    const way = vpcEndpointId === undefined ? {} : { vpcEndpointId };
    return (await this.pinecone.knock(host, { apiKey: this.#apiKey, ...way })).status === 200;
  }
}

function regionOf(text: string | undefined): Region {
  const found = REGIONS.find((region) => region === text);
  if (found === undefined) throw new Error(`${String(text)} is no region of the model.`);
  return found;
}
