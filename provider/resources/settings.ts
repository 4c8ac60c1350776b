import { isMap, isSecret, isUnknown, type PropertyMap, reveal, Secret, type Value } from "../rpc/values";
import { digitsAsText } from "./texts";

/** The provider's configuration with its defaults, in plain values. */
export interface Settings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiKey: string | undefined;
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly dataPlaneUrl: string | undefined;
  readonly apiVersion: string | undefined;
  readonly binding: "console" | "api";
  /** Resource name → fingerprint. */
  readonly confirmed: Readonly<Record<string, string>>;
  readonly requestTimeoutSeconds: number;
  readonly maxRetries: number;
  readonly proxy: string | undefined;
  readonly caCertificates: string | undefined;
  readonly temporaryKeys: boolean;
}

/** What the engine adds to a provider's configuration. */
const ENGINES_OWN: ReadonlySet<string> = new Set(["version", "pluginDownloadURL"]);

/** Fields whose values are no text: the engine hands them over as JSON in a text. */
const JSON_FIELDS: ReadonlySet<string> = new Set(["confirmed", "requestTimeoutSeconds", "maxRetries", "temporaryKeys"]);

/**
 * The configuration with its JSON texts parsed, texts of digits as texts, and without what the engine adds. Secret marks and unknowns
 * are kept.
 */
export function parsedConfiguration(inputs: PropertyMap): PropertyMap {
  const entries = Object.entries(inputs)
    .filter(([name]) => !ENGINES_OWN.has(name))
    .map(([name, value]) => [name, JSON_FIELDS.has(name) ? fromJson(value) : digitsAsText(value)] as const);
  return Object.fromEntries(entries);
}

/** Fields that are text as they come: for these alone no schema is needed, and the plugin starts without loading one. */
const PLAIN_TEXT: ReadonlySet<string> = new Set(["clientId", "clientSecret", "apiKey"]);

/** Whether nothing but plain texts and an ordinary `binding` is given, so that there is no shape to check. */
export function needsNoCheck(given: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(given).every(
    ([name, value]) =>
      (PLAIN_TEXT.has(name) && typeof value === "string" && value !== "") ||
      (name === "binding" && (value === "console" || value === "api")),
  );
}

/** Fills the defaults in. The values have the right shape. */
export function settingsOf(given: Readonly<Record<string, unknown>>): Settings {
  const values = given as Partial<Settings>;
  return {
    clientId: values.clientId ?? "",
    clientSecret: values.clientSecret ?? "",
    apiKey: values.apiKey,
    apiUrl: values.apiUrl ?? "https://api.pinecone.io",
    tokenUrl: values.tokenUrl ?? "https://login.pinecone.io/oauth/token",
    dataPlaneUrl: values.dataPlaneUrl,
    apiVersion: values.apiVersion,
    binding: values.binding ?? "console",
    confirmed: values.confirmed ?? {},
    requestTimeoutSeconds: values.requestTimeoutSeconds ?? 30,
    maxRetries: values.maxRetries ?? 4,
    proxy: values.proxy,
    caCertificates: values.caCertificates,
    temporaryKeys: values.temporaryKeys ?? true,
  };
}

/** How a missing setting is provided. */
const MISSING: Readonly<Record<"clientId" | "clientSecret", { readonly variable: string; readonly command: string }>> =
  {
    clientId: { variable: "PINECONE_CLIENT_ID", command: "pulumi config set pinecone-security:clientId <client ID>" },
    clientSecret: {
      variable: "PINECONE_CLIENT_SECRET",
      command: "pulumi config set --secret pinecone-security:clientSecret <client secret>",
    },
  };

/** What is missing, where it is found, and how it is given. */
export function missingCredentials(given: Readonly<Record<string, unknown>>): { property: string; reason: string }[] {
  return Object.entries(MISSING)
    .filter(([name]) => given[name] === undefined || given[name] === "")
    .map(([property, { variable, command }]) => ({
      property,
      reason:
        `is missing. It belongs to a service account: Pinecone console, Settings > Access > Service accounts. ` +
        `Set the environment variable ${variable}, or run \`${command}\`.`,
    }));
}

function fromJson(value: Value): Value {
  if (isUnknown(value)) return value;
  const text = reveal(value);
  if (typeof text !== "string") return value;
  try {
    const parsed = valuesAsText(JSON.parse(text) as Value);
    return isSecret(value) ? new Secret(parsed) : parsed;
  } catch {
    return value;
  }
}

/** `pulumi config set --path` stores a fingerprint of digits alone as a number. */
function valuesAsText(value: Value): Value {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, digitsAsText(item)] as const));
}
