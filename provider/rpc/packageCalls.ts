import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CheckResponse,
  ConfigureResponse,
  DiffResponse,
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  InvokeResponse,
  ProviderHandshakeResponse,
  type CheckRequest,
  type ConfigureRequest,
  type GetSchemaRequest,
  type InvokeRequest,
  type ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Call, Session } from "./call";
import { wireFailures } from "./checkFailures";
import { ProviderError } from "./errors";
import { failureOf } from "./failure";
import { unary, unknownToken } from "./unary";
import type { PropertyMap } from "./values";
import { encodeProperties } from "./wire";

/** The methods that handle the package as a whole. */
export function packageCalls(session: Session) {
  const token = (request: InvokeRequest): string => request.getTok();
  return {
    getSchema: unary(session, "GetSchema", getSchema),
    checkConfig: unary(session, "CheckConfig", checkConfig),
    // The engine compares the configurations itself then, and replaces nothing: credentials may rotate freely.
    diffConfig: unary(session, "DiffConfig", () => new DiffResponse()),
    configure: unary(session, "Configure", configure),
    invoke: unary(session, "Invoke", invoke, { subject: token }),
    // No other tool's provider is behind this one, which an empty answer says.
    getMapping: unary(session, "GetMapping", () => new GetMappingResponse()),
    getMappings: unary(session, "GetMappings", () => new GetMappingsResponse()),
  };
}

/** The methods that handle the plugin's process. They work at any time, after a Cancel too. */
export function handshake({ log, calls }: Session, request: ProviderHandshakeRequest): ProviderHandshakeResponse {
  calls.reopen();
  log.connectTo(request.getEngineAddress());
  return new ProviderHandshakeResponse().setAcceptSecrets(true);
}

export function attach({ log, calls }: Session, request: PluginAttach): Empty {
  calls.reopen();
  log.connectTo(request.getAddress());
  return new Empty();
}

export function cancel({ calls }: Session): Empty {
  calls.cancelAll();
  return new Empty();
}

export function pluginInfo({ provider }: Session): PluginInfo {
  return new PluginInfo().setVersion(provider.version);
}

function getSchema(call: Call, request: GetSchemaRequest): GetSchemaResponse {
  if (request.getVersion() !== 0) {
    throw new ProviderError(
      `Schemas of version ${request.getVersion()} are not known to this plugin; it has version 0.`,
    );
  }
  return new GetSchemaResponse().setSchema(call.session.provider.schema());
}

/**
 * Nothing of the configuration is printable: the engine does not mark secrets in this call, yet holds them. A failure is answered
 * as a failed check, since the engine would put "rpc error: code = …" before an error.
 */
async function checkConfig(call: Call, request: CheckRequest): Promise<CheckResponse> {
  const redact = (text: string): string => call.redact(text);
  try {
    const news = call.properties(request.getNews());
    const { inputs, failures } = await call.session.provider.checkConfig({ ...call.context, news });
    return new CheckResponse().setInputs(encodeProperties(inputs)).setFailuresList(wireFailures(failures, {}, redact));
  } catch (error) {
    const { details } = await failureOf(error, call);
    return new CheckResponse().setFailuresList(wireFailures([{ property: "", reason: details }], {}, redact));
  }
}

async function configure(call: Call, request: ConfigureRequest): Promise<ConfigureResponse> {
  const inputs = request.hasArgs() ? call.properties(request.getArgs()) : variables(request);
  call.session.configuration = inputs;
  await call.session.provider.configure({ ...call.context, inputs });
  return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
}

/** The configuration as older engines send it: texts, with keys like `pinecone-security:config:clientId`. */
function variables(request: ConfigureRequest): PropertyMap {
  const entries: [string, string][] = [];
  request.getVariablesMap().forEach((value, key) => {
    entries.push([key.slice(key.lastIndexOf(":") + 1), value]);
  });
  return Object.fromEntries(entries);
}

async function invoke(call: Call, request: InvokeRequest): Promise<InvokeResponse> {
  const { provider } = call.session;
  const { functions } = provider;
  const token = request.getTok();
  const handler = Object.hasOwn(functions, token) ? functions[token] : undefined;
  if (handler === undefined) throw unknownToken(provider, "function", token, functions);
  const args = call.properties(request.getArgs());
  const { result, failures } = await handler.invoke({ ...call.context, token, args });
  const response = new InvokeResponse().setFailuresList(wireFailures(failures, args, (text) => call.redact(text)));
  return failures.length > 0 ? response : response.setReturn(encodeProperties(result, "known"));
}
