import { expect, onTestFinished } from "vitest";
import type { Clock } from "../../../pinecone";
import { pineconeSecurity } from "../../../provider/resources/plugin";
import type { Provider, ResourceCall, ResourceHandler } from "../../../provider/rpc/provider";
import type { PropertyMap } from "../../../provider/rpc/values";
import { Pinecone } from "./pinecone";

/** A clock whose sleeps pass at once and are counted. */
export class FakeClock implements Clock {
  time = Date.parse("2026-11-21T08:00:00Z");
  readonly sleeps: number[] = [];

  now(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new Error("aborted");
    this.sleeps.push(ms);
    this.time += ms;
  }
}

export interface Testbed {
  readonly pinecone: Pinecone;
  readonly clock: FakeClock;
  readonly provider: Provider;
  /** What was logged, as `severity: message`, without what is for `--debug`. */
  readonly log: string[];
  /** What was logged for `--debug`. */
  readonly debug: string[];
  readonly statuses: string[];
  handler(type: string): ResourceHandler;
  call(type: string, name?: string, signal?: AbortSignal): ResourceCall;
  /** The same Pinecone, served by a plugin that has just started: a new deployment. */
  again(configuration?: PropertyMap): Promise<Testbed>;
}

export const CREDENTIALS = { clientId: "client", clientSecret: "the-client-secret" };

/** A configured plugin, before a stand-in for Pinecone. */
export async function testbed(configuration: PropertyMap = {}): Promise<Testbed> {
  const pinecone = new Pinecone();
  const url = await pinecone.listen();
  onTestFinished(() => pinecone.close());
  return plugin(pinecone, url, configuration);
}

async function plugin(pinecone: Pinecone, url: string, configuration: PropertyMap): Promise<Testbed> {
  const clock = new FakeClock();
  const log: string[] = [];
  const debug: string[] = [];
  const statuses: string[] = [];
  const provider = pineconeSecurity({ version: "0.0.1", schema: () => "{}", environment: {}, clock });
  const context = (signal = new AbortController().signal) => ({
    signal,
    log: (severity: string, message: string) => {
      if (severity === "debug") debug.push(message);
      else log.push(`${severity}: ${message}`);
    },
    status: (message: string) => void statuses.push(message),
  });
  const urls = { apiUrl: url, tokenUrl: `${url}/oauth/token`, dataPlaneUrl: url };
  const inputs = { ...CREDENTIALS, ...urls, maxRetries: "0", ...configuration };
  await provider.configure({ ...context(), inputs });
  return {
    pinecone,
    clock,
    provider,
    log,
    debug,
    statuses,
    handler: (type) => provider.resources[`pinecone-security:index:${type}`]!,
    call: (type, name = "it", signal) => ({
      ...context(signal),
      urn: `urn:pulumi:dev::shop::pinecone-security:index:${type}::${name}`,
      type: `pinecone-security:index:${type}`,
      name,
    }),
    again: (changed = {}) => plugin(pinecone, url, { ...configuration, ...changed }),
  };
}

export const SEED = new Uint8Array(32);

/** Check, as for a resource that is new to the engine unless `olds` are given. */
export function check(bed: Testbed, type: string, news: PropertyMap, olds?: PropertyMap, name?: string) {
  return bed.handler(type).check({ ...bed.call(type, name), olds, news, randomSeed: SEED });
}

/** Create, outside of a preview. */
export function create(bed: Testbed, type: string, inputs: PropertyMap, name?: string, timeoutSeconds = 0) {
  return bed.handler(type).create({ ...bed.call(type, name), inputs, preview: false, timeoutSeconds });
}

export function read(bed: Testbed, type: string, id: string, inputs: PropertyMap = {}, outputs: PropertyMap = {}) {
  return bed.handler(type).read({ ...bed.call(type), id, inputs, outputs });
}

export function remove(
  bed: Testbed,
  type: string,
  id: string,
  inputs: PropertyMap,
  outputs: PropertyMap = inputs,
  name?: string,
) {
  return bed.handler(type).delete({ ...bed.call(type, name), id, inputs, outputs, timeoutSeconds: 0 });
}

interface State {
  readonly id?: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs?: PropertyMap;
  readonly news: PropertyMap;
}

export function diff(bed: Testbed, type: string, { id = "id", oldInputs, oldOutputs = oldInputs, news }: State) {
  return bed.handler(type).diff({ ...bed.call(type), id, oldInputs, oldOutputs, news, ignoreChanges: [] });
}

export function update(
  bed: Testbed,
  type: string,
  { id = "id", oldInputs, oldOutputs = oldInputs, news }: State,
  preview = false,
) {
  return bed.handler(type).update({
    ...bed.call(type),
    id,
    oldInputs,
    oldOutputs,
    news,
    ignoreChanges: [],
    preview,
    timeoutSeconds: 0,
  });
}

export const ROLE = "arn:aws:iam::111122223333:role/pinecone-cmek";
export const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const OTHER_KEY = "arn:aws:kms:us-east-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab";
/** The ID of a project that Pinecone does not have. */
export const PROJECT_ID = "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10";
export const EXTERNAL_ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
export const PINECONE_ACCOUNT = "444455556666";

/** The inputs of a CmekBinding. */
export function bindingInputs(projectId: string) {
  return { projectId, name: "main", roleArn: ROLE, keyArn: KEY, externalId: EXTERNAL_ID };
}

/** A text that matches, to stand in an expected value. */
export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** A text that contains another one, to stand in an expected value. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}
