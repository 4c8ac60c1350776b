import { type Clock, systemClock } from "../../pinecone/clock";
import { ProviderError } from "../rpc/errors";
import type {
  CheckConfigRequest,
  Checked,
  CheckFailure,
  ConfigureRequest,
  FunctionHandler,
  Provider,
  ResourceHandler,
} from "../rpc/provider";
import { containsUnknown, type PropertyMap } from "../rpc/values";
import type { ConfigurationShape } from "./definition";
import { type Environment, fromEnvironment } from "./environment";
import type { FunctionDefinition, ResourceDefinition } from "./lifecycle";
import { marked, plainOf } from "./plain";
import { type Client, Session } from "./session";
import { missingCredentials, needsNoCheck, parsedConfiguration, type Settings, settingsOf } from "./settings";
import { withTexts } from "./texts";

/** The package's name, and the namespace of its configuration. */
const PACKAGE = "pinecone-security";

type Connect = (settings: Settings, clock: Clock, debug: (line: string) => void) => Promise<Client>;

export interface PluginOptions {
  readonly version: string;
  /** The package's schema as JSON text. */
  readonly schema: () => string;
  /** @default the process's */
  readonly environment?: Environment;
  /** @default the system's */
  readonly clock?: Clock;
  /** Makes the client, at its first use. `debug` takes a line about each request. @default Pinecone's over HTTP */
  readonly connect?: Connect;
}

/**
 * Definitions, schemas and the client are loaded when they are first needed: the engine starts the plugin for every command, and
 * often asks it for nothing more than its configuration.
 */
const RESOURCES: Readonly<Record<string, () => Promise<ResourceDefinition>>> = {
  Project: async () => (await import("./project.js")).project,
  ApiKey: async () => (await import("./apiKey.js")).apiKey,
  ExternalId: async () => (await import("./externalId.js")).externalId,
  CmekBinding: async () => (await import("./cmekBinding.js")).cmekBinding,
  PrivateEndpoint: async () => (await import("./privateEndpoint.js")).privateEndpoint,
  AccessGuard: async () => (await import("./accessGuard.js")).accessGuard,
  NetworkAccess: async () => (await import("./networkAccess.js")).networkAccess,
  Index: async () => (await import("./pineconeIndex.js")).pineconeIndex,
};

const FUNCTIONS: Readonly<Record<string, () => Promise<FunctionDefinition>>> = {
  getProject: async () => (await import("./getProject.js")).getProject,
  getCmekTrustPolicy: async () => (await import("./getCmekTrustPolicy.js")).getCmekTrustPolicy,
  getIndex: async () => (await import("./getIndex.js")).getIndex,
  getPrivateLinkService: async () => (await import("./getPrivateLinkService.js")).getPrivateLinkService,
  getPrivateEndpoints: async () => (await import("./getPrivateEndpoints.js")).getPrivateEndpoints,
};

const overHttp: Connect = async (...options) => (await import("./connect.js")).connectToPinecone(...options);

/** The plugin of the package `pinecone-security`. */
export function pineconeSecurity(options: PluginOptions): Provider {
  const { version, schema, environment = process.env, clock = systemClock, connect = overHttp } = options;
  let session: Session | undefined;
  const configured = (): Session => {
    if (session === undefined) throw new ProviderError(`the provider ${PACKAGE} is not configured yet.`);
    return session;
  };
  return {
    name: PACKAGE,
    version,
    schema,
    checkConfig: (request) => checkConfig(request, environment),
    configure: async (request) => {
      const settings = await settingsFrom(request, environment);
      const debug = (line: string): void => {
        request.log("debug", line);
      };
      session = new Session(settings, clock, () => connect(settings, clock, debug));
    },
    resources: tokens(RESOURCES, (load) => resourceHandler(load, configured)),
    functions: tokens(FUNCTIONS, (load) => functionHandler(load, configured)),
  };
}

async function checkConfig({ news }: CheckConfigRequest, environment: Environment): Promise<Checked> {
  const { configuration } = await import("./configuration.js");
  const failures = await configurationFailures(news, environment);
  const fields: ConfigurationShape["fields"] = configuration.fields;
  // What is read from the environment is not among them, so it does not enter the stack.
  const inputs = Object.entries(withTexts(fields, news)).map(
    ([name, value]) => [name, marked(value, fields[name]?.secret === true)] as const,
  );
  return { inputs: Object.fromEntries(inputs), failures };
}

/** A destroy or a refresh comes here without CheckConfig, so everything is checked (again). */
async function settingsFrom({ inputs }: ConfigureRequest, environment: Environment): Promise<Settings> {
  const given = { ...fromEnvironment(environment), ...plainOf(parsedConfiguration(inputs)) };
  const failures = await configurationFailures(inputs, environment);
  if (failures.length > 0) {
    const lines = failures.map(({ property, reason }) => `  ${property} ${reason}`);
    throw new ProviderError([`The configuration of ${PACKAGE} can't be used:`, ...lines].join("\n"));
  }
  return settingsOf(given);
}

async function configurationFailures(inputs: PropertyMap, environment: Environment): Promise<CheckFailure[]> {
  const parsed = parsedConfiguration(inputs);
  const given = { ...fromEnvironment(environment), ...plainOf(parsed) };
  const missing = missingCredentials(given).filter(({ property }) => !containsUnknown(parsed[property] ?? null));
  if (needsNoCheck(given) && Object.keys(parsed).every((name) => Object.hasOwn(given, name))) return missing;
  const { configurationFailures: shapeFailures } = await import("./configure.js");
  const failures = shapeFailures(parsed, environment);
  const told = new Set(failures.map(({ property }) => property));
  return [...failures, ...missing.filter(({ property }) => !told.has(property))];
}

function tokens<Load, Handler>(
  loads: Readonly<Record<string, Load>>,
  handler: (load: Load) => Handler,
): Record<string, Handler> {
  return Object.fromEntries(Object.entries(loads).map(([name, load]) => [`${PACKAGE}:index:${name}`, handler(load)]));
}

function resourceHandler(load: () => Promise<ResourceDefinition>, session: () => Session): ResourceHandler {
  let loaded: Promise<ResourceHandler> | undefined;
  const handler = async (): Promise<ResourceHandler> => {
    const { handlerOf } = await import("./handler.js");
    return handlerOf(await load(), session);
  };
  const get = (): Promise<ResourceHandler> => (loaded ??= handler());
  return {
    check: async (request) => (await get()).check(request),
    diff: async (request) => (await get()).diff(request),
    create: async (request) => (await get()).create(request),
    read: async (request) => (await get()).read(request),
    update: async (request) => (await get()).update(request),
    delete: async (request) => (await get()).delete(request),
  };
}

function functionHandler(load: () => Promise<FunctionDefinition>, session: () => Session): FunctionHandler {
  return {
    invoke: async (request) => {
      const { functionHandlerOf } = await import("./functionHandler.js");
      return functionHandlerOf(await load(), session).invoke(request);
    },
  };
}
