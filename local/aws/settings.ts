import type { CheckFailure, PropertyMap, Value } from "../../provider/rpc";
import { containsUnknown, reveal } from "../../provider/rpc";
import type { Credentials, RoleToAssume } from "./credentials";
import type { Tags } from "./resourceType";

export const SERVICES = ["ec2", "iam", "kms", "route53", "sts"] as const;
export type Service = (typeof SERVICES)[number];

/** The services whose variable of an endpoint is not called as they are in `endpoints`. */
const VARIABLES: Readonly<Partial<Record<Service, string>>> = { route53: "ROUTE_53" };

/** The provider's configuration, read. */
export interface Settings {
  readonly region: string;
  readonly endpoints: Readonly<Record<Service, string>>;
  readonly credentials: Credentials;
  /** Assumed one after the other, each with the credentials of the one before. */
  readonly assumeRoles: readonly RoleToAssume[];
  readonly defaultTags: Tags;
}

/**
 * Configuration of `@pulumi/aws` that decides who calls or which calls are allowed, and that this plugin does not carry out.
 * Passing over it in silence would be worse than refusing it. What only tunes or skips something (`skip…`, `maxRetries`) is passed over.
 */
const REFUSED: Readonly<Record<string, string>> = {
  profile: "give the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  sharedConfigFiles: "give the region in aws:region",
  sharedCredentialsFiles: "give the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  assumeRoleWithWebIdentity: "use assumeRoles",
  allowedAccountIds: "leave it out",
  forbiddenAccountIds: "leave it out",
  ignoreTags: "leave it out",
  httpProxy: "give a reachable endpoint in endpoints",
  httpsProxy: "give a reachable endpoint in endpoints",
  customCaBundle: "give an http endpoint, or the authority in NODE_EXTRA_CA_CERTS",
};

/** `undefined` settings come with the failures that say why. What is not known yet, in a preview, is no failure. */
export function readSettings(
  configuration: PropertyMap,
  environment: NodeJS.ProcessEnv,
): { readonly settings: Settings | undefined; readonly failures: readonly CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string): void => {
    if (!containsUnknown(configuration[property] ?? null)) {
      failures.push({ property, reason });
    }
  };
  for (const [property, instead] of Object.entries(REFUSED)) {
    if (isGiven(configuration[property])) {
      fail(
        property,
        `The local aws plugin does not support "${property}": ${instead}, or use the real @pulumi/aws plugin.`,
      );
    }
  }
  const region = regionOf(configuration, environment);
  if (region === undefined) {
    fail("region", 'No AWS region is set: run "pulumi config set aws:region us-east-1" or set AWS_REGION.');
  }
  const endpoints = endpointsOf(configuration, environment, fail);
  const credentials = credentialsOf(configuration, environment);
  if (credentials === undefined) {
    fail(
      "accessKey",
      "There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (moto takes any), or accessKey and secretKey.",
    );
  }
  const assumeRoles = rolesOf(configuration, fail);
  const defaultTags = defaultTagsOf(configuration, fail);
  const complete = region !== undefined && endpoints !== undefined && credentials !== undefined;
  return {
    settings:
      complete && failures.length === 0 ? { region, endpoints, credentials, assumeRoles, defaultTags } : undefined,
    failures,
  };
}

type Fail = (property: string, reason: string) => void;

function regionOf(configuration: PropertyMap, environment: NodeJS.ProcessEnv): string | undefined {
  return text(configuration["region"]) ?? text(environment["AWS_REGION"]) ?? text(environment["AWS_DEFAULT_REGION"]);
}

/** There is no default: this plugin is for endpoints of one's own, and must not reach a real account by an oversight. */
function endpointsOf(
  configuration: PropertyMap,
  environment: NodeJS.ProcessEnv,
  fail: Fail,
): Settings["endpoints"] | undefined {
  const given = structured(configuration, "endpoints", fail);
  const listed = (Array.isArray(given) ? given : given === undefined ? [] : [given]) as Record<string, unknown>[];
  const found: Partial<Record<Service, string>> = {};
  for (const service of SERVICES) {
    const configured = listed.map((one) => text(one[service])).find((one) => one !== undefined);
    const endpoint =
      configured ??
      text(environment[`AWS_ENDPOINT_URL_${VARIABLES[service] ?? service.toUpperCase()}`]) ??
      text(environment["AWS_ENDPOINT_URL"]);
    if (endpoint !== undefined && URL.canParse(endpoint)) {
      found[service] = endpoint;
    } else if (endpoint !== undefined) {
      fail("endpoints", `The endpoint of ${service}, "${endpoint}", is no URL: give one like http://127.0.0.1:5000.`);
      return undefined;
    }
  }
  const missing = SERVICES.filter((service) => found[service] === undefined);
  if (missing.length === 0) {
    return found as Settings["endpoints"];
  }
  fail(
    "endpoints",
    `The local aws plugin has no endpoint for ${missing.join(", ")}: set AWS_ENDPOINT_URL (for example http://127.0.0.1:5000, where moto runs) or "endpoints". For an account at AWS use the real @pulumi/aws plugin.`,
  );
  return undefined;
}

