import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { STS } from "@aws-sdk/client-sts";
import { assumedRole, type CredentialSource } from "./credentials";
import type { Service, Settings } from "./settings";

interface ClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: CredentialSource;
}

type Client = EC2 | IAM | KMS | Route53 | STS;

/** The AWS clients of one provider configuration. Each is loaded and made when it is first asked for, one per service and region. */
export class Clients {
  readonly #settings: Settings;
  readonly #credentials: CredentialSource;
  readonly #made = new Map<string, Promise<Client>>();

  constructor(settings: Settings) {
    this.#settings = settings;
    const own: CredentialSource = () => Promise.resolve(settings.credentials);
    this.#credentials = settings.assumeRoles.reduce(
      (source, role) =>
        assumedRole(role, async () => {
          const { STS } = await import("@aws-sdk/client-sts");
          return new STS({ ...this.#options("sts", settings.region), credentials: source });
        }),
      own,
    );
  }

  ec2(region: string): Promise<EC2> {
    return this.#once("ec2", region, async (options) => {
      const { EC2 } = await import("@aws-sdk/client-ec2");
      return new EC2(options);
    });
  }

  iam(): Promise<IAM> {
    return this.#once("iam", this.#settings.region, async (options) => {
      const { IAM } = await import("@aws-sdk/client-iam");
      return new IAM(options);
    });
  }

  kms(region: string): Promise<KMS> {
    return this.#once("kms", region, async (options) => {
      const { KMS } = await import("@aws-sdk/client-kms");
      return new KMS(options);
    });
  }

  route53(): Promise<Route53> {
    return this.#once("route53", this.#settings.region, async (options) => {
      const { Route53 } = await import("@aws-sdk/client-route-53");
      return new Route53(options);
    });
  }

  sts(): Promise<STS> {
    return this.#once("sts", this.#settings.region, async (options) => {
      const { STS } = await import("@aws-sdk/client-sts");
      return new STS(options);
    });
  }

  #options(service: Service, region: string): ClientOptions {
    return { region, endpoint: this.#settings.endpoints[service], credentials: this.#credentials };
  }

  #once<C extends Client>(service: Service, region: string, make: (options: ClientOptions) => Promise<C>): Promise<C> {
    const key = `${service} ${region}`;
    const made = this.#made.get(key) ?? make(this.#options(service, region));
    this.#made.set(key, made);
    return made as Promise<C>;
  }
}
