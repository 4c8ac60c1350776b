import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { STS } from "@aws-sdk/client-sts";
import type { CallContext } from "../../provider/rpc";
import type { Session } from "./session";

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
  /** What `customTimeouts` give the step; 0 for nothing. `abort` obeys it already. */
  readonly timeoutSeconds: number;
  /** Rejects with the reason when the step is to end. */
  sleep(milliseconds: number): Promise<void>;
  warn(message: string): void;
  /** Shows a line beside the resource while the step runs. */
  status(message: string): void;
}

/** The context of a call that may have a limit of its own. */
type Context = CallContext & { readonly timeoutSeconds?: number };

export function newCall(session: Session, context: Context, region: string): Call {
  const { clients, sleep } = session;
  return {
    ec2: () => clients.ec2(region),
    iam: () => clients.iam(),
    kms: (other) => clients.kms(other ?? region),
    route53: () => clients.route53(),
    sts: () => clients.sts(),
    region,
    abort: { abortSignal: context.signal },
    timeoutSeconds: context.timeoutSeconds ?? 0,
    sleep: (milliseconds) => sleep(milliseconds, context.signal),
    warn: (message) => {
      context.log("warning", message);
    },
    status: context.status,
  };
}