function credentialsOf(configuration: PropertyMap, environment: NodeJS.ProcessEnv): Credentials | undefined {
  const configured = text(configuration["accessKey"]) !== undefined;
  const accessKeyId = text(configuration["accessKey"]) ?? text(environment["AWS_ACCESS_KEY_ID"]);
  const secretAccessKey = text(configuration["secretKey"]) ?? text(environment["AWS_SECRET_ACCESS_KEY"]);
  const sessionToken =
    text(configuration["token"]) ?? (configured ? undefined : text(environment["AWS_SESSION_TOKEN"]));
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return undefined;
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function rolesOf(configuration: PropertyMap, fail: Fail): RoleToAssume[] {
  const several = structured(configuration, "assumeRoles", fail);
  const one = structured(configuration, "assumeRole", fail);
  const given = (several ?? (one === undefined ? [] : [one])) as Record<string, unknown>[];
  return given.flatMap((role) => {
    const roleArn = text(role["roleArn"]);
    if (roleArn === undefined || !/^arn:[a-z-]+:iam::\d{12}:role\/.+$/.test(roleArn)) {
      fail(
        "assumeRoles",
        `"${roleArn ?? ""}" is not the ARN of an IAM role: give roleArn like arn:aws:iam::123456789012:role/name.`,
      );
      return [];
    }
    const sessionName = text(role["sessionName"]);
    const externalId = text(role["externalId"]);
    const durationSeconds = secondsOf(text(role["duration"]), fail);
    return [
      {
        roleArn,
        ...(sessionName !== undefined && { sessionName }),
        ...(externalId !== undefined && { externalId }),
        ...(durationSeconds !== undefined && { durationSeconds }),
      },
    ];
  });
}

function defaultTagsOf(configuration: PropertyMap, fail: Fail): Tags {
  const tags = (structured(configuration, "defaultTags", fail) as { tags?: Record<string, unknown> } | undefined)?.tags;
  const entries = Object.entries(tags ?? {});
  for (const [name, value] of entries.filter(([, tag]) => typeof tag !== "string")) {
    fail("defaultTags", `The default tag "${name}" is ${JSON.stringify(value)}, and must be a text.`);
  }
  return Object.fromEntries(entries) as Tags;
}

/** A duration as Go writes it, in hours, minutes and seconds: `1h30m`. */
function secondsOf(duration: string | undefined, fail: Fail): number | undefined {
  if (duration === undefined) {
    return undefined;
  }
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration);
  if (parts === null) {
    fail("assumeRoles", `The duration "${duration}" can't be read: give hours, minutes and seconds, like 1h30m.`);
    return undefined;
  }
  const [hours, minutes, seconds] = (parts.slice(1) as (string | undefined)[]).map((part) => Number(part ?? 0));
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** A structured property. The engine sends it as JSON text. */
function structured(configuration: PropertyMap, property: string, fail: Fail): unknown {
  const value = configuration[property];
  if (!isGiven(value)) {
    return undefined;
  }
  const plain = reveal(value);
  if (typeof plain !== "string") {
    return plain;
  }
  try {
    return JSON.parse(plain) as unknown;
  } catch {
    fail(property, `The value of "${property}" is not JSON.`);
    return undefined;
  }
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value !== null && value !== "" && value !== "null" && !containsUnknown(value);
}

/** The text of a property, a field or a variable; `undefined` when it is empty or not known yet. */
function text(value: unknown): string | undefined {
  const plain = value === undefined ? undefined : containsUnknown(value as Value) ? undefined : reveal(value as Value);
  return typeof plain === "string" && plain !== "" ? plain : undefined;
}
