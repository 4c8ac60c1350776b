import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { STS } from "@aws-sdk/client-sts";
import { assumedRole, type CredentialSource } from "./credentials";
import type { Service, Settings } from "./settings";

interface ClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: CredentialSource;
}

/** The AWS clients of one provider configuration. Each is loaded and made when it is first asked for, one per service and region. */
export class Clients {
  readonly #settings: Settings;
  readonly #credentials: CredentialSource;
  readonly #made = new Map<string, Promise<IAM | KMS | STS>>();

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

  sts(): Promise<STS> {
    return this.#once("sts", this.#settings.region, async (options) => {
      const { STS } = await import("@aws-sdk/client-sts");
      return new STS(options);
    });
  }

  #options(service: Service, region: string): ClientOptions {
    return { region, endpoint: this.#settings.endpoints[service], credentials: this.#credentials };
  }

  #once<C extends IAM | KMS | STS>(
    service: Service,
    region: string,
    make: (options: ClientOptions) => Promise<C>,
  ): Promise<C> {
    const key = `${service} ${region}`;
    const made = this.#made.get(key) ?? make(this.#options(service, region));
    this.#made.set(key, made);
    return made as Promise<C>;
  }
}
