import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { Route53 } from "@aws-sdk/client-route-53";
import { awsPlugin } from "../../../local/aws/plugin";
import { type Sleep, systemSleep } from "../../../local/aws/wait";
import type {
  CallContext,
  Checked,
  Created,
  Diff,
  PropertyMap,
  Provider,
  ReadResult,
  ResourceHandler,
} from "../../../provider/rpc";

export const REGION = "us-east-1";
export const ACCOUNT = "123456789012";

const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

/** The log of one call, and its context. */
export function newContext(
  signal: CallContext["signal"] = new AbortController().signal,
): CallContext & { readonly logged: string[] } {
  const logged: string[] = [];
  return {
    signal,
    logged,
    log: (severity, message) => {
      logged.push(`${severity}: ${message}`);
    },
    status: () => undefined,
  };
}

/** The plugin, configured for an endpoint as the engine would: structured configuration comes as JSON text. */
export async function configuredPlugin(
  endpoint: string,
  inputs: PropertyMap = {},
  sleep: Sleep = systemSleep,
): Promise<Provider> {
  const environment = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const plugin = awsPlugin(environment, sleep);
  await plugin.configure({ ...newContext(), inputs: { region: REGION, ...inputs } });
  return plugin;
}

/** What the engine keeps of a resource. */
export interface State {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/** One resource of a program, driven as the engine drives it. */
export class Driven {
  readonly #handler: ResourceHandler;
  readonly #call;

  constructor(
    plugin: Provider,
    readonly type: string,
    readonly name = "example",
    readonly context = newContext(),
  ) {
    const handler = plugin.resources[type];
    if (handler === undefined) {
      throw new Error(`no handler for ${type}`);
    }
    this.#handler = handler;
    this.#call = { ...context, urn: `urn:pulumi:test::test::${type}::${name}`, type, name };
  }

  check(news: PropertyMap, olds?: PropertyMap, seed = new Uint8Array([1, 2, 3])): Promise<Checked> {
    return this.#handler.check({ ...this.#call, news, olds, randomSeed: seed });
  }

  /** The checked inputs; fails the test when they are refused. */
  async inputs(news: PropertyMap, olds?: PropertyMap): Promise<PropertyMap> {
    const { inputs, failures } = await this.check(news, olds);
    if (failures.length > 0) {
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    }
    return inputs;
  }

  async preview(news: PropertyMap): Promise<Created> {
    const inputs = await this.inputs(news);
    return this.#handler.create({ ...this.#call, inputs, preview: true, timeoutSeconds: 0 });
  }

  async create(news: PropertyMap): Promise<State> {
    const inputs = await this.inputs(news);
    const { id, outputs } = await this.#handler.create({ ...this.#call, inputs, preview: false, timeoutSeconds: 0 });
    return { id, inputs, outputs };
  }

  async diff(state: State, news: PropertyMap): Promise<Diff> {
    const { id, inputs: oldInputs, outputs: oldOutputs } = state;
    const checked = await this.inputs(news, state.inputs);
    return this.#handler.diff({ ...this.#call, id, oldInputs, oldOutputs, news: checked, ignoreChanges: [] });
  }

  /** The changes of {@link diff} as `path` or `path!`, the second for a replacement. */
  async changes(state: State, news: PropertyMap): Promise<string[]> {
    return (await this.diff(state, news)).changes.map(({ path, replace }) => (replace ? `${path}!` : path));
  }

  async update(
    state: State,
    news: PropertyMap,
    preview = false,
    ignoreChanges: readonly string[] = [],
  ): Promise<State> {
    const { id, inputs: oldInputs, outputs: oldOutputs } = state;
    const inputs = await this.inputs(news, state.inputs);
    const request = {
      ...this.#call,
      id,
      oldInputs,
      oldOutputs,
      news: inputs,
      ignoreChanges,
      preview,
      timeoutSeconds: 0,
    };
    return { id, inputs, outputs: (await this.#handler.update(request)).outputs };
  }

  refresh(state: State): Promise<ReadResult | undefined> {
    return this.#handler.read({ ...this.#call, ...state });
  }

  import(id: string): Promise<ReadResult | undefined> {
    return this.#handler.read({ ...this.#call, id, inputs: {}, outputs: {} });
  }

  async delete(state: State): Promise<void> {
    await this.#handler.delete({ ...this.#call, ...state, timeoutSeconds: 0 });
  }
}

export function ec2Of(endpoint: string, region = REGION): EC2 {
  return new EC2({ endpoint, region, credentials: CREDENTIALS });
}

export function iamOf(endpoint: string): IAM {
  return new IAM({ endpoint, region: REGION, credentials: CREDENTIALS });
}

export function kmsOf(endpoint: string, region = REGION): KMS {
  return new KMS({ endpoint, region, credentials: CREDENTIALS });
}

export function route53Of(endpoint: string): Route53 {
  return new Route53({ endpoint, region: REGION, credentials: CREDENTIALS });
}

export async function policyOf(kms: KMS, KeyId: string): Promise<string | undefined> {
  return (await kms.getKeyPolicy({ KeyId, PolicyName: "default" })).Policy;
}

/** A trust or key policy of one statement. */
export function policy(principal: string, action: string, sid = "One"): string {
  const statement = { Sid: sid, Effect: "Allow", Principal: { AWS: principal }, Action: action };
  const resource = action.startsWith("kms:") ? { Resource: "*" } : {};
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...resource }] });
}
