import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Route53 } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll } from "vitest";
import { startMoto, type Moto } from "../../../local/moto";
import type { Provider } from "../../../provider/rpc";
import { configuredPlugin, ec2Of, iamOf, kmsOf, route53Of } from "./support";

/** moto is installed the first time. */
export const MOTO_START_MS = 10 * 60_000;

/** What the tests of one file share. Filled in before the first of them. */
export interface Cloud {
  readonly endpoint: string;
  /** Configured for the endpoint. */
  readonly plugin: Provider;
  /** moto asked through the AWS SDK: what a test claims of the cloud is checked here. */
  readonly ec2: EC2;
  readonly iam: IAM;
  readonly kms: KMS;
  readonly route53: Route53;
  /** Forgets everything that was made. */
  reset(): Promise<void>;
}

/** A moto of its own for the tests of a file, ended after them. */
export function useCloud(): Cloud {
  let moto: Moto | undefined;
  const cloud = {} as { -readonly [Name in keyof Cloud]: Cloud[Name] };
  beforeAll(async () => {
    moto = await startMoto();
    const { endpoint } = moto;
    const clients = { ec2: ec2Of(endpoint), iam: iamOf(endpoint), kms: kmsOf(endpoint), route53: route53Of(endpoint) };
    Object.assign(cloud, { endpoint, ...clients, reset: () => moto?.reset() });
    cloud.plugin = await configuredPlugin(endpoint);
  }, MOTO_START_MS);
  afterAll(async () => {
    cloud.ec2.destroy();
    cloud.iam.destroy();
    cloud.kms.destroy();
    cloud.route53.destroy();
    await moto?.stop();
  });
  return cloud;
}
