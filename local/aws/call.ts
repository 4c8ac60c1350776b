import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { STS } from "@aws-sdk/client-sts";
import type { CallContext } from "../../provider/rpc";
import type { Clients } from "./clients";

/** What a lifecycle step has at hand. */
export interface Call {
  /** EC2 of the resource's region. */
  ec2(): Promise<EC2>;
  iam(): Promise<IAM>;
  /** @param region - default: the region of the resource. */
  kms(region?: string): Promise<KMS>;
  route53(): Promise<Route53>;
  sts(): Promise<STS>;
  /** The region of the resource. */
  readonly region: string;
  /** Given to each request, so that Ctrl-C and `customTimeouts` end it at once. */
  readonly abort: { readonly abortSignal: AbortSignal };
  warn(message: string): void;
}

export function newCall(clients: Clients, context: CallContext, region: string): Call {
  return {
    ec2: () => clients.ec2(region),
    iam: () => clients.iam(),
    kms: (other) => clients.kms(other ?? region),
    route53: () => clients.route53(),
    sts: () => clients.sts(),
    region,
    abort: { abortSignal: context.signal },
    warn: (message) => {
      context.log("warning", message);
    },
  };
}
