import type { handleUnaryCall } from "@grpc/grpc-js";
import { Call, type Session } from "./call";
import { ProviderError } from "./errors";
import { failureOf } from "./failure";
import type { Provider, ResourceCall, ResourceHandler } from "./provider";

/** What the requests for a resource have in common. */
interface ResourceRequest {
  getUrn(): string;
  /** Empty from an engine older than the field. */
  getName(): string;
  /** Empty from an engine older than the field. */
  getType(): string;
  /** Seconds; 0 for none. */
  getTimeout?(): number;
}

interface Options<Request> {
  /** What the call is about: a URN or a token. */
  readonly subject?: (request: Request) => string;
  /** Seconds; 0 for none. */
  readonly timeout?: (request: Request) => number;
}

type Answer<Response> = Response | Promise<Response>;

/** Serves one method. Every failure becomes an answer, and what the handler said reaches the engine before its answer does. */
export function unary<Request, Response>(
  session: Session,
  rpc: string,
  handle: (call: Call, request: Request) => Answer<Response>,
  { subject, timeout }: Options<Request> = {},
): handleUnaryCall<Request, Response> {
  return (surface, callback) => {
    const { request } = surface;
    const running = session.calls.begin(timeout?.(request));
    surface.on("cancelled", () => {
      running.cancel();
    });
    const call = new Call(session, rpc, subject?.(request) ?? "", running);
    const answer = async (): Promise<void> => {
      try {
        // Nothing new is begun after a Cancel.
        running.signal.throwIfAborted();
        const response = await handle(call, request);
        await session.log.flush();
        callback(null, response);
      } catch (error) {
        const failure = await failureOf(error, call);
        await session.log.flush();
        callback(failure);
      } finally {
        running.end();
      }
    };
    void answer();
  };
}

/** Serves one method of the resources. */
export function resourceUnary<Request extends ResourceRequest, Response>(
  session: Session,
  rpc: string,
  handle: (handler: ResourceHandler, call: Call, resource: ResourceCall, request: Request) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return unary<Request, Response>(
    session,
    rpc,
    (call, request) => {
      const resource = resourceOf(call, request);
      return handle(handlerOf(session, resource.type), call, resource, request);
    },
    { subject: (request) => request.getUrn(), timeout: (request) => request.getTimeout?.() ?? 0 },
  );
}

/** The parts of a URN: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. The name may hold `::` too. */
function resourceOf(call: Call, request: ResourceRequest): ResourceCall {
  const urn = request.getUrn();
  const [, , types = "", ...name] = urn.split("::");
  return {
    ...call.context,
    urn,
    type: request.getType() || types.slice(types.lastIndexOf("$") + 1),
    name: request.getName() || name.join("::"),
  };
}

function handlerOf({ provider }: Session, type: string): ResourceHandler {
  const handler = Object.hasOwn(provider.resources, type) ? provider.resources[type] : undefined;
  if (handler === undefined) throw unknownToken(provider, "resource type", type, provider.resources);
  return handler;
}

const NEWER_SDK = "If the program's SDK is newer than the plugin, install the plugin of the SDK's version.";

/** The refusal of a token that the package does not have. */
export function unknownToken(
  { name, version, unknownTokenRemedy: remedy = NEWER_SDK }: Provider,
  kind: "resource type" | "function",
  token: string,
  known: Readonly<Record<string, unknown>>,
): ProviderError {
  const list = Object.keys(known).sort().join(", ");
  return new ProviderError(
    `${name} ${version} has no ${kind} "${token}". It has ${list === "" ? "none" : list}. ${remedy}`,
  );
}
